"""The disclosure check: what in a report could tell a reader who somebody is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from send_qual.codebook import BOTH, Codebook
from send_qual.coding.span import touches
from send_qual.errors import Fault, SendQualError
from send_qual.findings import Aspect, Count, InterviewFindings, Reference, Statement, in_turn, locate
from send_qual.pseudonyms import Identifier, names_a_place
from send_qual.report.interviews._recognisable import combinations_of_one, dated_events, quotations_of
from send_qual.report.interviews._style import ReportStyle

__all__ = ["Disclosure", "DisclosureError", "disclosures_of", "shown_groups"]

_USUAL = ("organisation type", "role")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing that could give somebody away.

    Parameters
    ----------
    kind : str
        ``"names"`` (the transcripts still name who speaks), ``"identifier"``, ``"event"``, ``"role"``,
        ``"combination"`` or ``"cell"``.
    place : str
        Where it stands in the report.
    problem : str
        What it is; holds the words themselves, and so is not printed in a report.
    mend : str
    document : str
        The transcript it is about, ``""`` where it is about no single one.
    about : str
        What it is about, the same in every run: words of the transcript, a participant, a group.
    why : str
        The reason for which somebody decided that it may be printed.
    """

    kind: str
    place: str
    problem: str
    mend: str
    document: str = ""
    about: str = ""
    why: str = ""

    @property
    def part(self) -> str:
        """The part of the report it stands in, without who speaks, in which transcript."""
        if self.kind == "names":
            return "the corpus"
        return re.sub(r"^(\d+ quotations?) of .*|(.+?) \([^()]*\)$", r"\1\2", self.place)

    def fault(self) -> Fault:
        """The same as a sentence for the user."""
        return Fault(self.place, self.problem, self.mend)


class DisclosureError(SendQualError):
    """The report was not written: somebody could be recognised in it.

    Parameters
    ----------
    disclosures : iterable of Disclosure
        What nobody decided on.
    file : pathlib.Path, optional
        The list to decide on.
    """

    def __init__(self, disclosures: Iterable[Disclosure], file: Path | None = None) -> None:
        self.disclosures, self.file = tuple(disclosures), file
        super().__init__(d.fault() for d in self.disclosures)


def disclosures_of(
    study: InterviewFindings, style: ReportStyle | None = None, identifiers: Iterable[Identifier] = ()
) -> tuple[Disclosure, ...]:
    """What a report of these findings would give away.

    Parameters
    ----------
    study : InterviewFindings
    style : ReportStyle, optional
    identifiers : iterable of Identifier
        What :func:`send_qual.pseudonyms.identifiers` still finds in the transcripts.

    Returns
    -------
    tuple of Disclosure
        Transcripts that name their speakers; quotations and extracts, in sentences and in the matrix, that hold an
        identifier or tell the time of an event; quotations of somebody who alone holds a role, or alone shares two
        attributes that the report tells, and rows of the matrix of such a role, unless quotations are unsigned; cells
        of tables with one person in them, and groups that bear the name of a place or body.
    """
    style = style or ReportStyle()
    found = tuple(identifiers)
    return (
        *_names(found),
        *_words(study, found),
        *_roles(study, style),
        *_combinations(study, style),
        *_cells(study, style),
    )


def _names(found: Sequence[Identifier]) -> list[Disclosure]:
    named = sorted({i.document for i in found if i.kind == "speaker"})
    if not named:
        return []
    many = f"{len(named)} transcripts name who speaks" if len(named) > 1 else "the transcript names who speaks"
    mend = "Pseudonymise the interviews first, and report on the copy: send-qual pseudonymise CORPUS --out DIR"
    place = named[0] if len(named) == 1 else "the corpus"
    return [Disclosure("names", place, many, mend, about=", ".join(named))]


