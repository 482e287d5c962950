"""Whole-house tests: what is promised outside the code is kept true."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from ruamel.yaml import YAML

import send_qual
from send_qual.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = sorted(p.parent.name for p in (ROOT / "send_qual").glob("*/__init__.py"))


def tracked() -> list[Path]:
    """The files that git keeps."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def yaml(path: str):
    return YAML(typ="safe").load(ROOT / path)


# README


def test_readme_opens_with_two_commands_complete_in_themselves() -> None:
    first_block = re.search(r"```sh\n(.*?)```", README, re.DOTALL).group(1).splitlines()
    assert [line.rpartition(" run ")[2] for line in first_block] == ["send-qual overview", "pytest"]
    for line in first_block:
        assert line.startswith("python3 -m venv .uv && .uv/bin/pip install -q uv && .uv/bin/uv run ")
    windows = re.search(r"```powershell\n(.*?)```", README, re.DOTALL).group(1).splitlines()
    assert [line.rpartition(" run ")[2] for line in windows] == ["send-qual overview", "pytest"]


def test_readme_lists_the_commands_there_are() -> None:
    listed = re.findall(r"^\| `send-qual ([a-z-]+)", README, re.MULTILINE)
    commands = typer.main.get_command(app).commands
    assert listed == list(commands)
    assert all(command.help for command in commands.values())


def test_readme_lists_the_rooms_there_are() -> None:
    listed = re.findall(r"^\| `([a-z]+)` \|", README, re.MULTILINE)
    assert sorted(listed) == ROOMS


def test_readme_leads_to_files_that_exist() -> None:
    text = re.sub(r"<!--.*?-->", "", README, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), f"README.md leads to {target}"
    assert re.search(r"^## Changes\n\n### " + re.escape(send_qual.__version__), README, re.MULTILINE)


# The files beside the code


def test_environment_yml_gives_python_and_uv_and_leaves_the_rest_to_the_lock() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    made = yaml("environment.yml")
    assert made["channels"] == ["conda-forge", "nodefaults"]
    python, uv = made["dependencies"]
    lowest = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    assert (python, uv) == (f"python={lowest}", "uv")
    assert f"conda activate {made['name']}\n#   uv sync --active --frozen\n" in text


def test_the_lock_is_that_of_pyproject() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (own,) = [package for package in lock["package"] if package["name"] == "send-qual"]
    assert lock["requires-python"] == PYPROJECT["project"]["requires-python"]

    def named(requirements: list[str]) -> set[str]:
        return {re.match(r"[A-Za-z0-9.-]+", req)[0].lower().replace(".", "-") for req in requirements}

    assert named(PYPROJECT["project"]["dependencies"]) == {part["name"] for part in own["dependencies"]}
    locked_dev = {part["name"] for part in own["dev-dependencies"]["dev"]}
    assert named(PYPROJECT["dependency-groups"]["dev"]) == locked_dev
    heavy = set(PYPROJECT["tool"]["uv"]["exclude-dependencies"])
    assert "torch" in heavy
    assert not heavy & {package["name"] for package in lock["package"]}


def test_pre_commit_runs_the_tools_of_the_lock() -> None:
    (repository,) = yaml(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    tools = {hook["entry"].removeprefix("uv run --frozen ").split()[0] for hook in repository["hooks"]}
    assert tools == {"ruff", "mypy", "deptry", "nbstripout"}
    assert all(tool in " ".join(PYPROJECT["dependency-groups"]["dev"]) for tool in tools)


def test_one_version_everywhere() -> None:
    assert PYPROJECT["project"]["version"] == send_qual.__version__ == yaml("CITATION.cff")["version"]
    assert PYPROJECT["project"]["license"] == yaml("CITATION.cff")["license"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mark for files that can be run")
def test_ci_runs_the_second_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    extract = re.search(r"test_command=\$\((.*)\)\n", script.read_text(encoding="utf-8")).group(1)
    found = subprocess.run(["bash", "-c", extract], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    assert found == re.search(r"```sh\n.*\n(.*)\n```", README).group(1)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


# What git keeps


def test_no_file_names_a_machine_or_a_package_index() -> None:
    folders = ("wo" + "rk", "tm" + "p", "ho" + "me", "ro" + "ot")
    hosts = ("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "ana" + r"conda\.org")
    forbidden = re.compile(rf"(?<![\w./])/({'|'.join(folders)})/|{'|'.join(hosts)}")
    guilty = []
    for path in tracked():
        if path.name == "uv.lock":
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        guilty += [f"{path.relative_to(ROOT)}: {m[0]}" for m in forbidden.finditer(text)]
    assert guilty == []


def test_git_keeps_no_documents_but_the_fictional_ones() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    kept = {name.split("/")[1] for name in names if name.startswith("corpora/") and "/documents/" in name}
    assert all(corpus.startswith(("sample-", "fictional-")) for corpus in kept)
    assert [name for name in names if name.startswith("outputs/")] == ["outputs/README.md"]
    confidential = [
        "corpora/area-send/documents/a.pdf",
        "corpora/mine/documents/a.docx",
        "outputs/x/a.docx",
        "a.key.json",
    ]
    ignored = subprocess.run(
        ["git", "check-ignore", *confidential], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ignored.stdout.split() == confidential


def test_no_clock_decides_in_the_unit_suite() -> None:
    clocks = re.compile(r"\b(perf_counter|process_time|os\.times|performance\.now)\b")
    measured = {
        p for p in tracked() if p.suffix == ".py" and p.is_relative_to(ROOT / "tests") and p.name != "test_house.py"
    }
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(measured)
        if clocks.search(text := path.read_text(encoding="utf-8")) and "pytest.mark.benchmark" not in text
    ]
    assert guilty == [], "a busy machine turns it red: measure in tests/benchmarks, or count the work done"


# The code as a whole


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_exists_and_is_explained(room: str) -> None:
    module = importlib.import_module(f"send_qual.{room}")
    assert module.__doc__
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            written = thing.__doc__ or ""
            assert written, f"send_qual.{room}.{name} has no docstring"
            assert not written.startswith(f"{name}("), f"send_qual.{room}.{name}: dataclass's own docstring"


def test_importing_the_package_tells_libraries_not_to_call_out() -> None:
    """Watched for every command in test_nothing_calls_out.py; here, since it is one block that must not go."""
    code = "import os, send_qual; print(os.environ['ORT_DISABLE_TELEMETRY'], os.environ['HF_HUB_OFFLINE'])"
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "HF_"))}
    done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "1"]


def test_every_command_is_watched_for_calling_out() -> None:
    watched = (ROOT / "tests" / "test_nothing_calls_out.py").read_text(encoding="utf-8")
    unwatched = [name for name in typer.main.get_command(app).commands if f'"{name}"' not in watched]
    assert unwatched == [], "give it a line in COMMANDS of tests/test_nothing_calls_out.py"


def test_the_public_names_of_the_package_are_there() -> None:
    for name in send_qual.__all__:
        assert getattr(send_qual, name)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = send_qual.nonsense
