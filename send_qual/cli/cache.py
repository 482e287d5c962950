"""``send-qual cache``: what is kept between runs, and clearing it."""

from __future__ import annotations

from typing import Annotated

import typer


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Delete all of it; the next run takes longer.")] = False,
) -> None:
    """Show what is kept between runs to save time, of whose words, and where; --clear deletes it.

    Nothing that a person made lies there. Example: send-qual cache --clear
    """
    from send_qual.study import cache_folder, clear_stores, stores

    if clear:
        typer.echo(f"{clear_stores() / 2**20:.1f} MB deleted from {cache_folder()}")
        return
    found = stores()
    typer.echo(f"{cache_folder()} (readable by you only): {sum(s.size for s in found) / 2**20:.1f} MB")
    for store in found:
        typer.echo(f"  {store.name}: {store.entries:,} entries, {store.size / 2**20:.1f} MB; {store.holds}")
