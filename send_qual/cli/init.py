"""``send-qual init``: a study to work in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Lay out a new study.

    It holds codebooks, notebooks, sample corpora, and a folder for the results.
    """
    from send_qual.study import init_study

    made = init_study(folder)
    typer.echo(f"The study is laid out in {made}. Go on with:")
    typer.echo(f'  cd "{made}"\n  send-qual overview\n  send-qual lab')
