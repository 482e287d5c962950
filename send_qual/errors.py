"""The one kind of error a user sees: where, what, and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Fault", "SendQualError", "printable"]

# Controls but tab and line feed, those of the second set, and marks that turn the direction of writing.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    r"""A text as a terminal may show it: what would steer the terminal, or turn the direction of writing, is spelt out.

    Names of files and speakers, and quotations, are other people's: raw, they could rewrite what stands on the screen.

    Examples
    --------
    >>> print(printable("p01\x1b[2K\u202efdp.docx"))
    p01\x1b[2K\u202efdp.docx
    """
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


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
        place = self.place.replace("\n", "\\n")  # a name with a line end in it stays one line
        return f"{place}: {self.problem}{tail}"


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
        return [printable(line) for line in str(self).splitlines()]
