"""``send-qual code``: codings suggested by machine, as a table."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import CODERS_TOLD, as_seen_from_here, leave, progress_bar, say, table_out


def code(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, any folder of documents, or a file.")],
    codebook: Annotated[str, typer.Option(help="Name or file of the codebook.")],
    coder: Annotated[str, typer.Option(help=f"Who codes: {CODERS_TOLD}")] = "",
    out: Annotated[Path, typer.Option(help="The table to write: .xlsx or .csv.", callback=table_out)] = Path(
        "codings.csv"
    ),
    language: Annotated[str, typer.Option(help="en: take all for English, whatever it looks like.")] = "",
) -> None:
    """Suggest codings for every passage.

    Writes one row per coding: document, start, end, quote, code, the codebook's facets, confidence, reason.
    """
    from send_qual.codebook import read_codebook
    from send_qual.coders import code as suggest
    from send_qual.coders import hardly_found
    from send_qual.corpus import read_corpus
    from send_qual.study.table_formats import write_table

    with progress_bar() as progress:
        read = read_corpus(corpus, progress=progress).with_documents()
        book = read_codebook(codebook)
        codings = suggest(read, book, coder, language=language, progress=progress)
    write_table(codings.to_frame(), out, sheet="Codings")
    typer.echo(f"{_count(codings, 'coding')} of {_count(read, 'document')}: {as_seen_from_here(out)}")
    say(list(filter(None, [hardly_found(book)])))
    leave((*read.left_out, *codings.notices))


def _count(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
