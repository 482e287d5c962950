"""``send-qual segments``: what the readers make of a corpus, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar, table_out


def segments(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, any folder of documents, or a file.")],
    out: Annotated[Path, typer.Option(help="The table to write: .xlsx or .csv.", callback=table_out)] = Path(
        "segments.csv"
    ),
) -> None:
    """Cut documents into segments: turns, paragraphs, bullets, actions.

    One line per segment: document, n, start, end, page, time, section, speaker, kind, text, addressee, role.
    """
    from send_qual.corpus import read_corpus
    from send_qual.study.table_formats import write_table

    with progress_bar() as progress:
        read = read_corpus(corpus, progress=progress).with_documents()
    for document in read:
        for notice in document.notices:
            typer.echo(f"{document.id}: {notice}.", err=True)
    table = read.segments()
    write_table(table, out, sheet="Segments")
    typer.echo(f"{len(table)} segments of {len(read)} documents: {as_seen_from_here(out)}")
    leave(read.left_out)
