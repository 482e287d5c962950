"""Lines joined to running text: what becomes of a line end, and of a hyphen there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from send_qual.corpus.pdf._lines import HYPHEN
from send_qual.language import dictionary

__all__ = ["WordsOfDocument", "join_lines", "unfinished"]

_HYPHENATED = """
all anti co counter cross early ex full half hard high inter intra joined life long low mid mis multi neuro non off on
one out over part peer post pre pro re real self semi short single small socio sub top two under up well whole
"""
_PREFIXES = frozenset(_HYPHENATED.split())
"""Words and prefixes that English hyphenates: after one of them the hyphen belongs to the compound."""

_PARTICLES = "a an and at by for from in of off on out over per the to up with"
_SMALL = frozenset(_PARTICLES.split())
"""Words of compounds ("drop-in", "step-by-step") that the dictionary lacks: it has nouns, verbs and their like."""

_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_BROKEN = re.compile(rf"([^\W\d_]+)[{HYPHEN}‐‑-]$")
_FIRST_WORD = re.compile(r"^([^\W\d_]+)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$|\S+@\S*$")


class WordsOfDocument:
    """The words that a document shows unbroken: they decide how its broken ones are mended.

    Examples
    --------
    >>> words = WordsOfDocument(["Children need co-production and information."])
    >>> words.mend("infor", "mation"), words.mend("co", "production"), words.mend("multi", "agency")
    ('information', 'co-production', 'multi-agency')
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.whole: set[str] = set()
        self.compounds: set[str] = set()
        self._lines = tuple(lines)
        for line in self._lines:
            for word in re.findall(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*(?=[^\w\ufffe-]|$)", line):
                lower = re.sub("[‐‑]", "-", word.lower())
                (self.compounds if "-" in lower else self.whole).add(lower)

    def mend(self, left: str, right: str) -> str:
        """Two halves of a word, as one word or as a compound."""
        low_left, low_right = left.lower(), right.lower()
        if f"{low_left}-{low_right}" in self.compounds:
            return f"{left}-{right}"
        if low_left + low_right in self.whole:
            return left + right
        if right[:1].isupper():
            return f"{left}-{right}"
        known = dictionary()
        compound = low_left in _PREFIXES or f"{low_left}-{low_right}" in known
        compound = compound or {low_left, low_right} <= self.whole
        if compound or (_is_word(low_left, known) and _is_word(low_right, known)):
            broken = self.breaks and f"{low_left}-{low_right}" not in known and _is_word(low_left + low_right, known)
            return left + right if broken else f"{left}-{right}"
        return left + right

    @cached_property
    def breaks(self) -> bool:
        """Whether the document breaks words at line ends: where one certainly is, as "infor-", others may be."""
        known = dictionary()
        for line, after in pairwise(self._lines):
            left, right = _BROKEN.search(line), _FIRST_WORD.match(after)
            if left is None or right is None or left[1].lower() in _PREFIXES or not right[0].islower():
                continue
            if not _is_word(left[1].lower(), known) and _is_word(f"{left[1]}{right[0]}".lower(), known):
                return True
        return False


def _is_word(word: str, known: frozenset[str]) -> bool:
    """Whether the dictionary has a word, or the base form of one."""
    if word in known or word in _SMALL:
        return True
    ends = [end for end in ("s", "es", "d", "ed", "ing", "ly") if word.endswith(end)]
    bases = (word.removesuffix(end) + more for end in ends for more in ("", "e"))
    return any(len(base) > 2 and base in known for base in bases)


def join_lines(lines: Sequence[str], words: WordsOfDocument) -> str:
    r"""Lines of one paragraph as running text.

    A printed hyphen at a line end stays where the compound needs it; a hyphen that only breaks a word goes.

    Examples
    --------
    >>> join_lines(["There is infor\ufffe", "mation for co-", "production."], WordsOfDocument(["information"]))
    'There is information for co-production.'
    """
    text = ""
    for line in lines:
        if not line:
            continue
        if not text:
            text = line
        elif text.endswith((HYPHEN, "-", "‐", "‑")) and len(text) > 1 and not text[-2].isspace():
            text = _over_hyphen(text, line, words)
        elif _ADDRESS.search(text) and not re.search(r"[.,;:)]$", text) and re.match(r"[a-z0-9/_.%-]+$", line):
            text += line  # an address broken to fit its cell
        else:
            text = f"{text} {line}"
    text = re.sub(rf"{HYPHEN}(?=\s|$)", "-", text).replace(HYPHEN, "-")
    return re.sub(r"[ \t]+", " ", text).strip()


def _over_hyphen(text: str, line: str, words: WordsOfDocument) -> str:
    stem, printed = text[:-1], text[-1]
    left, right = _LAST_WORD.search(stem), _FIRST_WORD.match(line)
    if _ADDRESS.search(stem):
        return f"{stem}-{line}"
    if printed == "-" and re.match(r"(?:and|or|to)\b(?!-)", line):
        return f"{text} {line}"  # "short- and long-term", but not "home-to-school"
    if left is None or right is None:
        return f"{stem}-{line}"
    if stem[: left.start()].endswith("-") or re.match(r"-\w", line[right.end() :]):
        return f"{stem}-{line}"  # inside a chain: "up-to-date"
    return stem[: left.start()] + words.mend(left[0], right[0]) + line[right.end() :]


def unfinished(text: str) -> bool:
    """Whether a text stops in the middle of a sentence.

    Examples
    --------
    >>> unfinished("Leaders should"), unfinished("They do."), unfinished("(They ‘do’.)")
    (True, False, False)
    """
    return not re.search(r"[.!?…][\"'’”)\]]*\d{0,2}$", text.rstrip())
