"""``send-qual codebook from FILE``: a codebook of a table; ``codebook terms NAME``: terms it may want."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar


class Way(StrEnum):
    """What is done for a codebook."""

    FROM = "from"
    TERMS = "terms"


def codebook(
    way: Annotated[Way, typer.Argument(help="from: make one of a table. terms: propose terms for one.")],
    file: Annotated[
        Path,
        typer.Argument(
            help="from: a table of codes (.xlsx, .csv, .tsv, .docx), headings in its first row. terms: name or file."
        ),
    ],
    to: Annotated[
        Path | None, typer.Option(help="from: the YAML file to write. [default: codebooks/<name of the table>.yaml]")
    ] = None,
    corpus: Annotated[str, typer.Option(help="terms: the corpus whose words are looked at.")] = "",
) -> None:
    """Make a codebook of a table: one row per code, columns told by their headings (Theme, Code, Definition, Example).

    Columns of names nest from left to right. A codebook that is there already is never written over.
    With `terms`, words and pairs of words are proposed that may speak for its codes, from names, definitions, examples
    and the passages near to these: to be read, and written under `terms:` by whoever means them. Nothing is taken.
    """
    if way is Way.TERMS:
        _terms(str(file), corpus)
        return
    from send_qual.codebook import codebook_from

    book = codebook_from(file, to)
    themes = sum(not code.parent for code in book.codes)
    themed = {code.parent for code in book.codes}
    bare = sum(not (c.terms or c.examples or c.definition) for c in book.codes if c.id not in themed)
    typer.echo(f"{len(book.codes)} codes, {themes} of them themes: {as_seen_from_here(book.path or file)}")
    if bare:
        typer.echo(f"{bare} codes have neither definition nor examples nor terms: the machine can hardly find them.")


def _terms(codebook: str, corpus: str) -> None:
    from send_qual.codebook import read_codebook
    from send_qual.coders import proposed_terms
    from send_qual.corpus import read_corpus
    from send_qual.errors import Fault, SendQualError

    if not corpus:
        mend = f"Say which: `send-qual codebook terms {codebook} --corpus NAME`"
        raise SendQualError(Fault(codebook, "terms are proposed from a corpus too", mend))
    with progress_bar() as progress:
        book = read_codebook(codebook)
        read = read_corpus(corpus, progress=progress).with_documents()
    proposed = proposed_terms(book, read)
    for theme in book.themes:
        own = [t for t in proposed if t.code == theme.id]
        told = "; ".join(f"{t.text} ({t.source}, {t.near} of {t.passages})" for t in own)
        typer.echo(f"{theme.name} ({theme.id}): {told or 'nothing of it is told apart by words here'}")
    typer.echo(
        "In brackets: where it stands, and how many of the passages with it are near the code. None of these is taken: "
        "write those you mean into the codebook, under `terms:`."
    )
    leave(read.left_out)
