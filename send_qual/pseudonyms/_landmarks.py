"""Buildings, landscapes and patches that are told by no name: a council's seat, "the old workhouse", "the fens"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from send_qual.pseudonyms._name_lists import Word, entries_of
from send_qual.pseudonyms._organisations import Organisation

__all__ = ["find_landmarks"]

_SEATS = (
    r"(?:County|City|Town|Shire|Guild|Moot|Market) Hall|Civic (?:Centre|Offices?)|Guildhall|(?:Council|Shire) House"
)
"""Where a council sits: with the area known, a building everybody can find."""
_ONCE = "|".join(re.escape(line) for line in entries_of("former-buildings.txt"))
_FORMER = (
    r"(?<=the )(?:old|former|disused|converted|derelict) "
    rf"(?:[a-z]+(?:['’]s?)? )?(?:{_ONCE})(?! (?:system|way|model|days?|team|style|rules?|staff|lot|people)\b)"
)
"""A building by what it was once."""
_COUNTRY = "|".join(re.escape(line) for line in entries_of("landscapes.txt"))
_LANDSCAPE = (
    rf"(?:in|on|across|over|around|from|into|up|down|out|off|to|through) the (?P<country>{_COUNTRY})(?! of\b|-)"
)
_PATCH = (
    r"(?:cover(?:s|ed|ing)?|responsible for|look(?:s|ed|ing)? after|lead(?:s|ing)? (?:on|for)|based in|patch is) the "
    r"(?P<patch>(?:North|South)?[ -]?(?:East|West|North|South)|Midlands)(?! (?:[A-Z]|side|end)|[a-z-])"
)
_TOLD = re.compile(rf"\b(?:{_SEATS}|(?:{_FORMER})|(?:{_PATCH}))(?![\w-])")
_LOWER = re.compile(rf"\b{_LANDSCAPE}(?![\w])", re.IGNORECASE)


def find_landmarks(text: str, words: Sequence[Word]) -> list[Organisation]:
    """The buildings, landscapes and patches of a text, as its words.

    Examples
    --------
    >>> from send_qual.pseudonyms._name_lists import words_of
    >>> text = "They sat in the old corn exchange, not at County Hall, then went across the wolds. I cover the West."
    >>> words = words_of(text)
    >>> [text[words[o.first].start : words[o.last].end] for o in find_landmarks(text, words)]
    ['old corn exchange', 'County Hall', 'wolds', 'West']
    """
    found = []
    for start, end, kind in sorted(_spans(text)):
        inside = [k for k, word in enumerate(words) if start <= word.start and word.end <= end]
        if inside:
            found.append(Organisation(inside[0], inside[-1], kind, ()))
    return found


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    for match in chain(_TOLD.finditer(text), _LOWER.finditer(text)):
        groups = match.groupdict()
        named = next((g for g in ("country", "patch") if groups.get(g)), None)
        yield (*(match.span(named) if named else match.span()), "landscape" if named else "building")
