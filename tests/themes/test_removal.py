"""Measured on the real reports: stability, and whether a theme taken out of the codebook is found again.

Figures of November 2026, 30 reports, 912 passages (``pytest -m real tests/themes -rP`` prints them anew): 10 topics,
10 % without topic, the largest 14 %, mean NPMI 0.29. Against topics of the whole way (space, number of topics and
grouping) on passages drawn anew the adjusted Rand index is 0.90 on average of twelve (0.85 to 0.96), on documents drawn
anew 0.90 (0.81 to 0.96), over passages with a topic in both; over all passages, unsure ones included, 0.70. What users
are told is 0.89. BERTopic defaults (UMAP, HDBSCAN): 13, 14 and 13 topics for three seeds, 28 to 31 % without, adjusted
Rand index 0.71 to 0.75 between seeds, names such as "0_and_children_support_the".

Removal, set A: all seven themes, by hand codings and by the machine's alike. Six at 93 to 100 % of the passages of one
of the first two; but of all uncoded passages 82 to 90 % (machine: 72 to 85 %) are of the theme by chance, and a theme
found holds 10 to 44 % of the passages coded with it, which are often coded with others, too. The seventh,
`identification`, barely: 8 passages at 88 % (chance 68 %), by machine 6 at 67 % (59 %).

Set B, where 264 passages have no code from the start: at once two of the four larger, `partnership` (84 %, chance
47 %) and `leadership` (78 %, chance 21 %). The gaps that come to the fore are what set B never covered (waits, short
breaks, adulthood), for of passages that have only `leadership` or `data` no more neighbours are uncoded than of all
passages (40 and 28 %, of all 37 and 33 %): other codes cover the ground. What finds `leadership` is that uncoded
passages which say the same come near to what the other codes are defined by: a theme within the codebook's own field.
With eight documents left out, eight times anew, that is so in 5 of 8, `partnership` in 8 of 8; of `data` such a group
is found in 8 of 8, but 28 to 55 % pure; the complete codebook shows one in 2 of 8, coded by machine in 8 of 8, which
are codings it overlooked. `workforce` is not found at once.

Once what the complete codebook leaves uncovered is decided on, as the loop has it (some 180 passages), three of the
four are found by hand codings: `partnership` (80 and 85 %, chance 73 %), `leadership` (79 %, 44 %), `workforce` (62 %,
42 %); `data` is at 59 % (25 %). With the machine's codings all four, `data` at 75 % (29 %).
"""

# ruff: noqa: T201 -- the figures are what this file is for

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import code
from send_qual.coding import Coding, Codings
from send_qual.corpus import read_corpus
from send_qual.themes import Topics, emergent_themes, find_topics
from send_qual.themes._clusters import group
from send_qual.themes._space import passage_vectors, space
from send_qual.themes.emergent import codes_of

pytestmark = pytest.mark.real

SET_A = ("coproduction", "identification", "health", "leadership", "education", "assessment", "pfa")
LARGER_B = ("partnership", "leadership", "data", "workforce")
BOOK = {"A": "area-send", "B": "intervention"}


@dataclass(frozen=True)
class Gold:
    """Topics of the real reports, with the hand codings of each passage (``None`` where there are none)."""

    topics: Topics
    codes: list[dict[str, set[str]] | None]

    def codings(self, of: str) -> Codings:
        """The hand codings of a set; passages not in the gold are marked so that they are not taken for uncoded."""
        rows = []
        for passage, own in zip(self.topics.passages, self.codes, strict=True):
            place = (passage.document, passage.start, passage.end, "")
            rows.extend(Coding(*place, name, "gold", status="applied") for name in (own[of] if own else ("unknown",)))
        return Codings(tuple(rows), self.topics.corpus, read_codebook(BOOK[of]))

    def has(self, of: str, theme: str) -> np.ndarray:
        return np.array([bool(own) and theme in own[of] for own in self.codes])


def fours(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + 4]) for n in range(len(words) - 3)}


