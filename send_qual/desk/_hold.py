"""One desk per coder: whoever opens a second one elsewhere may read, and is told why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

__all__ = ["Hold"]


@dataclass
class _Held:
    lock: FileLock
    desks: int


_HELD: dict[Path, _Held] = {}  # by lock file: the desks of this process share it, so that a cell can be run again


class Hold:
    """The right to code in one coder's name, held from :meth:`take` to :meth:`release`.

    It is a lock that the system keeps for a living process: a crash gives it back, and a file that a dead
    process left behind is no obstacle.

    Parameters
    ----------
    ledger : Path
        The coder's file.
    """

    def __init__(self, ledger: Path) -> None:
        self._path = (ledger.parent / f".{ledger.stem}.desk.jsonl.lock").resolve()
        self._coder = ledger.stem
        self.held = False

    def take(self) -> str:
        """Try to take it; ``""``, or why it cannot be had."""
        if self.held:
            return ""
        if shared := _HELD.get(self._path):
            shared.desks += 1
            self.held = True
            return ""
        lock = FileLock(self._path, timeout=0, thread_local=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            return (
                f"{self._coder} has another desk open, in another notebook or on another computer: "
                "close that one to code here; until then this one is for reading"
            )
        except OSError as error:
            why = error.strerror or type(error).__name__
            return f"the folder {self._path.parent.name}/ cannot be written ({why}): this desk is for reading"
        _HELD[self._path] = _Held(lock, 1)
        self.held = True
        return ""

    def release(self) -> None:
        """Give it back; the last desk of this process that had it sets it free."""
        if not self.held:
            return
        self.held = False
        shared = _HELD[self._path]
        shared.desks -= 1
        if not shared.desks:
            del _HELD[self._path]
            shared.lock.release()
