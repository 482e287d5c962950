"""Emergent themes: what several documents speak of and no code of the codebook covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from send_qual.coding import Coding, Codings, Spans
from send_qual.corpus import Corpus
from send_qual.study.renderers import to_text
from send_qual.themes._codebook_space import InField, find_in_field
from send_qual.themes._gap_test import Flags, Gap, find_gaps, uncoded_around
from send_qual.themes._keyness import telling_terms
from send_qual.themes._labels import name_groups
from send_qual.themes._passages import Passage
from send_qual.themes._space import Matrix
from send_qual.themes.topics import Topics, coherence, examples_of, find_topics, typical

__all__ = ["HARDLY", "EmergentTheme", "EmergentThemes", "codes_of", "emergent_themes"]

HARDLY = 0.2
"""Share of passages with a code, below which the absence of a code says nothing."""


@dataclass(frozen=True, slots=True)
class EmergentTheme:
    """Passages without a code that make a theme.

    Parameters
    ----------
    id : str
        ``"E1"``, ``"E2"``, ..., in the order of :func:`emergent_themes`.
    label : str
    terms : tuple of (str, float)
        Terms it has more than the other passages, with their z.
    passages : tuple of int
        Uncoded passages, indices into ``Topics.passages``, the most typical first.
    also : tuple of int
        Coded passages that say much the same.
    representative : tuple of int
        Up to five typical passages of different documents.
    documents : int
    coherence : float
        NPMI of its terms over the passages.
    uncoded, expected : float
        Share of the passages around it that are uncoded; share of all passages that are.
    p : float
        Of a gap, how often chance has one as marked anywhere in the corpus; within the codebook's field, how
        often as many passages at random would be as near to it.
    nearest : str
        The code that most of ``also`` have, or ``""``.
    within_field : bool
        Whether it lies on ground that other codes cover, and speaks of what the codebook is about; otherwise it
        is a gap, where few passages have codes.
    """

    id: str
    label: str
    terms: tuple[tuple[str, float], ...]
    passages: tuple[int, ...]
    also: tuple[int, ...]
    representative: tuple[int, ...]
    documents: int
    coherence: float
    uncoded: float
    expected: float
    p: float
    nearest: str = ""
    within_field: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class EmergentThemes:
    """Emergent themes with the topics and codings they were found among; iterating gives :class:`EmergentTheme`.

    Parameters
    ----------
    themes : tuple of EmergentTheme
    topics : Topics
    codings : Codings
    notices : tuple of str
        What could not be done, and what nothing was found of, in words for the user.
    decided : frozenset of int
        Passages that a person decided on before, indices into ``Topics.passages``.
    """

    themes: tuple[EmergentTheme, ...]
    topics: Topics
    codings: Codings
    notices: tuple[str, ...] = ()
    decided: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.themes)

    def __iter__(self) -> Iterator[EmergentTheme]:
        return iter(self.themes)

    def __getitem__(self, id: str) -> EmergentTheme:
        for theme in self.themes:
            if theme.id == id:
                return theme
        raise KeyError(id)

    def __repr__(self) -> str:
        return f"EmergentThemes({len(self)} emergent themes, {len(self.topics)} topics)"

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages that were looked at; themes and topics hold indices into them."""
        return self.topics.passages

    def to_frame(self) -> pd.DataFrame:
        """A table, one row per emergent theme.

        Returns
        -------
        pandas.DataFrame
            Columns ``theme, label, kind`` (``"gap"`` or ``"field"``, as :func:`emergent_themes` tells them apart),
            ``terms, passages, documents, also_coded, nearest_code, coherence, uncoded_around, uncoded_overall,
            p, example``.
        """
        rows = [
            (
                theme.id,
                theme.label,
                "field" if theme.within_field else "gap",
                "; ".join(term for term, _ in theme.terms),
                len(theme.passages),
                theme.documents,
                len(theme.also),
                theme.nearest,
                theme.coherence,
                theme.uncoded,
                theme.expected,
                theme.p,
                self.passages[theme.representative[0]].text,
            )
            for theme in self.themes
        ]
        about = ["theme", "label", "kind", "terms", "passages", "documents", "also_coded", "nearest_code", "coherence"]
        return pd.DataFrame(rows, columns=[*about, "uncoded_around", "uncoded_overall", "p", "example"])

    def to_passages(self) -> pd.DataFrame:
        """A table, one row per passage.

        Returns
        -------
        pandas.DataFrame
            Columns ``document, start, end, topic`` (0 for none), ``label, codes`` (joined by ``"; "``),
            ``emergent`` (id of the theme or ``""``), ``quote``.
        """
        names = {topic.id: topic.label for topic in self.topics}
        codes = codes_of(self.passages, self.codings)
        theme_of = {n: theme.id for theme in self.themes for n in theme.passages}
        rows = [
            (
                p.document,
                p.start,
                p.end,
                topic,
                names.get(topic, ""),
                "; ".join(sorted(own)),
                theme_of.get(n, ""),
                p.text,
            )
            for n, (p, topic, own) in enumerate(zip(self.passages, self.topics.of, codes, strict=True))
        ]
        columns = ["document", "start", "end", "topic", "label", "codes", "emergent", "quote"]
        return pd.DataFrame(rows, columns=columns).sort_values(["document", "start"])

    def _repr_html_(self) -> str:
        return to_text("themes", self)

    def overlap(self, *, themes: bool = True) -> pd.DataFrame:
        """How topics and codes overlap.

        Parameters
        ----------
        themes : bool
            Count top-level codes, a sub-code for its theme; otherwise every code by itself.

        Returns
        -------
        pandas.DataFrame
            One row per topic and code, also where they do not meet, and per topic one for no code (code
            ``""``): ``topic, label, code, passages`` (of the topic with the code), ``share`` (of the topic's
            passages) and ``lift`` (that share over the code's share of all passages; empty for a code that
            is not used).
        """
        own = codes_of(self.passages, self.codings)
        if themes:
            own = [{code.split("/")[0] for code in codes} for codes in own]
        used = sorted(set().union(*own)) if own else []
        book = self.codings.codebook
        listed = [] if book is None else [c.id for c in (book.themes if themes else book.codes)]
        codes = [*listed, *(code for code in used if code not in listed), ""]
        has = {code: np.array([code in one if code else not one for one in own]) for code in codes}
        rows = []
        for topic in self.topics:
            members = list(topic.passages)
            for code in codes:
                share, overall = float(has[code][members].mean()), float(has[code].mean())
                lift = share / overall if overall else float("nan")
                rows.append((topic.id, topic.label, code, int(has[code][members].sum()), share, lift))
        return pd.DataFrame(rows, columns=["topic", "label", "code", "passages", "share", "lift"])


