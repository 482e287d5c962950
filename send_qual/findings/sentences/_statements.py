"""The sentences of the draft: a clause of the codebook, how many reports, and everything they rest on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Code, Codebook, Issue
from send_qual.corpus import says
from send_qual.findings._aspects import Aspect, aspects, clause, of_side
from send_qual.findings._counts import Passages
from send_qual.findings._evidence import Case, Reference
from send_qual.findings._issues import IssueFinding
from send_qual.findings.sentences._extracts import shorten, speaks, split, theme_pattern
from send_qual.findings.sentences._phrasing import in_documents

__all__ = ["Statement", "statements", "telling", "theme_of"]

_WEIGHT = {"issue": 2, "theme": 1, "sub-code": 0}
_LIMIT = 35
_SHORTEST = 8
_EXTRACTS = 6  # more than are shown: none is printed twice in a report
_NO_SIGN = 1.5  # a challenge that does not sound like one
_AGAIN = 0.75  # points that another extract of the same document costs
_ALIKE = 0.6  # shared words of two clauses that say the same
_EMPTY = frozenset(
    {
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "wa",
        "were",
        "with",
        "identified",
        "described",
    }
)

_STRENGTH = re.compile(
    r"\b(?:well|effective(?:ly)?|strong|positive|value|timely|good|improved|quickly|help)\b", re.IGNORECASE
)
_WEAKNESS = re.compile(
    r"\b(?:too (?:many|long|often|few|much)|(?:do|does|did|has|have|is|are|was|were|can)(?: not|n.t)|"
    r"cannot|not (?:all|always|enough|yet)|"
    r"lack\w*|long (?:waits?|delays?)|delay\w*|inconsisten\w*|varia\w+|weak\w*|poor\w*|insufficient\w*|"
    r"limited|gaps?|slow\w*|unmet|"
    r"without|late|fail\w*|unable|struggl\w+|few|frustrat\w+|shortage\w*|no longer|difficult\w*)\b",
    re.IGNORECASE,
)
# What leaders do about a weakness does not show it.
_ANSWER = re.compile(
    r"\b(?:leaders|partners|the (?:local area )?partnership) (?:are aware|recogni[sz]e|(?:have|"
    r"has) (?:\w+ly )?(?:identified|taken|begun|"
    r"started|improved|plans?)|are (?:engaging|working|taking)|plan to)|\bto address\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"^(?:This|These|They|Their|It|Its|Such|As a result|Consequently|For example|However|Nevertheless|"
    r"In addition|Additionally|Furthermore|Moreover|Also|Similarly|Both)\b"
)
_EARLIER = re.compile(
    r"\b(?:previous|last|earlier|initial) (?:\w+ )?inspection\b|\binspection in 20\d\d\b", re.IGNORECASE
)
_SAYS = {"weakness": 1.0, "account": 0.75, "strength": 0.5, "action": 0.25}  # worth of a sentence by where it stands


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the draft, with its count and everything it rests on.

    Parameters
    ----------
    theme, about, kind : str
        ``about`` is the code or issue id; ``kind`` is ``"issue"``, ``"sub-code"`` or ``"theme"``.
    aspect : Aspect
        Which value of a facet it is made of.
    sentence : str
        Ready to print: "Long waits for therapies were identified in most reports (11 of the 15)."
    documents : tuple of str
    of : int
    borderline : int
        For an issue: how many of its documents are borderline.
    references : tuple of Reference
        All passages behind it, in document order.
    extracts : tuple of (str, Reference)
        Short illustrations, the most telling first, each from another document; the reference is to the
        sentence, with its page. No passage illustrates two statements of one theme and value, and areas
        take turns.
    """

    theme: str
    about: str
    kind: str
    aspect: Aspect
    sentence: str
    documents: tuple[str, ...]
    of: int
    borderline: int = 0
    references: tuple[Reference, ...] = ()
    extracts: tuple[tuple[str, Reference], ...] = ()

    @property
    def value(self) -> str:
        """The value of a facet that it is made of, ``""`` where it is of all passages."""
        return self.aspect.value

    @property
    def side(self) -> str:
        """``"strength"``, ``"weakness"`` or ``""``."""
        return self.aspect.side


