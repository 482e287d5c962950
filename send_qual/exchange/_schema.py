"""What QDA-XML 1.0 allows: each element's children in their order, and its attributes. Asked before a file is kept."""

from __future__ import annotations

import re
from typing import Any

from send_qual.exchange._xml_parts import local

__all__ = ["faults_of"]

# name of a type: ({attribute: kind}, [children in order]). "!" after an attribute: it must be there. A child is
# "Name" or "Name=Type", with "?" (at most one), "*" (any number), "+" (one or more) or nothing (exactly one).
_MADE = "creatingUser:guid creationDateTime:time modifyingUser:guid modifiedDateTime:time"
_TIMES = "creationDateTime:time modifiedDateTime:time"
_VALUES = " ".join(f"{kind}Value=text?" for kind in ("Text", "Boolean", "Integer", "Float", "Date", "DateTime"))
_TYPES: dict[str, tuple[str, str]] = {
    "Project": (
        f"name!:text origin:text creatingUserGUID:guid modifyingUserGUID:guid {_TIMES} basePath:text",
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description=text? NoteRef=Ref*",
    ),
    "Users": ("", "User+"),
    "User": ("guid!:guid name:text id:text", ""),
    "CodeBook": ("origin:text", "Codes Sets?"),
    "Codes": ("", "Code+"),
    "Code": ("guid!:guid name!:text isCodable!:bool color:colour", "Description=text? NoteRef=Ref* Code*"),
    "Cases": ("", "Case+"),
    "Case": (
        "guid!:guid name:text",
        "Description=text? CodeRef=Ref* VariableValue* SourceRef=Ref* SelectionRef=Ref*",
    ),
    "Variables": ("", "Variable+"),
    "Variable": ("guid!:guid name!:text typeOfVariable!:variable", "Description=text?"),
    "VariableValue": (
        "",
        f"VariableRef=Ref {_VALUES}",
    ),
    "Sets": ("", "Set+"),
    "Set": ("guid!:guid name!:text", "Description=text? MemberCode=Ref* MemberSource=Ref* MemberNote=Ref*"),
    "Sources": ("", "|TextSource PictureSource=any PDFSource AudioSource=any VideoSource=any"),
    "TextSource": (
        f"guid!:guid name:text richTextPath:text plainTextPath:text {_MADE}",
        "Description=text? PlainTextContent=text? PlainTextSelection* Coding* NoteRef=Ref* VariableValue*",
    ),
    "PlainTextSelection": (
        f"guid!:guid name:text startPosition!:number endPosition!:number {_MADE}",
        "Description=text? Coding* NoteRef=Ref*",
    ),
    "PDFSource": (
        f"guid!:guid name:text path:text currentPath:text {_MADE}",
        "Description=text? PDFSelection* Representation=TextSource? Coding* NoteRef=Ref* VariableValue*",
    ),
    "PDFSelection": (
        f"guid!:guid name:text page!:number firstX!:number firstY!:number secondX!:number secondY!:number {_MADE}",
        "Description=text? Representation=TextSource? Coding* NoteRef=Ref*",
    ),
    "Coding": ("guid!:guid creatingUser:guid creationDateTime:time", "CodeRef=Ref NoteRef=Ref*"),
    "Notes": ("", "Note=TextSource+"),
    "Links": ("", "Link+"),
    "Link": (
        "guid!:guid name:text direction:direction color:colour originGUID:guid targetGUID:guid",
        "NoteRef=Ref*",
    ),
    "Graphs": ("", "Graph=any+"),
    "Ref": ("targetGUID!:guid", ""),
    "text": ("", ""),
}
_GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_KINDS = {
    "guid": re.compile(rf"({_GUID})|(\{{{_GUID}\}})"),
    "text": re.compile(r".*", re.DOTALL),
    "bool": re.compile(r"true|false|1|0"),
    "number": re.compile(r"[-+]?\d+"),
    "colour": re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"),
    "time": re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)?"),
    "variable": re.compile(r"Text|Boolean|Integer|Float|Date|DateTime"),
    "direction": re.compile(r"Associative|OneWay|Bidirectional"),
}
_Child = tuple[str, str, str]  # name, type, how often


def _children(said: str) -> list[_Child]:
    found = []
    for word in said.removeprefix("|").split():
        often = word[-1] if word[-1] in "?*+" else ""
        name, _, kind = word.removesuffix(often).partition("=")
        found.append((name, kind or name, often))
    return found


_PARSED = {
    name: (
        {key.rstrip("!"): (kind, key.endswith("!")) for key, _, kind in (one.partition(":") for one in said.split())},
        _children(below),
        below.startswith("|"),
    )
    for name, (said, below) in _TYPES.items()
}


def faults_of(root: Any) -> list[str]:
    """What of a ``Project`` or ``CodeBook`` is not as QDA-XML wants it, a sentence each; guids must be unique too.

    Parameters
    ----------
    root : lxml element

    Examples
    --------
    >>> from lxml import etree
    >>> faults_of(etree.fromstring('<Project xmlns="urn:QDA-XML:project:1.0"/>'))
    ['Project has no name']
    """
    faults: list[str] = []
    seen: set[str] = set()
    waiting = [(root, local(root))]
    while waiting:
        element, kind = waiting.pop()
        if kind == "any":
            continue
        if kind not in _PARSED:
            faults.append(f"{local(element)} is no root")
            continue
        attributes, below, free = _PARSED[kind]
        name = local(element)
        for key, value in element.attrib.items():
            if key not in attributes:
                faults.append(f"{name} has the attribute {key}")
            elif not _KINDS[attributes[key][0]].fullmatch(value.strip()):
                faults.append(f"{name} has {key}={value!r}")
        faults += [
            f"{name} has no {key}" for key, (_, must) in attributes.items() if must and key not in element.attrib
        ]
        if guid := element.get("guid"):
            if guid in seen:
                faults.append(f"two elements have the guid {guid}")
            seen.add(guid)
        waiting += _ordered(element, below, faults, free=free)
    return faults


def _ordered(element: Any, below: list[_Child], faults: list[str], *, free: bool) -> list[tuple[Any, str]]:
    """The children with their types; those out of order or too many are faults."""
    types = {name: kind for name, kind, _ in below}
    order = {name: number for number, (name, _, _) in enumerate(below)}
    counts = dict.fromkeys(types, 0)
    found, last = [], 0
    for one in element:
        if not (name := local(one)):
            continue
        if name not in types:
            faults.append(f"{local(element)} holds {name}")
            continue
        if order[name] < last and not free:
            faults.append(f"{local(element)} holds {name} out of order")
        last = max(last, order[name])
        counts[name] += 1
        found.append((one, types[name]))
    if free and not found:
        faults.append(f"{local(element)} holds nothing")
    for name, _, often in below if not free else []:
        if counts[name] > 1 and often in ("", "?"):
            faults.append(f"{local(element)} holds {counts[name]} of {name}")
        if not counts[name] and often in ("", "+"):
            faults.append(f"{local(element)} holds no {name}")
    return found
