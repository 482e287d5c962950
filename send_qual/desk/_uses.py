"""Who refers to a code: before it is taken out of the codebook that all of a study share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from send_qual.coding import Made
from send_qual.study.plain_data import json_of

__all__ = ["used_by"]


def used_by(made: Made, own: Path) -> str:
    """Say who used a code, as far as the ledgers of the study tell; whatever was taken back since counts as well.

    Parameters
    ----------
    made : Made
    own : Path
        The ledger that is not looked at: what its coder did with the code was undone before.

    Returns
    -------
    str
        As a sentence goes on: ``"TR has coded with it"``; ``""`` for nobody.
    """
    corpus = own.parent.parent
    for path in _ledgers(corpus):
        if path.resolve() == own.resolve():
            continue
        where = "" if path.parent.parent == corpus else f" in {path.parent.parent.name}"
        for row in _rows(path, made.code.id):
            if row.get("target") == f"code:{made.code.id}" and row.get("event") == "memo":
                return f"{path.stem} has a memo on it{where}"
            if row.get("code") == made.code.id and row.get("codebook", made.codebook) == made.codebook:
                return f"{path.stem} has coded with it{where}"
    return ""


def _ledgers(corpus: Path) -> Iterator[Path]:
    """Those of this corpus, then those of the others of its study."""
    yield from sorted(corpus.glob("codings/*.jsonl"))
    if corpus.parent.name == "corpora":
        yield from sorted(path for path in corpus.parent.glob("*/codings/*.jsonl") if path.parent.parent != corpus)


def _rows(path: Path, code: str) -> Iterator[Mapping[str, Any]]:
    """The events of a ledger that name a code."""
    data, name, at = path.read_bytes(), f'{code}"'.encode(), 0
    while (found := data.find(name, at)) >= 0:  # most lines of 100,000 are never parsed
        at = data.find(b"\n", found) + 1 or len(data)
        try:
            row = json_of(data[data.rfind(b"\n", 0, found) + 1 : at])
        except ValueError:  # a line being written, or no event
            continue
        if isinstance(row, dict):
            yield row
