"""What happens to codings: events, and the pure rule by which each changes what stands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from send_qual.coding._decisions import key_of
from send_qual.coding.codings import Coding

__all__ = ["KINDS", "Event", "State", "apply_event", "new_event", "replay", "target_of"]

KINDS = ("applied", "removed", "accepted", "rejected", "memo", "undone")
_STATUS = {"applied": "applied", "accepted": "accepted", "rejected": "rejected"}
_CODING = (
    "document", "start", "end", "quote", "prefix", "suffix", "code", "facets", "confidence", "reason", "memo",
    "codebook", "codebook_version",
)  # fmt: skip


def target_of(coding: Coding) -> str:
    """What an event on a coding is addressed to: document, passage and code, whoever coded."""
    return f"{coding.document}#{key_of(coding, 16)}"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ledger.

    Parameters
    ----------
    id : str
        Unique.
    kind : str
        ``"applied"`` (a person's own coding), ``"accepted"`` or ``"rejected"`` (a suggestion), ``"removed"``
        (what stood), ``"memo"`` (a note on a coding), ``"undone"`` (an earlier event of this ledger).
    time : str
        ISO 8601, UTC.
    coder : str
        The person whose ledger it is.
    target : str
        The coding meant (:func:`target_of`); for ``"undone"`` the id of the event undone.
    coding : Coding or None
        With ``"applied"``, ``"accepted"`` and ``"rejected"``: the coding as it stands from now on.
    memo : str
    machine : str
        Name and version of the coder whose suggestion was decided on.
    """

    id: str
    kind: str
    time: str
    coder: str
    target: str
    coding: Coding | None = None
    memo: str = ""
    machine: str = ""

    def to_json(self) -> dict[str, Any]:
        """The event as the fields of its line."""
        row: dict[str, Any] = {"id": self.id, "event": self.kind, "time": self.time, "coder": self.coder}
        row["target"] = self.target
        if self.coding:
            for name in _CODING:
                value = getattr(self.coding, name)
                if value not in ("", None):
                    row[name] = dict(value) if name == "facets" else value
        if self.memo:
            row["memo"] = self.memo
        if self.machine:
            row["machine"] = self.machine
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Event:
        """Read an event back.

        Raises
        ------
        ValueError, KeyError, TypeError
            Where it is none.
        """
        kind, coder, time = row["event"], row["coder"], row["time"]
        if kind not in KINDS:
            raise ValueError(f"event {kind!r}")
        coding = None
        if kind in _STATUS:
            coding = Coding(
                document=row["document"],
                start=row["start"],
                end=row["end"],
                quote=row["quote"],
                code=row["code"],
                coder=coder,
                prefix=row.get("prefix", ""),
                suffix=row.get("suffix", ""),
                facets=row.get("facets", {}),
                status=_STATUS[kind],
                confidence=row.get("confidence"),
                reason=row.get("reason", ""),
                memo=row.get("memo", ""),
                created=time,
                codebook=row.get("codebook", ""),
                codebook_version=row.get("codebook_version", ""),
            )
        return cls(row["id"], kind, time, coder, row["target"], coding, row.get("memo", ""), row.get("machine", ""))


def new_event(
    kind: str, coder: str, coding: Coding | None = None, *, target: str = "", memo: str = "", time: str = ""
) -> Event:
    """An event of now.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    coder : str
        Who did it.
    coding : Coding, optional
        What was applied; or the suggestion that is accepted or rejected.
    target : str, optional
        Default: the coding's own.
    memo, time : str, optional
        ``time`` is for tests and for imports that know better.

    Examples
    --------
    >>> suggestion = Coding("wexmoor.vtt", 10, 14, "wait", "health", "panel-1", confidence=0.8)
    >>> event = new_event("accepted", "AB", suggestion)
    >>> event.coding.status, event.coding.coder, event.machine
    ('accepted', 'AB', 'panel-1')
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
    time = time or datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    machine = ""
    if coding:
        target = target or target_of(coding)
        machine = coding.coder if kind in ("accepted", "rejected") else ""
        coding = replace(coding, coder=coder, status=_STATUS.get(kind, coding.status), created=time)
    kept = coding if kind in _STATUS else None
    return Event(uuid.uuid4().hex, kind, time, coder, target, kept, memo, machine)


@dataclass(frozen=True, slots=True)
class State:
    """What stands in one ledger.

    Parameters
    ----------
    codings : mapping of str to Coding
        By target; rejected suggestions too.
    undo : mapping of str to (str, Coding or None)
        For each event that can be undone: its target and what stood there before.
    """

    codings: Mapping[str, Coding] = field(default_factory=lambda: MappingProxyType({}))
    undo: Mapping[str, tuple[str, Coding | None]] = field(default_factory=lambda: MappingProxyType({}))


def _change(state: State, event: Event) -> tuple[str, Coding | None]:
    """Which coding an event changes, and what stands there then."""
    if event.kind == "undone":
        return state.undo.get(event.target, ("", None))
    before = state.codings.get(event.target)
    if event.kind in _STATUS:
        return event.target, event.coding
    if event.kind == "memo" and before:
        return event.target, replace(before, memo=event.memo)
    return event.target, None


def apply_event(state: State, event: Event) -> State:
    """What stands after an event; the state given is left as it is.

    Applying what stands already, removing what does not and undoing what was undone change nothing.

    Examples
    --------
    >>> coding = Coding("wexmoor.vtt", 10, 14, "wait", "health", "AB", status="applied")
    >>> done = new_event("applied", "AB", coding)
    >>> after = apply_event(State(), done)
    >>> len(after.codings), len(apply_event(after, new_event("undone", "AB", target=done.id)).codings)
    (1, 0)
    """
    codings, undo = dict(state.codings), dict(state.undo)
    _apply(codings, undo, event)
    return State(MappingProxyType(codings), MappingProxyType(undo))


def replay(events: Iterable[Event], state: State | None = None) -> State:
    """The state after many events: as :func:`apply_event` one after the other, in time linear in their number."""
    start = state or State()
    codings, undo = dict(start.codings), dict(start.undo)
    for event in events:
        _apply(codings, undo, event)
    return State(MappingProxyType(codings), MappingProxyType(undo))


def _apply(codings: dict[str, Coding], undo: dict[str, tuple[str, Coding | None]], event: Event) -> None:
    target, after = _change(State(codings, undo), event)
    if not target:
        return
    if event.kind == "undone":
        del undo[event.target]
    undo[event.id] = (target, codings.get(target))  # an undoing can itself be undone
    if after is None:
        codings.pop(target, None)
    else:
        codings[target] = after
