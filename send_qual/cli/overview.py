"""``send-qual overview``: the thematic overview of a folder of reports, in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar
from send_qual.study import find_corpus


def overview(
    corpus: Annotated[
        str | None,
        typer.Argument(help="A folder under corpora/, any folder of documents, or a file. [default: the sample]"),
    ] = None,
    codebook: Annotated[
        str, typer.Option(help="Name or file of the codebook. [default: the one for this kind of document]")
    ] = "",
    since: Annotated[str, typer.Option(help="Only reports published on or after this day, as 2024-01-31.")] = "",
    compare: Annotated[str, typer.Option(help="The earlier tranche: see the examples below.")] = "",
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Count only what people coded and accepted; the draft says so.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the results. [default: one in outputs/]")] = None,
) -> None:
    """Draft the thematic overview, in Word.

    Reads inspection reports and writes the draft report (Word, HTML), findings (Excel), tables and figures.

    The earlier of two tranches is told by a folder or corpus, by a value of the column tranche in attributes.csv, or by
    the day on which the later one begins. With --since the draft is on the later reports alone, beside the earlier:

    send-qual overview new-reports --compare old-reports

    send-qual overview sample-area-send --compare spring-2031

    send-qual overview sample-area-send --since 2031-09-01 --compare 2031-09-01
    """
    if corpus:
        find_corpus(corpus)  # a mistyped name is told at once, before anything heavy is imported
    from send_qual.report import overview as draft

    with progress_bar() as progress:
        done = draft(
            corpus, codebook=codebook or None, since=since or None, compare=compare or None, out=out,
            reviewed_only=reviewed_only, progress=progress,
        )  # fmt: skip
    for notice in done.notices:
        typer.echo(notice, err=True)
    typer.echo(f"The draft lies in {as_seen_from_here(done.word)}")
    typer.echo(f"and with it {', '.join(file.name for file in done.files if file != done.word)}.")
    leave(done.left_out)
