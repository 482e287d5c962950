"""The sentences of coded passages in clauses, and those of them that bear out one side of a theme."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from send_qual.codebook import Code, Codebook
from send_qual.corpus import says
from send_qual.findings._aspects import Aspect
from send_qual.findings._evidence import Evidence, Reference
from send_qual.findings.patterns._clauses import Clause, clauses_of
from send_qual.findings.patterns._likeness import COMMON
from send_qual.findings.sentences._extracts import speaks, split, theme_pattern
from send_qual.findings.sentences._grounds import doubt, is_plain

__all__ = ["Reading", "Said", "Words", "words_of"]

_OWN = 0.1  # share of cases in which a name must stand to be no case's own
_OWN_FEWEST = 3
_SURE = 0.75

Words = Mapping[str, "re.Pattern[str] | None"]
"""By id of a code, what its words are found by."""


def words_of(codebook: Codebook) -> Words:
    """What the words of each code, sub-codes included, are found by."""
    return {code.id: theme_pattern(codebook, code) for code in codebook}


@dataclass(frozen=True, slots=True)
class Said:
    """A clause of a sentence of a passage.

    Parameters
    ----------
    clause : Clause
    at : Reference
        Of the sentence.
    sentence : str
        One space between words.
    item : Evidence
        Its passage.
    n : int
        Number of the sentence in the passage.
    on : bool
        Whether the clause names the theme.
    """

    clause: Clause
    at: Reference
    sentence: str
    item: Evidence
    n: int
    on: bool

    @property
    def case(self) -> str:
        """The area or participant."""
        return self.at.label

    @property
    def key(self) -> tuple[str, int]:
        """Where the sentence begins."""
        return self.at.document, self.at.start

    @property
    def following(self) -> str:
        """The sentence after it in the passage."""
        sentences = split(self.item.reference.quote)
        return sentences[self.n + 1][2] if self.n + 1 < len(sentences) else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All sentences in clauses, and how common their words and names are.

    Parameters
    ----------
    clauses : mapping of str to tuple of Clause
        By sentence.
    rarity : mapping of str to float
        By lemma: the logarithm of how few sentences have it.
    names : mapping of str to int
        By proper name in small letters: in how many cases it stands.
    cases : int
    spoken : bool
        Whether it is talk: there a passage's side stands for that of its sentences, whose words seldom tell it.
    """

    clauses: Mapping[str, tuple[Clause, ...]]
    rarity: Mapping[str, float]
    names: Mapping[str, int]
    cases: int
    spoken: bool = False

    @classmethod
    def of(cls, evidence: Iterable[Evidence], *, spoken: bool = False) -> Reading:
        """Read each sentence of all passages once."""
        where: dict[str, set[str]] = defaultdict(set)
        for item in evidence:
            for _, _, sentence in split(item.reference.quote):
                where[sentence].add(item.reference.label)
        clauses = dict(zip(where, clauses_of(where), strict=True))
        counted = Counter(lemma for made in clauses.values() for lemma in {w for c in made for w in c.lemmas})
        rarity = {lemma: max(COMMON, log(len(clauses) / (1 + n))) for lemma, n in counted.items()}
        names: dict[str, set[str]] = defaultdict(set)
        for sentence, labels in where.items():
            for name in {name.lower() for clause in clauses[sentence] for name in clause.named}:
                names[name] |= labels
        labels = {label for there in where.values() for label in there}
        return cls(clauses, rarity, {name: len(there) for name, there in names.items()}, len(labels), spoken)

    def is_own(self, clause: Clause) -> bool:
        """Whether a clause holds a name that is one case's own."""
        return any(self.names[name.lower()] < max(_OWN_FEWEST, _OWN * self.cases) for name in clause.named)

    def said(self, under: Sequence[Evidence], theme: Code, words: Words, aspect: Aspect) -> list[Said]:
        """The clauses of passages under a theme that bear out an aspect by themselves, today."""
        found = self._clauses(under, theme, words, aspect, asked=False)
        return [one for one in found if self._bears(one.clause, aspect.side) and not doubt(one.sentence, "")]

    def asked(self, under: Sequence[Evidence], theme: Code, words: Words, aspect: Aspect) -> list[Said]:
        """The clauses of what leaders are asked to do."""
        return list(self._clauses(under, theme, words, aspect, asked=True))

    def _clauses(
        self, under: Sequence[Evidence], theme: Code, words: Words, aspect: Aspect, *, asked: bool
    ) -> Iterable[Said]:
        seen: set[tuple[str, int]] = set()
        for item in under:
            if not aspect.fits(item):
                continue
            for n, (start, end, sentence) in enumerate(split(item.reference.quote)):
                at = item.reference.within(start, end)
                if (at.document, at.start) in seen or (says(at.section) == "action") != asked:
                    continue
                seen.add((at.document, at.start))
                for clause in self.clauses[sentence]:
                    pattern = words[theme.id]
                    on = pattern is None or speaks(pattern, clause.text) or (self.spoken and _surely(item))
                    yield Said(clause, at, " ".join(sentence.split()), item, n, on)

    def _bears(self, clause: Clause, side: str) -> bool:
        if self.spoken:
            return True
        if clause.future or clause.past or clause.hearsay:
            return False
        return not doubt(clause.text, side) and is_plain(clause.text, side)


def _surely(item: Evidence) -> bool:
    """Whether a passage of talk, which seldom names its theme, is of it beyond much doubt."""
    return item.reviewed or item.confidence is None or item.confidence >= _SURE
