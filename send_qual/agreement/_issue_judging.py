"""Answers to report-level questions on reports left out, and the judge that people's answers taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from send_qual.coders import judge_issues
from send_qual.coders._issue_voices import hear
from send_qual.coders.learned import IssueJudge, carded, learn_judge
from send_qual.coding import Answer, Codings
from send_qual.corpus import Corpus

__all__ = ["judged"]


def judged(
    made: Codings, part_of: Mapping[str, int], people: Sequence[Answer]
) -> tuple[tuple[Answer, ...], IssueJudge | None]:
    """Answer the questions of the codebook about reports left out.

    Parameters
    ----------
    made : Codings
        What coders suggested for documents they had not seen.
    part_of : mapping of str to int
        The part in which each document is left out.
    people : sequence of Answer

    Returns
    -------
    tuple of Answer
        By a judge that was taught the other parts; by the rules where people's answers are too few.
    IssueJudge or None
        Taught by all answers, and carded on those.
    """
    corpus, book = made.corpus, made.codebook
    assert corpus is not None  # noqa: S101  # made with them
    assert book is not None  # noqa: S101
    coded = replace(made, corpus=Corpus(corpus.name, tuple(d for d in corpus if d.id in part_of)))
    known = {d.id for d in corpus if d.id in part_of}
    people = [a for a in people if a.document in known]
    ids = tuple(issue.id for issue in book.issues)
    kinds = {d.kind for d in corpus if d.id in {a.document for a in people}}
    whole = None
    if people and len(kinds) == 1:  # the voices of a report and of a talk do not weigh alike
        heard = hear(coded)
        whole = learn_judge(heard, people, ids, kinds.pop(), book.name)
    if whole is None:
        return judge_issues(coded, "rules"), None
    answers: list[Answer] = []
    for part in sorted(set(part_of.values())):
        left_out = tuple(d for d in corpus if part_of.get(d.id) == part)
        taught = [a for a in people if part_of[a.document] != part]
        judge = learn_judge(heard, taught, ids, whole.kind, book.name)
        answers.extend(judge_issues(replace(coded, corpus=Corpus(corpus.name, left_out)), judge or "rules"))
    return tuple(answers), carded(whole, people, answers)
