"""The ids that other programs know a study's things by: ``exchange.json`` beside its documents."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from send_qual.errors import Fault, SendQualError
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Kept
from send_qual.study.files import write_text
from send_qual.study.plain_data import json_of

__all__ = ["Identities", "open_identities"]

_KINDS = ("documents", "codes", "coders", "codings")


@dataclass(slots=True)
class Identities:
    """What came in under a guid keeps it; what did not has one that follows from what it is.

    Parameters
    ----------
    path : Path
        The file.
    corpus : str
        Its name, part of guids that are derived.
    known : dict
        ``documents``, ``codes`` (by codebook and id), ``coders`` and ``codings`` (by target and coder; coding and
        selection) -> guid.
    closed : set of str
        Guids of codes that other programs do not code with.
    kept : dict
        What has no place in the study, by guid.
    files : list
        What was taken in: name of the file, and how it was read.
    """

    path: Path
    corpus: str
    known: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in _KINDS})
    closed: set[str] = field(default_factory=set)
    kept: dict[str, Kept] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)

    def document(self, id: str) -> str:
        """Of a document."""
        return str(self.known["documents"].get(id) or fresh("document", self.corpus, id))

    def code(self, book: str, id: str) -> str:
        """Of a code, the same in every study that uses the codebook."""
        return str(self.known["codes"].get(f"{book}:{id}") or fresh("code", book, id))

    def coder(self, name: str) -> str:
        """Of a person."""
        return str(self.known["coders"].get(name) or fresh("coder", name))

    def coding(self, target: str, coder: str) -> tuple[str, str]:
        """Of a coding and of its passage; the passage's is empty for a coding of the document as a whole."""
        found = self.known["codings"].get(f"{target}@{coder}")
        if found:
            return str(found[0]), str(found[1])
        return fresh("coding", self.corpus, target, coder), fresh("passage", self.corpus, target, coder)

    def name_of(self, kind: str, guid: str) -> str:
        """What came in under a guid, or ``""``."""
        return next((name for name, one in self.known[kind].items() if one == guid), "")

    def save(self) -> None:
        """Write the file, whole or not at all."""
        said = {
            **self.known,
            "closed": sorted(self.closed),
            "kept": [[one.kind, one.guid, one.xml] for one in self.kept.values()],
            "files": self.files,
        }
        write_text(self.path, json.dumps(said, ensure_ascii=False, indent=1) + "\n")


def open_identities(home: Path, corpus: str) -> Identities:
    """The identities of a corpus, from ``exchange.json`` in its folder where there is one.

    Raises
    ------
    SendQualError
        Where the file cannot be read: it is not written over.
    """
    path = (home.parent if home.name == "documents" else home) / "exchange.json"
    found = Identities(path, corpus)
    if not path.is_file():
        return found
    try:
        said = json_of(path.read_text(encoding="utf-8"))
        for kind in _KINDS:
            found.known[kind].update(said[kind])
        found.closed.update(said["closed"])
        found.kept.update({guid: Kept(kind, guid, xml) for kind, guid, xml in said["kept"]})
        found.files.extend(said["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        mend = "Bring back an earlier copy of it, or take it away: other programs will then see new ids"
        raise SendQualError(Fault(path.name, "the ids that other programs know cannot be read", mend)) from None
    return found
