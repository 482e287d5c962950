"""The reference: ``docs/cli.md`` from the help of the commands, a site of the Python names in ``outputs/reference``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pdoc

import send_qual

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write both; a docstring that pdoc cannot read ends it."""
    docs = [sys.executable, "-m", "typer", "send_qual.cli._app", "utils", "docs", "--name", "send-qual"]
    subprocess.run([*docs, "--output", str(ROOT / "docs" / "cli.md")], check=True, cwd=ROOT)  # noqa: S603
    for name in send_qual.__all__:  # they are opened when first asked for, and pdoc looks without asking
        getattr(send_qual, name)
    pdoc.render.configure(docformat="numpy")
    pdoc.pdoc("send_qual", output_directory=ROOT / "outputs" / "reference")


if __name__ == "__main__":
    main()
