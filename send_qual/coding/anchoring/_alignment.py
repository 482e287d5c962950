"""One quotation with its context, laid word by word on the places of a text where it may stand."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from send_qual.coding.anchoring._word_index import Spelling, words_of
from send_qual.coding.codings import Coding

__all__ = ["Found", "candidates"]

_ROOM = 12  # words on either side of where a passage should be, and one more for every eight of its own
_FEW = 3  # words; a passage that short may be replaced as a whole, as a name is by a pseudonym
_TELLING = 8  # words; a passage that long does not stand elsewhere by chance
_WIDEST = 40  # letters of a pseudonym in brackets
_QUOTES = str.maketrans("“”‘’–", "\"\"''-")


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a passage may be.

    Parameters
    ----------
    start, end : int
        Code points.
    score : float
        0 to 1: the share of its letters, and of its context's, that stand there.
    likeness : float
        0 to 100, of the passage alone.
    firm : bool
        Whether its ends are beyond doubt: its outer words are the same, and so are those on either side of them.
    fits : bool
        Whether enough of it is there for it to be the passage.
    far : bool
        Whether that holds even far from where it should be: a few words alone stand in many places.
    """

    start: int
    end: int
    score: float
    likeness: float
    firm: bool
    fits: bool
    far: bool = True


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A quotation and its context as words; those of the quotation are ``first`` to ``last``, half-open."""

    text: str
    spans: tuple[tuple[int, int], ...]
    letters: str
    first: int
    last: int
    begins: int  # where the quotation begins and ends in ``text``
    ends: int


def candidates(coding: Coding, spelling: Spelling, expected: int | None = None) -> tuple[Found, ...]:
    """Places of a text where a coding's passage may be; none for a quotation without words.

    With ``expected``, an offset in code points, only what is there.
    """
    pattern = _pattern(coding, spelling)
    if pattern is None:
        return ()
    room = _ROOM + len(pattern.letters) // 8
    there = _word_at(spelling, coding.start if expected is None else expected) - pattern.first
    found: dict[tuple[int, int], Found] = {}
    for begins in (there, *(spelling.likely(pattern.letters) if expected is None else ())):
        place = _aligned(pattern, spelling, max(0, begins - room), begins + len(pattern.letters) + room)
        if place:
            found.setdefault((place.start, place.end), place)
    return tuple(found.values())


def _word_at(spelling: Spelling, offset: int) -> int:
    return bisect_left(spelling.spans, (offset, 0))


def _pattern(coding: Coding, spelling: Spelling) -> _Pattern | None:
    text = coding.prefix + coding.quote + coding.suffix
    begins, ends = len(coding.prefix), len(coding.prefix) + len(coding.quote)
    spans = words_of(text)
    if spans and spans[0][0] == 0 and spans[0][1] < begins:
        del spans[0]  # the context begins somewhere within a word
    if spans and spans[-1][1] == len(text) and spans[-1][0] > ends:
        del spans[-1]
    own = [n for n, (a, b) in enumerate(spans) if a < ends and b > begins]
    if not own:
        return None
    return _Pattern(text, tuple(spans), spelling.spell(text, spans), own[0], own[-1] + 1, begins, ends)


def _aligned(pattern: _Pattern, spelling: Spelling, low: int, high: int) -> Found | None:
    """The passage laid on the words ``low`` to ``high`` of a text."""
    from rapidfuzz import fuzz

    window = spelling.letters[low:high]
    if not window:
        return None
    lay = _Lay(pattern.letters, window)
    if tight := lay.tighter():
        low, window = low + tight[0], window[tight[0] : tight[1]]
        lay = _Lay(pattern.letters, window)
    mine = [n for n in range(pattern.first, pattern.last) if n in lay.at]
    if not mine:
        return None
    first, last = low + lay.at[mine[0]], low + lay.at[mine[-1]]
    start, end = _edges(pattern, spelling, (mine[0], first), (mine[-1], last))
    sizes = [b - a for a, b in pattern.spans]
    right = [size if n in lay.same else 0 for n, size in enumerate(sizes)]
    own = slice(pattern.first, pattern.last)
    around = sum(sizes) - sum(sizes[own])
    quote = sum(right[own]) / sum(sizes[own])
    context = (sum(right) - sum(right[own])) / around if around else 0.0
    ends = {pattern.first - 1, pattern.first, pattern.last - 2, pattern.last - 1}
    firm = quote > 0.5 and all(lay.joined(n) for n in ends)
    length = pattern.last - pattern.first
    held = bool(around) and all(n in lay.same for n in (pattern.first - 1, pattern.last) if 0 <= n < len(sizes))
    fits = _fits(quote, context, length, last - first + 1, held)
    likeness = fuzz.ratio(pattern.text[pattern.begins : pattern.ends], spelling.text[start:end])
    far = context >= 0.4 or (quote >= 0.95 and length >= _TELLING)
    return Found(start, end, sum(right) / sum(sizes), likeness, firm, fits, far)


def _fits(quote: float, context: float, length: int, now: int, held: bool) -> bool:
    """Whether enough of a passage is there.

    ``quote`` and ``context`` are the shares of their letters that are, ``length`` and ``now`` the words of the
    passage then and now; ``held`` is whether the words next to it on both sides are next to it still.
    """
    if now > 2 * length + _FEW:
        return False
    if length <= _FEW:
        return (quote == 1 and context >= 0.3) or (held and context >= 0.6)
    if held and context >= 0.7:
        return quote >= 0.3  # names in it became pseudonyms
    return quote >= 0.75 or (quote >= (0.5 if length >= _TELLING else 0.6) and context >= 0.4)


class _Lay:
    """The words of a passage laid on those of a window.

    Attributes
    ----------
    at : dict of int to int
        For each word of the passage the one of the window it is now; a deleted word has none.
    same : set of int
        Words of the passage that are the same as before.
    """

    def __init__(self, pattern: str, window: str) -> None:
        from rapidfuzz.distance import Levenshtein

        self._length, self._window = len(pattern), len(window)
        self.at: dict[int, int] = {}
        self.same: set[int] = set()
        for op in Levenshtein.opcodes(pattern, window):
            if op.tag in ("equal", "replace"):
                words = range(op.src_start, op.src_end)
                self.at.update(zip(words, range(op.dest_start, op.dest_end), strict=True))
                if op.tag == "equal":
                    self.same.update(words)

    def joined(self, n: int) -> bool:
        """Whether a word and the next are the same as before, and next to each other still."""
        if n < 0 or n + 1 >= self._length:
            return True
        return n in self.same and n + 1 in self.same and self.at[n] + 1 == self.at[n + 1]

    def tighter(self) -> tuple[int, int] | None:
        """A part of the window that leaves out what only a few words of the passage's ends, far off, are like."""
        words = sorted(self.at)
        low, high = 0, self._window
        for one, other in pairwise(words):
            gap = self.at[other] - self.at[one] - (other - one)
            if gap < _ROOM // 3:
                continue
            before = sum(n in self.same for n in range(one + 1))
            after = sum(n in self.same for n in range(other, self._length))
            if 2 * before < gap and before < after:
                low = max(low, self.at[other] - other - 2)
            elif 2 * after < gap:
                high = min(high, self.at[one] + self._length - one + 2)
        return (low, high) if (low, high) != (0, self._window) and low < high else None


