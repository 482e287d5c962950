"""``send-qual lab``: JupyterLab on the study's notebooks."""

from __future__ import annotations

from typing import Annotated

import typer


def lab(
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    port: Annotated[int, typer.Option(help="The port to listen on, on this machine only.")] = 8888,
) -> None:
    """Open the notebooks in JupyterLab.

    JupyterLab listens on this machine only, and is told not to ask the network for news or newer versions.
    """
    import subprocess

    from send_qual.study import lab_command, study_root

    raise typer.Exit(subprocess.run(lab_command(study_root(), browser=browser, port=port), check=False).returncode)  # noqa: S603
