"""The questions a codebook asks of a report as a whole, answered from passages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from math import exp
from typing import TYPE_CHECKING, Literal

from send_qual.codebook import Issue
from send_qual.coders.issues._evidence import SHOWN, Voice, hear
from send_qual.coding import Answer, Codings
from send_qual.corpus import Document, kind_of
from send_qual.errors import SendQualError

if TYPE_CHECKING:
    from send_qual.coders.learned import IssueJudge

__all__ = ["judge_issues"]

_RULES = "issues-4"
_YES = 0.32  # the one threshold, for all issues: set on half of the hand-judged reports, measured on the others
_STEEPNESS = 7.0  # of the step from no to yes, as confidence
_PLAIN = 0.45  # how plainly a sentence must show the weakness to decide a yes without a doubt
_DOUBTFUL = 0.7
_NAMED = 5  # words given as the reason


def judge_issues(codings: Codings, judge: IssueJudge | Literal["rules"] | None = None) -> tuple[Answer, ...]:
    """Answer the codebook's questions for each report, each yes with the sentence that decides it.

    A passage speaks for an issue as far as the issue's terms stand in it, in a clause that tells of a
    weakness, in one of the issue's sections, and as far as it carries one of the issue's codes. What
    people decided counts: a rejected coding is none, an accepted or applied one is certain, and its
    side stands. A passage is silent on an issue where a person rejected its codes and none is left, or where what a
    person marked as finished has none of them.

    A yes names the sentence that decides it: one that speaks of the matter, and tells of a weakness or asks for
    action. Where no sentence does, the answer is no, with little confidence, and the reason says so.

    Where people's answers have taught a judge for this codebook and kind of document (one ships for
    ``area-send`` and inspection reports), it weighs the voices of all passages. Elsewhere the passage that
    speaks loudest decides alone.

    Parameters
    ----------
    codings : Codings
        With their corpus and codebook.
    judge : IssueJudge or "rules", optional
        Who judges; default the one beside the codebook, else (or where its file was tampered with) the rules.

    Returns
    -------
    tuple of Answer
        Documents in the order of the corpus, issues in that of the codebook; none where the codebook
        asks nothing, and none about a document whose kind may not be asked
        (:meth:`send_qual.corpus.Kind.may_ask`). A document with none of the issues' sections is judged over all its
        passages.

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
    beside = None
    if judge is None:
        from send_qual.coders.learned import judge_beside

        with suppress(SendQualError):  # tampered with: code() says so, and the rules go on
            beside = judge_beside(book)
    heard = hear(codings)
    answers: list[Answer] = []
    for document in codings.corpus:
        taught = (beside if beside and beside.kind == document.kind else None) if judge is None else judge
        for issue in book.issues:
            if not kind_of(document).may_ask(issue.sections):
                continue
            voices = heard[document.id][issue.id]
            if taught is None or isinstance(taught, str) or issue.id not in taught.issues:
                answers.append(_by_rule(document, issue, voices))
            else:
                answers.append(_by_judge(document, issue, voices, taught))
    return tuple(answers)


def _deciding(voices: Sequence[Voice]) -> Voice | None:
    """The passage whose telling sentence speaks loudest; None where no sentence shows a weakness or asks for action."""
    showing = [v for v in voices if v.telling >= SHOWN]
    return max(showing, key=lambda v: v.telling * (v.terms + v.sentences) * v.nearness, default=None)


def _by_rule(document: Document, issue: Issue, voices: Sequence[Voice]) -> Answer:
    loudest = max((v.terms for v in voices), default=0.0)
    sure = 1 / (1 + exp(-_STEEPNESS * (loudest - _YES)))
    deciding = _deciding([v for v in voices if v.terms >= _YES])
    if deciding:
        return _yes(document, issue, deciding, sure, _RULES)
    if loudest >= _YES:
        return _no(document, issue, 0.5, f"{_touched(voices)}, but no sentence of them shows it", _RULES)
    near = f"; the nearest is worth {loudest:.2f} of the {_YES} needed" if loudest else ""
    return _no(document, issue, 1 - sure, f"no passage speaks of it as a weakness{near}", _RULES)


def _by_judge(document: Document, issue: Issue, voices: Sequence[Voice], judge: IssueJudge) -> Answer:
    likely, speaking = judge.verdict(issue.id, voices)
    if not speaking:  # without a passage there is no yes, however usual a yes is
        return _no(document, issue, max(1 - likely, 0.5), "no passage speaks of it as a weakness", judge.version)
    told = f"{_touched(voices)}; people would say yes in {100 * likely:.0f} of 100 such reports"
    deciding = _deciding(voices)
    if likely >= 0.5 and deciding:
        return _yes(document, issue, deciding, likely, judge.version)
    if likely >= 0.5:
        return _no(document, issue, 0.5, f"{told}, but no sentence shows it", judge.version)
    return _no(document, issue, 1 - likely, told, judge.version)


def _touched(voices: Sequence[Voice]) -> str:
    return f"{len(voices)} passages touch on it" if len(voices) > 1 else "1 passage touches on it"


def _no(document: Document, issue: Issue, sure: float, reason: str, coder: str) -> Answer:
    return Answer(document.id, issue.id, yes=False, confidence=round(sure, 4), reason=reason, coder=coder)


def _yes(document: Document, issue: Issue, voice: Voice, sure: float, coder: str) -> Answer:
    start, end = voice.told
    here = [(a, b) for a, b in voice.words if start <= a < end]
    named = dict.fromkeys(" ".join(document.text[a:b].split()) for a, b in here)
    reason = "terms: " + ", ".join(f"'{words}'" for words in list(named)[:_NAMED])
    if voice.telling < _PLAIN:
        sure, reason = min(sure, _DOUBTFUL), f"{reason}; the sentence tells of it only in part"
    return Answer(document.id, issue.id, True, start, end, document.text[start:end], round(sure, 4), reason, coder)
