"""Participants beside themes: the framework matrix, groups by attribute, and what each interview added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from send_qual.codebook import Code
from send_qual.corpus import Corpus
from send_qual.findings._aspects import in_turn
from send_qual.findings._counts import Count, Tally, counts, groups_of
from send_qual.findings._evidence import Evidence
from send_qual.findings.interview_study._participants import People
from send_qual.findings.interview_study.model import Cell, Participant, Saturation
from send_qual.findings.sentences._extracts import shorten, theme_pattern
from send_qual.findings.sentences._quotations import Chooser

__all__ = ["group_counts", "matrix", "saturation"]

_CELL_WORDS = 18
_MOST_GROUPS = 12


def matrix(table: Tally, chooser: Chooser, rows: Mapping[str, str]) -> tuple[Cell, ...]:
    """A cell for each row and theme that has passages: what helps and what hinders, in the most telling words.

    Parameters
    ----------
    table : Tally
    chooser : Chooser
        Knows which stretches may identify somebody.
    rows : mapping of str to str
        Participant id -> row; those of row ``""`` are left out.
    """
    gathered: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for theme in table.codebook.themes:
        for item in table.under(theme.id):
            if row := rows.get(item.case, ""):
                gathered[row, theme.id].append(item)
    return tuple(
        _cell(row, theme, found, table, chooser)
        for row in dict.fromkeys(r for r in rows.values() if r)
        for theme in table.codebook.themes
        if (found := gathered.get((row, theme.id)))
    )


def _cell(row: str, theme: Code, found: Sequence[Evidence], table: Tally, chooser: Chooser) -> Cell:
    words = theme_pattern(table.codebook, theme)
    extracts = []
    for aspect in in_turn(table.codebook):
        best = chooser.sentence((item for item in found if aspect.fits(item)), aspect.side, words)
        if best is not None:
            extracts.append((aspect, chooser.printed(shorten(best.text, _CELL_WORDS)), best.reference))
    return Cell(row, theme.id, len(found), tuple(extracts))


def group_counts(table: Tally, participants: Sequence[Participant]) -> tuple[Count, ...]:
    """Themes by values of facets within each value of the attributes that group participants."""
    return counts(table, groups_of(((one.id, one.attributes) for one in participants), most=_MOST_GROUPS))


def saturation(spoken: Sequence[Evidence], corpus: Corpus, who: People) -> tuple[Saturation, ...]:
    """New sub-themes per interview, in the order of the interviews' dates where all have one, else of their names."""
    met: dict[str, set[str]] = defaultdict(set)
    for item in spoken:
        if "/" in item.code:
            met[item.reference.document].add(item.code)
    dates = {d.id: d.attributes.get("date", "") for d in corpus}
    dated = all(dates.values())
    order = sorted(dates, key=lambda document: (dates[document] if dated else "", document))
    known: set[str] = set()
    rows = []
    for id in order:
        new = tuple(sorted(met[id] - known))
        known |= met[id]
        said = ", ".join(p.id for p in who.participants if id in p.documents)
        rows.append(Saturation(id, said or id, new, len(known)))
    return tuple(rows)
