"""Answers to report-level questions on reports left out, and the judge that people's answers taught."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from send_qual.coders import judge_issues
from send_qual.coders.issues._evidence import hear
from send_qual.coders.learned import IssueJudge, carded, learn_judge
from send_qual.coding import Answer, Codings
from send_qual.corpus import Corpus

__all__ = ["judged"]


def judged(
    made: Codings, coded: Collection[str], people: Sequence[Answer]
) -> tuple[tuple[Answer, ...], IssueJudge | None]:
    """Answer the questions of the codebook about reports left out, one at a time.

    Parameters
    ----------
    made : Codings
        What coders suggested for documents they had not seen.
    coded : collection of str
        These documents.
    people : sequence of Answer

    Returns
    -------
    tuple of Answer
        Each by a judge that was taught all other reports; by the rules where people's answers are too few.
    IssueJudge or None
        Taught by all answers, and carded on those.
    """
    corpus, book = made.corpus, made.codebook
    assert corpus is not None  # noqa: S101  # made with them
    assert book is not None  # noqa: S101
    reports = tuple(d for d in corpus if d.id in coded)
    unseen = replace(made, corpus=Corpus(corpus.name, reports))
    known = {d.id for d in reports}
    people = [a for a in people if a.document in known]
    ids = tuple(issue.id for issue in book.issues)
    kinds = {d.kind for d in reports if d.id in {a.document for a in people}}
    whole = None
    if people and len(kinds) == 1:  # the voices of a report and of a talk do not weigh alike
        heard = hear(unseen)
        whole = learn_judge(heard, people, ids, kinds.pop(), book.name)
    if whole is None:
        return judge_issues(unseen, "rules"), None
    answers: list[Answer] = []
    for report in reports:
        others = [a for a in people if a.document != report.id]
        judge = learn_judge(heard, others, ids, whole.kind, book.name)
        alone = replace(made, corpus=Corpus(corpus.name, (report,)))
        answers.extend(judge_issues(alone, judge or "rules"))
    answered = {a.document for a in people}
    lessons = tuple(sorted(report.sha256 for report in reports if report.id in answered))
    return tuple(answers), carded(replace(whole, lessons=lessons), people, answers)
