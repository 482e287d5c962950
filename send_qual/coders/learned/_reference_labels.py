"""What people coded, as shares per passage and code; and what speaks against learning from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from send_qual.codebook import Codebook
from send_qual.coders._units import PASSAGE, cut_units, unit_of
from send_qual.coders.coder import Evidence
from send_qual.coders.learned._exposure import exposure, overlaps
from send_qual.coders.learned._mil_logistic import Floats
from send_qual.coding import CONSENSUS, Coding, Codings, settled
from send_qual.corpus import Corpus, Document, Segment
from send_qual.errors import Fault, SendQualError

__all__ = ["FacetRow", "Truth", "truth_of"]

_PEOPLE = frozenset({"applied", "accepted"})
_WORD = 1000  # the consensus outvotes everybody


@dataclass(frozen=True, slots=True)
class FacetRow:
    """The value of a facet that people gave to a code in a passage; ``code`` is a column of the truth."""

    facet: str
    passage: int
    code: int
    value: str


@dataclass(frozen=True)
class Truth:
    """People's codings, by passage.

    Parameters
    ----------
    evidences : tuple of Evidence
        One per document that somebody read, with the passages read.
    codes : tuple of str
        Ids of the codebook's codes, in its order.
    share : ndarray, shape (m, k)
        Share of a passage's coders who gave it a code; a theme counts where one of its sub-codes does.
    weight : ndarray, shape (m, k)
        How much that says: where people code passages, a coding that spans n of them says 1/n² about each; where
        they code whole turns, 1/n.
    facets : tuple of FacetRow
    coders : tuple of str
    codings : int
        How many codings were used.
    unit : str
        What people coded at a time, ``"passage"`` or ``"turn"``: these are the passages here.
    notices : tuple of str
        Contradictions, codes the codebook does not know, codings outside every passage: in words.
    """

    evidences: tuple[Evidence, ...]
    codes: tuple[str, ...]
    share: Floats
    weight: Floats
    facets: tuple[FacetRow, ...]
    coders: tuple[str, ...]
    codings: int
    unit: str
    notices: tuple[str, ...]

    @property
    def document(self) -> Any:
        """Number of each passage's document."""
        return np.repeat(np.arange(len(self.evidences)), [len(e.passages) for e in self.evidences])


def truth_of(codings: Codings) -> Truth:
    """What people coded.

    Only passages that a person has read teach, by the rule of :data:`send_qual.coders.learned.RULE`: a verdict on a
    suggestion teaches about its own passage, a document marked as finished about all of it, also where nobody coded
    anything there. What the coder ``consensus`` settled stands in for the others' votes: in a passage that it coded
    hold its codes and those that all the others gave, and what it rejected nobody gave. It is no reader of its own
    beside others.

    Raises
    ------
    SendQualError
        Where there is no corpus, no codebook, no document or no coding of a person to learn from.
    """
    corpus, codebook = _ground(codings)
    known = {d.id for d in corpus}

    def count(coding: Coding) -> bool:
        return coding.status in _PEOPLE and coding.code in codebook and coding.document in known

    people = list(settled(codings).where(count))
    if not people:
        raise SendQualError(Fault(corpus.name, "no person has coded here with the codebook's codes", "Code some first"))
    shown = exposure(codings)
    unit = unit_of(people, corpus)
    cut = [(d, cut_units(d, unit)) for d in corpus if d.id in shown.documents]
    who = [(d, passages, shown.readers(d, passages)) for d, passages in cut]
    read = [(d, tuple(zip(passages, by, strict=True))) for d, passages, by in who if any(by)]
    evidences = tuple(Evidence(d, tuple(p for p, by in pairs if by)) for d, pairs in read)
    readers = [len(by) for _, pairs in read for _, by in pairs if by]
    codes = tuple(code.id for code in codebook)
    votes = _votes(people, evidences, codes)
    share = votes.shares(readers, len(codes))
    weight = np.ones(share.shape)
    for place, most in votes.spans.items():
        weight[place] = 1 / (most**2 if unit == PASSAGE else most)  # of which it holds, it does not say
    notices = [*_unknown(codings, codebook), *_contradictions(share, codes, codebook), *votes.outside, *_in_part(read)]
    who_coded = tuple(sorted({c.coder for c in people}))
    facets = tuple(f for f in _of_most(votes.values) if share[f.passage, f.code])
    return Truth(evidences, codes, share, weight, facets, who_coded, len(people), unit, tuple(notices))


