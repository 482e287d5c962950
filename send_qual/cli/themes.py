"""``send-qual themes``: topics of a corpus, and what the codebook does not cover."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar


def themes(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, any folder of documents, or a file.")],
    codebook: Annotated[
        str, typer.Option(help="Name or file of the codebook. [default: the one for this kind of document]")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the results. [default: one in outputs/]")] = None,
) -> None:
    """Find topics, and themes that no code covers.

    Writes an account to read (themes.html), topics, emergent themes and passages (CSV), and figures.
    """
    from send_qual.report.themes import find_themes

    with progress_bar() as progress:
        done = find_themes(corpus, codebook=codebook or None, out=out, progress=progress)
    for notice in done.notices:
        typer.echo(notice, err=True)
    typer.echo(f"{len(done.found.topics)} topics, {len(done.found)} emergent: {as_seen_from_here(done.files[0])}")
    typer.echo(f"and with it {', '.join(file.name for file in done.files[1:])}.")
    leave(done.left_out)
