"""Councils and integrated care boards, found in the sentence that says who is responsible."""

from __future__ import annotations

import re
from collections.abc import Iterable

from send_qual.corpus._blocks import one_line

__all__ = ["bodies_in", "responsible_sentence"]

_RESPONSIBLE = re.compile(r"\b(?:are|is|share|have|has)\b[^.]{0,60}?\bresponsib(?:le|ility) for\b", re.IGNORECASE)
_BOARD = r"(?:Integrated Care Boards?|Integrated Care Systems?|ICBs?)"
_LONGEST = 3_000  # characters of a list of bodies; a dozen of them need a third of it
_ENDS = re.compile(
    rf".+?(?:\b(?:Council|Council of the [A-Z][\w-]+|local authority|Authority|Corporation|Trust)|\b{_BOARD})"
    r"(?=\s*(?:,|;|and\b|&|$))",
    re.IGNORECASE,
)
_BOROUGH = r"(?:(?:Royal|London|Metropolitan) )*(?:Borough|City|County) of "


def responsible_sentence(paragraphs: Iterable[str]) -> str:
    """Who is responsible for services, as the subject of the first sentence that says so, or ``""``."""
    for paragraph in paragraphs:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", one_line(paragraph)):
            found = _RESPONSIBLE.search(sentence)
            subject = sentence[: found.start()] if found else ""
            if re.search(rf"\b{_BOARD}\b", subject) and re.search(r"Council|authority|Borough|City of", subject):
                return subject.strip()
    return ""


def bodies_in(text: str, area: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Councils and integrated care boards named in a list of bodies.

    Parameters
    ----------
    text : str
        ``"Ambershire Council and NHS Amber and Vale Integrated Care Board (ICB)"``
    area : str
        The area's name: it tells where a borough without the word "Council" ends.

    Returns
    -------
    tuple of (tuple of str, tuple of str)
        Councils; boards, each with "Integrated Care Board" written out.

    Examples
    --------
    >>> bodies_in("The London Borough of Amber and North Vale ICB, and Amber Children’s Trust", "Amber")
    (('London Borough of Amber',), ('North Vale Integrated Care Board',))
    """
    text = one_line(re.sub(r"\([^)]*\)", " ", text[:_LONGEST])).rstrip(" .:;,")
    text = re.sub(r"\s+([,;])", r"\1", text)
    councils: list[str] = []
    boards: list[str] = []
    for borough in _boroughs(text, area):
        councils.append(_trimmed(borough))
        text = text.replace(borough, "").strip(" ,;")
    for match in _ENDS.finditer(text):
        name = _trimmed(match[0])
        if re.search(rf"{_BOARD}$", name, re.IGNORECASE):
            boards += _boards(name)
        elif re.search(r"(?:council(?: of the [\w-]+)?|local authority|authority|corporation)$", name, re.IGNORECASE):
            councils.append(re.sub(r"(?i)\s+local authority$", "", name))
    return tuple(dict.fromkeys(c for c in councils if c)), tuple(dict.fromkeys(boards))


def _boroughs(text: str, area: str) -> list[str]:
    """Boroughs and cities that are named without the word Council."""
    named = re.search(rf"{_BOROUGH}{re.escape(area)}\b(?: local authority| Council)?", text) if area else None
    if named is None:
        one = r"[A-Z][\w’'-]+(?: upon [A-Z][\w-]+)?"
        named = re.search(
            rf"{_BOROUGH}{one}(?: and (?!NHS|the\b){one}(?![\w’'-]| [A-Z]))?(?: local authority| Council)?", text
        )
    return [named[0]] if named else []


def _trimmed(name: str) -> str:
    name = re.sub(r"(?i)^[\s,;&]*(?:(?:and|both|the|as well as|together with)\s+)*", "", one_line(name))
    return re.sub(r"(?i)^(?:name of (?:local )?authority|name of icb)\s*:\s*", "", name).removesuffix(
        " local authority"
    )


def _boards(name: str) -> list[str]:
    name = re.sub(rf"(?i)\s*\b{_BOARD}$", "", name)
    parts = re.split(r",? and (?=NHS )|, (?=NHS )", name) if len(re.findall(r"\bNHS\b", name)) > 1 else [name]
    return [f"{_trimmed(part)} Integrated Care Board" for part in parts if _trimmed(part)]
