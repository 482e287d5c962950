"""Participants beside themes: the framework matrix, groups by attribute, and what each interview added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from send_qual.codebook import Code, Codebook
from send_qual.corpus import Corpus
from send_qual.findings._aspects import in_turn
from send_qual.findings._counts import Passages, facet_values
from send_qual.findings._evidence import Evidence
from send_qual.findings.interview_study._participants import People
from send_qual.findings.interview_study.model import Cell, GroupCount, Participant, Saturation
from send_qual.findings.sentences._extracts import shorten, split, theme_pattern
from send_qual.findings.sentences._quotations import Chooser, shape
from send_qual.findings.sentences._statements import telling

__all__ = ["group_counts", "matrix", "saturation"]

_CELL_WORDS = 18
_NO_GROUPS = frozenset({"date", "title", "name", "speaker", "notes", "note"})
_MOST_VALUES = 12


def matrix(
    under: Mapping[str, Passages], book: Codebook, chooser: Chooser, rows: Mapping[str, str]
) -> tuple[Cell, ...]:
    """A cell for each row and theme that has passages: what helps and what hinders, in the most telling words.

    Parameters
    ----------
    under : mapping of str to Passages
    book : Codebook
    chooser : Chooser
        Knows which stretches may identify somebody.
    rows : mapping of str to str
        Participant id -> row; those of row ``""`` are left out.
    """
    gathered: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for theme in book.themes:
        for item, _ in under[theme.id]:
            if row := rows.get(item.reference.label, ""):
                gathered[row, theme.id].append(item)
    return tuple(
        _cell(row, theme, found, book, chooser)
        for row in dict.fromkeys(r for r in rows.values() if r)
        for theme in book.themes
        if (found := gathered.get((row, theme.id)))
    )


def _cell(row: str, theme: Code, found: Sequence[Evidence], book: Codebook, chooser: Chooser) -> Cell:
    words = theme_pattern(book, theme)
    extracts = []
    for aspect in in_turn(book):
        best: tuple[float, str, Evidence] | None = None
        for item in found:
            if not aspect.fits(item):
                continue
            for a, b, sentence in split(item.reference.quote):
                at = item.reference.start
                points = telling(sentence, words, aspect.side) + shape(sentence) / 2 + (item.confidence or 0.75)
                points -= 10 * chooser.risks(item.reference.document, at + a, at + b)
                if best is None or points > best[0]:
                    best = (points, sentence, item)
        if best is not None:
            extracts.append((aspect, chooser.printed(shorten(best[1], _CELL_WORDS)), best[2].reference))
    return Cell(row, theme.id, len(found), tuple(extracts))


def group_counts(
    under: Mapping[str, Passages], book: Codebook, participants: Sequence[Participant]
) -> tuple[GroupCount, ...]:
    """Themes by values of facets within each value of the attributes that group participants (two values or more)."""
    rows = []
    for name in dict.fromkeys(k for p in participants for k in p.attributes if k not in _NO_GROUPS):
        groups: dict[str, list[str]] = defaultdict(list)
        for one in participants:
            if value := one.attributes.get(name, ""):
                groups[value].append(one.id)
        if not 2 <= len(groups) <= _MOST_VALUES:
            continue
        for value, members in sorted(groups.items()):
            for theme in book.themes:
                for facet, given in (*facet_values(book), ("", "")):
                    said = [
                        e.reference.label
                        for e, _ in under[theme.id]
                        if (not facet or e.value(facet) == given) and e.reference.label in members
                    ]
                    who = tuple(m for m in members if m in set(said))
                    rows.append(GroupCount(name, value, theme.id, facet, given, who, len(members), len(said)))
    return tuple(rows)


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
