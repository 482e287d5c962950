"""The command line: its commands, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from send_qual import __version__
from send_qual.cli._console import interrupted, of_the_machine, printable_streams
from send_qual.cli.agreement import agreement
from send_qual.cli.archive import archive
from send_qual.cli.cache import cache
from send_qual.cli.carry import carry
from send_qual.cli.check import check
from send_qual.cli.code import code
from send_qual.cli.codebook import codebook
from send_qual.cli.crosswalk import crosswalk
from send_qual.cli.evaluate import evaluate
from send_qual.cli.export import export
from send_qual.cli.fetch import fetch
from send_qual.cli.forget import forget
from send_qual.cli.history import history
from send_qual.cli.import_ import import_
from send_qual.cli.init import init
from send_qual.cli.lab import lab
from send_qual.cli.next_ import next_
from send_qual.cli.overview import overview
from send_qual.cli.pseudonymise import pseudonymise
from send_qual.cli.report import report
from send_qual.cli.review import review
from send_qual.cli.sample import sample
from send_qual.cli.segments import segments
from send_qual.cli.themes import themes
from send_qual.errors import SendQualError

__all__ = ["app", "main"]

_INTERRUPTED = 130

app = typer.Typer(
    name="send-qual",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"send-qual {__version__}")
        raise typer.Exit


@app.callback()
def send_qual(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Thematic coding of interviews and inspection reports on SEND services.

    Exit status: 0 good; 1 a check found something, or files were left out; 2 a usage or input error.
    """


# One file per command, named as the command. A command's module imports typer and the standard
# library only; pandas, models and Word are imported inside the function, so that --help is instant.
for _command in (
    overview,
    segments,
    code,
    codebook,
    themes,
    evaluate,
    sample,
    agreement,
    crosswalk,
    next_,
    review,
    import_,
    export,
    archive,
    history,
    pseudonymise,
    carry,
    report,
    fetch,
    forget,
    check,
    init,
    cache,
    lab,
):
    app.command(_command.__name__.rstrip("_"))(_command)  # import and next are words of Python's own


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those the program was called with.

    Returns
    -------
    int
        The exit status: 0 good, 1 a finding of a check or files left out, 2 a usage or input
        error, 70 a fault of the program itself, 130 interrupted.
    """
    with printable_streams():
        return _run(list(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        app(args=arguments, prog_name="send-qual")
    except (SystemExit, KeyboardInterrupt) as done:
        status = _INTERRUPTED if isinstance(done, KeyboardInterrupt) else done.code if isinstance(done.code, int) else 0
        if status == _INTERRUPTED and arguments[:1] != ["lab"]:  # the lab says good-bye itself
            typer.echo(interrupted(arguments), err=True)
        return status
    except SendQualError as error:
        typer.echo(str(error), err=True)
    except OSError as error:
        typer.echo(of_the_machine(error), err=True)
    except Exception as error:
        if os.environ.get("SEND_QUAL_DEBUG"):
            raise
        kind = type(error).__name__  # not the message: it may quote a confidential text
        where = "Set SEND_QUAL_DEBUG=1 and run it again to see where"
        typer.echo(f"send-qual stopped on a fault of its own ({kind}). {where}.", err=True)
        return 70
    return 2
