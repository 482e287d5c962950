"""``send-qual agreement``: how far people agree who coded the same documents, and where they do not."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, table_out
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from send_qual.agreement import CodeReliability, Frame, Reliability, SharedDocument, Stretch

_COLUMNS = ("percent", "kappa", "ac1", "pabak", "alpha")
_BASES = {
    "documents": "by leaving out each document in turn",
    "posterior": "* few documents, or few with the code: posterior of the counts, segments as if independent",
    "too few documents": "none: too few documents (two coders need 3; all at once 10, 5 of them with the code)",
}


def agreement(
    corpus: Annotated[str, typer.Argument(help="A corpus that two people or more have coded.")],
    codebook: Annotated[str | None, typer.Option(help="Default: the one its codings are of.")] = None,
    unit: Annotated[
        str, typer.Option(help="What is counted: segment (turn, paragraph, bullet), sentence or character.")
    ] = "segment",
    out: Annotated[
        Path | None,
        typer.Option(
            help="A table to write, .xlsx or .csv; beside it NAME-disagreements and NAME-documents.", callback=table_out
        ),
    ] = None,
    section: Annotated[
        Path | None, typer.Option(help="The section on reliability for a report or paper, a .docx.", callback=_word_out)
    ] = None,
    spans: Annotated[
        bool, typer.Option("--spans", help="Gamma of free spans with their codes as well: half a minute of chance.")
    ] = False,
    approach: Annotated[
        str, typer.Option(help="codebook, or reflexive: then the section says why no figure stands.")
    ] = "codebook",
) -> None:
    """Measure how far people agree who coded the same documents.

    Only what each coded at first hand counts, over all units of the documents that both read, those that nobody coded
    included. A document counts as read where somebody coded in it, or marked it as finished. Percent, Cohen's kappa,
    Gwet's AC1, PABAK and Krippendorff's alpha with its 95 % interval; the table has Scott's pi, facets, alpha of free
    spans (alpha-u) and the counts from which every figure can be had again. The list of disagreements tells another
    code, a coding of one alone, another facet, other boundaries. A document in which nothing differs closes itself;
    from four documents by two coders on, agreement is also told in the order in which they were coded.

    For example: send-qual agreement my-interviews --unit sentence --out agreement.xlsx
    """
    from send_qual.agreement import double_coded, reliability, spans_gamma
    from send_qual.codebook import read_codebook
    from send_qual.coding import codebook_of, read_codings
    from send_qual.corpus import read_corpus
    from send_qual.study.table_formats import write_table

    read = read_corpus(corpus).with_documents()
    book = read_codebook(codebook) if codebook else codebook_of(read_codings(read), read.name)
    codings = read_codings(read, book)
    told = reliability(codings, unit)
    if not told.frames:
        typer.echo(f"{read.name}: no document was read by two people on their own; there is nothing to compare.")
    for frame in told.frames:
        typer.echo(_table(told, frame))
    twice = double_coded(codings, unit)
    for line in (*_closed(twice.documents), *_drift(twice.stretches)):
        typer.echo(line)
    for (first, second), one in (spans_gamma(codings) if spans else {}).items():
        typer.echo(
            f"{first} and {second}, free spans by theme: gamma {_figure(one.value).strip()} "
            f"(disorder {one.disorder:.3f}, by chance {one.expected:.3f} over {one.samples} texts; Mathet et al. 2015)."
        )
    if out:
        beside = out.with_name(f"{out.stem}-disagreements{out.suffix}")
        path = write_table(told.to_frame(), out)
        differ = told.disagreements()
        write_table(differ, beside, sheet="Disagreements")
        documents = out.with_name(f"{out.stem}-documents{out.suffix}")
        write_table(twice.to_frame(), documents, sheet="Documents")
        kinds = ", ".join(f"{count} {kind}" for kind, count in differ["kind"].value_counts().items())
        typer.echo(
            f"The table: {as_seen_from_here(path)}. {len(differ)} disagreements ({kinds or 'none'}): {beside.name}. "
            f"Document by document, in the order coded: {documents.name}"
        )
    if section:
        from send_qual.report import reliability_section, word_bytes
        from send_qual.study.files import write_bytes
        from send_qual.study.places import unused

        draft = reliability_section(codings, unit=unit, approach=approach)
        typer.echo(f"The section: {as_seen_from_here(write_bytes(unused(section), word_bytes(draft)))}")
    leave((*read.left_out, *codings.notices))


def _word_out(path: Path | None) -> Path | None:
    """Refuse the name of a section that is no Word file, before any work is done for it."""
    if path and path.suffix.lower() != ".docx":
        raise SendQualError(Fault(path.name, "the section is written as a Word file", "End its name in .docx"))
    return path


def _table(told: Reliability, frame: Frame) -> str:
    names = f"{frame.first} and {frame.second}" if frame.second else frame.first
    who = "both" if frame.second else "two or more"
    units = f"all their {frame.units:,} {told.unit}s, {frame.uncoded:,} of them coded by nobody"
    lines = [f"{names}: {frame.documents} of {frame.of} documents read by {who}; {units}."]
    rows = [row for row in told if (row.first, row.second) == (frame.first, frame.second)]
    given = [row for row in rows if not math.isnan(row.figures["alpha"]) or row.n > 0]
    wide = max([4, *(len(_name(row)) for row in given)])
    head = ("n", "prevalence", *(name.upper() if name in ("ac1", "pabak") else name for name in _COLUMNS))
    lines.append(f"  {'code':{wide}}" + "".join(f"{name:>11}" for name in head) + "  95 % interval of alpha")
    lines += [_line(row, wide) for row in given]
    masi = told.masi[frame.first, frame.second]
    lines.append(f"  All themes at once, several codes a unit (alpha, MASI distance): {_figure(masi).strip()}")
    if len(given) < len(rows):
        lines.append(f"  {len(rows) - len(given)} codes were given by nobody, and have no figures.")
    lines += [f"  Intervals: {text}." for basis, text in _BASES.items() if any(row.basis == basis for row in given)]
    return "\n".join(lines)


def _name(row: CodeReliability) -> str:
    return f"{row.code or 'all themes'}: {row.facet}" if row.facet else row.code


def _line(row: CodeReliability, wide: int) -> str:
    share = "" if row.facet or math.isnan(row.prevalence) else f"{row.prevalence:.3f}"
    count = "" if math.isnan(row.n) else f"{row.n:,.0f}"
    figures = "".join(f"{_figure(row.figures[name]):>11}" for name in _COLUMNS)
    interval = row.intervals.get("alpha")
    ends = f"{interval.low:.2f} to {interval.high:.2f}" if interval and not math.isnan(interval.low) else "-"
    return f"  {_name(row):{wide}}{count:>11}{share:>11}{figures}  {ends}{'*' if row.basis == 'posterior' else ''}"


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _closed(documents: Iterable[SharedDocument]) -> Iterator[str]:
    """How many of the documents of each pair are undisputed, settled, or open."""
    by: dict[tuple[str, str], list[SharedDocument]] = {}
    for one in documents:
        by.setdefault((one.first, one.second), []).append(one)
    for (first, second), rows in by.items():
        states = Counter(row.state for row in rows)
        left = sum(row.left for row in rows)
        yield (
            f"{first} and {second}, documents: {states['undisputed']} undisputed (closed by themselves), "
            f"{states['settled']} settled, {states['open']} open with {left} disagreements to settle."
        )


def _drift(stretches: Iterable[Stretch]) -> Iterator[str]:
    """Agreement in the order of coding, a line a stretch."""
    told: set[tuple[str, str]] = set()
    for one in stretches:
        if (one.first, one.second) not in told:
            yield f"{one.first} and {one.second} in the order coded (alpha: all themes, MASI; codings a hundred units):"
        told.add((one.first, one.second))
        yield (
            f"  {one.begin} to {one.end}, {len(one.documents)} documents: alpha {_figure(one.alpha).strip()}, "
            f"{one.alike:.0%} of units alike; {one.first} {one.rates[0]:.1f}, {one.second} {one.rates[1]:.1f}"
        )
