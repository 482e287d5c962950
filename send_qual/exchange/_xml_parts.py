"""The small parts every element of QDA-XML is read by, whatever namespace the program wrote."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from send_qual.exchange.project import Memo

__all__ = [
    "ORIGINAL",
    "Notes",
    "child",
    "children",
    "created_of",
    "fresh",
    "guid_of",
    "local",
    "raw_of",
    "text_of",
    "user_of",
    "values_of",
]

ORIGINAL = "-original"
"""What the member of a text file as it was is called by, beside the text that codings count in."""

_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_SPACE = uuid.UUID("6f2f5a0e-4a53-5d0c-9b58-5be1d0a3c7d4")


def fresh(*parts: object) -> str:
    """A guid that is the same for the same parts, on every machine.

    Examples
    --------
    >>> fresh("code", "area-send", "health") == fresh("code", "area-send", "health")
    True
    """
    return str(uuid.uuid5(_SPACE, "\x1f".join(map(str, parts))))


def local(element: Any) -> str:
    """The name of an element without its namespace; ``""`` for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The elements of these names right below another; all, where none is given."""
    if element is not None:
        for one in element:
            if (name := local(one)) and (not names or name in names):
                yield one


def child(element: Any, name: str) -> Any:
    """The first element of that name right below another, or ``None``."""
    return next(children(element, name), None)


def text_of(element: Any, name: str) -> str:
    """The text of the first element of that name below another, or ``""``."""
    found = child(element, name)
    return "".join(found.itertext()).strip() if found is not None else ""


def guid_of(written: str | None) -> str:
    """A guid in one spelling: small letters, no braces; other ids as they are.

    Examples
    --------
    >>> guid_of("{0D5B8E1A-1111-4222-8333-944445555666}")
    '0d5b8e1a-1111-4222-8333-944445555666'
    """
    written = (written or "").strip()
    found = _GUID.fullmatch(written)
    return found[1].lower() if found else written


def user_of(element: Any, users: dict[str, str]) -> str:
    """The name of who made an element, or ``""``."""
    guid = guid_of(element.get("creatingUser"))
    return users.get(guid, guid)


def created_of(element: Any) -> str:
    """When an element was made, in UTC as the ledger writes it; ``""`` where it does not say.

    Examples
    --------
    >>> created_of({"creationDateTime": "2026-03-01T10:00:00+01:00"})
    '2026-03-01T09:00:00Z'
    """
    written = (element.get("creationDateTime") or "").strip()
    try:
        when = datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", written))
    except ValueError:
        return ""
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def values_of(element: Any, names: dict[str, str]) -> dict[str, str]:
    """The values of variables that stand at a case or source."""
    found = {}
    for one in children(element, "VariableValue"):
        ref = child(one, "VariableRef")
        name = names.get(guid_of(ref.get("targetGUID")), "") if ref is not None else ""
        value = "".join(t for part in children(one) if local(part) != "VariableRef" for t in part.itertext()).strip()
        if name and value:
            found[name] = value
    return found


def raw_of(element: Any) -> str:
    """An element as XML, without what follows it."""
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode", with_tail=False))


class Notes:
    """The notes of a project, to be asked for by guid; those nobody asked for are left at the end."""

    def __init__(self, notes: dict[str, Memo], elements: dict[str, Any]) -> None:
        self._notes, self._elements, self._used = notes, elements, set[str]()

    def of(self, element: Any) -> list[Memo]:
        """The notes an element refers to."""
        found = []
        for ref in children(element, "NoteRef"):
            guid = guid_of(ref.get("targetGUID"))
            if note := self._notes.get(guid):
                self._used.add(guid)
                found.append(note)
        return found

    def left(self) -> dict[str, Any]:
        """The elements of those that nothing referred to."""
        return {guid: element for guid, element in self._elements.items() if guid not in self._used}