_Candidate = tuple[float, str, Reference]
_Made = tuple[Statement, list[_Candidate]]


def statements(
    under: Mapping[str, Passages], issues: Sequence[IssueFinding], codebook: Codebook, cases: Sequence[Case], unit: str
) -> tuple[Statement, ...]:
    """All sentences, by theme, weaknesses before strengths, strongest first.

    Where a report-level issue says the same as a code, the code's own sentence, which counts the same
    thing in another way, is left out.
    """
    spoken_for = {id for f in issues if f.yes for id in _same(f.issue, codebook)}
    told = aspects(codebook)
    made = [m for f in issues if (m := _of_issue(f, codebook))]
    for code in codebook:
        for aspect in told:
            asking = aspect.side == WEAKNESS or not aspect.facet
            if asking and code.id in spoken_for:
                continue
            asked = [f for f in issues if asking and theme_of(f.issue, codebook) == code.id]
            if statement := _of_code(code, aspect, under, asked, codebook, cases, unit):
                made.append(statement)
    order = {code.id: n for n, code in enumerate(codebook.themes)}
    turn = {aspect: n for n, aspect in enumerate(told)}

    def strength(one: _Made) -> tuple[object, ...]:
        said = one[0]
        place = order.get(said.theme, len(order))
        return (place, turn.get(said.aspect, -1), -len(said.documents), -_WEIGHT[said.kind], -len(said.references))

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


def _of_code(
    code: Code,
    aspect: Aspect,
    under: Mapping[str, Passages],
    asked: Sequence[IssueFinding],
    codebook: Codebook,
    cases: Sequence[Case],
    unit: str,
) -> _Made | None:
    """The statement of a code; for a theme it counts documents as ``Findings.documents_with`` does."""
    # A passage of both sides is a strength of its theme; of which sub-code, its two sides do not tell.
    both = not (code.parent and aspect.side == STRENGTH)
    found = [e for e, _ in under[code.id] if aspect.fits(e) and (both or e.side != BOTH)]
    have = {e.reference.document for e in found}
    judged = [v.reference for f in asked for v in f.yes if v.document not in have and v.reference is not None]
    have |= {reference.document for reference in judged}
    if not have:
        return None
    documents = tuple(c.document for c in cases if c.document in have)
    sentence = f"{clause(code, aspect)} {in_documents(len(documents), len(cases), unit)}."
    sure = {e.reference: (1.0 if e.side == aspect.side else 0.0) + (e.confidence or 1.0) for e in found}
    kind = "sub-code" if code.parent else "theme"
    references = (*(e.reference for e in found), *judged)
    said = Statement(code.theme, code.id, kind, aspect, sentence, documents, len(cases), 0, references)
    return said, _candidates(sure, theme_pattern(codebook, code), aspect.side)


def _of_issue(finding: IssueFinding, codebook: Codebook) -> _Made | None:
    issue, yes = finding.issue, finding.yes
    if not yes:
        return None
    said = issue.statement or f"{issue.name or issue.id.replace('_', ' ')} was found to need improvement"
    borderline = sum(v.borderline for v in yes)
    aside = f", {borderline} of them borderline" if borderline else ""
    count = in_documents(len(yes), finding.of, finding.unit)
    count = (
        f"{count[:-1]}{aside})"
        if count.endswith(")")
        else f"{count}{f' ({borderline} borderline)' if borderline else ''}"
    )
    references = tuple(v.reference for v in yes if v.reference is not None)
    sure = {v.reference: 1.0 + v.confidence for v in yes if v.reference is not None and not v.borderline}
    documents, theme = tuple(v.document for v in yes), theme_of(issue, codebook)
    sentence = f"{said} {count}."
    statement = Statement(
        theme, issue.id, "issue", of_side(codebook, WEAKNESS), sentence, documents, finding.of, borderline, references
    )
    return statement, _candidates(sure, theme_pattern(codebook, issue), WEAKNESS)


