"""``send-qual export``: a study in a form that another program, or a person, opens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, say


def export(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, or any folder of documents.")],
    format: Annotated[
        str, typer.Option("--format", help="qdpx, qdc, taguette, jsonld, csv, xlsx, docx or pdf.")
    ] = "qdpx",
    codebook: Annotated[str | None, typer.Option(help="Default: the one its codings are of.")] = None,
    out: Annotated[Path | None, typer.Option(help="Default: one in outputs/.")] = None,
) -> None:
    """Write people's codings, with documents, codes and memos, for another program.

    qdpx: NVivo, MAXQDA, ATLAS.ti, QualCoder and others (REFI-QDA); qdc: the codebook alone; taguette: its SQLite file;
    jsonld: the W3C's Web Annotation; csv, xlsx: a table; docx, pdf: a folder of the documents, each coding a comment or
    highlight, which come back by import. What has no place in the form is listed. Texts leave as they are: of
    interviews export the pseudonymised copy.

    For example: send-qual export my-interviews --format qdpx
    """
    from send_qual.exchange import export as write

    done = write(corpus, format, out=out, codebook=codebook)
    counts = f"{done.codings} codings, {done.codes} codes, {done.sources} documents, {done.memos} memos"
    typer.echo(f"{counts}: {as_seen_from_here(done.path)}")
    say(done.left_out)
