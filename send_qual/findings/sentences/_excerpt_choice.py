"""What was said, in a few words: the central sentences of passages, cut to the point."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.coders import TalkModel
from send_qual.findings._evidence import Evidence
from send_qual.findings.sentences._extracts import speaks, split, trimmed
from send_qual.findings.sentences._quotations import Chooser
from send_qual.findings.sentences._selection import TALK, Candidate, best_of, shape
from send_qual.findings.statement import Extract
from send_qual.language import embed

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

__all__ = ["Teller", "Wanted", "shared_words", "to_the_point"]

_SHORTEST, _LONGEST = 5, 25
"""Words of an extract inside a sentence."""
_CENTRAL = 2.0  # weight of what others said likewise, beside how telling the words are by themselves
_SAME = 0.6  # cosine from which two sentences say much the same
_AGAIN = 2.0  # off for words near those already chosen
_NOTHING, _WEAK = 1.5, 2.0  # points below which words show nothing; and below which a second extract adds nothing
_LEANING = 0.5  # log-odds by which one sentence may lean the other way than its passage, whose side is surer
_BRACKETS = re.compile(r"\[[^\]]*\]")
_OPENING = re.compile(
    r"(?:(?:and|so|but|well|yeah|yes|no|right|i mean|you know|um+|uh+|er+m?|like|also|actually|honestly|"
    r"i (?:suppose|guess|think|would say|'d say))\b[,.]? +)+",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?<=[,;:–—]) +| +(?=(?:because|which|who|when|where|until|although|whereas|but|and|so that|so)\b)", re.IGNORECASE
)
_TIE = re.compile(r"(?:and|but|so|or) ", re.IGNORECASE)
_LEANS = re.compile(
    r"^(?:it|its|that|this|these|those|they|them|their|he|she|him|her|his|which|who|because|and|or|to|of|than)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What words are looked for.

    Parameters
    ----------
    code : str
    side : str
        ``"strength"``, ``"weakness"``, or ``""`` for any.
    words : re.Pattern or None
        From ``theme_pattern``.
    """

    code: str
    side: str
    words: re.Pattern[str] | None


@dataclass(slots=True)
class Teller:
    """Finds the few words that stand for what several people said.

    Parameters
    ----------
    chooser : Chooser
        Knows which stretches may identify somebody and which nobody wants.
    model : TalkModel
        What the codebook's worked examples teach: which side words are on, and what they are like.
    """

    chooser: Chooser
    model: TalkModel
    _vectors: dict[str, Vectors] = field(default_factory=dict)
    _sides: dict[str, float] = field(default_factory=dict)
    _shown: set[str] = field(default_factory=set)

    def read(self, passages: Iterable[Evidence]) -> None:
        """Read the sentences of all passages at once; the vectors of those that were coded lie in the cache."""
        texts = list(dict.fromkeys(s for e in passages for _, _, s in split(e.reference.quote)))
        if texts:
            vectors = embed(texts)
            self._vectors = dict(zip(texts, vectors, strict=True))
            self._sides = dict(zip(texts, self.model.side_scores(texts).tolist(), strict=True))

    def leans_to(self, sentence: str, side: str) -> float:
        """How far a sentence that was read leans to a side by itself, in log-odds."""
        return self._sides.get(sentence, 0.0) * {STRENGTH: 1, WEAKNESS: -1}.get(side, 0)

    def tell(self, passages: Sequence[Evidence], wanted: Wanted, most: int) -> tuple[Extract, ...]:
        """The most central words on one side, then others that say something else; none where none speaks for it.

        A sentence is the more central the nearer it is to what each of the other participants said; a second one is
        taken where it differs from the first, and another speaker's before the same one's.
        """
        said = [s for e in passages for s in self._sentences(e, wanted)]
        if not said:
            return ()
        near = self._nearness(said)
        central = _centrality(near, [s.reference.label for s in said])
        worth = [s.points + _CENTRAL * c for s, c in zip(said, central, strict=True)]
        chosen: list[int] = []
        while len(chosen) < min(most, len(said)):
            enough = _WEAK if chosen else _NOTHING
            left = {n: worth[n] - self._repeats(n, chosen, near, said) for n in range(len(said)) if n not in chosen}
            worthy = {n: (points,) for n, points in left.items() if points >= enough}
            best = best_of(worthy, worthy.get)
            if best is None:
                break
            chosen.append(best)
        self._shown |= {said[n].text for n in chosen}
        return tuple(self._extract(said[n], wanted.words) for n in chosen)

    def _sentences(self, item: Evidence, wanted: Wanted) -> Iterable[Candidate]:
        at = item.reference
        for start, end, sentence in split(at.quote):
            place = replace(at, start=at.start + start, end=at.start + end, quote=sentence)
            if self.chooser.unwanted(place) or self.chooser.risks(at.document, place.start, place.end):
                continue
            flat = " ".join(sentence.split())
            if len(flat.split()) < _SHORTEST or flat.endswith("?"):
                continue
            side = self._sides.get(sentence, 0.0) * {STRENGTH: 1, WEAKNESS: -1}.get(wanted.side, 0)
            if side < -_LEANING:  # the passage may be on this side for its other sentences: this one would not show it
                continue
            yield Candidate(sentence, place, self._points(sentence, flat, side, wanted) + (item.confidence or 0.9))

    def _points(self, sentence: str, flat: str, side: float, wanted: Wanted) -> float:
        """How well a sentence alone shows that it is about the code, and on the side."""
        cut = to_the_point(flat, wanted.words)
        named = wanted.words is not None and speaks(wanted.words, cut)
        like = float(self.model.likeness(wanted.code, self._vectors[sentence][None].astype(float))[0])
        points = min(side, 2.0) + 3 * like + 0.75 * named + shape(cut, TALK) / 2
        points -= 1.0 * len(_BRACKETS.findall(cut)) + 1.5 * bool(_LEANS.match(cut.strip("… ")))
        return points - 2.0 * (sentence in self._shown)

    def _nearness(self, said: Sequence[Candidate]) -> Vectors:
        import numpy as np

        rows = np.stack([self._vectors[s.text] for s in said])
        near: Vectors = rows @ rows.T
        return near

    def _repeats(self, n: int, chosen: Sequence[int], near: Vectors, said: Sequence[Candidate]) -> float:
        """What is off because something like it, or of the same person, is chosen already."""
        alike = max((float(near[n, c]) for c in chosen), default=0.0)
        same = sum(said[c].reference.label == said[n].reference.label for c in chosen)
        return _AGAIN * max(0.0, alike) + 4 * (alike > _SAME) + same

    def _extract(self, said: Candidate, words: re.Pattern[str] | None) -> Extract:
        text = self.chooser.printed(to_the_point(" ".join(said.text.split()), words))
        return Extract(text, said.reference)


