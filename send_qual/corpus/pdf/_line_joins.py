"""Lines joined to running text: what becomes of a line end, and of a hyphen there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from send_qual.corpus.pdf._lines import HYPHEN

__all__ = ["WordsOfDocument", "join_lines", "unfinished"]

_HYPHENATED = """
all anti co counter cross early ex full half hard high inter intra joined life long low mid mis multi neuro non off on
one out over part peer post pre pro re real self semi short single small socio sub top two under up well whole
"""
_PREFIXES = frozenset(_HYPHENATED.split())
"""Words and prefixes that English hyphenates: after one of them the hyphen belongs to the compound."""

_LAST_WORD = re.compile(r"([^\W\d_]+)$")
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
        for line in lines:
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
        if right[:1].isupper() or low_left in _PREFIXES or {low_left, low_right} <= self.whole:
            return f"{left}-{right}"
        return left + right


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
