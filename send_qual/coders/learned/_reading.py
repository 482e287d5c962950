"""What is read off passages before anything is learned: concepts, terms, nearness, tokens, vectors."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from send_qual.codebook import Codebook, Term, patterns_passed_over
from send_qual.coders._passages import is_quotation, is_talk
from send_qual.coders._polarity import leaning
from send_qual.coders._semantic import nearness
from send_qual.coders._talk_rows import talk_rows
from send_qual.coders.coder import Evidence
from send_qual.coders.learned._concepts import concept_hits, concepts
from send_qual.coders.learned._mil_logistic import Floats
from send_qual.coders.lexicon._lexicon import lexicon_hits, strength, theme_hits
from send_qual.coders.lexicon._terms import Hit, plain
from send_qual.corpus import kind_of
from send_qual.language import DIMENSIONS

__all__ = ["Layout", "Reading", "layout_of", "read_passages"]

_PLACES = 8  # columns for the section a passage stands in: the first eight that its kind of document has
_FAR, _FAR_MARGIN = 0.0, -0.3
_OF_PASSAGES = ("document", "whole", "near", "section", "question")
_OF_SENTENCES = ("concepts", "terms", "strengths", "leaning", "vectors")


@dataclass(frozen=True)
class Layout:
    """The names of a reading's columns, so that weights learned on one codebook find their places in its successor."""

    concepts: tuple[str, ...]
    terms: tuple[str, ...]
    codes: tuple[str, ...]
    themes: tuple[str, ...]

    def feature(self, other: Layout, number: int) -> int:
        """The number here of another layout's concept or term; -1 where there is none."""
        if number < len(other.concepts):
            return _at(self.concepts, other.concepts[number])
        at = _at(self.terms, other.terms[number - len(other.concepts)])
        return at if at < 0 else at + len(self.concepts)


def _term_name(code: str, term: Term) -> str:
    return f"{code} {term.kind} {term.text}"


@lru_cache(maxsize=8)
def layout_of(codebook: Codebook) -> Layout:
    """The columns that passages read with a codebook have."""
    terms = dict.fromkeys(_term_name(code.id, term) for code in codebook for term in code.terms)
    return Layout(
        tuple(name for name, _ in concepts()),
        tuple(terms),
        tuple(code.id for code in codebook),
        tuple(code.id for code in codebook.themes),
    )


