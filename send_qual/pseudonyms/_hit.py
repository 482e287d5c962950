"""What the detectors hand on: stretches that may identify somebody, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from send_qual.pseudonyms._name_lists import TITLES, words_of
from send_qual.pseudonyms._person_names import Name

__all__ = ["Found", "Speaker", "label_tokens", "seeds"]


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a document that may identify somebody.

    Parameters
    ----------
    document : str
    start, end : int
        Half-open, code points of the document's text.
    kind : str
        ``"person"``, ``"place"``, ``"organisation"``, ``"date"``, ``"contact"``, ``"role"``, ``"case"`` or
        ``"consent"``.
    name : Name or None
        Whom or what it names.
    why : str
    detail : str
        Of a contact: what it is, as ``"telephone number"``.
    """

    document: str
    start: int
    end: int
    kind: str
    name: Name | None
    why: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of a document: the name as printed, and the id that takes its place."""

    document: str
    printed: str
    id: str


def label_tokens(printed: str) -> tuple[str, ...]:
    """The words of a speaker's label that name the person, in lower case.

    Examples
    --------
    >>> label_tokens("Dr Ana Reed (Guest)"), label_tokens("Reed, Ana"), label_tokens("P6")
    (('ana', 'reed'), ('ana', 'reed'), ())
    """
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", printed)
    if "," in plain:
        family, _, given = plain.partition(",")
        plain = f"{given} {family}"
    words = [w.low for w in words_of(plain)]
    return (
        tuple(w for w in words if w not in TITLES and len(w) > 1 and not re.search(r"\d", w))
        if not re.search(r"\d", plain)
        else ()
    )


def seeds(speakers: Iterable[Speaker]) -> dict[tuple[str, ...], Name]:
    """The speakers' names, to be found wherever they are said."""
    names: dict[tuple[str, ...], Name] = {}
    for speaker in speakers:
        tokens = label_tokens(speaker.printed)
        if not tokens:
            continue
        name = names.get(tokens) or Name(tokens, "person", {tokens}, why="the name of a speaker")
        name.speaks_in |= {speaker.document}
        for form in (tokens, tokens[:1], tokens[-1:]):
            if len(form[0]) > 1:
                names.setdefault(form, name)
    return names
