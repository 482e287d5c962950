"""What a person changed of a code's entry in the codebook, as a ledger keeps it: so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["Edited", "Fields"]

Fields: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""Values by field: words, or lines of criteria and examples."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A code whose entry was changed.

    Parameters
    ----------
    codebook, code, name : str
        Name of the codebook, full id, and what the code was called.
    before, after : mapping of str to str or tuple of str
        Those fields that were changed.

    Examples
    --------
    >>> edited = Edited("tea", "cup", "Cup", {"name": "Cup", "include": ()}, {"name": "Mug", "include": ("Mugs",)})
    >>> Edited.from_json(edited.to_json()) == edited
    True
    """

    codebook: str
    code: str
    name: str
    before: Fields
    after: Fields

    def to_json(self) -> dict[str, Any]:
        """As a field of its line."""
        told: dict[str, Any] = {"codebook": self.codebook, "code": self.code, "name": self.name}
        return {**told, "before": _plain(self.before), "after": _plain(self.after)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Edited:
        """Read it back.

        Raises
        ------
        KeyError, TypeError
            Where it is none.
        """
        told = {name: str(row[name]) for name in ("codebook", "code", "name")}
        return cls(**told, before=_fields(row["before"]), after=_fields(row["after"]))


def _plain(fields: Fields) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def _fields(row: Mapping[str, Any]) -> Fields:
    return {
        str(name): tuple(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in dict(row).items()
    }
