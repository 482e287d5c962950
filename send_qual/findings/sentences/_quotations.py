"""Quotations: which words of a participant illustrate a finding, and which had better not be printed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS
from send_qual.coding.span import Span, overlap, touches
from send_qual.corpus import Corpus, Document
from send_qual.findings._evidence import Evidence, Reference, locate
from send_qual.findings.interview_study._participants import People
from send_qual.findings.interview_study.model import Quote
from send_qual.findings.sentences._extracts import shorten, split
from send_qual.findings.sentences._selection import LONGEST, SHORTEST, TALK, Candidate, best_of, shape, telling

__all__ = ["Chooser", "Risky", "relabelled"]

Risky = Mapping[str, Sequence[tuple[int, int]]]
"""Document id -> half-open spans that may identify somebody."""


@dataclass(slots=True)
class Chooser:
    """Chooses quotations, and remembers whom it quoted and what, over a whole report.

    Parameters
    ----------
    corpus : Corpus
    people : People
    risky : Risky
        Stretches not to be printed where there is anything else to print.
    leave_out : collection of str
        Keys of quotations that somebody does not want.
    withheld : Risky
        Stretches never to be printed: who said them limited what may be quoted.
    """

    corpus: Corpus
    people: People
    risky: Risky = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    withheld: Risky = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)
    _quoted: Counter[str] = field(default_factory=Counter)
    _shown: dict[str, list[Reference]] = field(default_factory=lambda: defaultdict(list))

    def choose(
        self, passages: Iterable[Evidence], code: str, words: re.Pattern[str] | None, most: int
    ) -> tuple[Quote, ...]:
        """The best quotations for one code: helping and hindering in turn, from as many people as may be."""
        by_side: dict[str, list[Candidate]] = {STRENGTH: [], WEAKNESS: [], "": []}
        for item in passages:
            for side in (STRENGTH, WEAKNESS) if item.side == BOTH else (item.side,):
                by_side[side] += self.candidates(item, side, words)
        chosen: list[Quote] = []
        sides = sorted((s for s in by_side if by_side[s]), key=lambda s: -len(by_side[s]))
        for n in range(most):
            if not sides:
                break
            side = sides[n % len(sides)]
            here = Counter(q.participant for q in chosen)
            best = best_of(by_side[side], partial(self._worth, here=here))
            if best is None or (chosen and best.points < 0):
                continue  # one weak illustration may stand for a sub-theme, not two
            self._quoted[best.reference.label] += 1
            self._shown[best.reference.document].append(best.reference)
            chosen.append(Quote(best.text, best.reference, code, side, best.facets))
        return tuple(sorted(chosen, key=lambda q: q.side != STRENGTH))

    def _free(self, one: Candidate) -> bool:
        at = one.reference
        return not self.unwanted(at) and not any(touches(other, at) for other in self._shown[at.document])

    def unwanted(self, at: Reference) -> bool:
        """Whether somebody does not want these words: by their key, or as who said them."""
        if any(overlap(Span(*one), at) > 0 for one in self.withheld.get(at.document, ())):
            return True
        if not self.leave_out or (key := at.key) not in self.leave_out:
            return False
        self._met.add(key)
        return True

    @property
    def never_met(self) -> tuple[str, ...]:
        """Keys of what is not wanted that no words had which could have been quoted."""
        return tuple(sorted(self.leave_out - self._met))

    def _worth(self, one: Candidate, here: Counter[str]) -> tuple[float, int, str] | None:
        """What a quotation is worth now: less, the more often its speaker has been quoted; nothing if it is shown."""
        if not self._free(one):
            return None
        at = one.reference
        fewest = min((self._quoted[p.id] for p in self.people.participants), default=0)
        points = one.points - 0.6 * (self._quoted[at.label] - fewest) - 1.5 * here[at.label]
        return points, -at.start, at.document

    def sentence(self, passages: Iterable[Evidence], side: str, words: re.Pattern[str] | None) -> Candidate | None:
        """The one sentence that tells most of all passages; the place is that of its passage."""
        found = []
        for item in passages:
            for start, end, said in () if self.unwanted(item.reference) else split(item.reference.quote):
                points = telling(said, words, side) + shape(said, TALK) / 2 + (item.confidence or 0.75)
                points -= 10 * self.risks(item.document, item.start + start, item.start + end)
                found.append(Candidate(said, item.reference, points))
        return best_of(found, lambda one: (one.points,))

    def risks(self, document: str, start: int, end: int) -> int:
        """How many stretches that may identify somebody lie in a span."""
        return sum(overlap(Span(*one), Span(start, end)) > 0 for one in self.risky.get(document, ()))

    def printed(self, text: str) -> str:
        """Words as they may be shown: a participant whom another one names is not told apart by number.

        "[P02], who chairs the forum" would say whose words are signed P02.
        """
        ids = "|".join(re.escape(p.id) for p in self.people.participants)
        return re.sub(rf"\[(?:{ids})\]", "[participant]", text) if ids else text

    def candidates(self, item: Evidence, side: str, words: re.Pattern[str] | None) -> list[Candidate]:
        """Whole sentences of 20 to 70 words around a passage, within the turn."""
        at = item.reference
        document = self.corpus[at.document]
        spans = _turn_sentences(document, at)
        core = [n for n, span in enumerate(spans) if touches(span, at)]
        if not core:
            return []
        said = telling(" ".join(at.quote.split()), words, side) + 4 * (item.confidence or 0.9) + item.reviewed
        found = []
        for first, last in _windows(document, spans, core):
            start, end = spans[first][0], spans[last][1]
            text = " ".join(document.text[start:end].split())
            points = said + shape(text, TALK) - 10 * self.risks(document.id, start, end) - 0.2 * (first < core[0])
            if len(text.split()) > LONGEST:
                text = shorten(text, LONGEST - 10)
            reference = relabelled(locate(document, start, end), self.people)
            found.append(Candidate(self.printed(text), reference, points, item.facets))
        return found


def relabelled(reference: Reference, people: People) -> Reference:
    """The reference under the id of who speaks, instead of what the document is called."""
    return replace(reference, label=people.at(reference.document, reference.start))


def _turn_sentences(document: Document, at: Reference) -> list[Span]:
    """The sentences of the turn in which a passage begins, as spans of the document."""
    n = bisect_right([s.start for s in document.segments], at.start)
    if not n or document.segments[n - 1].end <= at.start:
        return [Span(at.start, at.end)]
    turn = document.segments[n - 1]
    return [Span(turn.start + a, turn.start + b) for a, b, _ in split(document.words(turn))]


def _windows(document: Document, spans: list[Span], core: list[int]) -> Iterator[tuple[int, int]]:
    """First and last sentence of each stretch to be considered: the passage, made longer or shorter where need be."""
    sizes = [len(document.text[a:b].split()) for a, b in spans]
    starts = [0]
    for size in sizes:
        starts.append(starts[-1] + size)

    def words(first: int, last: int) -> int:
        return starts[last + 1] - starts[first]

    first, last = core[0], core[-1]
    if words(first, last) > LONGEST:
        for begin in core:
            end = min(last, bisect_right(starts, starts[begin] + LONGEST) - 2)
            yield begin, max(begin, end)
        return
    while words(first, last) < SHORTEST:
        if last + 1 < len(spans) and words(first, last + 1) <= LONGEST:
            last += 1
        elif first and words(first - 1, last) <= LONGEST:
            first -= 1
        else:
            break
    yield first, last
    before = bisect_left(starts, max(0, starts[last + 1] - LONGEST))
    if before < first:  # with one sentence more of what led to it
        yield first - 1, last
    if last + 1 < len(spans) and words(first, last + 1) <= LONGEST:
        yield first, last + 1
