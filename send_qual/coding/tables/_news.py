"""What a row of a sheet says, as events; and which of them are news to the ledger of who says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from send_qual.codebook import Codebook
from send_qual.coding._verdicts import INSTEAD, recodings_of
from send_qual.coding.codings import Coding
from send_qual.coding.ledger._events import Event, new_event, target_of
from send_qual.coding.ledger._undo import in_effect
from send_qual.coding.ledger.ledger import Reading
from send_qual.coding.tables._resolve import UnusableError, code_meant, codes_in
from send_qual.errors import Fault

__all__ = ["News", "Statement", "coded", "decided", "news"]

_ACCEPT = frozenset({"accept", "accepted", "yes", "y", "ok", "agree", "agreed", "a", "true", "1"})
_REJECT = frozenset({"reject", "rejected", "no", "n", "disagree", "r", "false", "0"})
_RECODE = frozenset({"recode", "recoded"})


@dataclass(frozen=True, slots=True)
class Statement:
    """What one row says.

    Parameters
    ----------
    place : str
        File and row.
    coder : str
        Who says it.
    events : tuple of Event
    source : str
        The sheet: its id, or the file's name.
    since : str
        When the sheet was made (ISO 8601, UTC); ``""`` for a table that people made.
    suggestion : Coding or None
        What is decided on.
    kind : str
        ``"applied"``, ``"accepted"``, ``"rejected"``, ``"recoded"``, ``"withdrawn"`` or ``"memo"``.
    """

    place: str
    coder: str
    events: tuple[Event, ...]
    source: str
    since: str = ""
    suggestion: Coding | None = None
    kind: str = "applied"


@dataclass(slots=True)
class News:
    """What is new to a ledger.

    Parameters
    ----------
    events : list of Event
    kinds : list of str
        The kind of each statement that is new, one code of a coding being one.
    already : int
        Statements that stand so already, or were taken in from this sheet before.
    faults : list of Fault
        Those that would undo what was decided elsewhere since the sheet was made.
    """

    events: list[Event] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    already: int = 0
    faults: list[Fault] = field(default_factory=list)


def coded(place: str, coder: str, source: str, base: Coding, codes: Iterable[str]) -> list[Statement]:
    """A person's own coding of a passage, with each of the codes."""
    made = (new_event("applied", coder, replace(base, code=code)) for code in codes)
    return [Statement(place, coder, (event,), source) for event in made]


def decided(
    filled: Sequence[str], changed: frozenset[str] | None, suggestion: Coding, coder: str, codebook: Codebook
) -> tuple[str, tuple[Event, ...]]:
    """What a row of a review sheet says.

    Parameters
    ----------
    filled : (str, str)
        The decision and the new code, as they were filled in.
    changed : frozenset of str or None
        Which cells were changed since the sheet was written; ``None`` where that is not known.
    suggestion : Coding
        With the facets and memo of the row.
    coder : str
        Who decides.
    codebook : Codebook

    Returns
    -------
    str, tuple of Event
        The kind of statement, ``""`` where there is none, and its events.

    Raises
    ------
    UnusableError
        Where it cannot be made out.
    """
    decision, new = filled[0].strip(), codes_in(filled[1])
    said = decision.casefold()
    if said and said not in _ACCEPT | _REJECT | _RECODE:  # a code itself
        decision, said, new = "", "recode", [decision, *new]
    others = [code for one in new if (code := code_meant(one, codebook)) != suggestion.code]
    if said in _RECODE and not new:
        raise UnusableError("it is to be recoded, and no new code is given", "Choose one in the column `new code`")
    if others:
        mine = replace(suggestion, coder="", confidence=None, reason=f"{INSTEAD}{suggestion.code}")
        given = [new_event("applied", coder, replace(mine, code=code)) for code in dict.fromkeys(others)]
        away = replace(suggestion, instead="; ".join(dict.fromkeys(others)))
        return "recoded", (new_event("rejected", coder, away), *given)
    if said in _REJECT:
        return "rejected", (new_event("rejected", coder, suggestion),)
    if said or new or (changed and "facets" in changed):
        return "accepted", (new_event("accepted", coder, suggestion),)
    target = target_of(suggestion)
    if changed and "decision" in changed:
        return "withdrawn", (new_event("removed", coder, target=target),)
    if changed and "memo" in changed:
        return "memo", (new_event("memo", coder, target=f"{target}@{suggestion.coder}", memo=suggestion.memo),)
    return "", ()


def news(reading: Reading, statements: Iterable[Statement]) -> News:
    """What statements of one person's change in that person's ledger.

    A sheet changes what it said itself, and what nobody decided otherwise since it was made. What it said before
    and was decided otherwise since, at the desk or in another sheet, stays; so the same sheet twice changes nothing.
    """
    state = reading.state
    standing, memos = dict(state.codings), dict(state.memos)
    told = News()
    last: dict[str, Event] = {}
    before: dict[tuple[str, str], Event] = {}
    for event in in_effect(reading.events):
        last[event.target] = event
        before[event.source, event.target] = event
    for one in statements:
        fresh: list[Event] = []
        contested = False
        for event in one.events:
            said, latest = before.get((one.source, event.target)), last.get(event.target)
            now = standing.get(event.target)
            if now and one.suggestion is None:  # a list of keys says nothing of codes given instead
                now = replace(now, instead="")
            if _stands(event, now, memos) or (said and _alike(said, event)):
                continue
            elsewhere = latest is not None and latest.source != one.source
            contested |= bool(one.since and elsewhere and latest and latest.time > one.since)
            fresh.append(replace(event, source=one.source))
        if contested:
            mend = "That stands. To change it, decide anew at the desk or in a new sheet"
            told.faults.append(Fault(one.place, f"{one.coder} decided otherwise since this sheet was made", mend))
            continue
        away = [] if not one.suggestion or one.kind == "memo" else _superseded(one, standing.values(), bool(fresh))
        if not fresh and not away:
            told.already += 1
            continue
        told.kinds.append(one.kind)
        for event in (*away, *fresh):
            told.events.append(event)
            last[event.target] = before[one.source, event.target] = event
            if event.coding:
                standing[event.target] = event.coding
            elif event.kind == "removed":
                standing.pop(event.target, None)
            else:
                memos[event.target] = event.memo
    return told


def _superseded(one: Statement, standing: Iterable[Coding], changed: bool) -> list[Event]:
    """What the person had coded in the place of the suggestion before, and does not now."""
    if not changed or one.suggestion is None:
        return []
    kept = {event.coding.code for event in one.events if event.coding and event.kind == "applied"}
    gone = [row for row in recodings_of(one.suggestion, standing) if row.reason.startswith(INSTEAD)]
    return [
        replace(new_event("removed", one.coder, target=target_of(row)), source=one.source)
        for row in gone
        if row.code not in kept
    ]


def _stands(event: Event, coding: Coding | None, memos: dict[str, str]) -> bool:
    if event.kind == "removed":
        return coding is None
    if event.kind == "memo":
        return memos.get(event.target, "") == event.memo
    return bool(coding and event.coding and _says(coding) == _says(event.coding))


def _alike(one: Event, other: Event) -> bool:
    if one.kind != other.kind:
        return False
    if one.coding and other.coding:
        return _says(one.coding) == _says(other.coding)
    return one.memo == other.memo


def _says(coding: Coding) -> tuple[str, dict[str, str], str, str]:
    return coding.status, dict(coding.facets), coding.memo, coding.instead