def codes_of(passages: tuple[Passage, ...], codings: Codings) -> list[set[str]]:
    """Codes of each passage: those whose coding shares half of the shorter of the two; rejected ones do not count."""
    rows: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.status != "rejected":
            rows.setdefault(coding.document, []).append(coding)
    spans = {document: Spans(here) for document, here in rows.items()}
    none: Spans[Coding] = Spans(())
    return [{one.code for one in spans.get(p.document, none).sharing_half(p)} for p in passages]


def emergent_themes(
    corpus: Corpus,
    codings: Codings,
    *,
    topics: Topics | None = None,
    decided: Iterable[int] = (),
    progress: Callable[[int, int, str], None] | None = None,
) -> EmergentThemes:
    """Find what the codebook does not cover.

    Passages without a code are looked at among their neighbours. Where uncoded ones lie together more than
    chance would put them (codings shuffled within each document), in several documents, there is a gap.

    Where there are gaps, so that it is not by chance which passages have no code, the uncoded passages outside
    them are grouped by what they say. A group that is nearer to what the codes' definitions speak of than
    passages are on average is a theme within the codebook's own field. Such come first, being closest to what
    the codebook is for; the gaps follow, the most marked first.

    Parameters
    ----------
    corpus : Corpus
    codings : Codings
        By people or machine; rejected ones do not count. Without a codebook, gaps only are found.
    topics : Topics, optional
        Where they were found already.
    decided : iterable of int
        Passages that a person decided on before, indices into ``Topics.passages``: they count as covered. See
        :func:`send_qual.themes.still_open`.
    progress : callable, optional
        Called as ``progress(done, total, what)``.

    Returns
    -------
    EmergentThemes
        None of them, and a notice that says why, where the corpus is too small, nothing or hardly anything is coded, or
        chance explains which passages have no code.

    Raises
    ------
    SendQualError
        Where BERTopic is not installed.
    """
    topics = topics if topics is not None else find_topics(corpus, progress=progress)
    if topics.placed is None or topics.words is None:
        return EmergentThemes((), topics, codings, topics.notices)
    codes = codes_of(topics.passages, codings)
    coded = np.array([bool(own) for own in codes])
    uncoded = ~coded
    aside = frozenset(n for n in decided if uncoded[n])
    if uncoded.all():
        notice = "No passage has a code: all topics are uncovered. Code the corpus first, by hand or by machine."
        return EmergentThemes((), topics, codings, (*topics.notices, notice))
    if coded.mean() < HARDLY:
        told = f"Hardly coded: {int(coded.sum())} of {len(coded)} passages have a code. What no code covers cannot be "
        told += "told from what nobody has coded yet: code more of the documents first, by hand or by machine."
        return EmergentThemes((), topics, codings, (*topics.notices, told))
    still = uncoded.copy()
    still[list(aside)] = False
    found = _candidates(topics, codings, uncoded, still)
    themes = _described(found, topics, codes, still)
    notices = (*topics.notices, *_said(len(aside), int(still.sum()), len(still), found=bool(themes)))
    return EmergentThemes(themes, topics, codings, notices, aside)


