"""The one kind of error a user sees: where, what, and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Fault", "SendQualError"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one input.

    Parameters
    ----------
    place : str
        The file and, where known, the line or page: ``"codebooks/a.yml line 14"``.
    problem : str
        What is wrong, without a full stop.
    mend : str
        What to do about it, without a full stop.
    """

    place: str
    problem: str
    mend: str = ""

    def __str__(self) -> str:
        tail = f". {self.mend}." if self.mend else "."
        return f"{self.place}: {self.problem}{tail}"


class SendQualError(Exception):
    """An input or usage error in words meant for the user.

    Parameters
    ----------
    faults : str or Fault or iterable of Fault
        All the faults found: a reader collects them and raises once.

    Examples
    --------
    >>> str(SendQualError(Fault("a.yaml line 3", "the code has no name", "Add `name:`")))
    'a.yaml line 3: the code has no name. Add `name:`.'
    """

    def __init__(self, faults: str | Fault | Iterable[Fault]) -> None:
        if isinstance(faults, Fault):
            faults = (faults,)
        self.faults: tuple[Fault, ...] = () if isinstance(faults, str) else tuple(faults)
        super().__init__(faults if isinstance(faults, str) else "\n".join(map(str, self.faults)))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentences, not where in the library they were raised."""
        return str(self).splitlines()
