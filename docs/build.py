"""The reference: ``docs/cli.md`` from the help of the commands, and a site of pages and Python names.

``uv run python docs/build.py`` writes it to ``outputs/reference``; a folder may be named instead.
"""

from __future__ import annotations

import subprocess
import sys
from html import escape
from pathlib import Path

import pdoc
from markdown2 import markdown  # pdoc brings it

import send_qual

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "README.md": "What it is, and how to begin",
    "docs/cli.md": "Commands",
    "docs/architecture.md": "Architecture: paths of a datum, where to change what, words",
    "docs/extending.md": "A reader, a kind, a coder, an exporter of your own",
    "docs/local-models.md": "A model server on this machine as a coder",
    "docs/talk.md": "The coder of talk: what it rests on",
    "docs/fewer-codings.md": "How many codings a coder needs",
    "docs/lists.md": "Lists of words: what each brings",
    "docs/mutation.md": "What the tests would notice",
    "docs/exchange.md": "Exchange with other programs",
    "docs/contributing.md": "Contributing",
    "docs/changes.md": "Changes",
}
_SHELL = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse }} th, td {{ border: 1px solid #a6a6a6; padding: .3rem .5rem; vertical-align: top }}
pre {{ background: #f4f4f4; padding: .6rem; overflow-x: auto }} img {{ max-width: 100% }}</style>
<body><p><a href="index.html">send_qual</a></p>{body}</body></html>
"""


def main(site: Path = ROOT / "outputs" / "reference") -> None:
    """Write both; a docstring that pdoc cannot read ends it."""
    docs = [sys.executable, "-m", "typer", "send_qual.cli._app", "utils", "docs", "--name", "send-qual"]
    subprocess.run([*docs, "--output", str(ROOT / "docs" / "cli.md")], check=True, cwd=ROOT)  # noqa: S603
    for name in send_qual.__all__:  # they are opened when first asked for, and pdoc looks without asking
        getattr(send_qual, name)
    pdoc.render.configure(docformat="numpy")
    pdoc.pdoc("send_qual", output_directory=site)
    pages(site)


def pages(site: Path) -> None:
    """Write the pages for people, and the list of all that there is."""
    rows = "".join(f'<li><a href="{_html_of(page)}">{escape(title)}</a></li>' for page, title in PAGES.items())
    listed = f'<h1>send_qual</h1><ul>{rows}<li><a href="send_qual.html">Python names</a></li></ul>'
    site.mkdir(parents=True, exist_ok=True)
    (site / "index.html").write_text(_SHELL.format(title="send_qual", body=listed), encoding="utf-8")
    for page, title in PAGES.items():
        text = (ROOT / page).read_text(encoding="utf-8")
        for other in PAGES:
            for name in (other, other.removeprefix("docs/")):
                text = text.replace(f"]({name}", f"]({_html_of(other)}")
        body = markdown(text, extras=["fenced-code-blocks", "tables", "header-ids", "cuddled-lists"])
        (site / _html_of(page)).write_text(_SHELL.format(title=escape(title), body=body), encoding="utf-8")


def _html_of(page: str) -> str:
    return f"{Path(page).stem.lower()}.html"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
