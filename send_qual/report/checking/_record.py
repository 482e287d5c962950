"""What a draft is held against: texts, codings that count, answers; counted here once more, in the plainest way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Codebook
from send_qual.coding import Codings, counted
from send_qual.corpus import Corpus, Document

__all__ = ["Record"]

_Span = tuple[int, int, frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Record:
    """The study as it lies on the disk.

    Parameters
    ----------
    documents : mapping of str to tuple of Document
        By what a document is called in the draft, and by its id.
    codings : Codings
        With their codebook.
    answers : mapping of (str, str) to bool
        Document id and issue -> whether the answer is yes.
    borderline : frozenset of (str, str)
    corpus : Corpus
    tranches : frozenset of int
        Sizes of the tranches that the draft compares: what is counted of so many is not counted again here.
    """

    documents: Mapping[str, tuple[Document, ...]]
    codings: Codings
    answers: Mapping[tuple[str, str], bool]
    borderline: frozenset[tuple[str, str]]
    corpus: Corpus
    tranches: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        codings: Codings,
        answers: Iterable[tuple[str, str, bool, bool]] = (),
        tranches: Iterable[int] = (),
    ) -> Record:
        """From a corpus, its codings, (document, issue, yes, borderline) of every answer, and sizes of tranches."""
        called: dict[str, list[Document]] = defaultdict(list)
        for document in corpus:
            told = document.attributes
            for name in {told.get("area", ""), told.get("participant", ""), document.title, document.id} - {""}:
                called[name].append(document)
        rows = list(answers)
        return cls(
            {name: tuple(found) for name, found in called.items()},
            codings,
            {(document, issue): yes for document, issue, yes, _ in rows},
            frozenset((document, issue) for document, issue, _, near in rows if near),
            corpus,
            frozenset(tranches),
        )

    @property
    def n(self) -> int:
        """Number of documents."""
        return len(self.corpus)

    @property
    def codebook(self) -> Codebook:
        """The codebook of the codings."""
        return self.codings.codebook or Codebook("", "", ())

    def label(self, document: Document) -> str:
        """What a document is called in the draft."""
        return (
            document.attributes.get("area") or document.attributes.get("participant") or document.title or document.id
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """What all documents are called, the longest first."""
        return tuple(sorted({self.label(d) for d in self.corpus}, key=lambda name: (-len(name), name)))

    def outcome(self, label: str) -> str:
        """The outcome of the document so called, as printed."""
        return next((d.attributes.get("outcome", "") for d in self.documents.get(label, ())), "")

    # ------------------------------------------------------------------------------------ counting
    def passages(self, code: str) -> dict[str, list[_Span]]:
        """By document, the stretches under a code, overlapping ones as one, with the sides that were heard."""
        book = self.codebook
        facet = book.sided
        spans: dict[str, list[_Span]] = defaultdict(list)
        for row in counted(self.codings).rows:
            if row.code == code or row.code.startswith(f"{code}/"):
                value = row.facets.get(facet.id, "") if facet else ""
                side = facet.sign(value) if facet and value else ""
                person = row.status in {"accepted", "applied"}
                spans[row.document].append((row.start, row.end, frozenset({side} - {""}), person))
        return {document: _joined(found) for document, found in spans.items()}

    def cases(self, code: str, side: str = "") -> set[str]:
        """Documents with a passage under a code on a side; a weakness of a theme also by an answer to its questions."""
        found = {d for d, spans in self.passages(code).items() if any(_is(s[2], side) for s in spans)}
        if side == WEAKNESS and "/" not in code:
            themes = {i.id: next((c.split("/")[0] for c in i.codes), "") for i in self.codebook.issues}
            found |= {d for (d, issue), yes in self.answers.items() if yes and themes.get(issue) == code}
        return found

    def count(self, code: str, sides: frozenset[str]) -> int:
        """Number of passages under a code whose sides are just these."""
        return sum(s[2] == sides for spans in self.passages(code).values() for s in spans)

    def total(self, code: str) -> int:
        """Number of passages under a code."""
        return sum(len(spans) for spans in self.passages(code).values())

    def together(self, one: str, other: str) -> tuple[int, int]:
        """Pairs of overlapping passages of two codes, and in how many documents."""
        first, second = self.passages(one), self.passages(other)
        hits = {
            d: sum(a < f and e < b for a, b, *_ in first[d] for e, f, *_ in second[d])
            for d in first.keys() & second.keys()
        }
        return sum(hits.values()), sum(bool(n) for n in hits.values())

    # --------------------------------------------------------------------------------------- words
    def places(self, document: Document, words: str) -> list[tuple[int, int]]:
        """Where words stand in a document, however its white space falls."""
        parts = [re.escape(part) for part in words.split()]
        return [hit.span() for hit in re.finditer(r"\s+".join(parts), document.text)] if parts else []

    def page(self, document: Document, at: int) -> int | None:
        """The page on which a character stands."""
        return next((s.page_at(at) for s in document.segments if s.start <= at < s.end), None)


def _is(sides: frozenset[str], side: str) -> bool:
    return not side or side in sides


def _joined(found: Sequence[_Span]) -> list[_Span]:
    """Overlapping stretches as one; where a person spoke, only people's sides are heard; "both" is either."""
    groups: list[list[_Span]] = []
    for span in sorted(found, key=lambda s: (s[0], s[1])):
        if groups and span[0] < max(s[1] for s in groups[-1]):
            groups[-1].append(span)
        else:
            groups.append([span])
    joined = []
    for group in groups:
        heard = [s for s in group if s[3]] or group
        sides = frozenset(side for s in heard for side in s[2])
        if BOTH in sides:
            sides = frozenset({STRENGTH, WEAKNESS})
        joined.append((min(s[0] for s in group), max(s[1] for s in group), sides, any(s[3] for s in group)))
    return joined