def _edges(pattern: _Pattern, spelling: Spelling, first: tuple[int, int], last: tuple[int, int]) -> tuple[int, int]:
    """Where a passage begins and ends in letters, with the marks around its outer words that it had.

    ``first`` and ``last`` are its outer words, each by its number in the pattern and in the text.
    """
    text = spelling.text
    start, end = spelling.spans[first[1]][0], spelling.spans[last[1]][1]
    was, ended = pattern.spans[first[0]][0], pattern.spans[last[0]][1]
    if first[0] == pattern.first:
        start += _inside(pattern.begins - was, pattern.spans[first[0]], spelling.spans[first[1]])
        lead = pattern.text[pattern.begins : was].translate(_QUOTES)
        while lead and start and text[start - 1].translate(_QUOTES) == lead[-1]:
            start, lead = start - 1, lead[:-1]
    if last[0] == pattern.last - 1:
        end -= _inside(ended - pattern.ends, pattern.spans[last[0]], spelling.spans[last[1]])
        tail = pattern.text[ended : pattern.ends].translate(_QUOTES)
        while tail and end < len(text) and text[end].translate(_QUOTES) == tail[0]:
            end, tail = end + 1, tail[1:]
    return _with_brackets(pattern, text, start, end)


def _with_brackets(pattern: _Pattern, text: str, start: int, end: int) -> tuple[int, int]:
    """A passage whose outer word is a pseudonym now, ``[name 2]``, has the whole of it."""
    before, after = text[max(0, start - _WIDEST) : start], text[end : end + _WIDEST]
    if before.rfind("[") > before.rfind("]") and not _is_inside(pattern.text, pattern.begins):
        start -= len(before) - before.rfind("[")
    closing = after.find("]") + 1
    if closing and "[" not in after[:closing] and not _is_inside(pattern.text, pattern.ends):
        end += closing
    return start, end


def _is_inside(text: str, at: int) -> bool:
    return text.rfind("[", 0, at) > text.rfind("]", 0, at)


def _inside(letters: int, was: tuple[int, int], now: tuple[int, int]) -> int:
    """How many letters of its outer word a passage leaves out: as many as before, where the word is as long."""
    return letters if letters > 0 and was[1] - was[0] == now[1] - now[0] else 0