@dataclass(frozen=True)
class Reading:
    """Passages of one or more documents, read.

    Parameters
    ----------
    document : ndarray of int, shape (m,)
        Number of each passage's document.
    owner : ndarray of int, shape (n,)
        Number of each sentence's passage.
    concepts : ndarray, shape (n, c)
        Hits of each concept in each sentence.
    terms : ndarray, shape (n, t)
        Hits of each term of the codebook in each sentence.
    strengths : ndarray, shape (n, k)
        Strength of each code's and theme's terms in each sentence.
    whole : ndarray, shape (m, k)
        The same in each passage.
    near : ndarray, shape (m, 2 * themes)
        Best cosine and margin of each passage to each theme's own words.
    section : ndarray, shape (m, s)
        The section of its kind of document, one-hot; none where the kind has no sections.
    leaning : ndarray, shape (n, 2)
        Words of strength and of weakness.
    question : ndarray, shape (m, 384)
        Vector of the question that a passage of talk answers; zeros where there is none.
    vectors : ndarray, shape (n, 384)
    tokens : tuple of tuple of str
        Lemmas of each sentence, in order; names and figures left out.
    hits : tuple of tuple of (int, int, int, int)
        Per passage: number of a concept (or, from the number of concepts on, of a term), sentence counted
        within the passage, start and end counted from the passage.
    """

    document: Any
    owner: Any
    concepts: Floats
    terms: Floats
    strengths: Floats
    whole: Floats
    near: Floats
    section: Floats
    leaning: Floats
    question: Floats
    vectors: Floats
    tokens: tuple[tuple[str, ...], ...]
    hits: tuple[tuple[tuple[int, int, int, int], ...], ...]

    def __len__(self) -> int:
        return len(self.document)

    @property
    def pool(self) -> Any:
        """Sparse matrix (m, n) that sums sentences into passages."""
        from scipy.sparse import csr_matrix

        n = len(self.owner)
        return csr_matrix((np.ones(n), (self.owner, np.arange(n))), shape=(len(self), n))

    def take(self, passages: Any) -> Reading:
        """Some of the passages, with their sentences; ``passages`` is a boolean mask."""
        number = np.cumsum(passages) - 1
        kept = passages[self.owner]
        of_sentences = {part: getattr(self, part)[kept] for part in _OF_SENTENCES}
        of_passages = {part: getattr(self, part)[passages] for part in _OF_PASSAGES}
        tokens = tuple(t for t, keep in zip(self.tokens, kept, strict=True) if keep)
        hits = tuple(h for h, keep in zip(self.hits, passages, strict=True) if keep)
        return Reading(owner=number[self.owner[kept]], tokens=tokens, hits=hits, **of_passages, **of_sentences)

    def aligned(self, have: Layout, want: Layout) -> Reading:
        """The same passages with the columns of another layout; what that does not know falls away."""
        if have == want:
            return self
        near = [n for theme in want.themes for n in _pair(have.themes, theme)]
        renamed = {n: want.feature(have, n) for n in range(len(have.concepts) + len(have.terms))}
        hits = tuple(
            tuple((new, row, a, b) for f, row, a, b in found if (new := renamed[f]) >= 0) for found in self.hits
        )
        return replace(
            self,
            concepts=_columns(self.concepts, [_at(have.concepts, name) for name in want.concepts]),
            terms=_columns(self.terms, [_at(have.terms, name) for name in want.terms]),
            strengths=_columns(self.strengths, [_at(have.codes, name) for name in want.codes]),
            whole=_columns(self.whole, [_at(have.codes, name) for name in want.codes]),
            near=_columns(self.near, near),
            hits=hits,
        )


