"""``send-qual crosswalk``: a corpus that was coded by one codebook is read by another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, table_out


def crosswalk(
    corpus: Annotated[str, typer.Argument(help="A corpus that people have coded.")],
    to: Annotated[str, typer.Option(help="Name or file of the codebook to read it by.")],
    codebook: Annotated[str | None, typer.Option(help="Default: the one its codings are of.")] = None,
    all_relations: Annotated[
        bool, typer.Option("--all", help="What is broader or only related as well, to be decided by a person.")
    ] = False,
    out: Annotated[Path, typer.Option(help="The table to write: .xlsx or .csv.", callback=table_out)] = Path(
        "crosswalk-codings.csv"
    ),
) -> None:
    """Read people's codings by another codebook, as far as a table says how the codes of the two stand to each other.

    crosswalk.csv beside the codebook says of pairs of codes whether one is exact, narrower, broader or related. What is
    exact or narrower carries over as a suggestion of the coder `crosswalk`; what is broader or related only with --all.

    For example: send-qual crosswalk my-interviews --to enablers
    """
    from collections import Counter
    from dataclasses import replace

    from send_qual.codebook import read_codebook
    from send_qual.coding import codebook_of, merge, read_as, read_codings
    from send_qual.coding import crosswalk as relations_of
    from send_qual.corpus import read_corpus
    from send_qual.study.table_formats import write_table

    read = read_corpus(corpus).with_documents()
    book = read_codebook(codebook) if codebook else codebook_of(read_codings(read), read.name)
    other = read_codebook(to)
    codings = read_codings(read, book)
    relations = relations_of(book, other)
    kinds = {one.kind for one in relations} if all_relations else ("exact", "narrower")
    found = read_as(merge(replace(codings, rows=(), aside=()), codings), other, relations, kinds)
    write_table(found.to_frame(), out, sheet="Codings")
    counts = Counter(one.kind for one in relations)
    typer.echo(f"{book.name} to {other.name}: {', '.join(f'{n} {kind}' for kind, n in counts.items())}.")
    typer.echo(f"{len(found)} codings by {other.name}: {as_seen_from_here(out)}")
    if unread := sorted({row.code for row in codings} - {one.reason.split(": ")[1].split(",")[0] for one in found}):
        typer.echo(f"Not carried over: {', '.join(unread)}.")
    leave((*read.left_out, *codings.notices))
