"""A code that was made while coding, as a ledger keeps it: so that making it can be taken back and done again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from send_qual.codebook import Code

__all__ = ["Made"]

_TEXTS = ("name", "parent", "definition", "origin", "added_by", "added_on")  # what the desk gives a code


@dataclass(frozen=True, slots=True)
class Made:
    """A new code, and the name of the codebook it was written into.

    Examples
    --------
    >>> made = Made("tea", Code("cup/lid", "Lid", "cup", "Its lid.", examples=("The lid fits.",)))
    >>> Made.from_json("tea", made.to_json()) == made
    True
    """

    codebook: str
    code: Code

    def to_json(self) -> dict[str, Any]:
        """The code as fields; the codebook stands beside it in the line."""
        code = self.code
        row: dict[str, Any] = {"id": code.id}
        row.update((name, value) for name in _TEXTS if (value := getattr(code, name)))
        if code.examples:
            row["examples"] = list(code.examples)
        return row

    @classmethod
    def from_json(cls, codebook: str, row: Mapping[str, Any]) -> Made:
        """Read it back.

        Raises
        ------
        KeyError, TypeError
            Where it is none.
        """
        code = Code(row["id"], row["name"], examples=tuple(map(str, row.get("examples", ()))))
        texts: dict[str, Any] = {name: str(row[name]) for name in _TEXTS if name in row}
        return cls(codebook, replace(code, **texts))
