"""How loudly the passages of a report speak for the questions a codebook asks of it, read in three ways."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Codebook, patterns_passed_over
from send_qual.coders._polarity import challenge_share, leaning, weakness
from send_qual.coders._rule_lists import read_lists
from send_qual.coders.lexicon._lexicon import strength
from send_qual.coders.lexicon._terms import Hit, TermMatcher, plain
from send_qual.coding import Coding, Codings, Finished, Span, shares_half
from send_qual.coding.span import touches
from send_qual.corpus import Document, Segment, says
from send_qual.language import embed, points_back, sentences, tagged, tells_of_answer, tells_of_earlier
from send_qual.study import Cache

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["SHOWN", "Heard", "Voice", "hear"]

# What a passage is worth by where it stands: the account of children's experience reports a present problem
# less surely than what the area "needs to do better".
_SECTION = {"account": 0.7, "weakness": 0.9}
_ACTION = "action"  # it asks for what is missing, however it words it
_UNCODED = 0.3  # worth of a passage that has the words but none of the issue's codes
SHOWN = 0.3  # how plainly a sentence must show the weakness to decide a yes
_APART = 0.1  # worth of a sentence as far from the question as can be
_BARELY = 0.8  # worth of a sentence whose only sign of a weakness is one of the words that count here alone
_BY_PEOPLE = frozenset({"accepted", "applied"})
_WEAKNESS = {STRENGTH: 0.0, BOTH: 0.8, WEAKNESS: 1.0}
_PATTERNS = Path(__file__).parent / "data"
_CACHE = Cache(
    "answers",
    made_by=("coders",),
    libraries=("spacy", "onnxruntime"),
    limit=32 * 2**20,
    holds="places of sentences that answer the questions on a report, no words",
)


@dataclass(frozen=True, slots=True)
class Voice:
    """How loudly a passage speaks for an issue, and which of its words do; places in the document.

    Parameters
    ----------
    terms, sentences : float
        By the terms of the codebook, and by sentences that tell of what lacks; 0 to 1 each.
    nearness : float
        How near the weakness that one of its sentences tells of comes to the question, 0 to 1.
    action : bool
        Whether it stands in an area for improvement or a priority action.
    start, end : int
    words : tuple of (int, int)
    telling : float
        How plainly its most telling sentence shows the weakness, 0 to 1; 0 where none does.
    told : tuple of (int, int)
        That sentence, with the one before it where it leans on that.
    """

    terms: float = 0.0
    sentences: float = 0.0
    nearness: float = 0.0
    action: bool = False
    start: int = 0
    end: int = 0
    words: tuple[tuple[int, int], ...] = ()
    telling: float = 0.0
    told: tuple[int, int] = (0, 0)


Heard = dict[str, tuple[Voice, ...]]
"""The voices for each issue of a codebook in one document, in the order of its text."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a deciding sentence speaks of, must not speak of, and what makes it a weakness.

    ``lacks`` is generous; ``tells`` are the words that show a weakness by themselves.
    """

    speaks: re.Pattern[str]
    unless: re.Pattern[str] | None
    lacks: re.Pattern[str]
    tells: re.Pattern[str] | None

    def places(self, text: str, cuts: Iterable[tuple[int, int]], *, action: bool) -> list[tuple[int, int]]:
        """Where it is met in the sentences of a plain text."""
        found = []
        for a, b in cuts:
            sentence = text[a:b]
            hit = self.speaks.search(sentence)
            if hit and not (self.unless and self.unless.search(sentence)) and (action or self.lacks.search(sentence)):
                found.append((a + hit.start(), a + hit.end()))
        return found


def hear(codings: Codings) -> dict[str, Heard]:
    """The voices for the questions of a codebook, by document.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook; rejected ones do not count, people's count as certain. A passage of which a person
        decided, or marked as finished, that it has none of an issue's codes is silent on it.
    """
    book = codings.codebook
    if codings.corpus is None or book is None:
        raise ValueError("issues are judged from codings with their corpus and codebook: code(...) gives them")
    rows = codings.where(lambda c: c.status != "rejected" and c.codebook in {"", book.name}).by("document")
    heard = {}
    for document in codings.corpus:
        mine = rows[(document.id,)].rows if (document.id,) in rows else ()
        heard[document.id] = _kept(document, mine, _refused(codings, document), book)
    return heard


def _refused(codings: Codings, document: Document) -> _Refused:
    """Where people said that codes do not apply."""
    said = (*codings.rows, *codings.aside)
    no = [(c.start, c.end, c.code) for c in said if c.status == "rejected" and c.document == document.id]
    return _Refused(
        document.id, tuple(sorted(set(no))), tuple(m for m in codings.finished if m.document == document.id)
    )


def _kept(document: Document, rows: Sequence[Coding], refused: _Refused, book: Codebook) -> Heard:
    """The voices of one document, from the cache where nothing they rest on has changed."""
    basis = [(c.start, c.end, c.code, c.status, c.confidence, book.side(c.facets)) for c in rows]
    key = _CACHE.key(book.name, document.sha256, document.segments, book.digest(), basis, refused.basis)
    kept = _CACHE.get([key]).get(key)
    if kept:
        return {issue: tuple(map(_read, voices)) for issue, voices in json.loads(kept).items()}
    with patterns_passed_over(document.id) as stopped:
        heard = _heard(document, rows, refused, book)
    for fault in stopped:
        logging.getLogger("send_qual").warning("%s", fault)
    if not stopped:
        _CACHE.put({key: json.dumps({issue: [astuple(v) for v in voices] for issue, voices in heard.items()}).encode()})
    return heard


def _read(row: list[Any]) -> Voice:
    terms, said, near, action, start, end, words, telling, (first, last) = row
    return Voice(terms, said, near, action, start, end, tuple((a, b) for a, b in words), telling, (first, last))


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> TermMatcher:
    return TermMatcher((issue.id, term) for issue in codebook.issues for term in issue.terms)


def _file(codebook: str) -> Path | None:
    path = _PATTERNS / f"{codebook}.txt"
    return path if path.is_file() else None


@lru_cache(maxsize=8)
def _patterns(codebook: str) -> dict[str, _Pattern]:
    """The patterns that ship for a codebook's issues; none for a codebook of one's own."""
    path = _file(codebook)
    rows = (
        {issue: dict(line.split(" = ", 1) for line in lines) for issue, lines in read_lists(path).items()}
        if path
        else {}
    )
    common = rows.pop("common", {})
    made = {}
    for issue, row in rows.items():
        unless = re.compile(row["unless"]) if "unless" in row else None
        tells = re.compile(common["tells"]) if "tells" in common else None
        lacks = re.compile(row.get("lacks") or common["lacks"])
        made[issue] = _Pattern(re.compile(row["speaks"]), unless, lacks, tells)
    return made


@dataclass(frozen=True, slots=True)
class _Refused:
    """Where people rejected which code in a document, and what they marked as finished there."""

    document: str
    places: tuple[tuple[int, int, str], ...]
    finished: tuple[Finished, ...]

    @property
    def basis(self) -> list[tuple[Any, ...]]:
        return [*self.places, *((m.start, m.end, m.code, m.codebook) for m in self.finished)]

    def silent(self, passage: Segment, codes: Sequence[str], codebook: str) -> bool:
        """Whether people decided that a passage without any of these codes has none of them."""
        at = self.document, passage.start, passage.end
        finished = (
            mark.covers(Coding(*at, "", code, "", codebook=codebook)) for mark in self.finished for code in codes
        )
        rejected = (_of(code, codes) and shares_half(Span(a, b), passage) for a, b, code in self.places)
        return any(finished) or any(rejected)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What speaks for an issue in one passage: terms, sentences, and the codings of the issue's codes."""

    passage: Segment
    hits: list[Hit]
    said: list[tuple[int, int]]
    codings: list[Coding]
    sides: tuple[str, ...]  # of those by people

    @property
    def words(self) -> list[tuple[int, int]]:
        """Where its words stand in the passage, the terms of most weight first."""
        ranked = sorted(self.hits, key=lambda h: (-h.term.weight, h.start))
        return [*((h.start, h.end) for h in ranked), *self.said]


