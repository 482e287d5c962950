"""The questions a codebook asks of a report as a whole, answered from passages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook, Issue
from send_qual.coders._lexicon import strength
from send_qual.coders._polarity import challenge_share
from send_qual.coders._terms import Hit, TermMatcher
from send_qual.coding import Answer, Coding, Codings
from send_qual.corpus import Document, Segment
from send_qual.language import Cache, tagged

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["judge_issues"]

_CODER = "issues-1"
# What a passage is worth by where it stands: the account of children's experience reports a present problem
# less surely than what the area "needs to do better".
_SECTION = {"experience": 0.7, "better": 0.9}
_UNCODED = 0.3  # worth of a passage that has the words but none of the issue's codes
_YES = 0.32  # the one threshold, for all issues: set on half of the hand-judged reports, measured on the others
_STEEPNESS = 7.0  # of the step from no to yes, as confidence
_WEAKNESS = {"facilitator": 0.0, "mixed": 0.8, "challenge": 1.0}
_CACHE = Cache("answers", limit=32 * 2**20)


def judge_issues(codings: Codings) -> tuple[Answer, ...]:
    """Answer the codebook's questions for each report, each yes with the passage that decides it.

    A passage speaks for an issue as far as the issue's terms stand in it, in a clause that tells of a
    weakness, in one of the issue's sections, and as far as it carries one of the issue's codes. The
    passage that speaks loudest decides. What people decided counts: a rejected coding is none, an
    accepted or applied one is certain, and its polarity stands.

    Parameters
    ----------
    codings : Codings
        With their corpus and codebook.

    Returns
    -------
    tuple of Answer
        Documents in the order of the corpus, issues in that of the codebook; none where the codebook
        asks nothing. A document with none of the issues' sections is judged over all its passages.

    Raises
    ------
    ValueError
        Where the codings have lost their corpus or codebook.
    """
    if codings.corpus is None or codings.codebook is None:
        raise ValueError("judge_issues needs codings with their corpus and codebook: code(...) gives them")
    book = codings.codebook
    if not book.issues:
        return ()
    rows = codings.where(lambda c: c.status != "rejected" and c.codebook in {"", book.name}).by("document")
    answers: list[Answer] = []
    for document in codings.corpus:
        mine = rows[(document.id,)].rows if (document.id,) in rows else ()
        answers.extend(_answers(document, mine, book))
    return tuple(answers)


def _answers(document: Document, rows: Sequence[Coding], book: Codebook) -> list[Answer]:
    """The answers for one document, from the cache where nothing they rest on has changed."""
    basis = [(c.start, c.end, c.code, c.status, c.confidence, c.polarity) for c in rows]
    state = (_CODER, document.sha256, document.segments, book.digest(), basis)
    key = hashlib.sha256(repr(state).encode()).hexdigest()
    kept = _CACHE.get([key]).get(key)
    if kept:
        loudest = [_Voice(score, start, end, tuple(map(tuple, words))) for score, start, end, words in json.loads(kept)]
    else:
        loudest = _judged(document, rows, book)
        _CACHE.put({key: json.dumps([astuple(voice) for voice in loudest]).encode()})
    return [_answer(document, issue, voice) for issue, voice in zip(book.issues, loudest, strict=True)]


@dataclass(frozen=True, slots=True)
class _Voice:
    """How loudly a passage speaks for an issue, 0 to 1, and which of its words do; places in the document."""

    score: float = 0.0
    start: int = 0
    end: int = 0
    words: tuple[tuple[int, int], ...] = ()


def _answer(document: Document, issue: Issue, voice: _Voice) -> Answer:
    yes = voice.score >= _YES
    sure = 1 / (1 + exp(-_STEEPNESS * (voice.score - _YES)))
    if not yes:
        near = f"; the nearest is worth {voice.score:.2f} of the {_YES} needed" if voice.score else ""
        reason = f"no passage speaks of it as a weakness{near}"
        return Answer(document.id, issue.id, yes=False, confidence=round(1 - sure, 4), reason=reason, coder=_CODER)
    named = dict.fromkeys(" ".join(document.text[a:b].split()) for a, b in voice.words)
    reason = "terms: " + ", ".join(f"'{words}'" for words in list(named)[:5])
    quote = document.text[voice.start : voice.end]
    return Answer(document.id, issue.id, True, voice.start, voice.end, quote, round(sure, 4), reason, _CODER)


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> TermMatcher:
    return TermMatcher((issue.id, term) for issue in codebook.issues for term in issue.terms)


def _judged(document: Document, rows: Sequence[Coding], book: Codebook) -> list[_Voice]:
    """The loudest passage for each issue."""
    matcher = _matcher(book)
    passages = tuple(document.passages())
    texts = [document.words(passage) for passage in passages]
    spoken: Iterable[Doc | str] = tagged(texts) if matcher.worded else texts
    loudest = {issue.id: _Voice() for issue in book.issues}
    wanted = {section for issue in book.issues for section in issue.sections}
    as_laid_out = any(passage.section in wanted for passage in passages)
    for passage, text, tokens in zip(passages, texts, spoken, strict=True):
        here = [c for c in rows if c.start < passage.end and c.end > passage.start]
        hits = matcher.hits(tokens)
        for issue in book.issues:
            own = [hit for hit in hits if hit.owner == issue.id]
            if own and (passage.section in issue.sections or not issue.sections or not as_laid_out):
                voice = _voice(passage, text, own, [c for c in here if _of(c.code, issue.codes)])
                loudest[issue.id] = max(loudest[issue.id], voice, key=lambda v: v.score)
    return list(loudest.values())


def _of(code: str, codes: Sequence[str]) -> bool:
    return any(code == one or code.startswith(f"{one}/") for one in codes)


def _voice(passage: Segment, text: str, hits: Sequence[Hit], rows: Sequence[Coding]) -> _Voice:
    """How loudly one passage speaks, by its words and the codings of the issue's codes on it."""
    by_people = [c for c in rows if c.status in {"accepted", "applied"}]
    weakness = challenge_share(text, passage.section, tuple((h.start, h.end) for h in hits))
    if by_people:
        weakness = max(_WEAKNESS.get(c.polarity, weakness) for c in by_people)
    coded = 1.0 if by_people else max((c.confidence or 0.0 for c in rows), default=0.0)
    score = strength(hits) * weakness * _SECTION.get(passage.section, 1.0) * (_UNCODED + (1 - _UNCODED) * coded)
    ranked = sorted(hits, key=lambda h: (-h.term.weight, h.start))
    words = tuple((passage.start + h.start, passage.start + h.end) for h in ranked)
    return _Voice(score, passage.start, passage.end, words)
