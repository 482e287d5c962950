"""``send-qual pseudonymise``: a copy of a corpus in which nobody is named, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar


def pseudonymise(
    corpus: Annotated[
        str,
        typer.Argument(help="A folder under corpora/, any folder of documents, or a file; with --reverse the copy."),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the copy; with --reverse for the restored files.")],
    decisions: Annotated[
        Path | None, typer.Option(help="Table with your decisions. [default: decisions.csv in the folder of the copy]")
    ] = None,
    keep_year: Annotated[bool, typer.Option("--keep-year", help="Leave the years of dates standing.")] = False,
    language: Annotated[str, typer.Option(help="en: take all for English, whatever it looks like.")] = "",
    reverse: Annotated[bool, typer.Option("--reverse", help="Bring the raw words back, with the key.")] = False,
) -> None:
    """Replace names, places, bodies, dates and contact data.

    Writes the copy to OUT/documents. The table of decisions and the key lie beside it, readable by you only: hand on
    the documents alone. Decide in the table (keep, replace, or your own words under `replace as`) and run it again.
    Where the corpus has an attributes.csv, the copy gets its own, without names; rows that stand there are left.
    """
    from send_qual.corpus import read_corpus
    from send_qual.kinds.interview import read_cases
    from send_qual.pseudonyms import cases_of_copy, restore
    from send_qual.pseudonyms import pseudonymise as replace

    if reverse:
        with progress_bar() as progress:
            files, notices = restore(corpus, out, progress=progress)
        for notice in notices:
            typer.echo(notice, err=True)
        typer.echo(f"{len(files)} files restored: {as_seen_from_here(out)}")
        return
    with progress_bar() as progress:
        done = replace(corpus, out, decisions=decisions, keep_year=keep_year, language=language, progress=progress)
    for notice in done.notices:
        typer.echo(notice, err=True)
    raw = read_corpus(corpus)
    if raw.home is not None and read_cases(raw.home):
        table = cases_of_copy(raw, done, keep=True)
        typer.echo(f"Who took part, without names, days and places: {as_seen_from_here(table)}")
    open_questions = sum(p.status == "decide" for p in done.proposals)
    typer.echo(
        f"{len(done.files)} files, {len(done.written)} of them new or changed: {as_seen_from_here(out)}/documents"
    )
    typer.echo(f"{len(done.proposals)} proposals, {open_questions} to be decided: {as_seen_from_here(done.decisions)}")
    typer.echo(f"The key, to be kept apart from the copy: {as_seen_from_here(done.key)}")
    leave(done.left_out)
