"""``send-qual fetch``: published documents of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import leave, progress_bar


def fetch(
    corpus: Annotated[str, typer.Argument(help="A corpus with a catalogue.csv, as area-send.")],
    since: Annotated[str, typer.Option(help="Only documents published on or after this day, as 2024-01-31.")] = "",
    from_: Annotated[
        Path | None,
        typer.Option("--from", help="Take the files from this folder instead of the network."),
    ] = None,
) -> None:
    """Fetch a corpus's published documents.

    They are those its catalogue.csv lists, each checked by its sha256. What is there and right is kept.
    """
    from send_qual.corpus import fetch as fetch_documents

    with progress_bar() as progress:
        done = fetch_documents(corpus, since=since or None, source=from_, progress=progress)
    typer.echo(str(done))
    leave(done.faults)