def _words(study: InterviewFindings, found: Sequence[Identifier]) -> list[Disclosure]:
    """What all printed words hold, each once at a place."""
    out = list[Disclosure]()
    for place, reference, words, mend in _printed(study):
        told = [("identifier", one.text, _told(one)) for one in _in(reference, words, found)]
        told += [
            ("event", sentence, f"it tells when something happened that others know of: {_few(sentence)}")
            for sentence in dated_events(words)
        ]
        out += [
            Disclosure(kind, place, problem, mend, reference.document, " ".join(about.split()))
            for kind, about, problem in told
        ]
    return list(dict.fromkeys(out))


def _printed(study: InterviewFindings) -> Iterator[tuple[str, Reference, str, str]]:
    """All words of participants that a report prints: where they stand, whence they come, and how to be rid of them."""
    mend = "Replace it in the transcript (decisions.csv), or leave the quotation out: --leave-out {key}"
    for q in study.quotations:
        yield f"quotation {q.key} ({q.reference.where})", q.reference, q.text, mend.format(key=q.key)
    for point in _points(study):
        for extract in point.extracts:
            at, theme = extract.reference, study.findings.codebook[point.about].name
            yield f"words {at.key} in a sentence on {theme} ({at.where})", at, extract.text, mend.format(key=at.key)
    mend = "Replace it in the transcript: decide on it in decisions.csv and pseudonymise again"
    for cell in (*study.matrix, *study.matrix_by_role):
        for _, words, reference in cell.extracts:
            yield f"framework matrix ({reference.where})", reference, words, mend
    record, corpus = study.findings.emergent, study.findings.codings.corpus
    if record is None or corpus is None:
        return
    for emergent in record.themes:
        for document, start, end in emergent.extracts:  # where identifiers were known before, none is left
            at = locate(corpus[document], start, end)
            yield f"emergent theme {emergent.id} ({at.where})", at, at.quote, mend


def _points(study: InterviewFindings) -> list[Statement]:
    return list(dict.fromkeys(p for c in study.chapters for s in c.sections for p in s.points))


def _told(one: Identifier) -> str:
    what = {"role": "a post that may be one person's", "case": "details of one child or family", "date": "a date"}
    if one.kind == "consent":
        return f"somebody limited what may be quoted of these words: {_few(one.text)}"
    return f"it may hold {what.get(one.kind, f'the name of a {one.kind}')}: {_few(one.text)}"


def _few(text: str) -> str:
    words = text.split()
    return f"“{' '.join(words[:9])}{'…' if len(words) > 9 else ''}”"


def _in(at: Reference, printed: str, found: Sequence[Identifier]) -> list[Identifier]:
    """The identifiers of a passage that are among the words printed of it."""
    shown = " ".join(printed.split()).casefold()
    inside = [i for i in found if i.document == at.document and touches(i, at)]
    return [i for i in inside if i.kind != "speaker" and _meets(" ".join(i.text.split()).casefold(), shown)]


def _meets(text: str, shown: str) -> bool:
    """Whether the words of an identifier are printed; of long ones (a case) a good part is enough."""
    if len(text) < 40:
        return text in shown
    return any(text[n : n + 30] in shown for n in range(0, len(text) - 29, 10))


def _roles(study: InterviewFindings, style: ReportStyle) -> list[Disclosure]:
    if style.attribution == "none":
        return []
    held = Counter(p.role for p in study.participants if p.role)
    quoted = Counter(q.participant for q in study.quotations)
    mend = "Give a role in attributes.csv that others have too, or leave quotations unsigned (--attribution none)"
    out = [
        Disclosure("role", quotations_of(n, p.id), f"nobody else is {p.role}", mend, about=f"{p.id}: {p.role}")
        for p in study.participants
        if (n := quoted[p.id]) and p.role and held[p.role] == 1
    ]
    if style.attribution == "role":  # the matrix then has a row for each role
        quoted_roles = {p.role for p in study.participants if quoted[p.id]}
        alone = [role for role in dict.fromkeys(c.row for c in study.matrix_by_role) if held[role] == 1]
        out += [
            Disclosure("role", f"framework matrix ({role})", "the row is one person", mend, about=f"row {role}")
            for role in alone
            if role not in quoted_roles
        ]
    return out


