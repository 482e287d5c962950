"""Events in words: what the history, and undo and redo at the desk, say was done."""

from __future__ import annotations

from collections.abc import Sequence

from send_qual.codebook import Codebook
from send_qual.coding._edited import Edited
from send_qual.coding.codings import Coding
from send_qual.coding.ledger._events import Event
from send_qual.coding.ledger._finished_marks import Finished
from send_qual.coding.ledger._new_codes import Made
from send_qual.coding.span import touches

__all__ = ["code_name", "is_change", "step_in_words"]

Before = Coding | Made | Finished | str | None
"""What stood at the target of an event before it."""


def code_name(id: str, codebook: Codebook | None) -> str:
    """The name of a code, or its id where the codebook does not know it."""
    return codebook[id].name if codebook and id in codebook else id


def step_in_words(events: Sequence[Event], before: Sequence[Before], codebook: Codebook | None) -> str:
    """Say what one gesture did.

    Parameters
    ----------
    events : sequence of Event
        Of one gesture, none of them an undoing.
    before : sequence
        What stood at the target of each before it.
    codebook : Codebook, optional
        For the names of codes.

    Examples
    --------
    >>> from send_qual.coding import new_event
    >>> wait = Coding("p01.vtt", 0, 4, "wait", "health", "AB", facets={"polarity": "challenge"})
    >>> step_in_words([new_event("applied", "AB", wait)], [None], None)
    'coded as health (challenge) in p01.vtt'
    """
    kinds = [event.kind for event in events]
    if is_change(events):
        return _change(events, before, codebook)
    if len(events) > 1:
        counts = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
        if all(event.finished for event in events):
            return f"{len(events)} marks of what is finished at once ({', '.join(counts)})"
        return f"{len(events)} codings at once ({', '.join(counts)})"
    return _one(events[0], before[0], codebook)


def is_change(events: Sequence[Event]) -> bool:
    """Whether one coding gives way to another: the two events of a gesture that changes it."""
    if len(events) != 2:
        return False
    old, new = events
    if old.kind == "rejected" and old.coding and new.coding:  # else two decisions on this and that, taken at once
        same = old.coding.code == new.coding.code or touches(old.coding, new.coding)
        return new.kind == "applied" and old.coding.document == new.coding.document and same
    return old.kind == "removed" and new.kind in ("applied", "accepted")


def _one(event: Event, before: Before, codebook: Codebook | None) -> str:
    if event.edited:
        return _edited(event.edited)
    if event.made:
        return f"new code {event.made.code.name}"
    if event.finished:
        return f"{event.kind} {_of(event.finished, codebook)}"
    coding = event.coding or (before if isinstance(before, Coding) else None)
    if event.kind == "memo":
        there = before.memo if isinstance(before, Coding) else isinstance(before, str) and before
        done = ("memo changed" if there else "memo written") if event.memo else "memo deleted"
        return f"{done} on {_about(event.target, coding, codebook)}"
    if coding is None:
        return f"{event.kind} {event.target}"
    whose = f" ({event.machine}'s)" if event.machine else ""
    again = isinstance(before, Coding) and before.status != "rejected"
    done = {
        "applied": "coding changed to" if again else "coded as",
        "accepted": f"accepted{whose}:",
        "rejected": f"rejected{whose}:",
    }.get(event.kind, "coding removed:")
    return f"{done} {_named(coding, codebook)}"


def _edited(edited: Edited) -> str:
    if edited.said:
        return f"code {edited.name} {edited.said}"
    renamed = edited.after.get("name")
    return f"code {edited.name} " + (f"renamed to {renamed}" if renamed else f"changed ({', '.join(edited.after)})")


def _of(finished: Finished, codebook: Codebook | None) -> str:
    named = code_name(finished.code, codebook)
    return finished.words.replace(finished.code, named, 1) if finished.code else finished.words


def _change(events: Sequence[Event], before: Sequence[Before], codebook: Codebook | None) -> str:
    old = events[0].coding or before[0]
    new = events[1].coding
    if not isinstance(old, Coding) or new is None:
        return "coding changed"
    if old.code != new.code:
        return f"{code_name(old.code, codebook)} changed to {_named(new, codebook)}"
    return f"passage of a coding changed: {_named(new, codebook)}"


def _named(coding: Coding, codebook: Codebook | None) -> str:
    facets = f" ({', '.join(coding.facets.values())})" if coding.facets else ""
    return f"{code_name(coding.code, codebook)}{facets} in {coding.document}"


def _about(target: str, coding: Coding | None, codebook: Codebook | None) -> str:
    kind, _, id = target.partition(":")
    if coding is None and kind == "code" and id:
        return f"the code {code_name(id, codebook)}"
    if coding is None and kind == "document" and id:
        return id
    return f"the coding {_named(coding, codebook)}" if coding else "a coding"
