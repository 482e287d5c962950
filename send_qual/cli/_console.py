"""What every command shows alike: progress, and files left out."""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeAlias

import typer

from send_qual.errors import Fault, printable
from send_qual.study.files import FULL, no_space
from send_qual.study.table_formats import table_file

__all__ = [
    "CODERS_TOLD",
    "as_seen_from_here",
    "interrupted",
    "leave",
    "of_the_machine",
    "printable_streams",
    "progress_bar",
    "say",
    "table_out",
]

Progress: TypeAlias = Callable[[int, int, str], None]

CODERS_TOLD = (
    "panel, lexicon or semantic; local:MODEL asks a model server on this machine, panel+local:MODEL both. "
    "[default: the corpus's own, else panel]"
)


class _Printable(io.TextIOBase):
    """A stream that spells out what would steer a terminal. It has no ``buffer``: nothing is written past it."""

    def __init__(self, bare: TextIO) -> None:
        super().__init__()
        self.bare = bare

    def write(self, text: str) -> int:
        self.bare.write(printable(text))
        return len(text)

    def flush(self) -> None:
        self.bare.flush()

    def isatty(self) -> bool:
        return self.bare.isatty()

    def fileno(self) -> int:
        return self.bare.fileno()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.bare.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self.bare.errors


@contextmanager
def printable_streams() -> Iterator[None]:
    """Let nothing that is printed meanwhile steer the terminal, whoever prints it."""
    for stream in (sys.stdout, sys.stderr):  # a letter the console cannot show must not stop the work
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    before = {name: getattr(sys, name) for name in ("stdout", "stderr")}
    ours = {name: _Printable(stream) for name, stream in before.items()}
    for name, stream in ours.items():
        setattr(sys, name, stream)
    try:
        yield
    finally:
        for name, stream in ours.items():
            if getattr(sys, name) is stream:  # else click put its own there, for a reader that stopped reading
                setattr(sys, name, before[name])


def interrupted(arguments: Sequence[str]) -> str:
    """What to say after Ctrl-C: what stands, and how to go on."""
    line = shlex.join(("send-qual", *arguments))
    return (
        "Interrupted. Every file is whole, the new one or the one before; what people coded, decided and edited "
        f"is kept. To go on, run it again: {line}"
    )


def of_the_machine(error: OSError) -> str:
    """What the system refused, of which file, and what to do."""
    if error.errno in FULL:
        return str(no_space(error.filename))
    what = f"{error.filename}: " if error.filename else ""
    why = error.strerror or type(error).__name__
    return f"{what}the system says: {why}. Close programs that hold the file open; check rights and free space."


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
    with Bar(*columns, console=Console(file=getattr(sys.stderr, "bare", sys.stderr)), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(printable(what)))

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