def _heard(document: Document, rows: Sequence[Coding], refused: _Refused, book: Codebook) -> Heard:
    matcher, patterns = _matcher(book), _patterns(book.name)
    passages = tuple(document.passages())
    texts = [document.words(passage) for passage in passages]
    read: Iterable[Doc | str] = tagged(texts) if matcher.worded else texts
    spoken: dict[str, list[_Spoken]] = {issue.id: [] for issue in book.issues}
    wanted = {section for issue in book.issues for section in issue.sections}
    as_laid_out = any(passage.section in wanted for passage in passages)
    for passage, text, tokens in zip(passages, texts, read, strict=True):
        here = [c for c in rows if touches(c, passage)]
        hits = matcher.hits(tokens)
        low, cuts = plain(text), sentences(text)
        for issue in book.issues:
            if as_laid_out and issue.sections and passage.section not in issue.sections:
                continue
            own = [hit for hit in hits if hit.owner == issue.id]
            action = says(passage.section) == _ACTION
            said = patterns[issue.id].places(low, cuts, action=action) if issue.id in patterns else []
            coded = [c for c in here if _of(c.code, issue.codes)]
            if (own or said) and (coded or not refused.silent(passage, issue.codes, book.name)):
                spoken[issue.id].append(_Spoken(passage, own, said, coded, _sides(coded, book)))
    near = _near(document, {s.passage.start: s.passage for found in spoken.values() for s in found}.values(), book)
    return {
        issue.id: tuple(
            _voice(document.words(s.passage), s, patterns.get(issue.id), near[s.passage.start][n])
            for s in spoken[issue.id]
        )
        for n, issue in enumerate(book.issues)
    }


