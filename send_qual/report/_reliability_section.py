"""The section on reliability: what was compared, how it was chosen, how far coders agree, and how it was settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import isnan
from typing import Final

from send_qual.agreement import (
    CodeReliability,
    Frame,
    Reliability,
    SharedDocument,
    Stretch,
    as_settled,
    double_coded,
    reliability,
)
from send_qual.coding import CONSENSUS, Codings, Drawn, independent, read_by, read_double_coding
from send_qual.corpus import Corpus
from send_qual.errors import Fault, SendQualError
from send_qual.findings import long_date
from send_qual.report._phrases import listing
from send_qual.report.rendering import Block, Bullet, Caption, Draft, Emphasis, Heading, Paragraph, Table, Title, runs

__all__ = ["APPROACHES", "reliability_section"]

APPROACHES: Final = {
    "codebook": "coders apply a codebook alike, and agreement is evidence of it",
    "reflexive": "coding is one researcher's reading, and no figure of agreement stands",
}
"""What agreement is taken for; by it the section gives figures or says why there are none."""

_KINDS: Final = {
    "code": "Another code on the same words",
    "only one": "Coded by one of them alone",
    "facet": "The same code, another value of a facet",
    "boundary": "The same code, other ends",
}
_FIGURES: Final = (("percent", "Percent"), ("kappa", "Kappa"), ("ac1", "AC1"), ("pabak", "PABAK"), ("alpha", "Alpha"))
_BASES: Final = {
    "documents": "Intervals (95 %) are had by leaving out each document in turn (jackknife).",
    "posterior": (
        "Intervals marked * are Bayesian (posterior of the counts, uniform prior), as there are few documents or few "
        "with the code; they take segments as independent and are too narrow where they are not."
    ),
    "too few documents": "Where no interval is given there are too few documents for one.",
}
_REFLEXIVE: Final = (
    (
        "In reflexive thematic analysis (Braun and Clarke 2006, 2019, 2021) codes are made in the reading, by a "
        "researcher whose position is part of it. Two such readings that differ are not an error of one of them, and a "
        "coefficient of agreement would measure how alike two people had been trained to read, not how good an "
        "analysis is. For this reason no figure is given."
    ),
    (
        "What speaks for the analysis instead: how codes and themes were developed, who took part in that, and what "
        "was discarded on the way. The history of the codings (send-qual history) tells when each was made, by whom, "
        "and what was changed."
    ),
)
_PROMPTS: Final = (
    "Who the coders are, how they stand to the field, the participants and each other, and what they expected.",
    "How they were trained on the codebook, and what was changed in it before these documents were coded.",
    "Where they differed most, what the disagreement was about, and what was learned from it.",
    "What was done about codes on which agreement is low: merged, defined anew, or reported with this caution.",
)


def reliability_section(codings: Codings, *, unit: str = "segment", approach: str = "codebook") -> Draft:
    """Write the section on reliability of a study.

    Parameters
    ----------
    codings : Codings
        As :func:`~send_qual.coding.read_codings` gives them, with corpus and codebook.
    unit : str
        What is compared, as for :func:`~send_qual.agreement.reliability`.
    approach : str
        One of :data:`APPROACHES`.

    Returns
    -------
    Draft
        For :func:`~send_qual.report.word_bytes`. Every number stands in, or is a sum over,
        ``reliability(codings).to_frame()``, ``.disagreements()`` and
        ``double_coded(codings).to_frame()``; after settling, of ``as_settled(codings)``.

    Raises
    ------
    SendQualError
        For another approach or unit, and for codings without corpus or codebook.
    """
    if approach not in APPROACHES:
        raise SendQualError(Fault(approach, "it is no approach known here", f"Take one of {', '.join(APPROACHES)}"))
    book, corpus = codings.codebook, codings.corpus
    name = corpus.name if corpus else ""
    version = f", version {book.version}" if book and book.version else ""
    head = Title("Agreement between coders", f"{name}, codebook {book.name if book else ''}{version}", (_today(),))
    body = _figures(codings, unit) if approach == "codebook" else [Paragraph(runs(words)) for words in _REFLEXIVE]
    blocks = (head, *body, *_to_fill(approach))
    return Draft("Agreement between coders", name, f"Agreement between coders: {name}", blocks)


def _today() -> str:
    return long_date(date.today().isoformat())


def _figures(codings: Codings, unit: str) -> list[Block]:
    before, corpus = reliability(codings, unit), codings.corpus
    blocks: list[Block] = [Heading(1, "What was compared", "compared")]
    if not before.frames or corpus is None:
        words = "No document was read by two people independently, so no agreement can be given."
        return [*blocks, Paragraph(runs(words))]
    blocks += [
        Paragraph(runs(words)) for words in (_choice(codings, corpus, before), _coders(codings, before), _rule(before))
    ]
    blocks.append(Heading(1, "How far the coders agree", "agree"))
    for number, frame in enumerate(before.frames):
        blocks += _of_frame(codings, before, frame, number)
    twice = double_coded(codings, unit)
    blocks += list(_over_time(twice.stretches))
    blocks += [Heading(1, "Where they differ", "differ"), *_differences(before), *_closed(twice.documents)]
    blocks += [Heading(1, "How differences were settled", "settled"), *_settling(codings, before, unit)]
    return blocks


# ------------------------------------------------------------------------------------ what was compared
def _choice(codings: Codings, corpus: Corpus, told: Reliability) -> str:
    """Which documents were coded twice, what share they are, and how they were chosen."""
    twice = {document for documents in _shared(codings, told).values() for document in documents}
    share = f"{len(twice)} of {len(corpus)} documents ({len(twice) / len(corpus):.0%}) were coded by two people or more"
    drawn = [one for one in read_double_coding(corpus) if codings.codebook and one.codebook == codings.codebook.name]
    if not drawn:
        return f"{share}. How they were chosen: [to be written by the team; no draw is on record]."
    by_lot = {one.document for one in drawn}
    others = len(twice - by_lot)
    rest = f" {others} more were chosen otherwise: [to be written by the team]." if others else ""
    left = len(by_lot - twice)
    missing = f" {left} of those drawn {_were(left)} not coded by two people yet." if left else ""
    return f"{share}. {_draws(drawn)}{missing}{rest}"


def _draws(drawn: Sequence[Drawn]) -> str:
    told = []
    for by, seed, day in dict.fromkeys((one.by, one.seed, one.drawn) for one in drawn):
        here = [one for one in drawn if (one.by, one.seed, one.drawn) == (by, seed, day)]
        lot = f"{len(here)} {_were(len(here))} drawn by lot on {long_date(day)} (seed {seed})"
        if by:
            counts = Counter(one.stratum for one in here)
            of = {one.stratum: one.of for one in here}
            strata = ", ".join(f"{name or 'not known'} {n} of {of[name]}" for name, n in counts.items())
            lot += f", by {by}: {strata}"
        told.append(f"{lot}.")
    return " ".join(told)


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


def _shared(codings: Codings, told: Reliability) -> dict[tuple[str, str], set[str]]:
    read = read_by(codings)
    return {(f.first, f.second): read[f.first] & read[f.second] for f in told.frames if f.second}


def _coders(codings: Codings, told: Reliability) -> str:
    names = sorted({name for frame in told.frames if frame.second for name in (frame.first, frame.second)})
    twice = {document for documents in _shared(codings, told).values() for document in documents}
    rows = [row for row in independent(codings) if row.document in twice]
    parts = []
    for name in names:
        mine = [row for row in rows if row.coder == name]
        days = sorted(row.created[:10] for row in mine if row.created)
        when = f", {_from_to(days[0], days[-1])}" if days else ""
        parts.append(f"{name} ({len(mine):,} codings there{when})")
    return (
        f"Coders: {'; '.join(parts)}. Only what each coded at first hand counts, before any discussion and before any "
        "decision on a machine's suggestions in the document; a review of suggestions is no independent coding."
    )


def _from_to(first: str, last: str) -> str:
    return long_date(first) if first == last else f"{long_date(first)} to {long_date(last)}"


def _rule(told: Reliability) -> str:
    return (
        f"The unit is the {told.unit}; a coding is on a unit where they share half of the shorter of the two, and a "
        "sub-code counts for its theme too. Units that nobody coded are counted: both say that no code applies there."
    )


# ------------------------------------------------------------------------------------------ the figures
def _of_frame(codings: Codings, told: Reliability, frame: Frame, number: int) -> Iterator[Block]:
    names = f"{frame.first} and {frame.second}" if frame.second else "All coders at once"
    over = f"{frame.documents} of {frame.of} documents, {frame.units:,} {told.unit}s, {frame.uncoded:,} coded by nobody"
    rows = [row for row in told if (row.first, row.second) == (frame.first, frame.second) and _said(row)]
    masi = told.masi[frame.first, frame.second]
    sets = "" if isnan(masi) else f" All themes at once, as sets (alpha, MASI distance): {masi:.2f}."
    yield Paragraph(runs(f"{names}: {over}.{sets}"), keep=True)
    codes = [row for row in rows if not row.facet]
    notes = " ".join(words for basis, words in _BASES.items() if any(row.basis == basis for row in codes))
    if codes:
        yield _table(codings, codes, f"Agreement by code: {names}", f"by-code-{number}", notes)
    if facets := [row for row in rows if row.facet]:
        note = "On units to which both gave the code and a value."
        yield _table(codings, facets, f"Agreement on facets: {names}", f"by-facet-{number}", note)


def _said(row: CodeReliability) -> bool:
    return not isnan(row.figures["alpha"]) or row.n > 0


def _table(codings: Codings, rows: Sequence[CodeReliability], caption: str, id: str, note: str) -> Table:
    heads = ("Code", "Units", "Prevalence", *(name for _, name in _FIGURES), "95 % interval of alpha")
    told = tuple((_name(codings, row), *_numbers(row)) for row in rows)
    widths = (0.18, 0.08, 0.135, 0.105, 0.085, 0.07, 0.095, 0.085, 0.165)
    return Table(Caption(caption, id), heads, told, widths, frozenset(range(1, 8)), note=runs(note), small=True)


def _name(codings: Codings, row: CodeReliability) -> str:
    book = codings.codebook
    code = book[row.code].name if book and row.code in book else row.code
    facet = next((one.name for one in book.facets if one.id == row.facet), row.facet) if book else row.facet
    return f"{code or 'All themes'}: {facet.lower()}" if row.facet else code


def _numbers(row: CodeReliability) -> tuple[str, ...]:
    interval = row.intervals.get("alpha")
    known = interval is not None and not isnan(interval.low)
    ends = f"{interval.low:.2f} to {interval.high:.2f}" if interval is not None and known else "-"
    star = "*" if known and row.basis == "posterior" else ""
    count = "-" if isnan(row.n) else f"{row.n:,.0f}"
    share = "-" if row.facet or isnan(row.prevalence) else f"{row.prevalence:.3f}"
    figures = ("-" if isnan(row.figures[name]) else f"{row.figures[name]:.2f}" for name, _ in _FIGURES)
    return count, share, *figures, f"{ends}{star}"


# --------------------------------------------------------------------------------- differences, settling
def _differences(told: Reliability) -> Iterator[Block]:
    counts = Counter(one.kind for found in told.differences.values() for one in found)
    if not counts:
        yield Paragraph(runs("They differ nowhere."))
        return
    rows = tuple((words, f"{counts[kind]:,}") for kind, words in _KINDS.items())
    caption = Caption("Disagreements between pairs of coders, by kind", "kinds")
    total = ("All", f"{counts.total():,}")
    yield Table(caption, ("Kind", "Disagreements"), (*rows, total), (0.7, 0.3), frozenset({1}))


def _over_time(stretches: Sequence[Stretch]) -> Iterator[Block]:
    """Agreement in the order in which the documents were coded, where there are enough of them."""
    if not stretches:
        return
    rows = tuple(
        (
            f"{one.first}, {one.second}",
            _from_to(one.begin, one.end),
            str(len(one.documents)),
            "-" if isnan(one.alpha) else f"{one.alpha:.2f}",
            f"{one.alike:.0%}",
            f"{one.rates[0]:.1f}, {one.rates[1]:.1f}",
        )
        for one in stretches
    )
    note = (
        "Alpha of the sets of themes on a unit (MASI distance). Rates are codings a hundred units of each coder (of "
        "characters: a hundred thousand). A fall, or rates that part, speaks for a drift of one coder; with few "
        "documents a stretch also differs by what was in them."
    )
    heads = ("Coders", "Coded", "Documents", "Alpha", "Units alike", "Rates")
    caption = Caption("Agreement in the order of coding", "drift")
    widths = (0.15, 0.32, 0.15, 0.1, 0.14, 0.14)
    yield Table(caption, heads, rows, widths, frozenset({2, 3, 4}), note=runs(note), small=True)


def _closed(rows: Sequence[SharedDocument]) -> Iterator[Block]:
    """Which documents closed themselves, which were settled and which are open."""
    states = Counter(row.state for row in rows)
    parts = [f"{states['undisputed']} closed by themselves (nothing in them differed)"]
    parts += [f"{states['settled']} were settled" if states["settled"] else ""]
    parts += [f"{states['open']} are open" if states["open"] else ""]
    alone = len({(row.first, row.second) for row in rows}) == 1
    over = f"{len(rows)} documents coded twice" if alone else f"{len(rows)} (documents, once for each pair of coders)"
    yield Paragraph(runs(f"Of {over}, {listing([one for one in parts if one])}."))


def _settling(codings: Codings, before: Reliability, unit: str) -> Iterator[Block]:
    ours = [row for row in (*codings.rows, *codings.aside) if row.coder == CONSENSUS]
    if not ours:
        words = "Nothing has been settled by consensus; the figures are those of the independent codings."
        yield Paragraph(runs(words))
        return
    after = reliability(as_settled(codings), unit)
    left = sum(len(found) for found in after.differences.values())
    had = sum(len(found) for found in before.differences.values())
    made = sum(row.status != "rejected" for row in ours)
    documents = len({row.document for row in ours})
    yield Paragraph(
        runs(
            f"What differed was discussed and settled in the name of “{CONSENSUS}”: {made:,} codings set and "
            f"{len(ours) - made:,} struck out, in {documents} document{'' if documents == 1 else 's'}. "
            f"Of {had:,} disagreements {left:,} are left."
        )
    )
    reasons = [row.memo for row in ours if row.memo]
    if reasons:
        yield Paragraph(runs(f"For {len(reasons):,} of them a reason is on record, in the table of codings."))
    yield _before_and_after(codings, before, after)


def _before_and_after(codings: Codings, before: Reliability, after: Reliability) -> Table:
    later = {(row.code, row.facet, row.first, row.second): row for row in after}
    rows = []
    for row in before:
        then = later.get((row.code, row.facet, row.first, row.second))
        if row.facet or not _said(row) or not row.second:
            continue
        pair = f"{row.first}, {row.second}"
        rows.append((_name(codings, row), pair, _alpha(row), _alpha(then) if then else "-"))
    caption = Caption("Krippendorff's alpha before and after discussion", "after")
    note = "Agreement after discussion tells how far differences could be settled; it is no measure of reliability."
    heads = ("Code", "Coders", "Before", "After")
    return Table(caption, heads, tuple(rows), (0.45, 0.25, 0.15, 0.15), frozenset({2, 3}), note=runs(note), small=True)


def _alpha(row: CodeReliability) -> str:
    return "-" if isnan(row.figures["alpha"]) else f"{row.figures['alpha']:.2f}"


# ---------------------------------------------------------------------------------------------- to fill
def _to_fill(approach: str) -> Iterator[Block]:
    yield Heading(1, "Reflexivity", "reflexivity")
    prompts: Iterable[str] = _PROMPTS if approach == "codebook" else _PROMPTS[:1]
    yield Paragraph(runs("To be written by the team:"), keep=True)
    yield from (Bullet(runs(Emphasis(f"[{prompt}]"))) for prompt in prompts)
