"""What happens to codings: events, and the pure rule by which each changes what stands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from send_qual.coding._edited import Edited
from send_qual.coding._record_verdicts import key_of
from send_qual.coding.codings import Coding, shared_facets
from send_qual.coding.ledger._finished_marks import Finished
from send_qual.coding.ledger._jsonl import no_collecting
from send_qual.coding.ledger._new_codes import Made

__all__ = ["KINDS", "Event", "Standing", "State", "Undo", "apply_event", "as_one", "new_event", "replay", "target_of"]

KINDS = (
    "applied",
    "removed",
    "accepted",
    "rejected",
    "memo",
    "code",
    "edited",
    "finished",
    "reopened",
    "forgotten",
    "undone",
)
_STATUS = {"applied": "applied", "accepted": "accepted", "rejected": "rejected"}
_CODING = (
    "document", "start", "end", "quote", "prefix", "suffix", "code", "facets", "confidence", "reason", "memo",
    "codebook", "codebook_version", "instead",
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
        (what stood), ``"memo"`` (a note on a coding, document or code), ``"code"`` (a new code was written into the
        codebook), ``"finished"`` (a document, or a code or stretch of it) and ``"reopened"``, ``"forgotten"`` (what was
        said of a document was taken out of this ledger: how much is the memo), ``"undone"`` (an earlier event of it).
    time : str
        ISO 8601, UTC.
    coder : str
        The person whose ledger it is.
    target : str
        The coding meant (:func:`target_of`); for ``"undone"`` the id of the event undone; for a ``"code"``
        ``code:<id>``; for ``"finished"`` and ``"reopened"`` what :attr:`Finished.target` says; for a ``"memo"`` also
        that of a code, ``document:<id>``, or the coding of another coder with ``@`` and the coder's name.
    coding : Coding or None
        With ``"applied"``, ``"accepted"`` and ``"rejected"``: the coding as it stands from now on.
    memo : str
    machine : str
        Name and version of the coder whose suggestion was decided on; or the person, where somebody adjudicates.
    step : str
        What the events of one gesture share, so that they are undone as one; ``""`` where it is the only one.
    made : Made or None
        With ``"code"``: the code.
    finished : Finished or None
        With ``"finished"`` and ``"reopened"``: what is.
    source : str
        The sheet or table it was imported from; ``python`` for what a notebook or script kept; ``""`` at the desk.
    edited : Edited or None
        With ``"edited"`` (a code's entry in the codebook was changed): what was.
    """

    id: str
    kind: str
    time: str
    coder: str
    target: str
    coding: Coding | None = None
    memo: str = ""
    machine: str = ""
    step: str = ""
    made: Made | None = None
    finished: Finished | None = None
    source: str = ""
    edited: Edited | None = None

    @property
    def document(self) -> str:
        """Id of the document it is about; ``""`` for a code, and for what is undone."""
        if self.coding or self.finished:
            return (self.coding or self.finished).document  # type: ignore[union-attr]
        kind, _, id = self.target.partition(":")
        if self.kind in ("code", "edited", "forgotten", "undone") or (kind == "code" and id):
            return ""
        return id if kind == "document" and id else self.target.rpartition("#")[0]

    def to_json(self) -> dict[str, Any]:
        """The event as the fields of its line."""
        row: dict[str, Any] = {"id": self.id, "event": self.kind, "time": self.time, "coder": self.coder}
        row["target"] = self.target
        if self.coding:
            for name in _CODING:
                value = getattr(self.coding, name)
                if value not in ("", None):
                    row[name] = dict(value) if name == "facets" else value
        if self.made:
            row["codebook"], row["made"] = self.made.codebook, self.made.to_json()
        if self.finished:
            row["finished"] = self.finished.to_json()
        if self.edited:
            row["edited"] = self.edited.to_json()
        if self.memo:
            row["memo"] = self.memo
        if self.machine:
            row["machine"] = self.machine
        if self.step:
            row["step"] = self.step
        if self.source:
            row["source"] = self.source
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Event:
        """Read an event back.

        Raises
        ------
        ValueError, KeyError, TypeError
            Where it is none.
        """
        get = row.get
        kind, time, coder, target = row["event"], row["time"], row["coder"], row["target"]
        memo = get("memo", "")
        status = _STATUS.get(kind)
        if status is None and kind not in KINDS:
            raise ValueError(f"event {kind!r}")
        coding = None
        if status:  # by position, in the order of Coding's fields: 100,000 of them are read in a second
            coding = Coding(
                row["document"], row["start"], row["end"], row["quote"], row["code"], coder, get("prefix", ""),
                get("suffix", ""), shared_facets(get("facets")), status, get("confidence"), get("reason", ""), memo,
                time, get("codebook", ""), get("codebook_version", ""), get("instead", ""),
            )  # fmt: skip
        made = Made.from_json(get("codebook", ""), row["made"]) if kind == "code" else None
        step, machine, finished = get("step", ""), get("machine", ""), None
        if kind in ("finished", "reopened"):
            finished = Finished.from_json(row["finished"], coder, time)
        source = get("source", "")
        edited = Edited.from_json(row["edited"]) if kind == "edited" else None
        return cls(row["id"], kind, time, coder, target, coding, memo, machine, step, made, finished, source, edited)


