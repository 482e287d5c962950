"""What an output was made from: enough to make it again, nothing about who or where."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from send_qual.findings import Findings
from send_qual.report._emergent_found import emergent_provenance

__all__ = ["provenance", "provenance_json"]

_PACKAGES = (
    "send-qual",
    "numpy",
    "pandas",
    "spacy",
    "onnxruntime",
    "scikit-learn",
    "pypdfium2",
    "python-docx",
    "seaborn",
)


def provenance(findings: Findings, *, now: datetime | None = None) -> dict[str, Any]:
    """The state that findings rest on, as plain values.

    Returns
    -------
    dict
        ``made`` (UTC), ``versions``, ``corpus`` and its ``documents`` with their hashes (of the file and
        of the text), ``codebook``, ``codes`` (which of them were made from passages), ``emergent_themes``,
        ``coders``, ``people``, ``machines``, ``judges``, ``people_only``, ``codings`` by what became of them,
        ``share_reviewed`` (of the suggestions), ``options``, ``left_out``,
        ``notices``. No user name, no folder.
    """
    corpus, basis, book = findings.codings.corpus, findings.basis, findings.codebook
    documents = list(corpus) if corpus is not None else []
    return {
        "made": (now or datetime.now(UTC)).replace(microsecond=0).isoformat(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}},
        "corpus": {
            "name": findings.name,
            "sha256": corpus.sha256 if corpus is not None else "",
            "documents": [
                {"document": d.id, "sha256": d.source.sha256, "text_sha256": d.sha256, "reader": d.source.reader}
                for d in documents
            ],
        },
        "codebook": {"name": book.name, "version": book.version, "sha256": book.sha256 or book.digest()},
        "coders": list(basis.coders),
        "people": list(basis.people),
        "machines": list(basis.machines),
        "judges": list(basis.judges),
        "people_only": basis.people_only,
        "codings": basis.numbers(),
        **emergent_provenance(findings),
        "share_reviewed": round(basis.share_reviewed, 4),
        "options": dict(findings.options),
        "left_out": [{"file": f.place, "problem": f.problem, "mend": f.mend} for f in findings.left_out],
        "notices": list(findings.notices),
    }


def provenance_json(findings: Findings, **more: Any) -> bytes:
    """The same as an indented JSON file, with what else is to stand in it."""
    return (json.dumps({**provenance(findings), **more}, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # run from a checkout that was never installed
        return ""