def _near(document: Document, passages: Iterable[Segment], book: Codebook) -> dict[int, list[list[float]]]:
    """How near each sentence of some passages is to each question: by where the passage starts, then by question.

    What no term foresaw is heard so. A coder has embedded these sentences before: they come from the cache.
    """
    texts = {passage.start: document.words(passage) for passage in passages}
    places = [(start, text[a:b]) for start, text in texts.items() for a, b in sentences(text)]
    near: dict[int, list[list[float]]] = {start: [[] for _ in book.issues] for start in texts}
    if places:
        cosines = embed([said for _, said in places]) @ embed([issue.question for issue in book.issues]).T
        for (start, _), row in zip(places, cosines.tolist(), strict=True):
            for sentences_near, cosine in zip(near[start], row, strict=True):
                sentences_near.append(cosine)
    return near


def _of(code: str, codes: Sequence[str]) -> bool:
    return any(code == one or code.startswith(f"{one}/") for one in codes)


def _sides(codings: Iterable[Coding], book: Codebook) -> tuple[str, ...]:
    return tuple(book.side(c.facets) for c in codings if c.status in _BY_PEOPLE)


def _voice(text: str, spoken: _Spoken, pattern: _Pattern | None, near: Sequence[float]) -> Voice:
    """How loudly one passage speaks, by its words, its sentences and the codings of the issue's codes on it."""
    passage = spoken.passage
    by_people = [c for c in spoken.codings if c.status in _BY_PEOPLE]
    coded = 1.0 if by_people else max((c.confidence or 0.0 for c in spoken.codings), default=0.0)
    worth = _SECTION.get(says(passage.section), 1.0) * (_UNCODED + (1 - _UNCODED) * coded)
    action = says(passage.section) == _ACTION

    def as_people_said(lacking: float) -> float:
        return max(_WEAKNESS.get(side, lacking) for side in spoken.sides) if by_people else lacking

    def lacking(places: tuple[tuple[int, int], ...]) -> float:
        if not places:
            return 0.0
        # What is wrong is often said in the next sentence: the passage as a whole counts as much as the words' own.
        return as_people_said(max(challenge_share(text, passage.section, where) for where in (places, ())))

    plainly = [1.0 if action else weakness(text, (cut,), cut) for cut in sentences(text)]
    nearest = max((shown * cosine for shown, cosine in zip(plainly, near, strict=True)), default=0.0)
    telling, (first, last) = _telling(text, spoken, pattern, near)
    return Voice(
        terms=strength(spoken.hits) * lacking(tuple((h.start, h.end) for h in spoken.hits)) * worth,
        sentences=lacking(tuple(spoken.said)) * worth,
        nearness=round(max(nearest, 0.0) * as_people_said(1.0), 4),
        action=action,
        start=passage.start,
        end=passage.end,
        words=tuple((passage.start + a, passage.start + b) for a, b in spoken.words),
        telling=telling,
        told=(passage.start + first, passage.start + last) if telling else (0, 0),
    )


def _telling(
    text: str, spoken: _Spoken, pattern: _Pattern | None, near: Sequence[float]
) -> tuple[float, tuple[int, int]]:
    """How plainly one sentence shows the weakness, and where: of those that do, the nearest to the question."""
    small, cuts = plain(text), sentences(text)
    action = says(spoken.passage.section) == _ACTION
    best, telling, told = (False, 0.0), 0.0, (0, 0)
    for n, (a, b) in enumerate(cuts):
        words = {(s, e) for s, e in spoken.words if a <= s < b}
        sentence = small[a:b]
        if not words or (pattern and pattern.unless and pattern.unless.search(sentence)) or tells_of_earlier(sentence):
            continue
        shown = 1.0 if action else weakness(text, tuple(words), (a, b))
        if not shown and pattern and pattern.tells and pattern.tells.search(sentence) and not leaning(sentence)[0]:
            shown = _BARELY
        shown *= 0.5 if tells_of_answer(sentence) and not action else 1.0
        shown *= 1 - 0.5 ** len(words)
        apt = shown >= SHOWN, shown * (_APART + max(near[n], 0.0))
        if apt > best:
            first = cuts[n - 1][0] if n and points_back(sentence) else a  # "This ..." says nothing alone
            best, telling, told = apt, shown, (first, b)
    return round(telling, 4), told
