"""Organisations and streets told by the word they end in: councils, trusts, schools, hospitals, forums, newspapers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from send_qual.pseudonyms._name_lists import TITLES, Lists, Word, entries_of

__all__ = ["GENERIC", "Organisation", "find_organisations"]

_HEADS: dict[str, str] = {}
"""The last word of a name, in lower case -> what is named."""
_weak = set()
for _line in entries_of("heads.txt"):
    _kind, _, _ends = _line.partition(": ")
    for _end in _ends.split():
        _HEADS[_end.rstrip("?")] = _kind
        if _end.endswith("?"):
            _weak.add(_end[:-1])
_WEAK = frozenset(_weak)
"""Heads that also end expressions that name nothing: with them a name must not be an ordinary word."""
GENERIC = frozenset(" ".join(entries_of("generic.txt")).split())
"""Words that alone make no name: "the Parent Carer Forum" is anybody's."""

_JOINS = frozenset({"and", "of", "the", "upon", "on", "in", "le", "under", "by", "for", "with"})
_CUT = frozenset(
    [
        "head",
        "director",
        "leader",
        "chair",
        "chief",
        "manager",
        "member",
        "officer",
        "governor",
        "principal",
        "executive",
        "lead",
        "deputy",
        "assistant",
    ]
)
_PATRONS = frozenset(
    {
        "st",
        "saint",
        "king",
        "queen",
        "bishop",
        "archbishop",
        "holy",
        "sacred",
        "our",
        "all",
        "lord",
        "sir",
        "lady",
        "blessed",
    }
)
_PAPERS = frozenset(
    {"gazette", "herald", "echo", "mercury", "chronicle", "argus", "advertiser", "courier", "citizen", "examiner"}
)
_TOP_NEVER = frozenset(
    {"high", "main", "downing", "fleet", "sesame", "coronation", "harley", "wall", "sure", "one", "two", "way"}
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A named organisation or street: its words ``[first, last]`` in the list of words.

    ``name`` holds the lower-case words that tell it from others; ``area`` says that these name the area itself, as a
    council's or a newspaper's do.
    """

    first: int
    last: int
    kind: str
    name: tuple[str, ...]

    @property
    def area(self) -> bool:
        """Whether the name is of an area: "Wexcombe Council" gives away Wexcombe."""
        return self.kind in {"council", "icb", "forum", "newspaper", "trust", "organisation", "board"}


def find_organisations(words: Sequence[Word], lists: Lists, taken: Sequence[bool]) -> list[Organisation]:
    """The organisations and streets of a text whose last word tells what they are.

    Parameters
    ----------
    words : sequence of Word
    lists : Lists
    taken : sequence of bool
        Words of phrases that identify nobody.
    """
    found: list[Organisation] = []
    at = 0
    while at < len(words):
        if not words[at].capital or (words[at].acronym and not _HEADS.get(words[at].low)):
            at += 1
            continue
        end = _stretch(words, at)
        one = _within(words, at, end, lists, taken) or _alone(words, at, lists)
        if one is not None:
            found.append(one)
            at = one.last + 1
        else:
            at += 1
    return found


def _stretch(words: Sequence[Word], at: int) -> int:
    """The last word of the run of capitals, with joining words inside it, that begins here."""
    end = at
    k = at + 1
    while k < len(words) and k - at < 10:
        word = words[k]
        if word.gap.strip() not in {"", "&", "-", "'", "’"} or "\n" in word.gap or (word.opens and word.gap.strip()):
            break
        if words[k - 1].ending and words[k - 1].ending.lower() not in {"'s", "’s", "‘s", "'", "’", "‘"}:
            break
        if word.capital or word.low in _HEADS:
            end = k
            if not word.capital:
                break
        elif word.low not in _JOINS | GENERIC:
            break
        k += 1
    return end


def _within(words: Sequence[Word], at: int, end: int, lists: Lists, taken: Sequence[bool]) -> Organisation | None:
    head = _head(words, at, end)
    if head is None:
        return None
    capital = words[head].capital
    if not capital and all(lists.is_known(w.low) or w.opens for w in words[at:head]):
        return None
    first = _left(words, at, head, lists)
    telling = [w for w in words[first:head] if w.capital and _tells(w, lists)]
    opener = words[at].opens and words[at].low not in lists.function and _opening_verb(words[at], lists)
    if not telling and opener and capital and words[head].low not in _WEAK:
        alone = all(w.low in GENERIC for w in words[at + 1 : head])
        if alone:
            first, telling = at, [words[at]]  # "Orchard School took him"
    kind = _HEADS[words[head].low]
    if not telling or not _named(words, first, head, telling, lists):
        return None
    if all(taken[first:head]) and (taken[head] or not any(_namely(w, lists) for w in telling)):
        return None
    return Organisation(first, head if capital else head - 1, kind, tuple(w.low for w in telling))


def _head(words: Sequence[Word], at: int, end: int) -> int | None:
    """The word that says what is named: the last of the heads that no joining word parts from the first."""
    heads = [k for k in range(at + 1, end + 1) if words[k].low in _HEADS and (words[k].capital or k == end)]
    if not heads:
        return None
    head = heads[0]
    for later in heads[1:]:
        together = later == head + 1 and not words[later].gap.strip()
        # "Dunmere Community Health NHS Foundation Trust", "Hollow Church of England Primary"
        if together or all(w.capital or w.low == "of" for w in words[head + 1 : later + 1]):
            head = later
    return head


def _named(words: Sequence[Word], first: int, head: int, telling: Sequence[Word], lists: Lists) -> bool:
    """Whether the telling words make a name, and not an expression of the trade ("Improvement Board")."""
    kind, word = _HEADS[words[head].low], words[head]
    if len(telling) == 1 and (telling[0].low in TITLES or (kind == "street" and telling[0].low in _TOP_NEVER)):
        return False
    weak = word.low in _WEAK or not word.capital
    if weak and all(lists.is_ordinary(w.low) and not _namely(w, lists) for w in telling):
        return word.capital and not words[first].opens and kind in {"street", "building", "place", "centre"}
    return True


def _alone(words: Sequence[Word], at: int, lists: Lists) -> Organisation | None:
    """A school by its patron ("St Osyth's", "Bishop Rowan's"), or a local paper ("it was in the Echo")."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if (
        word.low in _PATRONS
        and following is not None
        and following.capital
        and following.gap in {" ", ". "}
        and not word.ending
    ):
        saintly = word.low in {"st", "saint"} or following.ending or word.low in {"holy", "sacred", "blessed"}
        if saintly and not lists.is_known(following.low) and following.low not in lists.function:
            return Organisation(at, at + 1, "school", (following.low,))
    if word.low in _PAPERS and not word.opens and at and words[at - 1].low == "the":
        return Organisation(at, at, "newspaper", ())
    return None


