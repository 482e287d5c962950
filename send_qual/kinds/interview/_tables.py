"""Transcripts set as a table: a column of speakers beside a column of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from send_qual.corpus.pages.page import Line
from send_qual.kinds.interview._heads import HEADING, could_open
from send_qual.kinds.interview._labels import METADATA, is_code, label_of, looks_like_name
from send_qual.kinds.interview._times import STAMP

__all__ = ["table_heads"]


def table_heads(lines: Sequence[Line]) -> dict[int, tuple[tuple[int, int], str, str]]:
    """Label span, speaker and printed time for each line that names a speaker in such a table.

    The column of speakers is the one whose short cells hold names or labels that recur; a table of particulars (keys
    such as "Date" beside values) is none.
    """
    tables: dict[int, list[int]] = {}
    for k, line in enumerate(lines):
        if line.cell is not None and line.text.strip():
            tables.setdefault(line.cell[0], []).append(k)
    heads: dict[int, tuple[tuple[int, int], str, str]] = {}
    for members in tables.values():
        heads |= _of_table(lines, members)
    return heads


def _of_table(lines: Sequence[Line], members: list[int]) -> dict[int, tuple[tuple[int, int], str, str]]:
    columns: dict[int, list[int]] = {}
    rows: dict[int, str] = {}
    for k in members:
        cell = lines[k].cell
        if cell is None:
            continue
        columns.setdefault(cell[2], []).append(k)
        if re.fullmatch(STAMP, lines[k].text.strip(), re.IGNORECASE):
            rows[cell[1]] = lines[k].text.strip()
    if len(columns) < 2:
        return {}
    best: list[int] = []
    for column in columns.values():
        often = Counter(label_of(lines[k].text.strip(" :")) for k in column)
        good = [k for k in column if _opens(lines[k].text) and often[label_of(lines[k].text.strip(" :"))] >= 2]
        named = [k for k in column if _named(lines[k].text) or k in good]
        if len(good) >= 3 and len(named) >= len(column) * 0.6 and len(named) > len(best):
            best = named
    found = {}
    for k in best:
        text = lines[k].text
        label = text.strip().rstrip(": ")
        at = text.index(label)
        cell = lines[k].cell
        time = rows.get(cell[1], "") if cell is not None else ""
        found[k] = ((at, at + len(label)), label, time)
    return found


def _opens(text: str) -> bool:
    label = text.strip().rstrip(": ")
    return could_open(label) and not re.fullmatch(STAMP, label, re.IGNORECASE) and not HEADING.fullmatch(label)


def _named(text: str) -> bool:
    label = text.strip().rstrip(": ")
    return (
        bool(label)
        and not HEADING.fullmatch(label)
        and (is_code(label) or (looks_like_name(label) and not METADATA.fullmatch(label)))
    )
