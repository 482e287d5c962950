"""The report-level questions: who says yes, where, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from send_qual.codebook import Codebook, Issue
from send_qual.coding import Answer
from send_qual.corpus import Corpus, Document, kind_of
from send_qual.findings._evidence import Case, Reference, locate

__all__ = ["BORDERLINE", "IssueFinding", "Verdict", "issue_findings", "unit_of"]

BORDERLINE = 0.75
"""An answer with less confidence than this is shown as borderline, whichever way it went.

On thirty reports, each left out once, 57 of 420 answers were; 72 % of them were right, and 93 % of the others.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one report-level question about one document."""

    document: str
    yes: bool
    borderline: bool
    confidence: float
    reason: str = ""
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class IssueFinding:
    """One report-level question over all documents that may be asked it.

    Parameters
    ----------
    issue : Issue
    verdicts : tuple of Verdict
        One per document that has an answer.
    of : int
        The documents whose kind may be asked it.
    unit : str
        What these are called: ``"report"``, ``"interview"``, ``"document"``.
    """

    issue: Issue
    verdicts: tuple[Verdict, ...]
    of: int
    unit: str

    @property
    def yes(self) -> tuple[Verdict, ...]:
        """The documents in which the issue stands."""
        return tuple(v for v in self.verdicts if v.yes)

    @property
    def borderline(self) -> tuple[Verdict, ...]:
        """The answers, yes or no, that a second reader might well turn."""
        return tuple(v for v in self.verdicts if v.borderline)


def issue_findings(
    answers: Iterable[Answer], codebook: Codebook, cases: Sequence[Case], corpus: Corpus | None
) -> tuple[IssueFinding, ...]:
    """The issues of the codebook that have answers, in its order, with one verdict per document.

    Answers to questions or about documents that are not here are passed over.
    """
    documents = {d.id: d for d in corpus} if corpus is not None else {}
    given = {(a.issue, a.document): a for a in answers}
    rows = []
    for issue in codebook.issues:
        verdicts = []
        for case in cases:
            answer = given.get((issue.id, case.document))
            if answer is None:
                continue
            place = None
            if answer.end > answer.start or answer.quote:
                place = locate(
                    documents.get(answer.document), answer.start, answer.end, quote=answer.quote, id=answer.document
                )
            borderline = answer.confidence < BORDERLINE
            verdicts.append(Verdict(case.document, answer.yes, borderline, answer.confidence, answer.reason, place))
        if verdicts:
            asked = [d for c in cases if (d := documents.get(c.document)) and kind_of(d).may_ask(issue.sections)]
            of = len(asked) if corpus is not None else len(cases)
            rows.append(IssueFinding(issue, tuple(verdicts), max(of, len(verdicts)), unit_of(asked)))
    return tuple(rows)


def unit_of(documents: Iterable[Document]) -> str:
    """What documents are called as their kinds have it; ``"document"`` where they are of several, or none."""
    units = {kind_of(document).unit for document in documents}
    return units.pop() if len(units) == 1 else "document"
