"""``send-qual forget``: take a document or a participant out of a study."""

from __future__ import annotations

from typing import Annotated

import typer

from send_qual.cli._console import as_seen_from_here, leave


def forget(
    what: Annotated[str, typer.Argument(help="The name of a document, or the id of a participant.")],
    corpus: Annotated[str, typer.Option(help="The corpus, where several have one of this name.")] = "",
    keep_counts: Annotated[
        bool, typer.Option("--keep-counts", help="Keep how many codings stood, by code, without their words.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be removed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget a document or a participant who withdrew: nothing of it stays.

    Its text, pseudonymised copy, codings, memos, rows of tables and sheets, entries of the key, decisions and outputs
    are removed, and every file is searched for its words afterwards. This cannot be undone. What a person edited is
    named, not changed. Example: send-qual forget s03.srt --dry-run
    """
    from send_qual.coding.forgetting import forget as take_out

    listed = take_out(what, corpus, keep_counts=keep_counts, dry=True)
    typer.echo(f"{', '.join(listed.documents)}: {len(listed.removals)} files are removed or written anew.")
    for removal in listed.removals:
        typer.echo(f"  {as_seen_from_here(removal.path)}: {removal.what}")
    if not dry_run:
        if not yes:
            typer.confirm("This cannot be undone. Go on?", abort=True)
        listed = take_out(what, corpus, keep_counts=keep_counts)
        typer.echo("Removed; and what is kept between runs was cleared. Every file was searched for words and names.")
    for sentence in listed.beyond:
        typer.echo(sentence)
    if not listed.left and not dry_run:
        typer.echo("Nothing of it was found.")
    leave(listed.left)
