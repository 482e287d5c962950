"""What became of every suggestion and every coding: the one rule by which people's decisions stand, and its account.

Counts, drafts, tables and lessons all take from here what counts; nothing else in the house weighs a person's coding
against a machine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from send_qual.coding._consensus import CONSENSUS, overruled
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.span import Spans

if TYPE_CHECKING:
    import pandas as pd

    from send_qual.coding.ledger._finished_marks import Finished

__all__ = ["OUTCOMES", "RULE", "Decision", "counted", "decision_table", "decisions"]

RULE = (
    "Where a person has coded or decided, the machine is silent: a person's coding or verdict sets aside every "
    "suggestion without a verdict of its own that shares half of the shorter of the two passages, whatever its theme, "
    "sub-code or facets; of several suggestions on one passage, those that were not decided on give way with the "
    "first verdict. Elsewhere suggestions count until the document, a code in it or a stretch of it is marked as "
    "finished: there only people's codings count. What the consensus settled takes the place of the coders' own "
    "codings on the same words, except for what they coded alike."
)
"""The rule in words, as the methods of every draft state it."""

OUTCOMES: Mapping[str, str] = {
    "unreviewed": "a suggestion that nobody has decided on",
    "accepted": "a suggestion that a person accepted: it is that person's coding now",
    "rejected": "a suggestion that a person rejected",
    "recoded": "a suggestion in whose place a person put another code or passage",
    "silenced": "a suggestion that gave way to what a person had coded or decided on the same words",
    "finished": "a suggestion that gave way because a person had marked the place as finished",
    "coded": "a person's coding, made at first hand",
    "recoding": "a person's coding in the place of a suggestion",
    "alike": "a person's coding that another person made alike: the two count once",
    "settled": "what a person coded or accepted, and the consensus settled otherwise",
}
"""What may become of a suggestion or a coding."""

_Place = tuple[int, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one suggestion, or of one coding of a person.

    Parameters
    ----------
    coding : Coding
        As it was suggested or made. A verdict on a suggestion that the machine does not make any more is told as it
        stands in the ledger, without a coder.
    suggestion : bool
        Whether a machine suggested it.
    outcome : str
        One of :data:`OUTCOMES`.
    by : tuple of str
        The people whose verdict, coding or mark that follows from; empty where none was needed or named.
    counts : tuple of Coding
        The codings that count because of it: one, or none; more where people accepted it with different facets.
    """

    coding: Coding
    suggestion: bool
    outcome: str
    by: tuple[str, ...] = ()
    counts: tuple[Coding, ...] = ()

    @property
    def reviewed(self) -> bool:
        """Whether it is a suggestion that a person gave a verdict on."""
        return self.suggestion and self.outcome in ("accepted", "rejected", "recoded", "settled")


def decisions(codings: Codings) -> tuple[Decision, ...]:
    """Say of every suggestion and of every person's coding what became of it.

    Parameters
    ----------
    codings : Codings
        A machine's suggestions and people's codings and verdicts, as :func:`merge` lays them together; what was set
        aside before is weighed anew.

    Returns
    -------
    tuple of Decision
        In the order of the documents and texts.

    Examples
    --------
    >>> machine = Coding("a.vtt", 0, 40, "We waited for two years.", "health/waits", "panel-1")
    >>> own = Coding("a.vtt", 20, 60, "for two years. Nobody came.", "plans", "AB", status="applied")
    >>> [(one.coding.code, one.outcome, one.by) for one in decisions(Codings((machine, own)))]
    [('health/waits', 'silenced', ('AB',)), ('plans', 'coded', ())]
    """
    every = _every(codings)
    by_document: dict[str, list[Coding]] = {}
    for row in every:
        by_document.setdefault(row.document, []).append(row)
    machines = frozenset(row.coder for row in every if row.status == "suggested")
    found: list[Decision] = []
    for document, rows in by_document.items():
        marks = [mark for mark in codings.finished if mark.document == document]
        found += _Text(rows, marks, machines, people_only=codings.people_only).decisions()
    return tuple(sorted(found, key=lambda d: (*_order(d.coding), d.suggestion, d.coding.coder)))


def counted(codings: Codings) -> Codings:
    """The codings that count by the rule; the others are set aside, not lost (:attr:`Codings.aside`)."""
    stand = {id(row) for decision in decisions(codings) for row in decision.counts}
    every = _every(codings)
    rows = sorted((row for row in every if id(row) in stand), key=lambda row: (*_order(row), row.coder))
    return replace(codings, rows=tuple(rows), aside=tuple(row for row in every if id(row) not in stand))


def decision_table(told: Iterable[Decision], *, facets: Iterable[str] = (), words: bool = True) -> pd.DataFrame:
    """The account as a table, one row per suggestion or coding: every printed number is a count of its rows.

    Parameters
    ----------
    told : iterable of Decision
    facets : iterable of str
        Ids of the codebook's facets, which have a column each, met or not.
    words : bool
        With the words of the passages.

    Returns
    -------
    pandas.DataFrame
        Columns ``document, start, end, code``, one per facet, ``what`` ("suggestion" or "coding"), ``coder`` (who made
        it), ``outcome`` (one of :data:`OUTCOMES`), ``by``, ``counted`` ("yes" or "no"), ``quote``.
    """
    import pandas as pd

    told = list(told)
    columns = tuple(dict.fromkeys([*facets, *sorted({name for one in told for name in one.coding.facets})]))
    rows = []
    for one in told:
        c, what = one.coding, "suggestion" if one.suggestion else "coding"
        fate = (what, c.coder, one.outcome, ", ".join(one.by), "yes" if one.counts else "no")
        rows.append((c.document, c.start, c.end, c.code, *(c.facets.get(name, "") for name in columns), *fate, c.quote))
    place, fate_of = ("document", "start", "end", "code"), ("what", "coder", "outcome", "by", "counted", "quote")
    table = pd.DataFrame(rows, columns=[*place, *columns, *fate_of])
    return table if words else table.drop(columns="quote")


