"""Pages for those who carry on lead to files that exist, and the reference is the program's own."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = ("architecture.md", "contributing.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(root: Path, page: str) -> None:
    text = (root / "docs" / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+_?[a-z_]+\.(?:py|js|md))`", text)
    assert named
    missing = [name for name in named if not any((root / base / name).is_file() for base in ("", "send_qual"))]
    assert missing == [], f"docs/{page} names files that are not there"


@pytest.mark.parametrize("page", PAGES)
def test_every_folder_that_a_page_names_is_there(root: Path, page: str) -> None:
    text = (root / "docs" / page).read_text(encoding="utf-8")
    folders = re.findall(r"`((?:[a-z_]+/)+)`", text)
    missing = [name for name in folders if not any((root / base / name).is_dir() for base in ("", "send_qual"))]
    assert missing == []


def test_links_between_pages_hold(root: Path) -> None:
    for page in (root / "docs").glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def test_the_reference_of_commands_is_what_help_tells(root: Path) -> None:
    command = [sys.executable, "-m", "typer", "send_qual.cli._app", "utils", "docs", "--name", "send-qual"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True, timeout=120)
    mend = "run `uv run python docs/build.py`"
    assert told.stdout.split() == (root / "docs/cli.md").read_text(encoding="utf-8").split(), mend


def test_the_site_has_every_page_and_its_links_hold(root: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_docs", root / "docs" / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert {path.name for path in (root / "docs").glob("*.md")} == {Path(page).name for page in build.PAGES} - {
        "README.md"
    }
    build.pages(tmp_path)
    for page in tmp_path.glob("*.html"):
        for target in re.findall(r'href="([a-z_]+\.html)', page.read_text(encoding="utf-8")):
            assert target == "send_qual.html" or (tmp_path / target).is_file(), f"{page.name} leads to {target}"
    assert "<table>" in (tmp_path / "extending.html").read_text(encoding="utf-8")
