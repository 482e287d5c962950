"""``send-qual codebook from FILE``: a codebook of a table that is kept in Excel, CSV or Word."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here


class Way(StrEnum):
    """What a codebook is made of."""

    FROM = "from"


def codebook(
    way: Annotated[Way, typer.Argument(help="from: of a table.")],  # noqa: ARG001 -- the word is part of the sentence
    file: Annotated[
        Path, typer.Argument(help="A table of codes: .xlsx, .csv, .tsv or .docx, headings in its first row.")
    ],
    to: Annotated[
        Path | None, typer.Option(help="The YAML file to write. [default: codebooks/<name of the table>.yaml]")
    ] = None,
) -> None:
    """Make a codebook of a table: one row per code, columns told by their headings (Theme, Code, Definition, Example).

    Columns of names nest from left to right. A codebook that is there already is never written over.
    """
    from send_qual.codebook import codebook_from

    book = codebook_from(file, to)
    themes = sum(not code.parent for code in book.codes)
    themed = {code.parent for code in book.codes}
    bare = sum(not (c.terms or c.examples or c.definition) for c in book.codes if c.id not in themed)
    typer.echo(f"{len(book.codes)} codes, {themes} of them themes: {as_seen_from_here(book.path or file)}")
    if bare:
        typer.echo(f"{bare} codes have neither definition nor examples nor terms: the machine can hardly find them.")
