"""``send-qual import``: codings made by people, and their decisions, into a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import leave, progress_bar, say


def import_(
    file: Annotated[
        Path, typer.Argument(help="A table of codings, a review sheet that came back (.xlsx, .csv), or a folder.")
    ],
    into: Annotated[str, typer.Option(help="The corpus: a folder under corpora/, or any folder of documents.")],
    codebook: Annotated[str | None, typer.Option(help="Default: the one that knows the table's codes.")] = None,
    coder: Annotated[str, typer.Option(help="Who coded or decided, where the table does not say.")] = "",
    finished: Annotated[
        bool, typer.Option("--finished", help="Its documents are finished: there only people's codings count.")
    ] = False,
) -> None:
    """Take in codings made by people.

    Columns: document, quote, code; each facet of the codebook, coder, memo, start, end as there are. Of a review sheet
    (`send-qual review`) only what was changed counts: decision, new code, facets, memo, finished. Answers about whole
    reports: a column document, and one per question of the codebook with Y or N. What cannot be placed is listed; the
    same file again changes nothing. A folder: all tables in it, the one saved last at the end.

    Projects of other programs (QDPX, QDC, Taguette, QualCoder's folder, Web Annotation) bring documents and codes
    along; a corpus that is not there is made. Comments in Word and highlights in PDF whose first line names a code are
    codings, others are memos.

    For example: send-qual import review-AB.xlsx --into my-interviews
    """
    from send_qual.coding import import_codings
    from send_qual.exchange import recognise

    if recognise(file):
        _import_project(file, into, codebook, coder)
        return
    with progress_bar() as progress:
        done = import_codings(file, into, codebook=codebook, coder=coder, finished=finished, progress=progress)
    typer.echo(f"{done}.")
    say(done.notices)
    leave(done.faults)


def _import_project(file: Path, into: str, codebook: str | None, coder: str) -> None:
    """A project of another program."""
    from send_qual.exchange import import_project

    with progress_bar() as progress:
        done = import_project(file, into, codebook=codebook, coder=coder, progress=progress)
    new = f"{done.codings} codings, {done.memos} memos, {len(done.documents)} documents, {len(done.codes)} codes"
    typer.echo(f"New: {new}. {done.already} were there already. Codebook: {done.codebook}.")
    for decision in done.decisions:
        typer.echo(decision[:1].upper() + decision[1:] + ".", err=True)
    leave(done.faults)
