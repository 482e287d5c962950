"""What every command shows alike: progress, and files left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import typer

from send_qual.errors import Fault
from send_qual.study.table_formats import table_file

__all__ = ["as_seen_from_here", "leave", "progress_bar", "say", "table_out"]

Progress: TypeAlias = Callable[[int, int, str], None]


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on stderr that library calls feed by ``progress(done, total, what)``.

    Gives ``None`` where nobody watches: in a pipe, a log or a test.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(what))

        yield show


def leave(left_out: Iterable[Fault]) -> None:
    """Name what was left out on stderr and end with status 1; go on where nothing was."""
    faults = tuple(left_out)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(1)


def say(notices: Sequence[Fault], most: int = 10) -> None:
    """Tell on stderr what should be known and is no fault; of many the first."""
    for notice in notices[:most]:
        typer.echo(str(notice), err=True)
    if len(notices) > most:
        typer.echo(f"... and {len(notices) - most:,} more of this kind.", err=True)


def table_out(path: Path | None) -> Path | None:
    """Refuse the name of a table that is neither a workbook nor a CSV, before any work is done for it."""
    return table_file(path) if path else path


def as_seen_from_here(path: Path) -> str:
    """A path as one would type it in the working folder."""
    here, absolute = Path.cwd(), path.absolute()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(absolute)