def _ground(codings: Codings) -> tuple[Corpus, Codebook]:
    if codings.corpus is None or codings.codebook is None:
        raise SendQualError("A coder learns from codings with their corpus and codebook; these have none.")
    if not len(codings.corpus):
        raise SendQualError(
            Fault(codings.corpus.name, "the corpus has no documents", "Put reports or interviews there")
        )
    return codings.corpus, codings.codebook


@dataclass
class _Votes:
    given: dict[tuple[int, int], set[str]]
    values: dict[tuple[str, int, int], Counter[str]]
    spans: dict[tuple[int, int], int]
    outside: list[str]

    def shares(self, readers: list[int], codes: int) -> Floats:
        """The share of each passage's readers who gave it each code; 0 or 1 where the consensus coded."""
        share = np.zeros((len(readers), codes))
        ruled = {passage for (passage, _), coders in self.given.items() if CONSENSUS in coders}
        for (passage, column), coders in self.given.items():
            part = len(coders) / readers[passage]
            share[passage, column] = float(CONSENSUS in coders or part >= 1) if passage in ruled else part
        return share


def _votes(people: Iterable[Coding], evidences: tuple[Evidence, ...], codes: tuple[str, ...]) -> _Votes:
    """Who gave which passage which code, and with which facets."""
    column = {code: n for n, code in enumerate(codes)}
    starts = np.cumsum([0, *(len(e.passages) for e in evidences)])
    first = {e.document.id: int(starts[n]) for n, e in enumerate(evidences)}
    passages = {e.document.id: e.passages for e in evidences}
    votes = _Votes(defaultdict(set), defaultdict(Counter), {}, [])
    lost: Counter[str] = Counter()
    for coding in people:
        found = [n for n, p in enumerate(passages.get(coding.document, ())) if overlaps(coding.start, coding.end, p)]
        if not found:
            lost[coding.document] += 1
        for n in found:
            passage = first[coding.document] + n
            above = {coding.code, coding.theme} & column.keys()
            for code in above:
                place = (passage, column[code])
                votes.given[place].add(coding.coder)
                votes.spans[place] = min(len(found), votes.spans.get(place, len(found)))
                for facet, value in coding.facets.items():
                    if value:
                        votes.values[facet, passage, column[code]][value] += _WORD if coding.coder == CONSENSUS else 1
    votes.outside = [f"{n} codings of {d} lie in headings or other text that is not coded" for d, n in lost.items()]
    return votes


def _of_most(values: Mapping[tuple[str, int, int], Counter[str]]) -> Iterable[FacetRow]:
    """One value per facet, passage and code; where people are evenly divided, none."""
    for (facet, passage, code), counts in sorted(values.items()):
        (value, most), *rest = counts.most_common(2)
        if not rest or rest[0][1] < most:
            yield FacetRow(facet, passage, code, value)


def _unknown(codings: Codings, codebook: Codebook) -> list[str]:
    """Codes that the codebook does not have (any more)."""
    gone = Counter(c.code for c in codings if c.status in _PEOPLE and c.code not in codebook)
    return [f"the codebook {codebook.name} has no code '{code}': {n} codings left out" for code, n in gone.items()]


def _in_part(read: Iterable[tuple[Document, tuple[tuple[Segment, frozenset[str]], ...]]]) -> list[str]:
    """Documents of which some passages only count as read."""
    counts = ((d.id, sum(bool(by) for _, by in pairs), len(pairs)) for d, pairs in read)
    parts = [(d, n, of) for d, n, of in counts if n < of]
    if not parts:
        return []
    names = ", ".join(f"{n} of {of} passages of {d}" for d, n, of in parts[:3]) + (", ..." if len(parts) > 3 else "")
    told = f"{len(parts)} document{'s' if len(parts) > 1 else ''} read in part ({names})"
    mend = "until the document is marked as finished (at the desk, or with `send-qual import --finished`)"
    return [f"{told}: the other passages there teach nothing {mend}"]


def _contradictions(share: Floats, codes: tuple[str, ...], codebook: Codebook) -> list[str]:
    """Codes on which the people who read the same passages differ."""
    return [
        f"coders differ on {n} passages about {codebook[code].name}: each side counts by its share"
        for code, n in zip(codes, ((share > 0) & (share < 1)).sum(axis=0), strict=True)
        if n and "/" not in code
    ]