def _at(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else -1


def _pair(themes: tuple[str, ...], theme: str) -> tuple[int, int]:
    at = _at(themes, theme)
    return (2 * at, 2 * at + 1) if at >= 0 else (-1, -1)


def _columns(table: Floats, which: list[int]) -> Floats:
    """Columns in a new order; -1 stands for one of zeros."""
    picked = np.zeros((len(table), len(which)))
    known = [n for n, column in enumerate(which) if column >= 0]
    picked[:, known] = table[:, [which[n] for n in known]]
    return picked


def read_passages(evidences: Sequence[Evidence], codebook: Codebook) -> Reading:
    """Read the passages of documents (one or more)."""
    parts = [_read(n, evidence, codebook) for n, evidence in enumerate(evidences)]
    before = np.cumsum([0, *(len(p) for p in parts)])
    stacked = {name: np.concatenate([getattr(p, name) for p in parts]) for name in (*_OF_PASSAGES, *_OF_SENTENCES)}
    owner = np.concatenate([p.owner + before[n] for n, p in enumerate(parts)])
    tokens = tuple(t for p in parts for t in p.tokens)
    return Reading(owner=owner, tokens=tokens, hits=tuple(h for p in parts for h in p.hits), **stacked)


_Rows = list[tuple[int, int, int]]  # row, start, end of a passage's sentences; places count from the passage


def _read(number: int, evidence: Evidence, codebook: Codebook) -> Reading:
    layout = layout_of(codebook)
    sentences = evidence.sentences
    m, n = len(evidence.passages), len(sentences)
    rows: list[_Rows] = [[] for _ in range(m)]
    for row, s in enumerate(sentences):
        start = evidence.passages[s.passage].start
        rows[s.passage].append((row, s.start - start, s.end - start))
    tables = {
        "concepts": np.zeros((n, len(layout.concepts))),
        "terms": np.zeros((n, len(layout.terms))),
        "strengths": np.zeros((n, len(layout.codes))),
        "whole": np.zeros((m, len(layout.codes))),
        "leaning": np.zeros((n, 2)),
    }
    with patterns_passed_over(evidence.document.id) as stopped:
        spoken = lexicon_hits(evidence, codebook)
    for fault in stopped:
        logging.getLogger("send_qual").warning("%s", fault)
    hits = tuple(_read_passage(tables, layout, p, rows[p], evidence.texts[p], spoken[p]) for p in range(m))
    return Reading(
        document=np.full(m, number),
        owner=np.array([s.passage for s in sentences], dtype=int),
        near=_near(evidence, codebook),
        section=_section(evidence),
        question=_question(evidence),
        vectors=np.asarray(evidence.vectors, dtype=np.float64).reshape(n, -1),
        tokens=_tokens(evidence, rows),
        hits=hits,
        **tables,
    )


def _read_passage(
    tables: dict[str, Floats], layout: Layout, p: int, rows: _Rows, text: str, spoken: Mapping[str, tuple[Hit, ...]]
) -> tuple[tuple[int, int, int, int], ...]:
    """Fill one passage's rows of the tables, and say where concepts and terms stand."""
    small = plain(text)
    places = [(n, a, b) for n, a, b in concept_hits(small)]
    known = {name: len(layout.concepts) + n for n, name in enumerate(layout.terms)}
    places += [(known[_term_name(c, h.term)], h.start, h.end) for c, found in spoken.items() for h in found]
    hits = []
    for feature, start, end in places:
        row = _row(rows, start)
        if row is None:
            continue
        hits.append((feature, row - rows[0][0], start, end))
        if feature < len(layout.concepts):
            tables["concepts"][row, feature] += 1
        else:
            tables["terms"][row, feature - len(layout.concepts)] += 1
    for code, found in {**spoken, **theme_hits(spoken)}.items():
        if (column := _at(layout.codes, code)) < 0:
            continue
        tables["whole"][p, column] = strength(found)
        for row, start, end in rows:
            tables["strengths"][row, column] = strength(h for h in found if start <= h.start < end)
    for row, start, end in rows:
        tables["leaning"][row] = leaning(small[start:end])
    return tuple(hits)


def _row(rows: _Rows, at: int) -> int | None:
    return next((row for row, start, end in rows if start <= at < end), rows[0][0] if rows else None)


def _near(evidence: Evidence, codebook: Codebook) -> Floats:
    themes = [code.id for code in codebook.themes]
    table = np.zeros((len(evidence.passages), 2 * len(themes)))
    for p, near in enumerate(nearness(evidence, codebook)):
        for k, theme in enumerate(themes):
            how = near.get(theme)
            table[p, 2 * k : 2 * k + 2] = (how.best, how.margin) if how else (_FAR, _FAR_MARGIN)
    return table


def _section(evidence: Evidence) -> Floats:
    table = np.zeros((len(evidence.passages), _PLACES))
    known = [section.id for section in kind_of(evidence.document).sections[:_PLACES]]
    for p, passage in enumerate(evidence.passages):
        if passage.section in known:
            table[p, known.index(passage.section)] = 1.0
    return table


def _question(evidence: Evidence) -> Floats:
    document = evidence.document
    if evidence.passages and is_talk(document) and not is_quotation(document):
        return np.asarray(talk_rows(evidence).question_vectors, dtype=np.float64)
    return np.zeros((len(evidence.passages), DIMENSIONS))


def _tokens(evidence: Evidence, rows: list[_Rows]) -> tuple[tuple[str, ...], ...]:
    """Lemmas by sentence. Names (PROPN) and anything with a figure are left out: they might identify."""
    found: list[list[str]] = [[] for _ in evidence.sentences]
    for p, doc in enumerate(evidence.tagged):
        for token in doc:
            word = token.lemma_.lower()
            if (
                token.pos_ != "PROPN"
                and (word.isalpha() or word == "n't")
                and (row := _row(rows[p], token.idx)) is not None
            ):
                found[row].append(word)
    return tuple(tuple(words) for words in found)
