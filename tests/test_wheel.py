"""The built wheel: what is in it, what must never be, and that a study can be made from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from send_qual import __version__

pytest.importorskip("hatchling", reason="run `uv sync`: hatchling is in the lock")

ROOT = Path(__file__).resolve().parents[1]
INFO = f"send_qual-{__version__}.dist-info"

# As they lie about in the checkout of somebody who works in it.
PRIVATE = (
    "corpora/area-send/documents/2031-01-01_report.pdf",
    "corpora/area-send/codings/ab.jsonl",
    "corpora/our-interviews/documents/P07.docx",
    "corpora/our-interviews/pseudonyms.key.json",
    "corpora/sample-area-send/pseudonyms.key.json",
    "codebooks/area-send.yaml~",
    "notebooks/.ipynb_checkpoints/private-checkpoint.ipynb",
    "notebooks/quotations.csv",
    "outputs/our-interviews/draft.docx",
    "send_qual/cli/__pycache__/private.pyc",
    ".env",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> dict[str, Path]:
    """A wheel and an sdist of the checkout, with private files lying in it."""
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    checkout = tmp_path_factory.mktemp("checkout")
    for name in ("send_qual", "codebooks", "notebooks", "corpora", "tests"):
        leave = shutil.ignore_patterns("__pycache__", "documents") if name == "corpora" else None
        shutil.copytree(ROOT / name, checkout / name, ignore=leave)
    for sample in [*(ROOT / "corpora").glob("sample-*"), ROOT / "corpora" / "fictional-talk"]:
        shutil.copytree(sample, checkout / "corpora" / sample.name, dirs_exist_ok=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "CITATION.cff", ".gitignore"):
        shutil.copyfile(ROOT / name, checkout / name)
    for name in PRIVATE:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("confidential", encoding="utf-8")
    out = tmp_path_factory.mktemp("dist")
    wheel = next(WheelBuilder(str(checkout)).build(directory=str(out), versions=["standard"]))
    sdist = next(SdistBuilder(str(checkout)).build(directory=str(out), versions=["standard"]))
    return {"wheel": Path(wheel), "sdist": Path(sdist)}


def names(built: dict[str, Path]) -> dict[str, set[str]]:
    with zipfile.ZipFile(built["wheel"]) as wheel, tarfile.open(built["sdist"]) as sdist:
        return {
            "wheel": set(wheel.namelist()),
            "sdist": {member.name.partition("/")[2] for member in sdist.getmembers()},
        }


def test_nothing_private_travels(built: dict[str, Path]) -> None:
    for kind, held in names(built).items():
        for private in PRIVATE:
            assert not [name for name in held if name.endswith(private)], f"{private} is in the {kind}"
        assert not [name for name in held if "our-interviews" in name]
    with zipfile.ZipFile(built["wheel"]) as wheel:
        assert not [name for name in wheel.namelist() if wheel.read(name) == b"confidential"]


def test_everything_needed_travels(built: dict[str, Path]) -> None:
    held = names(built)
    code = {p.relative_to(ROOT).as_posix() for p in (ROOT / "send_qual").rglob("*.py")}
    data = {p.relative_to(ROOT).as_posix() for p in (ROOT / "send_qual").glob("*/data/**/*") if p.is_file()}
    data |= {p.relative_to(ROOT).as_posix() for p in (ROOT / "send_qual").glob("*/static/*")}
    study = {
        p.relative_to(ROOT).as_posix()
        for pattern in (
            "codebooks/*.*",
            "codebooks/*.coder/*",
            "notebooks/*.ipynb",
            "corpora/sample-*/*.*",
            "corpora/sample-*/documents/*",
            "corpora/fictional-talk/*.*",
            "corpora/fictional-talk/documents/*",
        )
        for p in ROOT.glob(pattern)
        if p.is_file() and not p.name.startswith(".")
    } | {"corpora/area-send/catalogue.csv", "corpora/area-send/corpus.toml"}
    assert code | data | {f"send_qual/study/{name}" for name in study} <= held["wheel"]
    assert code | data | study | {"README.md", "LICENSE", "CITATION.cff", "pyproject.toml"} <= held["sdist"]
    assert {name.split("/")[0] for name in held["wheel"]} <= {"send_qual", INFO}
    assert not [name for kind in held.values() for name in kind if "node_modules" in name]
    assert not [name for name in held["wheel"] if name.startswith("send_qual/desk/source")]
    assert "send_qual/desk/source/index.js" in held["sdist"]


def test_a_plain_install_brings_no_torch(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built["wheel"]) as wheel:
        metadata = message_from_bytes(wheel.read(f"{INFO}/METADATA"))
    required = metadata.get_all("Requires-Dist")
    plain = " ".join(line for line in required if "extra ==" not in line)
    assert "typer" in plain
    for heavy in ("torch", "bertopic", "sentence-transformers", "umap", "numba"):
        assert heavy not in plain
    assert any(line.startswith("bertopic") and "extra == 'themes'" in line for line in required)


def test_a_study_is_made_from_it_in_an_empty_folder(built: dict[str, Path], tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    shutil.unpack_archive(built["wheel"], site, "zip")
    surroundings = os.environ | {"PYTHONPATH": str(site)}

    def run(*line: str) -> str:
        call = [sys.executable, *line]
        seen = subprocess.run(call, cwd=empty, env=surroundings, capture_output=True, text=True, check=False)
        assert seen.returncode == 0, seen.stderr
        return seen.stdout

    where = run("-c", "from send_qual.study import shipped; print(shipped('codebooks'), shipped('corpora'))")
    assert where.split() == [str(site / "send_qual" / "study" / kind) for kind in ("codebooks", "corpora")]
    assert "The study is laid out in study" in run("-m", "send_qual.cli", "init", "study")
    made = {p.relative_to(empty / "study").as_posix() for p in (empty / "study").rglob("*") if p.is_file()}
    kept = {p.relative_to(ROOT).as_posix() for p in (ROOT / "corpora").glob("sample-*/documents/*")}
    kept |= {p.relative_to(ROOT).as_posix() for p in (ROOT / "codebooks").glob("*.yaml")}
    assert kept | {"corpora/area-send/catalogue.csv", "README.md", "outputs/README.md"} <= made
    run("-c", "import send_qual as sq; [sq.read_codebook(n) for n in ('area-send', 'intervention')]")
