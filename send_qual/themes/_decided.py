"""What was decided on emergent themes, kept beside the codebook: one line for each theme and decision."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.errors import SendQualError
from send_qual.study import find_codebook
from send_qual.study.files import append_bytes
from send_qual.study.plain_data import json_of
from send_qual.themes._passages import Passage

__all__ = ["Decision", "Place", "codebook_file", "decided_passages", "read_decisions", "write_decisions"]

Place = tuple[str, int, int]
"""Document, start and end of a passage."""

_MOST = 0.5  # of a passage that must lie in one that was decided on


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on an emergent theme.

    Parameters
    ----------
    did : str
        ``"named"``, ``"discarded"``, ``"merged"`` or ``"split"``.
    by, on : str
        Who, and when (UTC).
    theme, label : str
        The theme as it was called then: ``"E2"``, ``"waits for autism assessments"``.
    code : str
        Of a named theme the code it became.
    memo : str
    corpus : str
        Name of the corpus.
    passages : tuple of Place
    """

    did: str
    by: str
    on: str
    theme: str
    label: str
    code: str
    memo: str
    corpus: str
    passages: tuple[Place, ...]


def read_decisions(codebook: Codebook | str, corpus: str = "") -> tuple[Decision, ...]:
    """The decisions on themes beside a codebook, in order; lines that are none are passed over.

    Parameters
    ----------
    codebook : Codebook or str
        Or its name or file.
    corpus : str
        Only those on themes of the corpus of this name.
    """
    try:
        path = _beside(codebook)
    except SendQualError:  # a codebook made in a notebook is in no file, and nothing stands beside it
        return ()
    if not path.is_file():
        return ()
    rows = (_decision(line) for line in path.read_bytes().decode("utf-8", "replace").split("\n"))
    return tuple(row for row in rows if row is not None and corpus in {"", row.corpus})


def _decision(line: str) -> Decision | None:
    try:
        row = json_of(line)
        did, by, on, theme, label, code, memo, corpus = (
            str(row.get(key, "")) for key in ("did", "by", "on", "theme", "label", "code", "memo", "corpus")
        )
        places = tuple((str(document), int(start), int(end)) for document, start, end in row["passages"])
        return Decision(did, by, on, theme, label, code, memo, corpus, places) if did else None
    except (ValueError, TypeError, KeyError, AttributeError):  # not JSON, or not one of ours
        return None


def decided_passages(passages: Sequence[Passage], decisions: Iterable[Decision], codebook: Codebook) -> frozenset[int]:
    """The passages of themes that a person discarded, or made a code that is still there.

    Returns
    -------
    frozenset of int
        Indices into ``passages``.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for one in decisions:
        if one.did == "discarded" or (one.did == "named" and one.code in codebook):
            for document, start, end in one.passages:
                places.setdefault(document, []).append((start, end))
    return frozenset(
        n
        for n, p in enumerate(passages)
        if any(min(b, p.end) - max(a, p.start) >= _MOST * (p.end - p.start) for a, b in places.get(p.document, ()))
    )


def codebook_file(codebook: Codebook) -> Path:
    """The file a codebook was read from, else the one that bears its name."""
    return codebook.path or find_codebook(codebook.name)


def write_decisions(codebook: Codebook, decisions: Iterable[Decision]) -> None:
    """Add a line for each: places only, no words of a document but the label."""
    rows = [
        {
            "did": one.did,
            "by": one.by.strip(),
            "on": one.on or datetime.now(UTC).isoformat(timespec="seconds"),
            "codebook": codebook.name,
            "codebook_version": codebook.version,
            "corpus": one.corpus,
            "theme": one.theme,
            "label": one.label,
            "code": one.code,
            "memo": one.memo,
            "passages": one.passages,
        }
        for one in decisions
    ]
    path = _beside(codebook)
    before = path.read_bytes() if path.is_file() else b""
    torn = before and not before.endswith(b"\n")  # by a kill or a power cut: what follows begins a line of its own
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    append_bytes(path, (("\n" if torn else "") + lines).encode())


def _beside(codebook: Codebook | str) -> Path:
    path = codebook_file(codebook) if isinstance(codebook, Codebook) else find_codebook(codebook)
    return path.with_name(f"{path.stem}.themes.jsonl")
