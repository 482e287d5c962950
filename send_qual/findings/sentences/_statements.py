"""The sentences of the draft: a clause of the codebook, how many reports, and everything they rest on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Code, Codebook, Issue
from send_qual.corpus import says
from send_qual.findings._aspects import Aspect, aspects, clause, of_side
from send_qual.findings._counts import Tally
from send_qual.findings._evidence import Evidence, Reference
from send_qual.findings._issues import IssueFinding
from send_qual.findings.sentences._extracts import shorten, split, theme_pattern
from send_qual.findings.sentences._grounds import REASONS, borne_out, unquotable
from send_qual.findings.sentences._selection import Candidate, best_of, shows, telling
from send_qual.findings.statement import Extract, Statement

__all__ = ["statements", "theme_of"]

_WEIGHT = {"issue": 2, "theme": 1, "sub-code": 0}
_LIMIT = 40
_SHORT = 0.75  # points
_EXTRACTS = 6  # more than are shown: none is printed twice in a report
_AGAIN = 0.75  # points that another extract of the same document costs
_ALIKE = 0.6  # shared words of two clauses that say the same
_EMPTY = frozenset("a an and at by for in of on or the to wa were with identified described".split())  # noqa: SIM905
_SAYS = {"weakness": 1.0, "account": 0.75, "strength": 0.5, "action": 0.25}  # worth of a sentence by where it stands

_Made = tuple[Statement, list[Candidate]]


def statements(table: Tally, issues: Sequence[IssueFinding], unit: str) -> tuple[Statement, ...]:
    """All sentences, by theme, weaknesses before strengths, strongest first.

    Where a report-level issue says the same as a code, the code's own sentence, which counts the same
    thing in another way, is left out; so is that of a sub-code whose suggestions were judged to mislead a count.
    """
    codebook = table.codebook
    spoken_for = {id for f in issues if f.yes for id in _same(f.issue, codebook)}
    uncounted = table.uncounted
    told = aspects(codebook)
    made = [m for f in issues if (m := _of_issue(f, codebook))]
    for code in (code for code in codebook if code.id not in uncounted):
        for aspect in told:
            asking = aspect.side == WEAKNESS or not aspect.facet
            if asking and code.id in spoken_for:
                continue
            asked = [f for f in issues if asking and theme_of(f.issue, codebook) == code.id]
            if statement := _of_code(code, aspect, table, asked, unit):
                made.append(statement)
    order = {code.id: n for n, code in enumerate(codebook.themes)}
    turn = {aspect: n for n, aspect in enumerate(told)}

    def strength(one: _Made) -> tuple[object, ...]:
        said = one[0]
        place = order.get(said.theme, len(order))
        return (place, turn.get(said.aspect, -1), -len(said.cases), -_WEIGHT[said.kind], -len(said.references))

    made.sort(key=strength)
    return tuple(
        statement
        for _, group in groupby(made, key=lambda one: (one[0].theme, one[0].aspect))
        for statement in _illustrated(list(group))
    )


def theme_of(issue: Issue, codebook: Codebook) -> str:
    """The theme under which a report-level question is reported: that of its first code."""
    first = codebook.themes[0].id if codebook.themes else ""
    return next((id.split("/")[0] for id in issue.codes if id in codebook), first)


def _same(issue: Issue, codebook: Codebook) -> set[str]:
    """The codes that say what an issue says: its first sub-code, and those worded alike."""
    found = {id for id in issue.codes[:1] if "/" in id}
    said = _content(issue.statement)
    for code in codebook:
        if said and code.theme in {id.split("/")[0] for id in issue.codes}:
            other = _content(clause(code, of_side(codebook, WEAKNESS)))
            if len(said & other) >= _ALIKE * len(said | other):
                found.add(code.id)
    return found


def _content(words: str) -> set[str]:
    """The words of a clause that carry its meaning, singular."""
    return {w.removesuffix("s") for w in re.findall(r"[\w-]+", words.lower())} - _EMPTY


def _of_code(code: Code, aspect: Aspect, table: Tally, asked: Sequence[IssueFinding], unit: str) -> _Made | None:
    """The statement of a code; for a theme it counts documents as ``Findings.documents_with`` does."""
    found, aside = _counted(code, aspect, table)
    have = {e.case for e in found}
    judged = [v.reference for f in asked for v in f.yes if v.document not in have and v.reference is not None]
    have |= {reference.document for reference in judged}
    if not have:
        return None
    cases = tuple(case for case in table.cases if case in have)
    sure = {e.reference: (1.0 if e.side == aspect.side else 0.0) + (e.confidence or 1.0) for e in found}
    kind = "sub-code" if code.parent else "theme"
    references = (*(e.reference for e in found), *judged)
    said = clause(code, aspect)
    made = Statement(
        code.theme, code.id, kind, aspect, said, cases, len(table.cases), unit, references=references, aside=aside
    )
    return made, _candidates(sure, theme_pattern(table.codebook, code), aspect.side)


_Aside = tuple[tuple[Reference, str], ...]


def _counted(code: Code, aspect: Aspect, table: Tally) -> tuple[list[Evidence], _Aside]:
    """The passages that count for a code, and those that do not bear it out; of a theme, those of mute sub-codes."""
    # A passage of both sides is a strength of its theme; of which sub-code, its two sides do not tell.
    both = not (code.parent and aspect.side == STRENGTH)
    found = [e for e in table.under(code.id) if aspect.fits(e) and (both or e.side != BOTH)]
    if not code.parent:
        parts = (_counted(sub, aspect, table) for sub in table.codebook.under(code.id))
        return found, tuple(one for counted, aside in parts if not counted for one in aside)
    aside = _set_aside(found, theme_pattern(table.codebook, code), aspect.side)
    return [e for e in found if e.reference not in aside], tuple(aside.items())


def _set_aside(found: Sequence[Evidence], words: re.Pattern[str] | None, side: str) -> dict[Reference, str]:
    """Passages that a machine coded so and that no sentence of theirs bears out, with the reason in words."""
    doubtful = {
        e.reference: borne_out(e.reference.quote, words, side, e.reference.section) for e in found if not e.reviewed
    }
    return {reference: REASONS[reason] for reference, reason in doubtful.items() if reason}


def _of_issue(finding: IssueFinding, codebook: Codebook) -> _Made | None:
    issue, yes = finding.issue, finding.yes
    if not yes:
        return None
    said = issue.statement or f"{issue.name or issue.id.replace('_', ' ')} was found to need improvement"
    references = tuple(v.reference for v in yes if v.reference is not None)
    sure = {v.reference: 1.0 + v.confidence for v in yes if v.reference is not None and not v.borderline}
    cases, theme, aspect = tuple(v.document for v in yes), theme_of(issue, codebook), of_side(codebook, WEAKNESS)
    borderline = sum(v.borderline for v in yes)
    made = Statement(
        theme, issue.id, "issue", aspect, said, cases, finding.of, finding.unit, borderline, references=references
    )
    return made, _candidates(sure, theme_pattern(codebook, issue), WEAKNESS)


def _candidates(sure: Mapping[Reference, float], words: re.Pattern[str] | None, side: str) -> list[Candidate]:
    """The most telling sentence of each passage that has one, with its points."""
    found = []
    for passage, certainty in sure.items():
        section = passage.section
        base = certainty + _SAYS.get(says(section), 0.5)
        sentences = [
            Candidate(said, passage.within(start, end), base + telling(said, words, side, section) - _cut(said))
            for n, (start, end, said) in enumerate(split(passage.quote))
            if shows(said, words, side, section) and _stands(passage, n, side)
        ]
        if best := best_of(sentences, lambda one: (one.points,)):
            found.append(replace(best, text=shorten(best.text, _LIMIT)))
    return found


def _stands(passage: Reference, n: int, side: str) -> bool:
    """Whether a sentence of a passage can be quoted by itself; an ask is often the point of a list.

    The last one ends where the coding ends: with or without the full stop, as whoever coded it has chosen.
    """
    sentences = split(passage.quote)
    said, last = sentences[n][2], n + 1 == len(sentences)
    following = "" if last else sentences[n + 1][2]
    ended = f"{said}." if last and said[-1:].isalnum() else said
    return says(passage.section) == "action" or not unquotable(ended, following, side)


def _cut(sentence: str) -> float:
    """What it costs that a sentence would be cut short."""
    return _SHORT * (len(sentence.split()) > _LIMIT)


def _illustrated(group: Sequence[_Made]) -> list[Statement]:
    """The statements of one theme and aspect with their extracts.

    They choose in turns, the strongest statement first, each the most telling sentence of a passage that is
    still free; a document that has been quoted gives way to others. The statement of the theme as a whole,
    which says least, takes what is left.
    """
    chosen: list[list[Extract]] = [[] for _ in group]
    used: set[tuple[str, int]] = set()
    quoted: Counter[str] = Counter()
    pairs = list(zip(chosen, group, strict=True))
    single = [pair for pair in pairs if pair[1][0].kind != "theme"]
    whole = [pair for pair in pairs if pair[1][0].kind == "theme"]
    for turn in (single,) * _EXTRACTS + (whole,) * _EXTRACTS:
        for mine, (_, candidates) in turn:
            have = {one.reference.document for one in mine}
            free = [c for c in candidates if _passage(c.reference) not in used and c.reference.document not in have]
            if free:
                best = min(free, key=lambda c: _turn(c, quoted))
                mine.append(Extract(best.text, best.reference))
                used.add(_passage(best.reference))
                quoted[best.reference.document] += 1
    return [replace(said, extracts=tuple(mine)) for mine, (said, _) in zip(chosen, group, strict=True)]


def _turn(one: Candidate, quoted: Counter[str]) -> tuple[float, str, int]:
    """The smaller, the sooner it is taken: points less what its document has had already, then its place."""
    at = one.reference
    return (_AGAIN * quoted[at.document] - one.points, at.document, at.start)


def _passage(at: Reference) -> tuple[str, int]:
    return at.document, at.passage if at.passage is not None else -1 - at.start