def _candidates(topics: Topics, codings: Codings, uncoded: Flags, still: Flags) -> list[Gap | InField]:
    """Themes within the codebook's field, then gaps.

    Parameters
    ----------
    uncoded, still : numpy.ndarray of bool
        Passages without a code, and those of them that nobody has decided on.
    """
    assert topics.placed is not None, "there are topics"  # noqa: S101
    assert topics.words is not None, "there are topics"  # noqa: S101
    points, documents = topics.placed.points, [passage.document for passage in topics.passages]
    gaps = find_gaps(points, still, documents)
    by_chance = not gaps and (not (uncoded & ~still).any() or not find_gaps(points, uncoded, documents))
    if by_chance or codings.codebook is None:
        return list(gaps)
    from threadpoolctl import threadpool_limits

    outside = still.copy()
    outside[[n for gap in gaps for n in gap.passages]] = False
    rows = np.flatnonzero(outside)
    with threadpool_limits(1):
        within = find_in_field(topics.placed, topics.words.terms, documents, rows, codings.codebook)
    return [*within, *gaps]


def _described(
    found: list[Gap | InField], topics: Topics, codes: list[set[str]], still: Flags
) -> tuple[EmergentTheme, ...]:
    """The candidates with all that is told of them, by each passage's codes and whether it is still uncovered."""
    if not found or topics.placed is None or topics.words is None:
        return ()
    points, passages, words = topics.placed.points, topics.passages, topics.words
    coded = np.array([bool(own) for own in codes])
    terms = [telling_terms(one.passages, words.terms) for one in found]
    rows = [typical(one.passages, points) for one in found]
    names = name_groups([(own, [t for t, _ in ts]) for own, ts in zip(rows, terms, strict=True)], passages, words)
    sets = [set(own) for own in words.terms]
    themes = []
    for n, (one, own, telling, name) in enumerate(zip(found, rows, terms, names, strict=True), 1):
        also = _alike(own, points, coded)
        themes.append(
            EmergentTheme(
                id=f"E{n}",
                label=name,
                terms=telling,
                passages=tuple(own),
                also=also,
                representative=examples_of(own, passages, topics.placed.vectors),
                documents=len({passages[p].document for p in own}),
                coherence=round(coherence([t for t, _ in telling], sets), 3),
                uncoded=uncoded_around(points, still, own),
                expected=float(still.mean()),
                p=one.p,
                nearest=_nearest([codes[p] for p in also]),
                within_field=isinstance(one, InField),
            )
        )
    return tuple(themes)


def _said(decided: int, uncoded: int, passages: int, *, found: bool) -> list[str]:
    before = f"{decided} {'passage of a theme' if decided == 1 else 'passages of themes'} decided on before "
    before += "counts as covered." if decided == 1 else "count as covered."
    none = (
        f"No emergent theme: {uncoded} of {passages} passages have no code, and they lie no closer together than "
        "chance would put them."
    )
    return [before] * bool(decided) + [none] * (not found)


def _alike(rows: list[int], points: Matrix, coded: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """Coded passages nearer to the theme's middle than a quarter of its own are."""
    near = points @ points[rows].mean(axis=0)
    close = (near >= np.quantile(near[rows], 0.25)) & coded
    return tuple(n for n in np.argsort(-near, kind="stable").tolist() if close[n])


def _nearest(codes: list[set[str]]) -> str:
    times = pd.Series([code for own in codes for code in sorted(own)], dtype="object").value_counts(sort=True)
    return str(min(times.index[times == times.max()])) if len(times) else ""
