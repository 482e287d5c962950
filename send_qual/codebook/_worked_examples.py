"""The worked examples beside a codebook: one JSON line per passage."""

from __future__ import annotations

from pathlib import Path

from send_qual.codebook._entries import Faults, nearest
from send_qual.codebook.codebook import Codebook, WorkedExample
from send_qual.corpus import fix_text
from send_qual.study.plain_data import json_of

__all__ = ["read_worked"]

_LARGEST = 20_000_000  # bytes


def read_worked(path: Path, book: Codebook, faults: Faults) -> tuple[WorkedExample, ...]:
    """Read ``<codebook>.examples.jsonl``: lines of ``{"text": ..., "codes": {"theme/sub-code": "value"}}``.

    Parameters
    ----------
    path : Path
    book : Codebook
        The codebook they belong to: its codes and the values of its facet are the ones that may be named.
    faults : Faults
        Takes what is wrong, by line; a faulty line is left out of the answer.

    Returns
    -------
    tuple of WorkedExample
        In the order of the file; an empty ``codes`` says that no code fits.
    """
    if path.stat().st_size > _LARGEST:
        faults.add(0, "the file of worked examples is larger than 20 MB", "Keep the most telling ones")
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.add(0, "the file is not in UTF-8", "Save it as UTF-8")
        return ()
    found = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        worked = _worked(line, number, book, faults)
        if worked and worked.text in first:
            faults.add(number, f"this passage stands in line {first[worked.text]} already", "Keep one of them")
        elif worked:
            first[worked.text] = number
            found.append(worked)
    return tuple(found)


def _worked(line: str, number: int, book: Codebook, faults: Faults) -> WorkedExample | None:
    try:
        row = json_of(line)
    except ValueError:
        faults.add(number, "this line is not JSON", 'Write {"text": "...", "codes": {"theme/sub-code": "value"}}')
        return None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        faults.add(number, "this line has no `text`", 'Write {"text": "...", "codes": {...}}')
        return None
    codes = row.get("codes", {})
    if not isinstance(codes, dict) or not all(isinstance(value, str) for value in codes.values()):
        faults.add(number, "`codes` does not give each code its value", 'Write "codes": {"theme": "value"}')
        return None
    ids = tuple(code.id for code in book)
    facet = book.sided or next(iter(book.facets), None)
    values = facet.values if facet else ("",)
    good = True
    for code, value in codes.items():
        if code not in ids:
            faults.add(number, f"there is no code `{code}` in this codebook", nearest(code, ids) or "Use its full id")
            good = False
        if value not in values:
            name = facet.name.lower() if facet else "value of a facet"
            mend = nearest(value, values) or f"Choose one of {', '.join(values)}"
            faults.add(number, f"`{value}` is no {name} of this codebook", mend)
            good = False
    return WorkedExample(fix_text(row["text"]).strip(), tuple(codes.items())) if good else None
