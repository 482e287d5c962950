"""Every mention of a name that is known, wherever it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from send_qual.pseudonyms._name_lists import TITLES, Lists, Word
from send_qual.pseudonyms._name_runs import MODALS
from send_qual.pseudonyms._person_names import Name, Passage

__all__ = ["Mention", "sweep"]

_NAMELY_AFTER = re.compile(
    r"^(?:['’]s\b|[,!]|\s+(?:said|says|was|is|had|has|did|came|comes|went|goes|rang|told|tells|asked"
    r"|asks|wrote|left|knew|knows|wanted|would"
    r"|could|started|ran|runs|worked|works|got|thinks|thought|who|from|and\s+(?:me|I|[A-Z])))"
)
_PERSON_ACTS = (
    r"\s+(?!need|feed|bleed|speed|succeed|proceed|exceed|indeed)(?:\w{2,}ed|fought|made|took|got|gave"
    r"|sent|found|kept|held|brought|saw|said|says|came|comes|went|goes|rang|rings|told|tells|asked"
    r"|asks|wrote|left|knew|knows|wanted|ran|thinks|thought|who)\b"
)
_FOLLOWS = {
    "verb": re.compile(rf"^(?:['’]s\b|[,!]|{_PERSON_ACTS}|\s+(?:is|was|has|had|did|were|from|and\s+(?:me|I|[A-Z])))"),
    "month": re.compile(rf"^(?:['’]s\b|\s+and\s+[a-z]|{_PERSON_ACTS}|\s+(?:is|has|had)\b)"),
    "virtue": re.compile(
        rf"^(?:[,!]|{_PERSON_ACTS}|\s+(?:and I|would|won|will|can|could|does|doesn|didn|has|hasn|had|isn|wasn|was)\b)"
    ),
    "other": _NAMELY_AFTER,
}
"""What follows a name that is an ordinary word too, at the head of a sentence, where its capital tells nothing."""
_MODAL = re.compile(
    r"^\s+(?:i|you|he|she|it|we|they|the|a|an|this|that|these|those|there|my|our|your|his|her|their"
    r"|be|not|have|all|any|some|every|people|half"
    r"|bank|day|[a-z]+s|[a-z]+ (?:be|have|do|get|come|go|ever|still))\b",
    re.IGNORECASE,
)
_VIRTUES = frozenset(
    [
        "grace",
        "hope",
        "faith",
        "joy",
        "charity",
        "patience",
        "prudence",
        "glory",
        "honour",
        "love",
        "destiny",
        "serenity",
        "liberty",
    ]
)


def _sort(token: str) -> str:
    if token in {"may", "april", "june", "august"}:
        return "month"
    return "verb" if token in MODALS else "virtue" if token in _VIRTUES else "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: half-open, code points of the document's text."""

    start: int
    end: int
    name: Name


_MONTH_AFTER = re.compile(r"\s+(?:\d|half|bank|day\b|the\b|twenty|two)")
_MONTH_BEFORE = re.compile(
    r"\b(?:in|by|since|until|till|last|next|this|early|late|mid|of|from|to|before|after|around|between|or|and)\s+$",
    re.IGNORECASE,
)
_BEFORE = frozenset({"Radio", "HMP", "RAF", "Camp", "Castle", "Port", "Lake", "Mount", "Abbey", "Fort"})
"""What a place's name follows as a part of it."""


