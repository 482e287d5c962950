"""Words of a text with what their spelling says, and the word lists they are held against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["TITLES", "Lists", "Word", "entries_of", "lists", "words_of"]

_WORD = re.compile(r"[^\W\d_](?:(?:[\w'’‘&-]|\.(?=[A-Z]\b))*[^\W_])?")
_SUFFIX = re.compile(r"(?:['’‘](?:s|m|ve|ll|re|d)|n['’‘]t|s['’‘])$", re.IGNORECASE)
_NOT_THE_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Cllr|Rev|Sr|Jr|vs|etc|e\.g|i\.e|[A-Z])\.\s*$")
_OPENING = re.compile(r"(?:^|[.?!…:;\n\[\]*>]|(?:^|[\s(])[\"“‘'(])[\s\"“”‘’'()–—-]*$")

TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "doctor",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "baron",
        "cllr",
    }
    | {
        "councillor",
        "rev",
        "reverend",
        "father",
        "sister",
        "canon",
        "auntie",
        "aunty",
        "aunt",
        "uncle",
        "nurse",
        "judge",
        "captain",
    }
    | {"alderman", "pastor", "imam", "rabbi", "vicar", "master", "madam", "nanna", "grandma", "grandad"}
)
"""Words that a name follows, in lower case."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its text.

    Parameters
    ----------
    start, end : int
        Half-open, code points; a possessive or contracted ending (``'s``, ``'ll``) is not part of it.
    text : str
    opens : bool
        Whether a capital here means nothing: it begins a sentence, a quotation, a line.
    gap : str
        What stands between the word before and this one.
    ending : str
        The ending left off: ``"'s"`` or ``""``.
    """

    start: int
    end: int
    text: str
    opens: bool
    gap: str
    ending: str

    @property
    def low(self) -> str:
        """In lower case."""
        return self.text.lower().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        """Whether it is all capitals (``EHCPs`` too)."""
        bare = self.text.removesuffix("s")
        return len(bare) > 1 and bare.upper() == bare and any(c.isalpha() for c in bare)


def words_of(text: str) -> list[Word]:
    """The words of a text.

    Examples
    --------
    >>> [(w.text, w.opens, w.ending) for w in words_of("So Zeke's mum met Dr. O'Neill.")][:2]
    [('So', True, ''), ('Zeke', False, "'s")]
    >>> [w.text for w in words_of("Anne-Marie didn't; Osei-Bonsu did")]
    ['Anne-Marie', 'did', 'Osei-Bonsu', 'did']
    """
    found: list[Word] = []
    at = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        ending = _SUFFIX.search(match[0])
        suffix = ending[0] if ending and ending.start() > 0 else ""
        gap = text[at:start]
        before = text[max(0, start - 24) : start]
        opens = start == 0 or (bool(_OPENING.search(before)) and not _NOT_THE_END.search(before))
        if suffix.lower() in {"s'", "s’", "s‘"}:
            suffix = suffix[1:]
        found.append(Word(start, end - len(suffix), match[0][: len(match[0]) - len(suffix)], opens, gap, suffix))
        at = end
    return found


def entries_of(name: str) -> list[str]:
    """The lines of a file in ``data/``, comments left out."""
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of ``data/``, and spaCy's dictionary.

    ``given`` and ``given_ordinary`` are first names in lower case; ``places`` and ``known`` are phrases as tuples of
    lower-case words, keyed by their first word.
    """

    given: frozenset[str]
    given_ordinary: frozenset[str]
    places: dict[str, tuple[tuple[str, ...], ...]]
    known: dict[str, tuple[tuple[str, ...], ...]]
    function: frozenset[str]
    dictionary: frozenset[str]

    def is_ordinary(self, low: str) -> bool:
        """Whether a lower-case word is a word of the language, inflected or not.

        Examples
        --------
        >>> [lists().is_ordinary(w) for w in ("panicking", "whereas", "dawn", "lowenna", "ofsted")]
        [True, True, True, False, False]
        """
        return low in self.function or low in self.dictionary or any(s in self.dictionary for s in _stems(low))

    def is_known(self, low: str) -> bool:
        """Whether the word by itself identifies nobody although it has a capital."""
        return (low,) in self.known.get(low, ())

    def is_place(self, low: str) -> bool:
        """Whether the word by itself is a place of the gazetteer."""
        return (low,) in self.places.get(low, ())


def _stems(low: str) -> list[str]:
    out = []
    for suffix, added in (
        ("'", ("",)),
        ("s", ("",)),
        ("es", ("",)),
        ("ies", ("y",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
        ("er", ("", "e")),
        ("est", ("", "e")),
        ("ly", ("", "le")),
        ("ness", ("",)),
        ("ism", ("",)),
        ("ish", ("",)),
        ("ised", ("ize", "ise")),
        ("ise", ("ize",)),
        ("ising", ("ize",)),
        ("isation", ("ization",)),
    ):
        if low.endswith(suffix) and len(low) - len(suffix) >= 3:
            stem = low[: -len(suffix)]
            out += [stem + more for more in added]
            if len(stem) > 3 and stem[-1] == stem[-2]:
                out.append(stem[:-1])
    for prefix in ("re", "un", "co", "pre", "non", "mis", "over", "under", "out", "multi"):
        if low.startswith(prefix) and len(low) - len(prefix) >= 4:
            out.append(low[len(prefix) :].lstrip("-"))
    parts = low.split("-")
    if len(parts) > 1 and all(parts):
        out += [parts[-1]] if len(parts[0]) < 3 else []
    return out


def _phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for line in entries_of(name):
        for phrase in line.split(";"):
            # the same words as the tokeniser makes, endings left on: "Children's Services"
            parts = tuple(p.lower().replace("’", "'") for p in re.findall(r"[^\W_][\w'’&-]*", phrase))
            if parts:
                by_first.setdefault(_bare(parts[0]), set()).add(tuple(_bare(p) for p in parts))
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()}


def _known(names: frozenset[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What identifies nobody; "PRU", a first name in other letters, is told by its form."""
    acronyms = {p.strip().lower() for line in entries_of("known.txt") for p in line.split(";") if p.strip().isupper()}
    found = _phrases("known.txt")
    for low in acronyms & names:
        found[low] = tuple(phrase for phrase in found[low] if phrase != (low,))
    return found


def _bare(low: str) -> str:
    return low[:-2] if low.endswith("'s") and len(low) > 3 else low


@cache
def lists() -> Lists:
    """The word lists, loaded once."""
    from send_qual.language import dictionary

    given = frozenset(" ".join(entries_of("given.txt")).split())
    ordinary = frozenset(" ".join(entries_of("given-ordinary.txt")).split())
    return Lists(
        given - ordinary,
        ordinary,
        _phrases("places.txt"),
        _known(given | ordinary),
        frozenset(" ".join(entries_of("function.txt")).split()),
        dictionary(),
    )
