"""JupyterLab on a study."""

from __future__ import annotations

import sys
from pathlib import Path

from send_qual.errors import Fault, SendQualError

__all__ = ["lab_command"]

# JupyterLab as it comes asks the network for news, newer versions and extensions.
_KEEP_TO_ITSELF = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    # A notebook saved as HTML would load scripts from others' servers into the page that holds the text.
    "--HTMLExporter.require_js_url=",
    "--HTMLExporter.mathjax_url=",
    "--HTMLExporter.jquery_url=",
    "--HTMLExporter.widget_renderer_url=data:text/javascript,",
)


def lab_command(root: Path | None, *, browser: bool = True, port: int = 8888) -> list[str]:
    """The command that opens JupyterLab in a study's notebooks, on this machine only.

    Parameters
    ----------
    root : Path or None
        The study, as :func:`send_qual.study.study_root` finds it.
    browser : bool
        Whether to open the browser.
    port : int

    Raises
    ------
    SendQualError
        Where there is no study.

    Examples
    --------
    >>> lab_command(Path("study"), browser=False)[1:4]
    ['-m', 'jupyterlab', '--ServerApp.root_dir=study']
    """
    if root is None:
        mend = "Go into a study, or make one with `send-qual init DIR`"
        raise SendQualError(Fault(str(Path.cwd()), "this is no study, so there are no notebooks to open", mend))
    notebooks = root / "notebooks"
    return [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"),
        *([f"--ServerApp.preferred_dir={notebooks}"] if notebooks.is_dir() else []),
        *("--ServerApp.ip=localhost", f"--ServerApp.port={port}"),
        *(() if browser else ("--no-browser",)),
        *_KEEP_TO_ITSELF,
    ]
