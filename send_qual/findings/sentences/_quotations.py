"""Quotations: which words of a participant illustrate a finding, and which had better not be printed."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS
from send_qual.corpus import Corpus, Document
from send_qual.findings._evidence import Evidence, Reference, locate
from send_qual.findings.interview_study._participants import People
from send_qual.findings.interview_study.model import Quote
from send_qual.findings.sentences._extracts import shorten, split
from send_qual.findings.sentences._statements import telling

__all__ = ["LONGEST", "SHORTEST", "Candidate", "Chooser", "Spans"]

SHORTEST, LONGEST = 20, 70
"""Words of a quotation that is set off."""

_TOO_SHORT = 8  # words: an exclamation says nothing by itself
_FILLERS = re.compile(
    r"\b(?:um+|uh+|er+m?|you know|sort of|kind of|I mean|or whatever|hang on)\b|\[(?:laugh|pause|inaudible|unclear|"
    r"crosstalk|over)[^\]]*\]",
    re.IGNORECASE,
)
_FORM = re.compile(r"\[[^\]]{2,40}\]")
_LEANS = re.compile(
    r"^(?:And|So|But|Or|Because|That['’]s|Which|It|They|He|She|Yes|Yeah|No|Well|Right|Oh)\b", re.IGNORECASE
)

Spans = Mapping[str, Sequence[tuple[int, int]]]
"""Document id -> half-open spans that may identify somebody."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that could be quoted, and how well they would do."""

    text: str
    reference: Reference
    participant: str
    points: float
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Chooser:
    """Chooses quotations, and remembers whom it quoted and what, over a whole report.

    Parameters
    ----------
    corpus : Corpus
    people : People
    risky : Spans
        Stretches not to be printed where there is anything else to print.
    leave_out : collection of str
        Keys of quotations that somebody does not want.
    """

    corpus: Corpus
    people: People
    risky: Spans = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    _met: set[str] = field(default_factory=set)
    _quoted: Counter[str] = field(default_factory=Counter)
    _shown: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

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
            free = [c for c in by_side[side] if self._free(c)]
            if not free:
                continue
            best = max(free, key=lambda c: (self._worth(c, here), -c.reference.start, c.reference.document))
            if chosen and best.points < 0:
                continue  # one weak illustration may stand for a sub-theme, not two
            self._quoted[best.participant] += 1
            self._shown[best.reference.document].append((best.reference.start, best.reference.end))
            chosen.append(
                Quote(key_of(best.reference), best.text, best.reference, best.participant, code, side, best.facets)
            )
        return tuple(sorted(chosen, key=lambda q: q.side != STRENGTH))

    def _free(self, one: Candidate) -> bool:
        at = one.reference
        unwanted = self.unwanted(at)
        return not unwanted and not any(min(b, at.end) > max(a, at.start) for a, b in self._shown[at.document])

    def unwanted(self, at: Reference) -> bool:
        """Whether somebody does not want these words, by their key."""
        if not self.leave_out or (key := key_of(at)) not in self.leave_out:
            return False
        self._met.add(key)
        return True

    @property
    def never_met(self) -> tuple[str, ...]:
        """Keys of what is not wanted that no words had which could have been quoted."""
        return tuple(sorted(self.leave_out - self._met))

    def _worth(self, one: Candidate, here: Counter[str]) -> float:
        fewest = min((self._quoted[p.id] for p in self.people.participants), default=0)
        return one.points - 0.6 * (self._quoted[one.participant] - fewest) - 1.5 * here[one.participant]

    def risks(self, document: str, start: int, end: int) -> int:
        """How many stretches that may identify somebody lie in a span."""
        return sum(min(b, end) > max(a, start) for a, b in self.risky.get(document, ()))

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
        core = [n for n, (a, b) in enumerate(spans) if min(b, at.end) > max(a, at.start)]
        if not core:
            return []
        said = telling(" ".join(at.quote.split()), words, side) + 4 * (item.confidence or 0.9) + item.reviewed
        found = []
        for first, last in _windows(document, spans, core):
            start, end = spans[first][0], spans[last][1]
            text = " ".join(document.text[start:end].split())
            points = said + shape(text) - 10 * self.risks(document.id, start, end) - 0.2 * (first < core[0])
            if len(text.split()) > LONGEST:
                text = shorten(text, LONGEST - 10)
            reference = relabelled(locate(document, start, end), self.people)
            found.append(Candidate(self.printed(text), reference, reference.label, points, item.facets))
        return found


def key_of(reference: Reference) -> str:
    """A short name for a quotation."""
    state = f"{reference.document}\t{reference.start}\t{reference.end}\t{reference.quote}"
    return hashlib.sha256(state.encode()).hexdigest()[:6]


def relabelled(reference: Reference, people: People) -> Reference:
    """The reference under the id of who speaks, instead of what the document is called."""
    return replace(reference, label=people.at(reference.document, reference.start))


def shape(text: str) -> float:
    """How well words read by themselves, whatever they are about: length, fillers, forms, how they begin."""
    n = len(text.split())
    points = 0.75 if 25 <= n <= 60 else 0.0
    points -= 2.0 * (n < SHORTEST) + 2.0 * (n < _TOO_SHORT) + 1.0 * (n > LONGEST)
    points -= min(1.0, 0.25 * len(_FILLERS.findall(text))) + 0.4 * min(4, len(_FORM.findall(text)))
    return points - 0.4 * bool(_LEANS.match(text)) - 0.5 * text.endswith("?")


def _turn_sentences(document: Document, at: Reference) -> list[tuple[int, int]]:
    """The sentences of the turn in which a passage begins, as spans of the document."""
    n = bisect_right([s.start for s in document.segments], at.start)
    if not n or document.segments[n - 1].end <= at.start:
        return [(at.start, at.end)]
    turn = document.segments[n - 1]
    return [(turn.start + a, turn.start + b) for a, b, _ in split(document.words(turn))]


def _windows(document: Document, spans: list[tuple[int, int]], core: list[int]) -> Iterator[tuple[int, int]]:
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
