"""A study is laid out, found again, and opened."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.errors import SendQualError
from send_qual.kinds.interview import CASE_COLUMNS
from send_qual.study import (
    cache_folder,
    find_codebook,
    find_corpus,
    init_study,
    lab_command,
    output_folder,
    shipped,
    study_root,
)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_study_holds_what_one_needs_to_begin(tmp_path: Path) -> None:
    made = init_study(tmp_path / "deep" / "new study")
    laid = files(made)
    assert {"README.md", ".gitignore", "outputs/README.md", "corpora/area-send/catalogue.csv"} <= laid
    for kind in ("codebooks", "notebooks"):
        suffixes = {"codebooks": {".yaml", ".jsonl", ".csv"}, "notebooks": {".ipynb"}}[kind]
        assert {p.name for p in (made / kind).iterdir()} == {
            p.name for p in shipped(kind).iterdir() if p.suffix in suffixes
        }
    assert (made / "codebooks" / "area-send.yaml").is_file()
    samples = {name.split("/")[1] for name in laid if name.startswith("corpora/sample-")}
    assert samples == {p.name for p in shipped("corpora").glob("sample-*")}
    assert "sample-area-send" in samples


def test_a_new_study_is_one(tmp_path: Path, monkeypatch) -> None:
    made = init_study(tmp_path / "study")
    below = made / "corpora" / "area-send"
    assert study_root(below) == made.resolve()
    monkeypatch.chdir(below)
    assert find_codebook("area-send") == made.resolve() / "codebooks" / "area-send.yaml"
    template = (made / "corpora" / "my-interviews" / "attributes.csv").read_text(encoding="utf-8")
    assert template.strip().split(",") == list(CASE_COLUMNS)
    assert (made / "corpora" / "my-interviews" / "documents").is_dir()
    assert find_corpus("sample-area-send") == made.resolve() / "corpora" / "sample-area-send"
    assert output_folder("x") == made.resolve() / "outputs" / "x"
    assert read_codebook("area-send").sha256 == read_codebook(shipped("codebooks") / "area-send.yaml").sha256


def test_documents_that_were_fetched_are_not_handed_on(tmp_path: Path, monkeypatch) -> None:
    shelf = tmp_path / "shelf"
    for name in ("area-send/documents/real.pdf", "area-send/catalogue.csv", "mine/documents/talk.docx"):
        (shelf / "corpora" / name).parent.mkdir(parents=True, exist_ok=True)
        (shelf / "corpora" / name).write_text("x", encoding="utf-8")
    (shelf / "corpora" / "sample-a" / ".ipynb_checkpoints").mkdir(parents=True)
    (shelf / "corpora" / "sample-a" / ".ipynb_checkpoints" / "n").write_text("x", encoding="utf-8")
    (shelf / "corpora" / "sample-a" / "talk.txt").write_text("x", encoding="utf-8")
    monkeypatch.setattr("send_qual.study._init.shipped", lambda kind: shelf / kind)
    made = init_study(tmp_path / "study")
    assert files(made / "corpora") == {
        "area-send/catalogue.csv", "my-interviews/attributes.csv", "sample-a/talk.txt",
    }  # fmt: skip


def test_a_folder_in_use_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(SendQualError, match=r"the folder is not empty \(it holds README.md\). Nothing was changed"):
        init_study(tmp_path)
    assert files(tmp_path) == {"README.md"}
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
    with pytest.raises(SendQualError, match="this is a file"):
        init_study(tmp_path / "README.md")


def test_a_git_repository_begun_before_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert (init_study(tmp_path) / "README.md").is_file()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".send-qual")]


def test_a_study_that_could_not_be_laid_out_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        init_study(tmp_path / "study")
    assert files(tmp_path) == set()


def test_outside_a_study_there_is_what_the_package_brings(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert study_root() is None
    assert find_codebook("area-send") == shipped("codebooks") / "area-send.yaml"
    assert find_corpus("sample-area-send") == shipped("corpora") / "sample-area-send"
    assert output_folder("x") == Path.cwd() / "outputs" / "x"


@pytest.mark.parametrize("name", ["", "nothing-such", "../nothing"])
def test_an_unknown_corpus_tells_the_known_ones(name: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SendQualError, match=r"there is no such corpus, file or folder. Known here: .*sample-area-send"):
        find_corpus(name)


def test_a_copy_that_was_not_made_yet_tells_how_to_make_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = r"first: `send-qual pseudonymise sample-interviews --out corpora/pseudonymised-sample-interviews`"
    with pytest.raises(SendQualError, match=told):
        find_corpus("pseudonymised-sample-interviews")
    with pytest.raises(SendQualError, match=r"Known here: [\w, -]+\.$"):
        find_corpus("pseudonymised-nothing")


def test_the_cache_is_its_owners_only(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    folder = cache_folder()
    assert folder == tmp_path / "cache"
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o077 == 0


def test_jupyterlab_understands_what_it_is_told_and_keeps_to_itself(tmp_path: Path) -> None:
    command = lab_command(init_study(tmp_path / "study"), browser=False, port=9998)
    seen = subprocess.run([*command, "--show-config-json"], capture_output=True, text=True, check=True, timeout=60)
    for told in ('"news_url": null', "NeverCheckForUpdate", '"extension_manager": "readonly"', '"ip": "localhost"'):
        assert told in seen.stdout.replace('"None"', "null")
    assert "Unrecognized" not in seen.stderr


def test_git_keeps_nothing_of_a_study_that_names_people(tmp_path: Path) -> None:
    made = init_study(tmp_path / "study")
    subprocess.run(["git", "init", "-q"], cwd=made, check=True)
    secret = [
        "corpora/my-interviews/documents/p01.docx",
        "corpora/my-interviews/attributes.csv",
        "corpora/area-send/documents/a.pdf",
        "corpora/pseudonymised-x/decisions.csv",
        "corpora/pseudonymised-x/decisions (edited 2026-03-01 10.00.00).csv",
        "corpora/pseudonymised-x/key/pseudonyms.key.json",
        "corpora/pseudonymised-x/key/.pseudonyms.key.json.5bce98-77-0.tmp",
        "corpora/pseudonymised-x/.files.5bce98-77-0.staged/key/x",
        "elsewhere/decisions.csv",
        "outputs/x/draft.docx",
    ]
    shared = [
        "corpora/sample-interviews/documents/p01.docx",
        "corpora/pseudonymised-x/documents/p01.docx",
        "corpora/pseudonymised-x/attributes.csv",
        "corpora/my-interviews/codings/AB.jsonl",
        "codebooks/area-send.yaml",
    ]
    told = subprocess.run(
        ["git", "-c", "core.quotepath=false", "check-ignore", *secret, *shared],
        cwd=made,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.splitlines() == secret


def test_init_killed_anywhere_can_be_run_again(tmp_path: Path, kills, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = tmp_path / "shelf"
    for kind in ("codebooks", "notebooks", "corpora/sample-x"):
        (shelf / kind).mkdir(parents=True)
    (shelf / "codebooks" / "x.yaml").write_text("x")
    monkeypatch.setattr("send_qual.study._init.shipped", lambda kind: shelf / kind)
    made = tmp_path / "study"

    def again() -> None:
        with contextlib.suppress(SendQualError):  # all of it was in place already
            init_study(made)

    for _ in kills(again):
        again()
        assert sorted(p.name for p in made.iterdir()) == [
            *(".gitignore", "README.md", "codebooks", "corpora", "notebooks", "outputs"),
        ]
        assert (made / "corpora" / "my-interviews" / "documents").is_dir()
        shutil.rmtree(made)