def _combinations(study: InterviewFindings, style: ReportStyle) -> list[Disclosure]:
    """People quoted who share each attribute that the report tells with others, but alone share two of them."""
    if style.attribution == "none":
        return []
    told = [name for name in shown_groups(study, style) if name != "role"]
    quoted = Counter(q.participant for q in study.quotations)
    mend = "Make one of the two broader in attributes.csv, or drop the table (--by another)"
    return [
        Disclosure(
            "combination",
            quotations_of(quoted[p.id], p.id),
            f"nobody else is {p.role} and has {attribute} {p.attributes[attribute]}",
            mend,
            about=f"{p.id}: {p.role}, {attribute} {p.attributes[attribute]}",
        )
        for p, attribute in combinations_of_one(study.participants, told)
        if quoted[p.id]
    ]


def shown_groups(study: InterviewFindings, style: ReportStyle) -> dict[str, tuple[Count, ...]]:
    """The groups that the report tabulates, by attribute.

    Raises
    ------
    SendQualError
        Where an attribute is asked for by which nobody can be grouped.
    """
    there = {g.attribute for g in study.groups}
    for name in style.by or ():
        if name not in there:
            mend = f"Attributes that group participants here: {', '.join(sorted(there)) or 'none'}"
            raise SendQualError(Fault(f"table by {name!r}", "participants are not grouped by it", mend))
    values = {n: {g.group: g.of for g in study.groups if g.attribute == n} for n in there}
    usual = tuple(n for n in _USUAL if any(of > 1 for of in values.get(n, {}).values()))
    names = style.by if style.by is not None else usual
    groups = {name: tuple(g for g in study.groups if g.attribute == name) for name in names}
    if style.mask_cells:
        groups = {name: tuple(g for g in rows if g.of > 1) for name, rows in groups.items()}
    return {name: rows for name, rows in groups.items() if rows}


def _cells(study: InterviewFindings, style: ReportStyle) -> list[Disclosure]:
    shown = shown_groups(study, style)
    mend = "Call it by a letter or a kind in attributes.csv, or drop the table (--by another)"
    out = [
        Disclosure(
            "cell", f"table by {name}, {value}", "it may be the name of a place or body", mend, about=f"names by {name}"
        )
        for name, rows in shown.items()
        for value in dict.fromkeys(g.group for g in rows)
        if names_a_place(name, value)
    ]
    if style.mask_cells:
        return out
    mend = "Put groups together in attributes.csv, hide small cells (--mask-cells), or drop the table (--by another)"
    book = study.findings.codebook
    for name, rows in shown.items():
        for value in dict.fromkeys(g.group for g in rows):
            mine = [g for g in rows if g.group == value]
            place = f"table by {name}, {value}"
            if mine[0].of == 1:
                out.append(Disclosure("cell", place, "the group is one person", mend, about=place))
                continue
            ones = dict.fromkeys(
                g.code for g in mine for aspect in in_turn(book) if told_by(mine, g.code, aspect, book) == 1
            )
            if ones:
                themes = ", ".join(book[t].name for t in ones)
                problem = f"one person stands in a cell ({themes})"
                out.append(Disclosure("cell", place, problem, mend, about=f"{place}: {themes}"))
    return out


def told_by(rows: Sequence[Count], theme: str, aspect: Aspect, book: Codebook) -> int:
    """How many participants said so of a theme; those who said both count on either side."""
    values = {aspect.value, book.sided.value_of(BOTH)} if aspect.side and book.sided else {aspect.value}
    mine = (g for g in rows if g.code == theme and g.facet == aspect.facet and g.value in values)
    return len({p for g in mine for p in g.cases})
