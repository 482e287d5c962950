"""The order in which passages are offered for coding, so that the next codings teach most."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from send_qual.codebook import read_codebook
from send_qual.coders._passages import cut_passages
from send_qual.coders._units import PASSAGE, cut_units
from send_qual.coders.coder import Evidence
from send_qual.coders.learned._crossvalidation import Progress, views_of
from send_qual.coders.learned._exposure import exposure
from send_qual.coders.learned._mil_logistic import Floats, sigmoid
from send_qual.coders.learned._reading import Reading, read_passages
from send_qual.coders.learned._settling import Settling, settling
from send_qual.coders.learned._train import Study, study_of
from send_qual.coding import Codings, read_codings, store_offers, vacant
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.study.table_formats import table_file, write_table

__all__ = ["RANDOM_SHARE", "Offer", "Offering", "next_passages", "offer_passages"]

RANDOM_SHARE = 0.2
"""Of the passages offered, those drawn by lot: on them, and only on them, recall can be measured."""

_LIKE = 0.5  # how much likeness to a passage chosen already takes from a passage's worth


@dataclass(frozen=True, slots=True)
class Offer:
    """A passage to be coded next.

    Parameters
    ----------
    document : str
    start, end : int
    page : int or None
    why : str
        ``"unsure"`` or ``"by lot"``.
    quote : str
    """

    document: str
    start: int
    end: int
    page: int | None
    why: str
    quote: str


class Offering(NamedTuple):
    """Passages to be coded next, and whether it is still worth while.

    Parameters
    ----------
    offers : tuple of Offer
    path : Path
        The table written.
    settling : Settling or None
        What the passages coded last changed; None where too little is coded to tell.
    """

    offers: tuple[Offer, ...]
    path: Path
    settling: Settling | None


def next_passages(
    codings: Codings,
    n: int = 20,
    *,
    random_share: float = RANDOM_SHARE,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[Offer, ...]:
    """Choose the passages to be coded next.

    Most are those about which a coder trained on the codings so far is least sure, over all codes; each of
    them unlike those chosen before it. The others are drawn by lot. Before there are codings enough to learn
    from, passages are chosen for being unlike each other, and by lot.

    Parameters
    ----------
    codings : Codings
        People's so far, with corpus and codebook.
    n : int
    random_share : float
        Share drawn by lot, 0 to 1.
    seed : int
        Of the lot.
    progress : callable, optional

    Returns
    -------
    tuple of Offer
        In the order of coding, those by lot spread among the others; fewer than ``n`` where no more are left.

    Notes
    -----
    On the 30 hand-coded reports (six draws of ten reports to judge by, batches of forty, the share by lot included) a
    macro F1 of 0.60 is reached with about 160 passages where 190 drawn by lot are needed, 0.65 with 230 for 300: a
    fifth fewer. Of what was tried instead in an earlier count, a first batch by the codebook's terms and favouring
    themes seldom coded so far did worse; whole reports chosen by doubt or by unlikeness teach no more than by lot.
    """
    return _next(codings, n, random_share, seed, progress)[0]


def _next(
    codings: Codings, n: int, random_share: float, seed: int, progress: Progress | None
) -> tuple[tuple[Offer, ...], Settling | None]:
    """Passages to be coded next, and what those coded last changed."""
    corpus, book = codings.corpus, codings.codebook
    if corpus is None or book is None:
        raise SendQualError("Passages are chosen for codings with their corpus and codebook; these have none.")
    try:
        study = study_of(codings)
    except SendQualError:  # nobody has coded yet
        study = None
    if progress:
        progress(0, 2, "Reading passages nobody has coded")
    evidences = _unread(codings, corpus, study.truth.unit if study else PASSAGE)
    places = [(e.document, p) for e in evidences for p in e.passages]
    if not places:
        return (), None
    reading = read_passages(evidences, book)
    vectors = np.asarray(reading.pool @ reading.vectors)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    if progress:
        progress(1, 2, "Learning from the codings so far")
    worth, last = _worth(study, reading)
    order = _chosen(worth, vectors, min(n, len(places)), random_share, np.random.default_rng(seed))
    if progress:
        progress(2, 2, "Chosen")
    chosen = ((*places[at], lot) for at, lot in order)
    made = (Offer(d.id, p.start, p.end, p.page, "by lot" if lot else "unsure", d.words(p)) for d, p, lot in chosen)
    return tuple(made), last


def _worth(study: Study | None, unread: Reading) -> tuple[Floats, Settling | None]:
    """How much each passage would teach, 0 to 1, and what those coded last changed; all alike where nobody taught."""
    alike = np.ones(len(unread))
    if study is None:
        return alike, None
    try:
        lesson, _ = study.lesson()
    except SendQualError:  # too few codings to learn from
        return alike, None
    odds, _ = views_of(lesson).log_odds(unread)
    said = odds.mean(axis=0)
    return _doubt(sigmoid(said)), settling(study, said, lesson.codes, unread)


def _unread(codings: Codings, corpus: Corpus, unit: str) -> list[Evidence]:
    """The passages that nobody has read."""
    shown = exposure(codings)
    found = []
    for document in corpus:
        passages = cut_units(document, unit)
        if document.id in shown.documents:
            pairs = zip(passages, shown.readers(document, passages), strict=True)
            passages = tuple(p for p, who in pairs if not who)
        if passages:
            found.append(Evidence(document, passages))
    return found


def _nothing_left(codings: Codings) -> Fault:
    """Why there is no passage to offer."""
    corpus, shown = codings.corpus, exposure(codings)
    assert corpus is not None  # noqa: S101  # next_passages has looked
    n = sum(len(cut_passages(document)) for document in corpus)
    if not n:
        return Fault(corpus.name, "there are no passages in it", "Put reports or interviews there")
    marked = sum(document.id in shown.finished for document in corpus)
    why = f"all {n} passages of its {len(corpus)} documents count as read"
    told = f"{marked} marked as finished, {len(corpus) - marked} coded to their end"
    mend = "Where that is not so, take the mark back at the desk, or with `reopen`; else there is nothing more to code"
    return Fault(corpus.name, f"{why} ({told})", mend)


def _doubt(probability: Floats) -> Floats:
    """Entropy summed over codes, stretched to between 0 and 1."""
    p = np.clip(probability, 1e-3, 1 - 1e-3)
    total = -(p * np.log(p) + (1 - p) * np.log(1 - p)).sum(axis=1)
    stretched: Floats = (total - total.min()) / max(float(np.ptp(total)), 1e-9)
    return stretched


def _chosen(worth: Floats, vectors: Any, n: int, random_share: float, rng: Any) -> list[tuple[int, bool]]:
    """Places and whether by lot, in the order of coding."""
    by_lot = round(n * random_share)
    lots = rng.choice(len(worth), by_lot, replace=False).tolist()
    free = np.ones(len(worth), dtype=bool)
    free[lots] = False
    like = np.zeros(len(worth))
    unsure = []
    for _ in range(n - by_lot):
        at = int(np.where(free, worth * (1 - _LIKE * like), -1.0).argmax())
        free[at] = False
        unsure.append(at)
        like = np.maximum(like, vectors @ vectors[at])
    order = [(at, False) for at in unsure]
    for turn, at in enumerate(lots):
        order.insert(round((turn + 0.5) * n / max(by_lot, 1)), (at, True))
    return order


def offer_passages(
    corpus: str | Corpus,
    codebook: str,
    coder: str,
    n: int = 20,
    *,
    random_share: float = RANDOM_SHARE,
    path: Path,
    progress: Progress | None = None,
) -> Offering:
    """Choose passages, note that they were offered to a coder, and write them as a table to be filled in.

    Parameters
    ----------
    corpus : str or Corpus
        By name or path, or one that was read from a folder.
    codebook : str
        By name or path.
    coder : str
        Who will code them.
    n, random_share
        As for :func:`next_passages`.
    path : Path
        The table, ``.xlsx`` or ``.csv``; ``send-qual import`` takes it in. One that somebody filled in is not
        written over: the new one has a number after its name.

    Returns
    -------
    Offering
        The passages, the table written, and what the passages coded last changed.

    Raises
    ------
    SendQualError
        Where there is no passage left that nobody has read: it says why.
    """
    import pandas as pd

    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus, progress=progress)
    codings = read_codings(read.with_documents(), read_codebook(codebook))
    offers, last = _next(codings, n, random_share, len(codings), progress)
    if not offers:
        raise SendQualError(_nothing_left(codings))
    facets = codings.codebook.facet_ids() if codings.codebook else ()
    empty = [""] * len(facets)
    rows = [(o.document, o.page or "", o.start, o.end, o.quote, "", *empty, coder, o.why) for o in offers]
    columns = ["document", "page", "start", "end", "quote", "code", *facets, "coder", "offered"]
    written = write_table(pd.DataFrame(rows, columns=columns), vacant(table_file(path), facets), sheet="Codings")
    store_offers(read.home or read.name, coder, ((o.document, o.start, o.end) for o in offers))
    return Offering(offers, written, last)
