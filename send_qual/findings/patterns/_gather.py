"""Sentences of a theme and side that say the same, gathered around the clause that is nearest to them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from send_qual.codebook import STRENGTH, WEAKNESS, Code, Codebook
from send_qual.findings._aspects import Aspect, aspects, of_side
from send_qual.findings._evidence import Evidence
from send_qual.findings.patterns._clauses import plainly
from send_qual.findings.patterns._likeness import Likeness, likeness
from send_qual.findings.patterns._reading import Reading, Said, Words, words_of
from send_qual.findings.patterns._relations import KINDS, relations
from send_qual.findings.patterns.model import Argument, Pattern, Shown, Tied
from send_qual.findings.sentences._extracts import speaks, split
from send_qual.findings.sentences._grounds import doubt, unquotable

__all__ = ["arguments"]

_FEWEST = 2  # cases
_GIST = (5, 20)  # words
_GIST_LEMMAS = 3
_PER_WORD = 0.05  # of two gists that as many share, the shorter
# Cosine, and share of the gist's words, from which a sentence is about the same matter.
_ASKED = (0.6, 0.5)
_CONTRARY = (0.66, 0.55)
_BESIDE = (0.6, 0.35)
_SAME = 0.75  # cosine from which two sentences beside a pattern say the same
_TIED, _DEVIANT, _MOST_BESIDE = 2, 2, 4
_AGAINST = frozenset({"side", "promise", "earlier"})  # what no sentence tied to a strength may be
_OTHER = {STRENGTH: WEAKNESS, WEAKNESS: STRENGTH}

_Near = tuple[Said, float]


def arguments(
    evidence: Sequence[Evidence], codebook: Codebook, cases: Sequence[str], *, spoken: bool = False
) -> tuple[Argument, ...]:
    """What is said on each side of every theme, by theme, weaknesses before strengths.

    A sentence belongs to a pattern where one of its clauses says what the gist says: it is near it in meaning, has its
    words, and bears out its side of today. A sentence that fails a test is in none.

    Parameters
    ----------
    evidence : sequence of Evidence
        ``reference.label`` is the case that is counted.
    codebook : Codebook
    cases : sequence of str
        What all of them are called, in their order.
    spoken : bool
        Whether it is talk.

    Returns
    -------
    tuple of Argument
        Those that have a pattern or something tied.
    """
    reading, words = Reading.of(evidence, spoken=spoken), words_of(codebook)
    made: list[Argument] = []
    for theme in codebook.themes:
        under = [e for e in evidence if e.code.split("/")[0] == theme.id]
        for aspect in aspects(codebook):
            gathering = _Gathering(reading, codebook, words, theme, aspect, tuple(dict.fromkeys(cases)))
            argument = gathering.argument(under)
            if argument.patterns or argument.tied:
                made.append(argument)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Gathering:
    """The patterns of one theme and aspect."""

    reading: Reading
    book: Codebook
    words: Words
    theme: Code
    aspect: Aspect
    cases: tuple[str, ...]

    def argument(self, under: Sequence[Evidence]) -> Argument:
        """What passages say on this side."""
        what = (under, self.theme, self.words)
        said = self.reading.said(*what, self.aspect)
        other = _OTHER.get(self.aspect.side, "")
        contrary = self.reading.said(*what, of_side(self.book, other)) if other else []
        asks = self.reading.asked(*what, self.aspect) if self.aspect.side == WEAKNESS else []
        if not said and not asks:
            return Argument(self.theme.id, self.aspect, ())
        alike = likeness([one.clause for one in (*said, *asks, *contrary)], self.reading.rarity)
        patterns = self._patterns(said, asks, contrary, alike)
        shown = {(s.reference.document, s.reference.start) for p in patterns for s in (*p.shown, *p.beside)}
        rest = [(one, 0.0) for one in said if one.on and one.key not in shown]
        return Argument(self.theme.id, self.aspect, tuple(patterns), tuple(_tied(rest, self._side)))

    @property
    def _side(self) -> str:
        """The side that sentences are held against; in talk, whose words seldom tell it, none."""
        return "" if self.reading.spoken else self.aspect.side

    def _patterns(
        self, said: Sequence[Said], asks: Sequence[Said], contrary: Sequence[Said], alike: Likeness
    ) -> list[Pattern]:
        everything, first = (*said, *asks, *contrary), len(said) + len(asks)
        groups = self._groups(said, alike.part(range(len(said))))
        taken = {n for _, members in groups for n in members}
        made = []
        for lead, members in groups:
            free = [n for n in range(len(everything)) if n not in taken]
            here = {said[n].case for n in members}
            asked = [n for n in free if len(said) <= n < first and _near(alike, lead, n, _ASKED)]
            against = [n for n in free if n >= first and _near(alike, lead, n, _CONTRARY)]
            against = [n for n in against if everything[n].case not in here]
            beside = [n for n in free if n < len(said) and said[n].on and _near(alike, lead, n, _BESIDE)]
            beside = _diverse(said, alike, lead, beside)
            taken |= {*asked, *against, *beside}
            found = [_ranked(everything, alike, lead, some) for some in (members, beside, asked, against)]
            made.append(self._pattern(said[lead], "finding", *found))
        part = alike.part(range(len(said), first))
        made += [
            self._pattern(asks[lead], "ask", _ranked(asks, part, lead, members), [], [], [])
            for lead, members in self._groups(asks, part)
        ]
        return _in_order(made)

    # ----------------------------------------------------------------------------------- gathering
    def _groups(self, said: Sequence[Said], alike: Likeness) -> list[tuple[int, list[int]]]:
        """The gist that most cases share with all that say it, then that of what is left, and so on."""
        leads = [n for n, one in enumerate(said) if self._leads(one)]
        like = {n: [m for m in range(len(said)) if m == n or alike.says_it[n, m]] for n in leads}
        free = set(range(len(said)))
        groups: list[tuple[int, list[int]]] = []
        while True:
            worth: dict[int, float] = {}
            for n in leads:
                members = [m for m in like[n] if m in free]
                cases = {said[m].case for m in members}
                if n in free and len(cases) >= _FEWEST:
                    nearness = float(alike.cosine[n, members].mean())
                    worth[n] = len(cases) + nearness - _PER_WORD * said[n].clause.words
            if not worth:
                return groups
            lead = max(worth, key=lambda n: (worth[n], -n))
            members = [m for m in like[lead] if m in free]
            groups.append((lead, members))
            gone = {said[m].key for m in members}
            free -= {m for m in free if said[m].key in gone}

    def _leads(self, one: Said) -> bool:
        """Whether a clause can stand for others: it says enough, of all cases, without pointing and uncut."""
        clause, (low, high) = one.clause, _GIST
        says_enough = low <= clause.words <= high and len(clause.lemmas) >= _GIST_LEMMAS and one.on
        bound = clause.leans or clause.conditional or clause.figures or clause.cut or clause.ties or clause.hangs
        return says_enough and not bound and not self.reading.is_own(clause)

    # ------------------------------------------------------------------------------------- telling
    def _pattern(
        self,
        lead: Said,
        kind: str,
        members: Sequence[_Near],
        beside: Sequence[_Near],
        asked: Sequence[_Near],
        against: Sequence[_Near],
    ) -> Pattern:
        have = {one.case for one, _ in members}
        codes = {
            code.id: {one.case for one, _ in members if self._on(code, one)} for code in self.book.under(self.theme.id)
        }
        spoken = Counter({id: sum(self._on(self.book[id], one) for one, _ in members) for id in codes})
        code = next((id for id, n in spoken.most_common(1) if 2 * n > len(members)), self.theme.id)
        parts = [(id, len(cases)) for id, cases in codes.items() if id != code and len(cases) >= _FEWEST]
        return Pattern(
            theme=self.theme.id,
            code=code,
            aspect=self.aspect,
            gist=plainly(lead.clause, "some"),
            cases=tuple(case for case in self.cases if case in have),
            of=len(self.cases),
            shown=self._shown(members, self.aspect.side),
            kind=kind,
            beside=tuple(s for s in self._shown(beside, self.aspect.side) if s.alone)[:_MOST_BESIDE],
            asked=self._shown(asked, self.aspect.side),
            deviant=tuple(s for s in self._shown(against, _OTHER.get(self.aspect.side, "")) if s.alone)[:_DEVIANT],
            tied=tuple(_tied(members, self._side)),
            parts=tuple(sorted(parts, key=lambda part: -part[1])),
        )

    def _on(self, code: Code, one: Said) -> bool:
        words = self.words[code.id]
        return words is not None and speaks(words, one.clause.text)

    def _shown(self, members: Iterable[_Near], side: str) -> tuple[Shown, ...]:
        shown: dict[tuple[str, int], Shown] = {}
        for one, near in members:
            doubtful = bool(side) and doubt(one.sentence, side, one.at.section)
            alone = not doubtful and not unquotable(one.sentence, one.following, side)
            shown.setdefault(one.key, Shown(one.sentence, one.at, one.case, round(near, 3), alone))
        return tuple(shown.values())


def _near(alike: Likeness, lead: int, n: int, least: tuple[float, float]) -> bool:
    return bool(alike.cosine[lead, n] >= least[0] and alike.covered[lead, n] >= least[1])


def _diverse(said: Sequence[Said], alike: Likeness, lead: int, some: Sequence[int]) -> list[int]:
    """Of these the nearest of each case, each saying something else."""
    kept: list[int] = []
    for n in sorted(some, key=lambda n: -alike.cosine[lead, n]):
        if all(alike.cosine[n, k] < _SAME and said[n].case != said[k].case for k in kept):
            kept.append(n)
    return kept


def _ranked(said: Sequence[Said], alike: Likeness, lead: int, some: Sequence[int]) -> list[_Near]:
    """The nearest first, with how near they are."""
    return sorted(((said[n], float(alike.cosine[lead, n])) for n in some), key=lambda pair: -pair[1])


def _tied(members: Iterable[_Near], side: str) -> Iterable[Tied]:
    """What passages tie to sentences: of each kind the first two, each of another case, no words twice."""
    found: dict[str, list[Tied]] = defaultdict(list)
    used: set[tuple[str, int]] = set()
    for one, _ in members:
        for relation in relations(split(one.item.reference.quote), one.n):
            at = one.item.reference.within(relation.start, relation.end)
            if side == STRENGTH and any(doubt(said, side) in _AGAINST for _, _, said in split(at.quote)):
                continue
            here = found[relation.kind]
            if len(here) < _TIED and one.key not in used and one.case not in {t.case for t in here}:
                here.append(Tied(relation.kind, " ".join(at.quote.split()), at, one.case))
                used.add(one.key)
    for kind in KINDS:
        yield from found[kind]


def _in_order(made: Sequence[Pattern]) -> list[Pattern]:
    """Findings before asks; patterns of one sub-code together, the sub-code that most cases speak of first."""
    widest: dict[str, int] = {}
    for pattern in made:
        widest[pattern.code] = max(widest.get(pattern.code, 0), len(pattern.cases))
    return sorted(made, key=lambda p: (p.kind == "ask", -widest[p.code], p.code, -len(p.cases)))
