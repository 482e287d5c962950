"""A readable name for a group of passages: the phrase of their own that tells them from the others."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from send_qual.language import sentences, tagged
from send_qual.themes._passages import Passage
from send_qual.themes._words import Lexis, numbers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Group", "name_groups"]

Phrase = tuple[float, tuple[str, ...], str]
"""How telling it is, its words, and how it is written."""

Group = tuple[Sequence[int], Sequence[str]]
"""Passages of a topic (indices, the most typical first) and its terms."""

_READ = 30  # typical passages of a topic that are tagged: tagging all would take longer than all the rest
_SENTENCES = 2  # of each, those with most of the topic's terms
_LONGEST = 5  # words of a phrase
_PRIOR = 0.5
_WITH_COMMON = 0.8  # a word that tells with one that stands everywhere: "alternative provision"
_EVERYWHERE = 0.2  # of all passages: a word that stands in so many tells nothing
_LENGTHS = (0.3, 1.0, 1.5, 1.6)  # what a phrase of one, two, ... words is worth: one word says little
_SECOND = 0.6  # of the best phrase's weight, for another to stand beside it
_WITH_FIRST = 0.25  # the same for one that has a first term of the group, where the best has none
_JOINS = frozenset({"of", "for", "in", "to", "with", "from", "into", "on"})
_EMPTY = frozenset(
    "number range variety lack example way impact part area aspect child children person people year time place "  # noqa: SIM905
    "result case level amount addition order term period basis group partnership".split()
)
_PERSONS = frozenset("pupil student family parent carer inspector leader professional practitioner participant".split())  # noqa: SIM905
_COMMON = frozenset({"NN", "NNS"})
_PROPER = frozenset({"NNP", "NNPS"})
_NOUNS = _COMMON | _PROPER
_BESIDE = frozenset({"JJ", "JJR", "JJS", "VBG", "VBN"})  # adjectives, and verbs that stand as such
_SPACE = re.compile(r"\s+")


def name_groups(groups: Sequence[Group], passages: Sequence[Passage], words: Lexis) -> list[str]:
    """A name for each group.

    Phrases are noun phrases of the group's typical passages ("waits for autism assessments"). The one is
    taken that most of the group's passages and few of the others have, and that is made of its terms; a
    second one that is nearly as telling and says something else is added, or one with the group's first
    terms where the best has none of them. Where there is no phrase of two words, the name is made of terms.

    Returns
    -------
    list of str
        All different.
    """
    flat = [[term for term in own if " " not in term] for own in words.terms]
    times = Counter(word for own in flat for word in set(own))
    everywhere = {word for word, count in times.items() if count > _EVERYWHERE * len(flat)}
    phrases = [
        _phrases([_telling(passages[n].text, terms, words) for n in rows[:_READ]], words) for rows, terms in groups
    ]
    holders = _holders(flat, {key for found in phrases for key in found})
    names: list[str] = []
    for (rows, terms), found in zip(groups, phrases, strict=True):
        members, ranked = set(rows), []
        for key, forms in found.items():
            inside = len(holders[key] & members)
            outside = len(holders[key]) - inside
            content = sum(word not in everywhere for word in key)
            if inside < 2 or not content:
                continue
            share, other = (inside + _PRIOR) / (len(rows) + 1), (outside + _PRIOR) / (len(flat) - len(rows) + 1)
            telling = math.log(share / other)
            own = sum(1 / (1 + terms.index(word)) ** 0.5 for word in key if word in terms) / len(key)
            length = _WITH_COMMON if content == 1 < len(key) else _LENGTHS[min(content, len(_LENGTHS)) - 1]
            if telling > 0:
                ranked.append((telling * math.sqrt(inside) * (0.15 + own) * length, key, forms.most_common(1)[0][0]))
        names.append(_named(sorted(ranked, key=lambda row: (-row[0], row[1])), terms, names))
    return names


def _holders(flat: Sequence[Sequence[str]], keys: set[tuple[str, ...]]) -> dict[tuple[str, ...], set[int]]:
    """The passages that have the words of each phrase next to each other."""
    found: dict[tuple[str, ...], set[int]] = {key: set() for key in keys}
    for n, own in enumerate(flat):
        for at in range(len(own)):
            for end in range(at + 1, min(at + _LONGEST, len(own)) + 1):
                key = tuple(own[at:end])
                if key in found:
                    found[key].add(n)
    return found


def _named(ranked: list[Phrase], terms: Sequence[str], taken: Sequence[str]) -> str:
    longer = [one for one in ranked if len(one[1]) > 1 and one[2] not in taken]
    if longer and longer[0][0] >= ranked[0][0] / 2:
        weight, key, phrase = longer[0]
        others = [one for one in longer[1:12] if not set(one[1]) & set(key)]
        first = [word for term in terms[:2] for word in term.split()]
        told = [p for word in first for w, k, p in others if word in k and w >= _WITH_FIRST * weight]
        if told and not set(first) & set(key):
            both = f"{told[0]}; {phrase}"
        else:
            both = next((f"{phrase}; {p}" for w, _, p in others if w >= _SECOND * weight), phrase)
        return both if both not in taken else phrase
    name = ", ".join(_apart(terms)[:3]) or "passages without a word in common"
    return name if name not in taken else f"{name} ({len(taken) + 1})"


def _apart(terms: Sequence[str]) -> list[str]:
    """The terms that share no word with one before them."""
    found: list[str] = []
    for term in terms:
        if not any(set(term.split()) & set(other.split()) for other in found):
            found.append(term)
    return found


def _telling(text: str, terms: Sequence[str], words: Lexis) -> str:
    """The sentences of a passage that have most of the terms."""
    spans = sentences(text)
    best = sorted(spans, key=lambda span: -len(set(words.of(text[span[0] : span[1]])) & set(terms)))[:_SENTENCES]
    return " ".join(text[start:end] for start, end in sorted(best))


def _key(text: str, words: Lexis) -> list[str]:
    """The words of a text by which phrases are recognised, whatever stands between them."""
    return [term for term in words.of(text) if " " not in term]


def _phrases(texts: Sequence[str], words: Lexis) -> dict[tuple[str, ...], Counter[str]]:
    """Noun phrases by their words, each with how it is written."""
    found: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for doc in tagged([_SPACE.sub(" ", text) for text in texts], lemmas=False):
        for start, head, end in _chunks(doc):
            key = tuple(_key(doc[start:end].text, words))
            nouns = [token for token in doc[start:end] if token.tag_ in _NOUNS]
            if not 0 < len(set(key)) == len(key) <= _LONGEST or _empty(nouns[-1]) or _empty(doc[head]):
                continue
            if _one_of(doc[head], _PERSONS):
                continue
            if len(key) == 1 and len(nouns) > 1:
                continue
            found[key][_written(doc[start:end])] += 1
    return found


def _empty(noun: Token) -> bool:
    """Whether a noun says nothing by itself; "waiting times" do."""
    before = noun.doc[noun.i - 1].tag_ if noun.i else ""
    return _one_of(noun, _EMPTY) and before != "VBG"


def _one_of(noun: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of these, in either number."""
    small = noun.lower_
    return small in words or any(other in words for other in numbers(small))