class Finder:
    """Looks names up by their first word."""

    def __init__(self, names: Mapping[tuple[str, ...], Name], lists: Lists) -> None:
        self._lists = lists
        self._initials = {key[0][1:]: name for key, name in names.items() if key[0].startswith("=")}
        self._by_first: dict[str, list[tuple[tuple[str, ...], Name]]] = defaultdict(list)
        for key, name in names.items():
            self._by_first[key[0]].append((key, name))
        for forms in self._by_first.values():
            forms.sort(key=lambda form: -len(form[0]))

    def find(self, passage: Passage) -> Iterator[tuple[int, int, Name]]:
        """First and last word of each mention, in order, not overlapping."""
        words = passage.words
        starts = {o.first: o for o in passage.organisations}
        titled = {r.first: r for r in passage.runs if "title" in r.cues}
        at = 0
        while at < len(words):
            found = self._at(passage, at, starts, titled)
            if found is None:
                at += 1
                continue
            yield found
            at = found[1] + 1

    def _at(
        self, passage: Passage, at: int, starts: Mapping[int, object], titled: Mapping[int, object]
    ) -> tuple[int, int, Name] | None:
        words = passage.words
        word = words[at]
        if at in starts:
            organisation = next(o for o in passage.organisations if o.first == at)
            full = tuple(w.low for w in words[at : organisation.last + 1])
            if name := self._exact(full):
                return at, organisation.last, name
        if at in titled and word.low in TITLES:
            run = next(r for r in passage.runs if r.first == at and "title" in r.cues)
            tokens = tuple(w.low for w in words[at + 1 : run.last + 1])
            for size in range(len(tokens), 0, -1):
                if name := self._exact(tokens[:size]) or self._exact(tokens[size - 1 : size]):
                    return at, run.last, name
        if (
            word.acronym
            and (name := self._initials.get(word.low.removesuffix("s")))
            and not self._lists.is_known(word.low)
        ):
            return at, at, name
        for key, name in self._by_first.get(word.low, ()):
            last = at + len(key) - 1
            if self._matches(words, at, key) and self._fits(passage, at, key, name):
                return at, last, name
        return None

    def _exact(self, key: tuple[str, ...]) -> Name | None:
        return next((name for form, name in self._by_first.get(key[0], ()) if form == key), None) if key else None

    @staticmethod
    def _matches(words: Sequence[Word], at: int, key: tuple[str, ...]) -> bool:
        if at + len(key) > len(words):
            return False
        for k, part in enumerate(key):
            word = words[at + k]
            if word.low != part or (k and word.gap.strip() not in {"", "-", "&"}):
                return False
        return True

    def _fits(self, passage: Passage, at: int, key: tuple[str, ...], name: Name) -> bool:
        lists, word, first = self._lists, passage.words[at], key[0]
        known = (p for p in lists.known.get(first, ()) if len(p) > max(1, len(key)))
        if passage.taken[at] and any(self._matches(passage.words, at, p) for p in known):
            return False
        if len(key) > 1:
            return word.capital or not any(lists.is_ordinary(t) for t in key)
        if passage.taken[at] and lists.is_known(first):
            return any(r.first <= at <= r.last for r in passage.runs)
        ordinary = lists.is_ordinary(first)
        if not word.capital:
            return not ordinary and len(first) > 3 and first not in lists.given_ordinary
        if not ordinary or (first in lists.given and first not in lists.given_ordinary):
            return True
        return not word.acronym and _is_meant(passage, word, first, name)


def _is_meant(passage: Passage, word: Word, first: str, name: Name) -> bool:
    """Whether a name that is an ordinary word too is meant here."""
    after = passage.text[word.end : word.end + 24]
    if word.opens:
        if passage.document in name.speaks_in and not _MODAL.match(after):
            return True  # of who is in the room, a name is likelier than in general
        return name.kind != "person" or bool(_FOLLOWS[_sort(first)].match(after))
    if first == "may":
        before = passage.text[max(0, word.start - 12) : word.start]
        return not _MONTH_AFTER.match(after) and not _MONTH_BEFORE.search(before)
    return True


def _belongs(word: Word, following: Word) -> bool:
    """Whether a word is the first part of the name: the letter of "K. Osgood", the kind of "Radio Wexcombe"."""
    if following.gap == ". ":
        return len(word.text) == 1 and word.capital
    return following.gap == " " and word.text in _BEFORE


def sweep(passages: Sequence[Passage], names: Mapping[tuple[str, ...], Name], lists: Lists) -> dict[str, list[Mention]]:
    """The mentions of all names, by document, in order."""
    finder = Finder(names, lists)
    found: dict[str, list[Mention]] = defaultdict(list)
    for passage in passages:
        for first, last, name in finder.find(passage):
            start, end = passage.words[first].start, passage.words[last].end
            if first and _belongs(passage.words[first - 1], passage.words[first]):
                start = passage.words[first - 1].start
            found[passage.document].append(Mention(passage.offset + start, passage.offset + end, name))
    return found
