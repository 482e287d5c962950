"""What findings rest on: what became of every suggestion and coding, in numbers, and who decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from send_qual.coding import CONSENSUS, Answer, Codings, Decision, decisions

__all__ = ["Basis", "basis"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the findings rest on. Every number is a count of rows of the table of decisions.

    Parameters
    ----------
    suggested : int
        Suggestions that nobody has decided on, and that no person's coding, verdict or mark has silenced.
    accepted, rejected, recoded : int
        Suggestions by the verdict that people gave; ``recoded``: another code or passage was put in their place.
    silenced, finished : int
        Suggestions that gave way to what people had coded or decided on the same words, or to a mark.
    applied, recoding : int
        Codings that people made at first hand, and in the place of suggestions.
    alike, settled : int
        Codings of people that count once with another's, or in whose place the consensus stands.
    overruled : int
        Suggestions that somebody accepted, and the consensus settled otherwise.
    counted : int
        Passages under a code that count.
    people, machines : tuple of str
        Who coded or decided; what suggested.
    judges : tuple of str
        Who or what answered the report-level questions.
    people_only : bool
        Whether suggestions that nobody has decided on were left out.
    decisions : tuple of Decision
        What became of each, as :func:`send_qual.coding.decisions` tells.
    """

    suggested: int = 0
    accepted: int = 0
    rejected: int = 0
    recoded: int = 0
    silenced: int = 0
    finished: int = 0
    applied: int = 0
    recoding: int = 0
    alike: int = 0
    settled: int = 0
    overruled: int = 0
    counted: int = 0
    people: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
    people_only: bool = False
    decisions: tuple[Decision, ...] = ()

    @property
    def suggestions(self) -> int:
        """All suggestions, whatever became of them."""
        return self.suggested + self.reviewed + self.silenced + self.finished

    @property
    def reviewed(self) -> int:
        """Suggestions that a person gave a verdict on."""
        return self.accepted + self.rejected + self.recoded + self.overruled

    @property
    def share_reviewed(self) -> float:
        """Of the suggestions, the share that a person gave a verdict on, between 0 and 1; 0 where there are none."""
        return self.reviewed / self.suggestions if self.suggestions else 0.0

    @property
    def unreviewed(self) -> int:
        """Suggestions that count though nobody has decided on them."""
        return 0 if self.people_only else self.suggested

    @property
    def total(self) -> int:
        """Suggestions and codings that count."""
        return self.unreviewed + self.accepted + self.applied + self.recoding

    @property
    def coders(self) -> tuple[str, ...]:
        """People, then machines."""
        return (*self.people, *self.machines)

    def numbers(self) -> dict[str, int]:
        """The counts of suggestions and codings by what became of them, as the record of a draft tells them."""
        names = "suggestions suggested accepted rejected recoded overruled silenced finished".split()  # noqa: SIM905
        names += ["applied", "recoding", "alike", "settled", "counted"]
        return {name: getattr(self, name) for name in names}


def basis(codings: Codings, counted: int, answers: Iterable[Answer]) -> Basis:
    """Count what became of suggestions and codings, and name who coded and who judged."""
    told = decisions(codings)
    made = Counter((one.suggestion, one.outcome) for one in told)
    return Basis(
        suggested=made[True, "unreviewed"],
        accepted=made[True, "accepted"],
        rejected=made[True, "rejected"],
        recoded=made[True, "recoded"],
        silenced=made[True, "silenced"],
        finished=made[True, "finished"],
        overruled=made[True, "settled"],
        applied=made[False, "coded"],
        recoding=made[False, "recoding"],
        alike=made[False, "alike"],
        settled=made[False, "settled"],
        counted=counted,
        people=_people(told),
        machines=tuple(sorted({one.coding.coder for one in told if one.suggestion and one.coding.coder})),
        judges=tuple(sorted({answer.coder for answer in answers if answer.coder})),
        people_only=codings.people_only,
        decisions=told,
    )


def _people(told: Sequence[Decision]) -> tuple[str, ...]:
    """Who coded, decided or marked; the consensus last, for it is nobody by themselves."""
    names = {one.coding.coder for one in told if not one.suggestion} | {name for one in told for name in one.by}
    return (*sorted(names - {CONSENSUS}), *(names & {CONSENSUS}))