def _every(codings: Codings) -> list[Coding]:
    """What counts and what is set aside, each once."""
    found: dict[tuple[object, ...], Coding] = {}
    for row in (*codings.rows, *codings.aside):
        found.setdefault((row.document, row.coder, row.status == "suggested", *_says(row)), row)
    return list(found.values())


class _Text:
    """The suggestions, codings and marks of one document."""

    def __init__(
        self, rows: Sequence[Coding], marks: Sequence[Finished], machines: frozenset[str], *, people_only: bool
    ) -> None:
        self._marks, self._machines, self._people_only = marks, machines, people_only
        self._suggested = [row for row in rows if row.status == "suggested"]
        self._people = [row for row in rows if row.status != "suggested"]
        self._spans = Spans(self._people)
        self._overruled = {id(row) for row in overruled(self._people)}
        self._verdicts: dict[_Place, list[Coding]] = {}
        self._said: dict[tuple[object, ...], Coding] = {}  # of what people coded alike: the one that counts
        places = {_place(row) for row in self._suggested}
        coded = {_place(row) for row in self._people if row.status == "applied"}
        self._own: list[Coding] = []  # people's codings; the verdicts of one who adjudicates too
        for row in self._people:
            between = _place(row) not in places and (_place(row) in coded or row.coder == CONSENSUS)
            if row.status == "applied" or (between and row.status == "accepted"):
                self._own.append(row)
            elif not between:
                self._verdicts.setdefault(_place(row), []).append(row)

    def decisions(self) -> Iterator[Decision]:
        """What became of each."""
        for row in sorted(self._own, key=lambda row: row.status == "accepted"):  # of equals, one's own comes first
            yield self._of_person(row)
        made: set[_Place] = set()
        for row in self._suggested:
            first = _place(row) not in made
            made.add(_place(row))
            verdicts = self._verdicts.get(_place(row))
            yield self._decided(row, verdicts, counts=first) if verdicts else self._open(row)
        for place, verdicts in self._verdicts.items():
            if place not in made:
                gone = replace(verdicts[0], coder="", status="suggested", memo="", created="", instead="")
                yield self._decided(gone, verdicts, counts=True)

    def _of_person(self, row: Coding) -> Decision:
        if id(row) in self._overruled:
            return Decision(row, False, "settled", (CONSENSUS,))
        like = self._said.setdefault(_says(row), row)
        if like is not row:
            return Decision(row, False, "alike", (like.coder,))
        return Decision(row, False, "recoding" if self._is_recoding(row) else "coded", (), (row,))

    def _is_recoding(self, row: Coding) -> bool:
        return any(
            one.status == "rejected" and one.coder == row.coder and row.code in one.instead.split("; ")
            for one in self._spans.sharing_half(row)
        )

    def _decided(self, row: Coding, verdicts: Sequence[Coding], *, counts: bool) -> Decision:
        accepted = [one for one in verdicts if one.status == "accepted" and id(one) not in self._overruled]
        if accepted:
            count = [one for one in accepted if self._said.setdefault(_says(one), one) is one] if counts else []
            return Decision(row, True, "accepted", self._names(accepted), tuple(count))
        rejected = [one for one in verdicts if one.status == "rejected"]
        if not rejected:
            return Decision(row, True, "settled", (CONSENSUS,))
        anew = any(self._has_recoded(one) for one in rejected)
        return Decision(row, True, "recoded" if anew else "rejected", self._names(rejected))

    def _has_recoded(self, rejected: Coding) -> bool:
        """Whether what the person put in its place is there still."""
        return bool(rejected.instead) and any(
            one.status == "applied" and one.coder == rejected.coder and one.code in rejected.instead.split("; ")
            for one in self._spans.sharing_half(rejected)
        )

    def _open(self, row: Coding) -> Decision:
        """A suggestion without a verdict."""
        if there := list(self._spans.sharing_half(row)):
            return Decision(row, True, "silenced", self._names(there))
        if marks := [mark for mark in self._marks if mark.covers(row)]:
            return Decision(row, True, "finished", tuple(dict.fromkeys(mark.coder for mark in marks)))
        return Decision(row, True, "unreviewed", (), () if self._people_only else (row,))

    def _names(self, rows: Iterable[Coding]) -> tuple[str, ...]:
        """Whose they are; a verdict that was given in Python and is in no ledger is nobody's by name."""
        return tuple(sorted({row.coder for row in rows} - self._machines))


def _place(row: Coding) -> _Place:
    return row.start, row.end, row.codebook, row.code, row.quote


def _says(row: Coding) -> tuple[object, ...]:
    return (*_place(row), frozenset(row.facets.items()))


def _order(row: Coding) -> tuple[str, int, int, str]:
    return row.document, row.start, row.end, row.code
