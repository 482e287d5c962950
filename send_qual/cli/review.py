"""``send-qual review``: a sheet of suggestions to be decided on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import CODERS_TOLD, as_seen_from_here, leave, progress_bar, table_out


def review(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, any folder of documents, or a file.")],
    codebook: Annotated[str, typer.Option(help="Name or file of the codebook.")],
    *,
    reviewer: Annotated[str, typer.Option(help="Who will decide: initials, as in the ledger.")] = "",
    order: Annotated[str, typer.Option(help="What comes first: doubt, code or document.")] = "doubt",
    sample: Annotated[
        int | None, typer.Option(min=1, help="How many, drawn by lot, each theme with its share.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the lot: the same seed draws the same.")] = 0,
    undecided: Annotated[bool, typer.Option("--undecided", help="Leave out what has been decided.")] = False,
    coder: Annotated[str, typer.Option(help=f"Whose suggestions: {CODERS_TOLD}")] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="The sheet: .xlsx or .csv. [default: one in reviews/ of the corpus]", callback=table_out),
    ] = None,
) -> None:
    """Make a sheet of suggestions to be decided on in Excel or LibreOffice.

    Each row has the passage with what was said around it, lists to choose from, and what was decided so far. A sheet
    that somebody filled in is never written over. It comes back by `send-qual import FILE --into CORPUS`.

    For example: send-qual review my-interviews --codebook intervention --reviewer AB --sample 60
    """
    from send_qual.codebook import read_codebook
    from send_qual.coders import code as suggest
    from send_qual.coding import review_sheet
    from send_qual.corpus import read_corpus

    with progress_bar() as progress:
        read = read_corpus(corpus, progress=progress).with_documents()
        codings = suggest(read, read_codebook(codebook), coder, progress=progress)
    sheet = review_sheet(codings, reviewer=reviewer, order=order, sample=sample, seed=seed, undecided=undecided)
    laid = sheet.to_file(out)
    for path in laid.kept:
        typer.echo(f"{as_seen_from_here(path)} was filled in and is kept.", err=True)
    typer.echo(f"{len(sheet)} suggestions, {sheet.undecided} to be decided: {as_seen_from_here(laid.path)}")
    if laid.carried:
        typer.echo(f"{laid.carried} rows filled in on earlier sheets and not imported yet are filled in on it too.")
    if laid.behind:
        typer.echo(f"{laid.behind} rows of theirs are not on it: import those sheets, or they stay where they are.")
    leave((*read.left_out, *codings.notices))