def new_event(
    kind: str,
    coder: str,
    coding: Coding | None = None,
    *,
    finished: Finished | None = None,
    target: str = "",
    memo: str = "",
    time: str = "",
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
    finished : Finished, optional
        What is finished or reopened.
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
    if finished:
        target = target or finished.target
        finished = replace(finished, coder=coder, time=time)
    kept = coding if kind in _STATUS else None
    return Event(uuid.uuid4().hex, kind, time, coder, target, kept, memo, machine, finished=finished)


def as_one(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events of one gesture, bound together so that they are undone as one."""
    events = tuple(events)
    return events if len(events) < 2 else tuple(replace(event, step=events[0].id) for event in events)


Undo = tuple[str, str, Coding | Made | Finished | str | None]
"""``"codings"``, ``"memos"``, ``"codes"`` or ``"finished"``, the target there, and what stood at it before."""


@dataclass(frozen=True, slots=True)
class State:
    """What stands in one ledger.

    Parameters
    ----------
    codings : mapping of str to Coding
        By target; rejected suggestions too.
    undo : mapping of str to Undo
        For each event that can be undone: its target and what stood there before.
    memos : mapping of str to str
        On documents, codes and other coders' codings, by target; a memo on one's own coding is its ``memo``.
    codes : mapping of str to Made
        New codes, by target; whether one is in the codebook still, the codebook's file says.
    finished : mapping of str to Finished
        Documents, codes and stretches that this coder marked as finished, by target.
    """

    codings: Mapping[str, Coding] = field(default_factory=lambda: MappingProxyType({}))
    undo: Mapping[str, Undo] = field(default_factory=lambda: MappingProxyType({}))
    memos: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    codes: Mapping[str, Made] = field(default_factory=lambda: MappingProxyType({}))
    finished: Mapping[str, Finished] = field(default_factory=lambda: MappingProxyType({}))


class Standing:
    """What stands in one ledger while its events are taken one after the other."""

    def __init__(self, state: State | None = None) -> None:
        start = state or State()
        self.codings: dict[str, Coding] = dict(start.codings)
        self.memos: dict[str, str] = dict(start.memos)
        self.codes: dict[str, Made] = dict(start.codes)
        self.finished: dict[str, Finished] = dict(start.finished)
        self.undo: dict[str, Undo] = dict(start.undo)
        self.machines: dict[str, str] = {}  # of each target decided on: who had suggested it

    def take(self, event: Event) -> str:
        """Take one event; give the target at which something changed, ``""`` where nothing did."""
        kind, target = event.kind, event.target
        after: Coding | Made | Finished | str | None = event.coding
        table = "codings"
        if kind == "undone":
            if event.target not in self.undo:  # it was undone already, or is not known here
                return ""
            table, target, after = self.undo.pop(event.target)
        elif kind == "forgotten":
            return target  # what it was is not here any more
        elif kind == "memo":
            before = self.codings.get(target)
            after = replace(before, memo=event.memo) if before else event.memo or None
            table = "codings" if before else "memos"
        elif kind == "code":
            table, after = "codes", event.made
        elif kind == "edited":  # what the code says stands in the codebook; here only that it can be taken back
            table, after = "codes", self.codes.get(target)
        elif event.finished:
            table, after = "finished", event.finished if kind == "finished" else None
        elif event.machine:
            self.machines[target] = event.machine
        elif kind == "applied" and event.coding:  # what is changed was made when it was made
            before = self.codings.get(target)
            if before and before.status == "applied" and before.created < event.coding.created:
                after = replace(event.coding, created=before.created)
        where: dict[str, Any] = getattr(self, table)
        self.undo[event.id] = (table, target, where.get(target))  # an undoing can itself be undone
        if after is None:
            where.pop(target, None)
        else:
            where[target] = after
        return target

    def state(self) -> State:
        """What stands now, fixed."""
        codings, undo = MappingProxyType(dict(self.codings)), MappingProxyType(dict(self.undo))
        memos, codes = MappingProxyType(dict(self.memos)), MappingProxyType(dict(self.codes))
        return State(codings, undo, memos, codes, MappingProxyType(dict(self.finished)))


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
    return replay((event,), state)


def replay(events: Iterable[Event], state: State | None = None) -> State:
    """The state after many events: as :func:`apply_event` one after the other, in time linear in their number."""
    with no_collecting():
        standing = Standing(state)
        for event in events:
            standing.take(event)
        return standing.state()
