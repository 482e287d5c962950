"""Thematic coding of interviews and inspection reports on SEND services.

Four shapes of name: ``read_x(path)`` gives an X; ``x.verb(...)`` gives another X; a noun function
changes room (``findings(codings)``); ``x.to_word(path)`` leaves the program. The verbs are those of the command line.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what editors and type checkers see; at run time a room is opened when something of it is asked for
    from send_qual.agreement import Agreement, Reliability, agreement, evaluate, reliability  # type: ignore[no-redef]
    from send_qual.codebook import Code, Codebook, codebook_from, read_codebook
    from send_qual.coders import Coder, Evidence, Suggestion, code, proposed_terms
    from send_qual.coders.learned import offer_passages, train
    from send_qual.coding import (
        Coding,
        Codings,
        carry_codings,
        crosswalk,
        double_coding,
        finish,
        import_codings,
        keep_codings,
        keep_decisions,
        merge,
        read_answers,
        read_as,
        read_codings,
        read_history,
        reopen,
        review_sheet,
    )
    from send_qual.corpus import Corpus, Document, Segment, collocations, concordance, fetch, read_corpus  # type: ignore[no-redef]
    from send_qual.desk import desk  # type: ignore[no-redef]
    from send_qual.errors import Fault, SendQualError
    from send_qual.exchange import archive, export
    from send_qual.findings import Findings, InterviewFindings, findings, interviews
    from send_qual.pseudonyms import pseudonymise, restore
    from send_qual.report import overview, reliability_section, report
    from send_qual.report.themes import find_themes
    from send_qual.study import init_study
    from send_qual.themes import contrast, emergent_themes, find_topics

__version__ = "0.1.0"

# Nothing calls out: what libraries look for when they are imported or used, here because importing any part of the
# package comes through here first, and because workers, kernels and JupyterLab inherit it.
os.environ.update(
    ORT_DISABLE_TELEMETRY="1",  # onnxruntime sends how long it ran to its maker, and numbers the machine
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    TRANSFORMERS_OFFLINE="1",
    DO_NOT_TRACK="1",
)

_ROOMS = {  # room -> the public names that come from it
    "errors": ("Fault", "SendQualError"),
    "study": ("init_study",),
    "corpus": ("Corpus", "Document", "Segment", "collocations", "concordance", "fetch", "read_corpus"),
    "pseudonyms": ("pseudonymise", "restore"),
    "codebook": ("Code", "Codebook", "codebook_from", "read_codebook"),
    "coding": (
        *("Coding", "Codings", "carry_codings", "double_coding", "finish", "import_codings", "keep_codings"),
        *(
            "crosswalk",
            "keep_decisions",
            "merge",
            "read_answers",
            "read_as",
            "read_codings",
            "read_history",
            "reopen",
            "review_sheet",
        ),
    ),
    "coding.forgetting": ("forget",),
    "coders": ("Coder", "Evidence", "Suggestion", "code", "proposed_terms"),
    "coders.learned": ("offer_passages", "train"),
    "agreement": ("Agreement", "Reliability", "agreement", "evaluate", "reliability"),
    "themes": ("contrast", "emergent_themes", "find_topics"),
    "findings": ("Findings", "InterviewFindings", "findings", "interviews"),
    "report": ("overview", "reliability_section", "report"),
    "report.themes": ("find_themes",),
    "exchange": ("archive", "export"),
    "desk": ("desk",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Agreement",
    "Code",
    "Codebook",
    "Coder",
    "Coding",
    "Codings",
    "Corpus",
    "Document",
    "Evidence",
    "Fault",
    "Findings",
    "InterviewFindings",
    "Reliability",
    "Segment",
    "SendQualError",
    "Suggestion",
    "__version__",
    "agreement",
    "archive",
    "carry_codings",
    "code",
    "codebook_from",
    "collocations",
    "concordance",
    "contrast",
    "crosswalk",
    "desk",
    "double_coding",
    "emergent_themes",
    "evaluate",
    "export",
    "fetch",
    "find_themes",
    "find_topics",
    "findings",
    "finish",
    "forget",
    "import_codings",
    "init_study",
    "interviews",
    "keep_codings",
    "keep_decisions",
    "merge",
    "offer_passages",
    "overview",
    "proposed_terms",
    "pseudonymise",
    "read_answers",
    "read_as",
    "read_codebook",
    "read_codings",
    "read_corpus",
    "read_history",
    "reliability",
    "reliability_section",
    "reopen",
    "report",
    "restore",
    "review_sheet",
    "train",
]


class _House(ModuleType):
    """The package, where a verb stays a verb.

    Four rooms bear the name of their verb (``findings`` in ``send_qual/findings/``), as the field calls both. Python
    binds a room here once it is imported; the verb of that name is not given up for it. ``from send_qual.findings
    import X`` reaches the room as ever.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in _ROOM_OF):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _House


def __getattr__(name: str) -> Any:
    """Open a room only when something of it is asked for: no model is loaded by an import."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'send_qual' has no attribute {name!r}")
    if _ROOM_OF[name] in {
        "findings",
        "themes",
    }:  # the report room draws them; they must not know it
        import_module("send_qual.report")
    found = getattr(import_module(f"send_qual.{_ROOM_OF[name]}"), name)
    globals()[name] = found  # the next use finds it here
    return found


def __dir__() -> list[str]:
    return __all__
