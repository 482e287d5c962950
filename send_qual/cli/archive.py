"""``send-qual archive``: a study as one file to be deposited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave, progress_bar, say


def archive(
    corpus: Annotated[str, typer.Argument(help="The pseudonymised copy: a folder under corpora/, or any folder.")],
    *,
    codebook: Annotated[str | None, typer.Option(help="Default: the one its codings are of.")] = None,
    title: Annotated[str, typer.Option(help="[default: that of corpus.toml]")] = "",
    creator: Annotated[
        list[str] | None, typer.Option(help="Surname, Given name. [default: creators of corpus.toml]")
    ] = None,
    publisher: Annotated[str, typer.Option(help="The repository. [default: that of corpus.toml]")] = "",
    licence: Annotated[str, typer.Option(help="CC-BY-4.0, CC0-1.0, OGL-UK-3.0... [default: that of corpus.toml]")] = "",
    year: Annotated[int, typer.Option(help="Of publication; 0: this year.")] = 0,
    name_coders: Annotated[bool, typer.Option("--name-coders", help="Keep the coders' names.")] = False,
    accept_disclosure: Annotated[
        str, typer.Option(help="Write it although somebody could be recognised, for this reason (it is printed).")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="A zip. [default: one in outputs/]")] = None,
) -> None:
    """Write texts, codebook and codings with README, checksums, licence and the metadata of a DOI (DataCite) as a zip.

    Nothing is written while texts, memos, attributes or names of files could identify somebody: what was found is
    listed, and the status is 1.

    For example: send-qual archive pseudonymised-my-interviews --creator "Reed, Ana" --publisher "UK Data Service"
    --licence CC-BY-4.0
    """
    from send_qual.exchange import Deposit, IdentifiersError
    from send_qual.exchange import archive as write

    told = Deposit(title, tuple(creator or ()), publisher, licence, year)
    try:
        with progress_bar() as progress:
            done = write(
                corpus, codebook=codebook, deposit=told, out=out, accept_disclosure=accept_disclosure,
                name_coders=name_coders, progress=progress,
            )  # fmt: skip
    except IdentifiersError as refused:
        typer.echo("The archive was not written: somebody could be identified by it.", err=True)
        leave(refused.faults)
        return
    counts = f"{done.documents} documents, {done.codings} codings, {len(done.files)} files"
    typer.echo(f"{counts}: {as_seen_from_here(done.path)}")
    say(done.left_out)
