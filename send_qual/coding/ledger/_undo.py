"""What can be undone and done again: the gestures of a ledger, in the order they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from send_qual.coding.ledger._events import Event, Standing, as_one, new_event

__all__ = ["Steps", "in_effect"]


class Steps:
    """The gestures of one coder, as the events of the ledger tell them.

    Undoing is an event as well, so that the history is the same after the desk was closed and opened again.
    A new gesture after an undoing ends what could be done again, as in any editor.
    """

    def __init__(self) -> None:
        self._events: dict[str, list[Event]] = {}  # of each gesture
        self._done: dict[str, None] = {}  # gestures in order; a dict, so that any one can be taken out at once
        self._undone: dict[str, None] = {}
        self._step: dict[str, str] = {}  # the gesture of an event that is one of several
        self._first: dict[str, str] = {}  # of an undoing: the event that it takes back or, being undone, brings back
        self._latest: dict[str, str] = {}  # of an event: the undoing that another undoing must name now
        self._off: dict[str, set[str]] = {}  # of each gesture: the events that are undone at present

    def take(self, event: Event) -> None:
        """Take an event that had an effect."""
        if event.kind == "undone":
            self._toggle(event)
            return
        step = event.step or event.id
        if step in self._events:
            self._events[step].append(event)
        else:
            self._events[step] = [event]
        if step != event.id:
            self._step[event.id] = step
        self._done[step] = None
        self._undone.clear()

    def _toggle(self, event: Event) -> None:
        first = self._first[event.id] = self._first.get(event.target, event.target)
        self._latest[first] = event.id
        step = self._step.get(first, first)
        off = self._off.setdefault(step, set())
        off ^= {first}
        if len(off) == len(self._events[step]):
            self._done.pop(step, None)
            self._undone[step] = None
        elif not off:
            self._undone.pop(step, None)
            self._done[step] = None

    @property
    def last(self) -> tuple[Event, ...]:
        """The gesture that would be undone now; empty where there is none."""
        return tuple(self._events[next(reversed(self._done))]) if self._done else ()

    @property
    def next(self) -> tuple[Event, ...]:
        """The gesture that would be done again now; empty where there is none."""
        return tuple(self._events[next(reversed(self._undone))]) if self._undone else ()

    def undo(self, coder: str) -> tuple[Event, ...]:
        """The events that undo the last gesture."""
        return self._naming((e for e in reversed(self.last) if not self.is_off(e)), coder)

    def redo(self, coder: str) -> tuple[Event, ...]:
        """The events that bring back the gesture undone last."""
        return self._naming((e for e in self.next if self.is_off(e)), coder)

    def is_off(self, event: Event) -> bool:
        """Whether an event is undone at present."""
        return event.id in self._off.get(event.step or event.id, ())

    def _naming(self, events: Iterable[Event], coder: str) -> tuple[Event, ...]:
        return as_one(new_event("undone", coder, target=self._latest.get(event.id, event.id)) for event in events)


def in_effect(events: Sequence[Event]) -> Iterator[Event]:
    """The events of a ledger that are not undone, in their order; the undoings themselves are left out."""
    standing, steps = Standing(), Steps()
    for event in events:
        if standing.take(event):
            steps.take(event)
    return (event for event in events if event.kind != "undone" and not steps.is_off(event))