def _candidates(sure: Mapping[Reference, float], words: re.Pattern[str] | None, side: str) -> list[_Candidate]:
    """The most telling sentence of each passage that has one, with its points."""
    found: list[_Candidate] = []
    for passage, base in sure.items():
        best: _Candidate | None = None
        for start, end, sentence in split(passage.quote):
            if not _supports(sentence, words, side, passage.section):
                continue
            points = base + telling(sentence, words, side) + _SAYS.get(says(passage.section), 0.5)
            if side == WEAKNESS and says(passage.section) != "action" and not _WEAKNESS.search(sentence):
                points -= _NO_SIGN
            if best is None or points > best[0]:
                best = (points, shorten(sentence, _LIMIT), passage.within(start, end))
        if best:
            found.append(best)
    return found


def _illustrated(group: Sequence[_Made]) -> list[Statement]:
    """The statements of one theme and aspect with their extracts.

    They choose in turns, the strongest statement first, each the most telling sentence of a passage that is
    still free; a document that has been quoted gives way to others. The statement of the theme as a whole,
    which says least, takes what is left.
    """
    chosen: list[list[tuple[str, Reference]]] = [[] for _ in group]
    used: set[tuple[str, int]] = set()
    quoted: Counter[str] = Counter()

    def worth(candidate: _Candidate) -> tuple[float, str, int]:
        points, _, at = candidate
        return (_AGAIN * quoted[at.document] - points, at.document, at.start)

    pairs = list(zip(chosen, group, strict=True))
    single = [pair for pair in pairs if pair[1][0].kind != "theme"]
    whole = [pair for pair in pairs if pair[1][0].kind == "theme"]
    for turn in (single,) * _EXTRACTS + (whole,) * _EXTRACTS:
        for mine, (_, candidates) in turn:
            have = {at.document for _, at in mine}
            free = [c for c in candidates if _passage(c[2]) not in used and c[2].document not in have]
            if free:
                _, words, at = min(free, key=worth)
                mine.append((words, at))
                used.add(_passage(at))
                quoted[at.document] += 1
    return [replace(said, extracts=tuple(mine)) for mine, (said, _) in zip(chosen, group, strict=True)]


def _passage(at: Reference) -> tuple[str, int]:
    return at.document, at.passage if at.passage is not None else -1 - at.start


def _supports(sentence: str, words: re.Pattern[str] | None, side: str, section: str) -> bool:
    """Whether a sentence, read alone, shows what is said: of its subject, with its sign, and of today."""
    if _LEANS_BACK.search(sentence) or _EARLIER.search(sentence) or not (words is None or speaks(words, sentence)):
        return False
    if not side:
        return True
    sign, other = (_STRENGTH, _WEAKNESS) if side == STRENGTH else (_WEAKNESS, _STRENGTH)
    return says(section) == "action" or bool(sign.search(sentence)) or not other.search(sentence)


def telling(sentence: str, words: re.Pattern[str] | None, side: str) -> float:
    """How well a sentence stands for a finding: it names what the finding is about, and the right side."""
    named = 0.0 if words is None else 1.5 if speaks(words, sentence) else -1.5
    return named + _shape(sentence, side)


@lru_cache(maxsize=16384)
def _shape(sentence: str, side: str) -> float:
    """How well a sentence stands for a finding of this side, whatever it is about."""
    n = len(sentence.split())
    sign, other = (_STRENGTH, _WEAKNESS) if side == STRENGTH else (_WEAKNESS, _STRENGTH)
    points = (1.0 if sign.search(sentence) else -0.75) - (0.25 if other.search(sentence) else 0.0) if side else 0.0
    points -= 0.75 if side == WEAKNESS and _ANSWER.search(sentence) else 0.0
    points -= 0.75 if _LEANS_BACK.search(sentence) else 0.0
    points -= 2.0 if n < _SHORTEST else 0.0
    return points - 0.5 * (n > _LIMIT) - 0.5 * (n > 2 * _LIMIT)
