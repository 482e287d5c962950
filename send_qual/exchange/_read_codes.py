"""The code tree of QDA-XML: codes, and our facets, which travel as codes in a set of their own."""

from __future__ import annotations

import re
from typing import Any

from send_qual.exchange._xml_parts import child, children, fresh, guid_of, text_of
from send_qual.exchange.project import Memo, ProjectCode

__all__ = ["FACET_SET", "colour_of", "facet_values", "read_codes"]

FACET_SET = "Facet: "
"""How the name of a set begins whose members are the values of a facet; its id follows."""


def colour_of(written: str | None) -> str:
    """A colour as ``#rrggbb``, or ``""``.

    Examples
    --------
    >>> colour_of("#F0a"), colour_of("red")
    ('#ff00aa', '')
    """
    found = re.fullmatch(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", (written or "").strip())
    if not found:
        return ""
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    return f"#{digits.lower()}"


def facet_values(root: Any) -> dict[str, tuple[str, str]]:
    """Of each code that is the value of a facet: facet and value.

    The value is the name of the code.
    """
    names = {guid_of(one.get("guid")): one.get("name") or "" for one in _all_codes(root)}
    found = {}
    for group in children(child(root, "Sets"), "Set"):
        if (name := group.get("name") or "").startswith(FACET_SET):
            for member in children(group, "MemberCode"):
                guid = guid_of(member.get("targetGUID"))
                found[guid] = (name.removeprefix(FACET_SET), names.get(guid, ""))
    return found


def _all_codes(root: Any) -> list[Any]:
    book = root if child(root, "Codes") is not None else child(root, "CodeBook")
    found, waiting = [], list(children(child(book, "Codes"), "Code"))
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children(one, "Code")
    return found


def read_codes(root: Any, notes: Any, decisions: list[str]) -> tuple[list[ProjectCode], list[Memo]]:
    """The codes of a project or a codebook, each before those below it, and the memos about them.

    Parameters
    ----------
    root : lxml element
        ``Project`` or ``CodeBook``.
    notes : Notes or None
    decisions : list of str
        Is added to.
    """
    values = facet_values(root) if notes else {}
    parents = {guid_of(one.get("guid")) for one in _all_codes(root) if any(True for _ in children(one, "Code"))}
    book = root if child(root, "Codes") is not None else child(root, "CodeBook")
    waiting = [(one, "", 0) for one in reversed(list(children(child(book, "Codes"), "Code")))]
    codes: list[ProjectCode] = []
    memos: list[Memo] = []
    closed = 0
    while waiting:
        one, parent, deep = waiting.pop()
        guid = guid_of(one.get("guid")) or fresh("code", parent, one.get("name"))
        below = list(children(one, "Code"))
        if guid in values or (below and all(guid_of(sub.get("guid")) in values for sub in below)):
            continue
        codable = (one.get("isCodable") or "true").strip() in ("true", "1")
        closed += not codable and guid in parents
        name = " ".join((one.get("name") or "").split()) or "unnamed"
        codes.append(ProjectCode(guid, name, parent, text_of(one, "Description"), colour_of(one.get("color")), codable))
        if notes:
            memos += [_about(note, guid) for note in notes.of(one)]
        waiting += [(sub, guid, deep + 1) for sub in reversed(below)]
    if closed:
        decisions.append(f"{closed} codes that only hold others (isCodable=false) are codes of the tree like any other")
    return codes, memos


def _about(note: Memo, guid: str) -> Memo:
    return Memo(note.guid, note.text, guid, note.coder, note.created, note.name)
