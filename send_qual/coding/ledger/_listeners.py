"""Who in this process wants to know when a ledger has grown: an open desk shows what Python codes at once."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from weakref import WeakSet

__all__ = ["Listener", "listen", "tell"]


class Listener(Protocol):
    """What :func:`tell` calls."""

    def heard(self, path: Path) -> None:
        """Take note that the ledger of this path has grown."""


_LISTENERS: WeakSet[Listener] = WeakSet()


def listen(listener: Listener) -> None:
    """Tell a listener from now on, as long as somebody else keeps it alive."""
    _LISTENERS.add(listener)


def tell(path: Path) -> None:
    """Say that the ledger of this path has grown."""
    for listener in tuple(_LISTENERS):
        listener.heard(path)
