"""What the findings rest on, in words: on the title page, in the methods and under every table; one wording for all."""

from __future__ import annotations

from collections.abc import Sequence

from send_qual.coders import asks_model
from send_qual.coding import CONSENSUS, RULE
from send_qual.findings import Basis, Findings

__all__ = ["basis_note", "basis_statement", "comparison_note", "decisions_statement", "percent", "thousands"]


def percent(share: float) -> str:
    """A share as whole per cent, never rounded to 0 or 100 where it is neither.

    Examples
    --------
    >>> percent(0.004), percent(0.5), percent(0.999), percent(1)
    ('under 1%', '50%', 'over 99%', '100%')
    """
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{round(100 * share)}%"


def thousands(n: int) -> str:
    """A number with a comma for the thousands."""
    return f"{n:,}"


def basis_note(findings: Findings) -> str:
    """One line for the foot of a table."""
    return _source(_count(findings.n, findings.unit), (findings.basis,))


def comparison_note(findings: Findings) -> str:
    """The same for a table of two tranches: it rests on the documents of both, be the draft on one of them alone."""
    compared = findings.comparison
    if compared is None or not compared.basis:
        return basis_note(findings)
    earlier, later = compared.of
    return _source(f"{_count(earlier, findings.unit)} of the earlier tranche and {later} of the later", compared.basis)


def _source(documents: str, bases: Sequence[Basis]) -> str:
    total, unreviewed = sum(one.total for one in bases), sum(one.unreviewed for one in bases)
    if not total:
        return "There are no codings yet."
    if not unreviewed:
        return f"Source: {documents}; all codings made or accepted by a person."
    share = percent(unreviewed / total)
    return f"Source: {documents}; {share} of the codings are suggestions that nobody has reviewed."


def basis_statement(findings: Findings) -> str:
    """What the codings behind a draft are, and what people decided, for its title page."""
    basis = findings.basis
    told = []
    if not basis.total:
        told.append(
            "No coding counts, so there is nothing to report yet."
            if basis.suggestions or basis.settled
            else "No passage has been coded, so there is nothing to report yet."
        )
    elif not basis.unreviewed:
        told.append(f"All {thousands(basis.total)} codings behind this draft were made or accepted by a person.")
    else:
        told.append(
            f"{thousands(basis.unreviewed)} of the {thousands(basis.total)} codings behind this draft "
            f"({percent(basis.unreviewed / basis.total)}) are suggestions of a machine ({_names(basis.machines)}) that "
            "nobody has reviewed; counts may change when they are."
        )
    if basis.suggestions:
        told.append(_reviewed(basis))
    if basis.people_only:
        left = f"; {_count(basis.suggested, 'suggestion')} without a verdict left out" if basis.suggested else ""
        told.append(f"Only people's codings count in this draft{left}.")
    if findings.issues and set(basis.judges) - set(basis.people):
        told.append("Report-level questions that no person answered were answered by a machine.")
    return " ".join(told)


def decisions_statement(basis: Basis) -> str:
    """Who made and decided what, and by which rule it counts: each number a count of rows of the table of decisions."""
    if not basis.decisions:
        return "No passage has been coded so far."
    told = []
    if basis.suggestions:
        machines = f" ({_names(basis.machines)})" if basis.machines else ""
        told.append(
            f"A machine coder{machines} made {_count(basis.suggestions, 'suggestion')}; nothing left the computer it "
            f"ran on. {_model(basis)}{_reviewed(basis)}"
        )
        if silent := basis.silenced + basis.finished:
            told.append(
                f"Without a verdict of their own, {thousands(silent)} gave way: {thousands(basis.silenced)} to what a "
                f"person had coded or decided on the same words, {thousands(basis.finished)} in what a person had "
                "marked as finished."
            )
        fate = "left out, for only people's codings count in this draft" if basis.people_only else "counted as they are"
        told.append(f"The other {thousands(basis.suggested)}, which nobody has reviewed, are {fate}.")
    if basis.people:
        told.append(_by_people(basis))
    if basis.settled or basis.overruled:
        told.append(
            f"The consensus stands in the place of {_count(basis.settled, 'coding')}"
            + (f" and of {_count(basis.overruled, 'accepted suggestion')}." if basis.overruled else ".")
        )
    if basis.alike:
        told.append(f"{_count(basis.alike, 'coding')} that said the same as another person's count once with it.")
    return f"{' '.join(told)} {RULE}"


def _by_people(basis: Basis) -> str:
    people = [name for name in basis.people if name != CONSENSUS]
    who = f"{len(people)} {'person' if len(people) == 1 else 'people'} ({_names(people)})" if people else ""
    settling = "the consensus" if len(people) < len(basis.people) else ""
    who = " and ".join(filter(None, (who, settling)))
    made = "coding that counts was" if basis.applied == 1 else "codings that count were"
    return (
        f"{who[:1].upper()}{who[1:]} coded or decided: {thousands(basis.applied)} {made} made at first "
        f"hand, {thousands(basis.recoding)} in the place of suggestions."
    )


def _reviewed(basis: Basis) -> str:
    """What people decided on suggestions, each verdict by its number."""
    if not basis.reviewed:
        return "Nobody has reviewed any of the suggestions."
    verdicts = [f"{thousands(basis.accepted)} accepted", f"{thousands(basis.rejected)} rejected"]
    verdicts.append(f"{thousands(basis.recoded)} given another code or passage")
    if basis.overruled:
        verdicts.append(f"{thousands(basis.overruled)} accepted by one and settled otherwise by the consensus")
    return (
        f"People reviewed {thousands(basis.reviewed)} of the {_count(basis.suggestions, 'suggestion')} "
        f"({percent(basis.share_reviewed)}): {', '.join(verdicts)}."
    )


def _model(basis: Basis) -> str:
    """What was taken of what a language model said, where one is among the machines."""
    if not any(asks_model(name) for name in basis.machines):
        return ""
    return (
        "Of what a language model said on it, only codes of the codebook were taken, for words that were found again "
        "in the passage; the rest was dropped. "
    )


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)


def _count(n: int, what: str) -> str:
    return f"{thousands(n)} {what}{'' if n == 1 else 's'}"
