"""What opens the section of a theme: how many reports on either side, the strongest of each, one practice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.findings.sentences._phrasing import among, lower_first
from send_qual.findings.sentences._practice import Practice
from send_qual.findings.statement import Statement

if TYPE_CHECKING:
    from send_qual.findings.model import Findings

__all__ = ["ThemeLead", "lead_of"]


@dataclass(frozen=True, slots=True)
class ThemeLead:
    """A theme in brief; its numbers are those of ``Findings.documents_with`` and ``Findings.count``.

    Parameters
    ----------
    theme : str
    passages : int
        All that speak to it.
    documents, challenged, praised : tuple of str
        Documents that speak to it, that have a challenge, that have good practice. A document may be both.
    of : int
    challenge, strength : Statement or None
        The one that most documents share, of a question or sub-code where there is one.
    practice : Practice or None
        The first that is worth citing.
    sentence : str
        Ready to print.
    """

    theme: str
    passages: int
    documents: tuple[str, ...]
    challenged: tuple[str, ...]
    praised: tuple[str, ...]
    of: int
    challenge: Statement | None
    strength: Statement | None
    practice: Practice | None
    sentence: str

    @property
    def both(self) -> tuple[str, ...]:
        """Documents with a challenge and with good practice."""
        return tuple(document for document in self.challenged if document in set(self.praised))


def lead_of(findings: Findings, theme: str) -> ThemeLead:
    """The lead of one theme."""
    total, sided = findings.count(theme), findings.codebook.sided
    challenged, praised = (
        findings.documents_with(theme, findings.aspect(side)) if sided else () for side in (WEAKNESS, STRENGTH)
    )
    said = [s for s in findings.statements if s.theme == theme]
    challenge, strength = (
        _strongest([s for s in said if sided and s.aspect.side == side]) for side in (WEAKNESS, STRENGTH)
    )
    practice = next((p for p in findings.practices if p.theme == theme and p.is_worth_citing), None)
    met = {*total.cases, *challenged, *praised}
    documents = tuple(case.document for case in findings.cases if case.document in met)
    sentence = _sentence(findings, (challenged, praised), (challenge, strength))
    return ThemeLead(
        theme, total.passages, documents, challenged, praised, findings.n, challenge, strength, practice, sentence
    )


def _strongest(said: list[Statement]) -> Statement | None:
    single = [s for s in said if s.kind != "theme"]
    return max(single or said, key=lambda s: len(s.cases), default=None)


def _sentence(
    findings: Findings,
    sides: tuple[tuple[str, ...], tuple[str, ...]],
    strongest: tuple[Statement | None, Statement | None],
) -> str:
    if not any(sides):
        return ""
    parts = []
    weak, strong = (findings.aspect(side).words for side in (WEAKNESS, STRENGTH))
    found, none = (
        (f"{weak.label} were identified", strong.name),
        (f"No {weak.name} was identified", f"no {strong.name}"),
    )
    for documents, what, missing in zip(sides, found, none, strict=True):
        where = among(len(documents), findings.n, findings.unit)
        parts.append(f"{what} {where}" if documents else missing)
    named = []
    for statement, words in zip(
        strongest, (f"the {weak.name} is most often", f"{strong.name} most often concerns"), strict=True
    ):
        if statement is not None and statement.kind != "theme":
            count = f"{len(statement.cases)} of {statement.of}"
            named.append(f"{words} {lower_first(_name(findings, statement))} ({count})")
    first = " and ".join(parts)
    rest = "; ".join(named)
    return f"{first}. {rest[:1].upper()}{rest[1:]}." if rest else f"{first}."


def _name(findings: Findings, statement: Statement) -> str:
    if statement.kind == "issue":
        issue = next(f.issue for f in findings.issues if f.issue.id == statement.about)
        return issue.name or issue.id.replace("_", " ")
    return findings.codebook[statement.about].name
