"""``send-qual report``: the findings of an interview study, in the team's own Word template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar


def report(
    corpus: Annotated[str, typer.Argument(help="The pseudonymised interviews: a corpus, a folder or a file.")],
    *,
    template: Annotated[
        Path | None, typer.Option(help="A Word file with fields as {{p chapters }}. [default: the included one]")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results. [default: one in outputs/]")] = None,
    codebook: Annotated[
        str, typer.Option(help="Name or file of the codebook. [default: the one for this kind of document]")
    ] = "",
    accept_disclosure: Annotated[
        str, typer.Option(help="Write it although somebody could be recognised, for this reason (it is printed).")
    ] = "",
    attribution: Annotated[str, typer.Option(help="Sign quotations by participant, role or none.")] = "participant",
    by: Annotated[list[str] | None, typer.Option(help="Tabulate themes by this column of attributes.csv.")] = None,
    mask_cells: Annotated[bool, typer.Option("--mask-cells", help="Hide cells of one person in tables.")] = False,
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Count only what people coded and accepted; the draft says so.")
    ] = False,
    leave_out: Annotated[list[str] | None, typer.Option(help="Key of a quotation not to be used.")] = None,
) -> None:
    """Draft the report of an interview study.

    A chapter per theme with facilitators, challenges and quotations, as Word, HTML and Excel. Nothing is written while
    somebody could be recognised in it: what was found is listed, also in disclosures.csv beside the corpus, where each
    can be decided on, and the status is 1.
    """
    from send_qual.report import DisclosureError, ReportStyle
    from send_qual.report import report as draft

    chosen = ReportStyle(
        attribution, tuple(by) if by else None, mask_cells,
        leave_out=tuple(leave_out or ()), reviewed_only=reviewed_only,
    )  # fmt: skip
    try:
        with progress_bar() as progress:
            done = draft(
                corpus, codebook=codebook or None, template=template, out=out,
                accept_disclosure=accept_disclosure, style=chosen, progress=progress,
            )  # fmt: skip
    except DisclosureError as refused:
        typer.echo("The report was not written: somebody could be recognised in it.", err=True)
        if refused.file is not None:
            told = f"Decide on each in {as_seen_from_here(refused.file)}: print (and why) or leave out"
            typer.echo(f"{told}; then run it again.", err=True)
        leave(refused.faults)
        return
    for notice in done.notices:
        typer.echo(notice, err=True)
    typer.echo(f"The report lies in {as_seen_from_here(done.word)}")
    typer.echo(f"and with it {', '.join(file.name for file in done.files if file != done.word)}.")
    leave(done.left_out)
