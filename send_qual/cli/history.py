"""``send-qual history``: who did what when, and what stood on a day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, table_out


def history(
    corpus: Annotated[str, typer.Argument(help="A folder under corpora/, or any folder of documents.")],
    coder: Annotated[str, typer.Option(help="Only what this coder did.")] = "",
    document: Annotated[str, typer.Option(help="Only what was done in this document.")] = "",
    as_of: Annotated[str, typer.Option(help="A day, 2026-03-31: write the codings that stood at its end (UTC).")] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            help="A table to write: .xlsx or .csv. [default with --as-of: codings.csv; else the screen]",
            callback=table_out,
        ),
    ] = None,
) -> None:
    """Tell what people coded, decided, noted and took back, the newest last; times are UTC.

    The words that were coded stand in the table only, not on the screen.
    """
    from send_qual.coding import read_history
    from send_qual.study.table_formats import write_table

    told = read_history(corpus, coder=coder, document=document, as_of=as_of)
    if as_of:
        path = write_table(told.codings.to_frame(), out or Path("codings.csv"))
        typer.echo(f"{len(told.codings)} codings stood at the end of {as_of}: {as_seen_from_here(path)}")
    elif out:
        path = write_table(told.to_frame(), out)
        typer.echo(f"{len(told)} gestures: {as_seen_from_here(path)}")
    else:
        typer.echo(str(told) if len(told) else f"{corpus}: nobody has coded in it yet.")
    leave(told.notices)
