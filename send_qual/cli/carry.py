"""``send-qual carry``: what was coded on raw transcripts, onto their corrected or pseudonymised copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, table_out
from send_qual.errors import Fault


def carry(
    corpus: Annotated[str, typer.Argument(help="The corpus that was coded: under corpora/, or any folder.")],
    into: Annotated[str, typer.Argument(help="Its copy: documents of the same names.")],
    write: Annotated[bool, typer.Option("--write", help="Do it. Without, it is only told what would be done.")] = False,
    memos: Annotated[
        bool, typer.Option("--memos", help="Memos as well: read them first, they may name people.")
    ] = False,
    table: Annotated[
        Path | None,
        typer.Option(
            help="List of what asks for a look: .xlsx or .csv. [default: codings/carried.csv of the coded corpus]",
            callback=table_out,
        ),
    ] = None,
) -> None:
    """Carry codings over to a corrected or pseudonymised copy.

    Passages are found by their words and those around them; quotations in the copy's ledgers are the copy's. The coded
    corpus is not changed. It can be done again after more was coded: nothing is doubled, and what was changed in the
    copy since stays. The list quotes the raw texts: keep it with them.
    """
    from send_qual.coding import carry_codings, open_ledger
    from send_qual.study.table_formats import write_table

    done = carry_codings(corpus, into, memos=memos, dry=not write)
    if not done.coders:
        typer.echo(f"{corpus}: nobody has coded in it yet.")
        leave(done.notices)
        return
    went = "carried over" if write else "to be carried over"
    typer.echo(f"{', '.join(done.coders)}: {done.codings} codings and {done.memos} memos {went}.")
    if done.already:
        typer.echo(f"{done.already} codings were carried over before.")
    if done.behind:
        hint = "" if memos else " They may name people: read them, then say --memos to take them along"
        typer.echo(f"{done.behind} memos stay behind.{hint}".rstrip(".") + ".")
    faults = list(done.notices)
    if done.unsure or done.lost:
        listed = table or open_ledger(corpus, done.coders[0]).path.with_name("carried.csv")
        path = write_table(done.to_frame(), listed)
        typer.echo(
            f"{len(done.unsure)} of them ask for a look, {len(done.lost)} have no place: {as_seen_from_here(path)}"
        )
        if done.lost:
            mend = f"They stay in the ledgers of {corpus}; code them anew in the copy where they are missed"
            faults.append(Fault(into, f"{len(done.lost)} codings have no place in it", mend))
    if not write:
        typer.echo("Nothing was written into the copy: say --write to do it.")
    leave(faults)
