"""``send-qual import``: codings made by people, and their decisions, into a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import leave, progress_bar, say


def import_(
    file: Annotated[Path, typer.Argument(help="A table of codings or a review sheet that came back: .xlsx or .csv.")],
    into: Annotated[str, typer.Option(help="The corpus: a folder under corpora/, or any folder of documents.")],
    codebook: Annotated[str | None, typer.Option(help="Default: the one that knows the table's codes.")] = None,
    coder: Annotated[str, typer.Option(help="Who coded or decided, where the table does not say.")] = "",
    finished: Annotated[
        bool, typer.Option("--finished", help="Its documents are finished: there only people's codings count.")
    ] = False,
) -> None:
    """Take in codings made by people.

    Columns: document, quote, code; polarity, coder, memo as there are. A review sheet has a column decision:
    accept, reject, or another code. Answers about whole reports: a column document, and one per question of the
    codebook (waits, ehc_quality...) with Y or N. What cannot be placed is listed; the same file can be imported again.
    """
    from send_qual.coding import import_codings

    with progress_bar() as progress:
        done = import_codings(file, into, codebook=codebook, coder=coder, finished=finished, progress=progress)
    taken = f"{done.applied} codings applied, {done.accepted} suggestions accepted, {done.rejected} rejected"
    if done.answers:
        taken = f"{done.answers} answers about reports taken in"
    typer.echo(
        f"{taken}; {done.already} stood already, {done.undecided} undecided, {len(done.faults)} could not be taken in."
    )
    say(done.notices)
    if done.finished:
        typer.echo(f"Marked as finished: {', '.join(done.finished)}.")
    if done.unfinished:
        typer.echo(f"Not marked as finished, for a row of it could not be taken in: {', '.join(done.unfinished)}.")
    leave(done.faults)