def _centrality(near: Vectors, speakers: Sequence[str]) -> list[float]:
    """How near each sentence is to the nearest words of each other speaker, on average; of one speaker, to all."""
    import numpy as np

    names = np.array(speakers)
    if len(set(speakers)) == 1:
        return [float(x) for x in near.mean(axis=1)]
    others = {name: near[:, names == name].max(axis=1) for name in dict.fromkeys(speakers)}
    return [float(np.mean([row[n] for name, row in others.items() if name != names[n]])) for n in range(len(speakers))]


def to_the_point(sentence: str, words: re.Pattern[str] | None = None, limit: int = _LONGEST) -> str:
    r"""The stretch of a spoken sentence that says it: whole clauses, the one with the codebook's words among them.

    Nothing is reworded; an ellipsis stands for what is left out.

    Examples
    --------
    >>> to_the_point("And so, you know, we meet every week.")
    '…we meet every week.'
    >>> long = "I'd say, when I look back on it now, that the handover took six weeks, which nobody had expected, " \
    ...        "and the new director was there for all of it, so nothing was lost"
    >>> to_the_point(long, re.compile("director"), 15)
    '…the new director was there for all of it, so nothing was lost'
    """
    opening = _OPENING.match(sentence)
    begin = opening.end() if opening else 0
    if len(sentence[begin:].split()) <= limit:
        return f"{'…' if begin else ''}{sentence[begin:]}"
    marks = [begin, *(m.end() for m in _BREAK.finditer(sentence, begin)), len(sentence)]
    best: tuple[float, int, int] | None = None
    for n, mark in enumerate(marks[:-1]):
        tie = _TIE.match(sentence, mark)
        start = tie.end() if tie else mark
        for end in marks[n + 1 :]:
            size = len(sentence[start:end].split())
            if size > limit:
                break
            points = _stands(sentence[start:end], words) + size / limit - 0.1 * (start > begin)
            if size >= _SHORTEST and (best is None or points > best[0]):
                best = (points, start, end)
    if best is None:  # no clause is short enough: the first words
        cut = " ".join(sentence[begin:].split()[:limit])
        return f"{'…' if begin else ''}{trimmed(cut)}…"
    _, start, end = best
    ends = end == len(sentence)
    return f"{'…' if start else ''}{sentence[start:end].strip() if ends else trimmed(sentence[start:end]) + '…'}"


def _stands(stretch: str, words: re.Pattern[str] | None) -> float:
    """How well a stretch stands by itself: it names the matter, does not lean back, and is not half names replaced."""
    named = words is not None and speaks(words, stretch)
    return 2.0 * named - 0.5 * len(_BRACKETS.findall(stretch)) - 1.25 * bool(_LEANS.match(stretch))


def shared_words(
    passages: Iterable[Evidence], words: re.Pattern[str] | None, known: str, most: int = 3
) -> tuple[tuple[str, int], ...]:
    """The codebook's words that two participants or more used, with their number; not those of the heading itself.

    Parameters
    ----------
    passages : iterable of Evidence
    words : re.Pattern or None
        From ``theme_pattern``.
    known : str
        What the reader has been told already: the name and the clause.
    """
    if words is None:
        return ()
    who: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for item in passages:
        for hit in words.finditer(" ".join(item.reference.quote.lower().replace("’", "'").split())):
            stem = _stem(hit[0])
            who[stem].add(item.reference.label)
            forms[stem][hit[0]] += 1
    told = {_stem(word) for word in re.findall(r"[\w'-]+", known.lower())}
    named = [
        (forms[stem].most_common(1)[0][0], len(people))
        for stem, people in who.items()
        if len(people) > 1 and len(stem) > 3 and not {_stem(word) for word in stem.split()} <= told
    ]
    return tuple(sorted(named, key=lambda x: (-x[1], x[0]))[:most])


def _stem(words: str) -> str:
    return words.removesuffix("s") if len(words) > 4 else words
