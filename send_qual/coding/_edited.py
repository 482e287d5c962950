"""What a person changed of a code's entry in the codebook, as a ledger keeps it: so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    said : str
        What was done where it was more than that, as a sentence goes on: ``"moved under Plans"``.
    patch : tuple of (int, str, str)
        Then the lines that were changed, from the last to the first: from which line (of the file before), what stood
        there and what stands there now. Line ends are in them.
    sha256 : tuple of (str, str)
        Then that of the file before and after: it is taken back only where nothing else was changed since.

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
    said: str = ""
    patch: tuple[tuple[int, str, str], ...] = ()
    sha256: tuple[str, str] = ("", "")

    def to_json(self) -> dict[str, Any]:
        """As a field of its line."""
        told: dict[str, Any] = {"codebook": self.codebook, "code": self.code, "name": self.name}
        told |= {"before": _plain(self.before), "after": _plain(self.after)}
        if self.said:
            told |= {"said": self.said, "patch": [list(part) for part in self.patch], "sha256": list(self.sha256)}
        return told

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Edited:
        """Read it back.

        Raises
        ------
        KeyError, TypeError
            Where it is none.
        """
        edited = cls(
            str(row["codebook"]), str(row["code"]), str(row["name"]), _fields(row["before"]), _fields(row["after"])
        )
        if "said" not in row:
            return edited
        patch = tuple((int(at), str(old), str(new)) for at, old, new in row["patch"])
        before, after = map(str, row["sha256"])
        return replace(edited, said=str(row["said"]), patch=patch, sha256=(before, after))


def _plain(fields: Fields) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def _fields(row: Mapping[str, Any]) -> Fields:
    return {
        str(name): tuple(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in dict(row).items()
    }