@pytest.fixture(scope="module")
def gold(shared: Path) -> Gold:
    topics = find_topics(read_corpus(shared / "corpora" / "area-send" / "reports"))
    rows: dict[str, list[tuple[set[tuple[str, ...]], dict]]] = {}
    for line in (shared / "gold" / "area-send.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["document"], []).append((fours(row["text"]), row))
    codes: list[dict[str, set[str]] | None] = []
    for passage in topics.passages:
        own = fours(passage.text)
        same = [row for words, row in rows.get(passage.document, ()) if len(own & words) >= 0.6 * len(own)]
        codes.append({s: set().union(*(row[s] for row in same)) for s in "AB"} if same else None)
    assert codes.count(None) < 0.02 * len(codes)
    return Gold(topics, codes)


def without(codings: Codings, theme: str) -> Codings:
    """Coded by a codebook that never had the theme."""
    book = codings.codebook
    assert book is not None
    kept = codings.where(lambda c: c.code.split("/")[0] != theme)
    return replace(kept, codebook=replace(book, codes=tuple(c for c in book if c.id.split("/")[0] != theme)))


def first_two(gold: Gold, codings: Codings, of: str, theme: str, decided: frozenset[int] = frozenset()) -> bool:
    """Whether one of the first two emergent themes is the theme by 60 %; prints what there is."""
    found = emergent_themes(gold.topics.corpus, codings, topics=gold.topics, decided=decided)
    has = gold.has(of, theme)
    uncoded = np.array([not own for own in codes_of(gold.topics.passages, codings)])
    uncoded[list(decided)] = False
    shares = []
    for emergent in found.themes[:2]:
        rows = list(emergent.passages)
        shares.append(has[rows].mean())
        caught = has[rows].sum() / has.sum()
        print(f"{of} {theme}: {emergent.label!r}, {len(rows)} passages, {shares[-1]:.2f} of it, {caught:.2f} caught")
    print(f"{of} {theme}: by chance {has.mean():.2f} of all passages, {has[uncoded].mean():.2f} of the uncoded")
    return any(share >= 0.6 for share in shares)


def test_topics_are_what_was_promised(gold: Gold) -> None:
    topics = gold.topics
    print([(t.label, len(t.passages), t.documents, t.coherence) for t in topics], topics.stability, topics.without)
    assert topics.stability >= 0.85  # 0.86 to 0.88 by other draws; 0.895 once, by the order in which files were read
    assert topics.without < 0.15
    assert max(len(t.passages) for t in topics) <= 0.2 * len(topics.passages)
    assert np.mean([t.coherence for t in topics]) > 0.2
    labels = " | ".join(t.label for t in topics)
    for words in (
        "wait",
        "EHC plans",
        "parent carer forum",
        "alternative provision",
        "short breaks",
        "adulthood",
        "dynamic support",
    ):
        assert words in labels
    places = {w.lower() for d in topics.corpus for w in re.findall(r"[A-Z]\w+", d.attributes["area"])}
    named = {w.lower() for t in topics for term, _ in t.terms for w in term.split()}
    assert not places & {*named, *re.findall(r"\w+", labels.lower())}


@pytest.mark.parametrize("kind", ["passages", "documents"])
def test_the_whole_way_again_on_a_resample_gives_the_same_topics(gold: Gold, kind: str) -> None:
    from sklearn.metrics import adjusted_rand_score
    from threadpoolctl import threadpool_limits

    topics = gold.topics
    vectors, of = passage_vectors(topics.passages), np.array(topics.of)
    documents = np.array([p.document for p in topics.passages])
    rng = np.random.default_rng(5)
    found = []
    for _ in range(3):
        drawn = np.unique(rng.integers(0, len(of), len(of)))
        if kind == "documents":
            ids = np.unique(documents)
            drawn = np.flatnonzero(np.isin(documents, rng.choice(ids, len(ids))))
        with threadpool_limits(1):
            placed = space(vectors[drawn], [topics.words.terms[n] for n in drawn], documents[drawn])
            again = group(placed.anew)
        both = (again.labels >= 0) & (of[drawn] > 0)
        found.append(adjusted_rand_score(again.labels[both], of[drawn][both]))
    print(kind, np.round(found, 2), np.mean(found))
    assert np.mean(found) >= 0.82  # 0.90 over twelve draws; three may fall short of that
    assert abs(np.mean(found) - topics.stability) < 0.1  # what users are told is what they would see


def test_six_of_seven_themes_of_set_a_are_found_again(gold: Gold) -> None:
    whole = gold.codings("A")
    found = [theme for theme in SET_A if first_two(gold, without(whole, theme), "A", theme)]
    assert len(found) >= 6, found


def test_with_the_machine_coding_the_other_six(gold: Gold) -> None:
    machine = code(gold.topics.corpus, read_codebook("area-send"))
    found = [theme for theme in SET_A if first_two(gold, without(machine, theme), "A", theme)]
    print("with the machine's codings:", found)
    assert len(found) >= 6, found


def test_of_set_b_two_of_the_four_larger_themes_are_found_at_once(gold: Gold) -> None:
    whole = gold.codings("B")
    found = [theme for theme in LARGER_B if first_two(gold, without(whole, theme), "B", theme)]
    print("at once:", found)
    assert len(found) >= 2


@pytest.mark.parametrize("by", ["hand", "machine"])
def test_of_set_b_most_are_found_once_the_older_gaps_are_decided_on(gold: Gold, by: str) -> None:
    """As the loop has it: what the complete codebook leaves uncovered was named or discarded before."""
    whole = gold.codings("B") if by == "hand" else code(gold.topics.corpus, read_codebook("intervention"))
    decided: frozenset[int] = frozenset()
    while older := emergent_themes(gold.topics.corpus, whole, topics=gold.topics, decided=decided).themes:
        decided |= {n for theme in older for n in theme.passages}
    print(f"{len(decided)} passages decided on before")
    found = [theme for theme in LARGER_B if first_two(gold, without(whole, theme), "B", theme, decided)]
    print(f"by {by}, after that:", found)
    assert len(found) >= 2


def test_nothing_within_the_field_emerges_of_set_b_as_it_is(gold: Gold) -> None:
    found = emergent_themes(gold.topics.corpus, gold.codings("B"), topics=gold.topics)
    print([(theme.label, len(theme.passages), theme.p) for theme in found])
    assert found.themes
    assert not any(theme.within_field for theme in found)


def test_nothing_emerges_where_the_codebook_is_complete(gold: Gold) -> None:
    found = emergent_themes(gold.topics.corpus, gold.codings("A"), topics=gold.topics)
    assert len(found) == 0
    assert "no closer together than chance" in found.notices[-1]
