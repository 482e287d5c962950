"""A ledger that is read on while it grows."""

from __future__ import annotations

from pathlib import Path

from send_qual.coding.ledger._events import Event, Standing
from send_qual.coding.ledger._jsonl import no_collecting, parse_lines, whole_lines
from send_qual.coding.ledger._undo import Steps
from send_qual.errors import Fault

__all__ = ["Followed"]

_SEEN = 512  # bytes before the end by which a file is known to be the one that was read


class Followed:
    """What stands in a ledger, kept up with the file: only what was added since is read.

    A file that was replaced (by git, by a shared drive) is read anew.

    Parameters
    ----------
    path : Path
        It need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: tuple[Fault, ...] = ()
        self._forget()
        self.refresh()

    def _forget(self) -> None:
        self.standing = Standing()
        self.steps = Steps()
        self._signature: tuple[int, int] = (0, 0)
        self._offset = 0
        self._lines = 0
        self._end = b""

    def refresh(self) -> set[str] | None:
        """Take in what was added.

        Returns
        -------
        set of str or None
            The targets at which something changed; ``None`` where the file was replaced, and all may have.
        """
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            gone = self._offset > 0
            self._forget()
            return None if gone else set()
        signature = (stat.st_size, stat.st_mtime_ns)
        if signature == self._signature:
            return set()
        self._signature = signature
        added = self._added(stat.st_size)
        if added is None:
            self._forget()
            self._signature = signature
            data, torn = whole_lines(self.path)
            self.notices = torn
            self._take(data)
            return None
        return self._take(added)

    def _added(self, size: int) -> bytes | None:
        """The whole lines after those read so far; ``None`` where these are there no more."""
        if not self._offset or size < self._offset:
            return None
        with self.path.open("rb") as file:
            file.seek(self._offset - len(self._end))
            data = file.read()
        if not data.startswith(self._end):
            return None
        data = data[len(self._end) :]
        return data[: data.rfind(b"\n") + 1]  # the rest is being written

    def _take(self, data: bytes) -> set[str]:
        with no_collecting():
            return self._take_lines(data)

    def _take_lines(self, data: bytes) -> set[str]:
        events: list[Event]
        events, faults = parse_lines(data, Event.from_json, self.path.name, self._lines + 1)
        self.notices += faults
        self._offset += len(data)
        self._lines += data.count(b"\n")
        self._end = (self._end + data)[-_SEEN:] if len(data) < _SEEN else data[-_SEEN:]
        changed = set()
        for event in events:
            if target := self.standing.take(event):
                changed.add(target)
                self.steps.take(event)
        return changed