def _chunks(doc: Doc) -> Iterator[tuple[int, int, int]]:
    """Noun phrases, each also joined to the next by a preposition: start, main noun, end."""
    plain = list(_plain(doc))
    for n, (start, end) in enumerate(plain):
        yield start, end - 1, end
        if n + 1 < len(plain) and plain[n + 1][0] == end + 1 and doc[end].lower_ in _JOINS:
            yield start, end - 1, plain[n + 1][1]


def _plain(doc: Doc) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(doc):
        end = at
        while end < len(doc) and (_inside(doc[end]) or _pairs(doc, at, end)):
            end += 1
        last = end
        while last > at and doc[last - 1].tag_ not in _NOUNS:
            last -= 1
        first = at
        while first < last and doc[first].text == "-":
            first += 1
        if last > first:
            yield first, last
        at = max(end, at + 1)


def _pairs(doc: Doc, at: int, n: int) -> bool:
    """Whether an "and" stands inside one name: "speech and language therapy"."""
    if doc[n].lower_ != "and" or n == at or n + 2 >= len(doc):
        return False
    return doc[n - 1].tag_ in _COMMON and _inside(doc[n + 1]) and _inside(doc[n + 2])


def _inside(token: Token) -> bool:
    if token.tag_ in _COMMON | _BESIDE:
        return token.text[0].isalnum()
    if token.tag_ in _PROPER:  # abbreviations are tagged as names; places are not wanted
        return token.text.rstrip("s").isupper() or token.text.islower()
    return token.text == "-"


def _written(span: object) -> str:
    """As it stands, in small letters but for abbreviations."""
    text = str(span)
    return " ".join(w if w.rstrip("s").isupper() and len(w) > 1 else w.lower() for w in text.split())