def _namely(word: Word, lists: Lists) -> bool:
    low = word.low
    return low in lists.given or low in lists.given_ordinary or lists.is_place(low) or low in {"st", "saint"}


def _tells(word: Word, lists: Lists) -> bool:
    low = word.low
    return low not in GENERIC and not lists.is_known(low) and low not in lists.function and low not in _CUT


def _left(words: Sequence[Word], at: int, head: int, lists: Lists) -> int:
    """Where the name begins: after an opening word, a post, a national body or a person joined by "and"."""
    first = at
    for k in range(at, head):
        if _breaks(words, at, first, k, head, lists):
            first = k + 1
    while first < head and not words[first].capital:
        first += 1
    if first > at and words[first - 1].low == "the" and words[first - 1].capital and not words[first - 1].opens:
        first -= 1
    return first


def _breaks(words: Sequence[Word], at: int, first: int, k: int, head: int, lists: Lists) -> bool:
    """Whether the name cannot reach over word ``k`` to the left."""
    low, following = words[k].low, words[k + 1]
    if k == at and words[k].opens and (low in lists.function or _opening_verb(words[k], lists)):
        return low in lists.function or following.low != "and"
    if low in _CUT:
        return True
    if k == first:
        return low in _JOINS or (lists.is_known(low) and low not in GENERIC | _PATRONS)
    if low == "and":
        return not _joined(words[first:k], words[k + 1 : head], lists)
    if low in {"on", "under"}:
        return not following.capital
    return low in {"in", "for", "with", "by", "the"} and words[k - 1].low not in _JOINS


def _opening_verb(word: Word, lists: Lists) -> bool:
    """An ordinary word that has its capital only from opening the sentence: "Ask Wexcombe Council"."""
    return lists.is_ordinary(word.low) and not _namely(word, lists) and word.low not in GENERIC


def _joined(left: Sequence[Word], right: Sequence[Word], lists: Lists) -> bool:
    """Whether "and" joins two names of one body ("Calder and Wharfe Council") rather than two bodies."""
    telling = [w for w in left if w.capital and _tells(w, lists)]
    if not telling or not any(w.capital and _tells(w, lists) for w in right):
        return False
    return not any(w.low in lists.given and not lists.is_place(w.low) for w in telling)
