"""Terms of a codebook, compiled; and where they speak in a passage."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from send_qual.codebook import Term, compile_pattern
from send_qual.language import sentences, tagged, tokenised

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Hit", "TermMatcher", "plain"]

# One character for one, so that offsets stay: curly quotes, odd hyphens and dashes, spaces.
_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-",
                        "\ufffe": "-", "\u00a0": " ", "\n": " ", "\t": " "})  # fmt: skip
_BETWEEN_HYPHENS = re.compile(r"[^-\u2013]+")
_DENIED_AFTER = re.compile(
    r"(?:\W+\w+){0,3}?\W+(?:(?:is|was|were|are|has|have)(?: not|n't| never)(?: been)?|never (?:was|were|has been))"
    r" (?:really |so much )?(?:the|a|an|any|our|their) (?:\w+ )?(?:problem|issue|reason|question|point|concern)s?\b"
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:rather than|not|never)|n't)(?: just| only)? (?:about|down to|because of|a (?:question|matter) of)"
    r"(?: \w+){0,2} $"
    r"|\bnothing to do with(?: \w+){0,2} $"
)


def plain(text: str) -> str:
    """Small letters and typewriter punctuation, as long as the text, for matching.

    Examples
    --------
    >>> plain("Children’s co‑production")
    "children's co-production"
    """
    small = text.lower()
    return (small if len(small) == len(text) else "".join(c.lower()[:1] for c in text)).translate(_PLAIN)


def _bounded(pattern: str, owner: str) -> re.Pattern[str]:
    """A pattern on word boundaries, for plain text.

    Plain text has small letters only, so the pattern is written small instead of matched in any case,
    which halves the time; names of groups and flags must keep their case.
    """
    if "(?P" in pattern or re.search(r"\(\?[a-zA-Z]", pattern):
        return compile_pattern(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE, owner=owner, written=pattern)
    small = re.sub(r"\\.|[A-Z]", lambda m: m[0] if m[0][0] == "\\" else m[0].lower(), pattern)
    return compile_pattern(rf"(?<!\w)(?:{small})(?!\w)", owner=owner, written=pattern)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that speaks in a passage: whose it is, how strongly, and where (offsets of the passage)."""

    owner: str
    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    """A phrase or lemma term as the forms each of its words may take."""

    owner: str
    term: Term
    forms: tuple[frozenset[str], ...]
    lemma: bool


def _words(doc: Doc) -> tuple[list[tuple[str, str]], list[tuple[int, int]]]:
    """The words of a passage, each small and as lemma, and where they stand.

    Hyphens fall away, and odd ones that spaCy leaves inside a token part it ("co-production" = "co
    production"); other punctuation stays and keeps words apart.
    """
    words: list[tuple[str, str]] = []
    places: list[tuple[int, int]] = []
    for token in doc:
        small, lemma = plain(token.text), plain(token.lemma_)
        parts = list(_BETWEEN_HYPHENS.finditer(small))
        for part in parts if not token.is_space else ():
            words.append((part[0], lemma if len(parts) == 1 else part[0]))
            places.append((token.idx + part.start(), token.idx + part.end()))
    return words, places


class TermMatcher:
    """Find terms in tagged passages.

    A *phrase* is these words, any case, hyphens and spaces alike; a *lemma* these words in any
    inflection; a *pattern* a regular expression on word boundaries, any case. A hit is cancelled where
    one of the term's ``unless`` overlaps it within its sentence, or where the sentence denies it ("it
    was never about leadership", "money was not the problem").

    Parameters
    ----------
    terms : iterable of (str, Term)
        Each with the id of the code or issue it speaks for.
    """

    def __init__(self, terms: Iterable[tuple[str, Term]]) -> None:
        self._patterns: list[tuple[str, Term, re.Pattern[str]]] = []
        self._unless: dict[Term, tuple[re.Pattern[str], ...]] = {}
        self._by_first: dict[str, list[_Words]] = defaultdict(list)
        worded = []
        for owner, term in terms:
            self._unless[term] = tuple(
                compile_pattern(u, re.IGNORECASE, owner=f"the code {owner}") for u in term.unless
            )
            if term.kind == "pattern":
                self._patterns.append((owner, term, _bounded(term.text, f"the code {owner}")))
            else:
                worded.append((owner, term))
        self._index(worded)

    def _index(self, worded: list[tuple[str, Term]]) -> None:
        if not worded:
            return
        texts = [plain(term.text) for _, term in worded]
        for (owner, term), bare, lemmas in zip(worded, tokenised(texts), tagged(texts), strict=True):
            lemma = term.kind == "lemma"
            words = [
                (t.lower_, t.lemma_.lower()) for t in (lemmas if lemma else bare) if not t.is_punct and not t.is_space
            ]
            if not words:
                continue
            forms = tuple(frozenset(w for w in pair if w) if lemma else frozenset((pair[0],)) for pair in words)
            entry = _Words(owner, term, forms, lemma)
            for form in forms[0]:
                self._by_first[form].append(entry)

    @property
    def worded(self) -> bool:
        """Whether any term is a phrase or a lemma, so that passages must be tagged."""
        return bool(self._by_first)

    def hits(self, passage: Doc | str) -> tuple[Hit, ...]:
        """The hits in one passage, in order; a passage that is not tagged is searched for patterns only."""
        return tuple(hit for hit, cancelled in self._found(passage) if not cancelled)

    def both(self, passage: Doc | str) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        """:meth:`hits`, and those that are cancelled: the words stand there in another sense, or denied."""
        found = self._found(passage)
        return tuple(hit for hit, no in found if not no), tuple(hit for hit, no in found if no)

    def _found(self, passage: Doc | str) -> list[tuple[Hit, bool]]:
        whole = passage if isinstance(passage, str) else passage.text
        text = plain(whole)
        found = [
            Hit(o, t, m.start(), m.end()) for o, t, p in self._patterns for m in p.finditer(text) if m.end() > m.start()
        ]
        if not isinstance(passage, str):
            found.extend(self._worded(passage))
        if not found:
            return []
        cuts = sentences(whole)
        found.sort(key=lambda hit: (hit.start, hit.end, hit.owner))
        return [(hit, self._cancelled(hit, text, cuts)) for hit in found]

    def _worded(self, doc: Doc) -> Iterable[Hit]:
        words, places = _words(doc)
        for at, (lower, lemma) in enumerate(words):
            entries = {id(e): e for form in (lower, lemma) for e in self._by_first.get(form, ())}
            for entry in entries.values():
                window = words[at : at + len(entry.forms)]
                if len(window) == len(entry.forms) and all(
                    low in forms or (entry.lemma and lem in forms)
                    for (low, lem), forms in zip(window, entry.forms, strict=True)
                ):
                    yield Hit(entry.owner, entry.term, places[at][0], places[at + len(entry.forms) - 1][1])

    def _cancelled(self, hit: Hit, text: str, cuts: list[tuple[int, int]]) -> bool:
        start, end = next(((s, e) for s, e in cuts if s <= hit.start < e), (0, len(text)))
        sentence = text[start : max(end, hit.end)]
        here, there = hit.start - start, hit.end - start
        for unless in self._unless[hit.term]:
            if any(m.start() < there and m.end() > here for m in unless.finditer(sentence)):
                return True
        return bool(_DENIED_AFTER.match(sentence, there) or _DENIED_BEFORE.search(sentence[max(0, here - 60) : here]))
