"""Files are written whole or not at all, whatever stops the run, and several of one run together."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from send_qual.study import files
from send_qual.study._temporary import _MACHINE
from send_qual.study.files import new_file, settle, staged, write_bytes, write_text

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")


def below(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_a_kill_anywhere_leaves_the_old_file_or_the_new_one_and_the_next_write_clears_up(tmp_path: Path, kills) -> None:
    path = write_text(tmp_path / "table.csv", "old")
    for stopped in kills(lambda: write_text(path, "new")):
        assert path.read_text() in {"old", "new"}
        write_text(tmp_path / "another", "x")
        assert sorted(below(tmp_path)) == ["another", "table.csv"], f"killed at {stopped}"
        write_text(path, "old")


def test_an_error_or_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    def stopped_by(error: type[BaseException]) -> None:
        with new_file(tmp_path / "a.csv") as temporary:
            temporary.write_text("half")
            raise error

    for error in (KeyboardInterrupt, ValueError):
        with pytest.raises(error):
            stopped_by(error)
        assert below(tmp_path) == {}


@POSIX
def test_a_private_file_is_never_readable_by_others_also_not_while_it_is_made(tmp_path: Path) -> None:
    old = os.umask(0o000)
    try:
        with new_file(tmp_path / "key.json", private=True) as temporary:
            assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600
        with staged(tmp_path) as new:
            assert stat.S_IMODE(new.folder.stat().st_mode) == 0o700
    finally:
        os.umask(old)


@POSIX
def test_rights_and_links_stay_as_they_were(tmp_path: Path) -> None:
    real = write_text(tmp_path / "real.yaml", "old")
    real.chmod(0o640)
    (tmp_path / "link.yaml").symlink_to(real)
    write_text(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_left_overs_are_cleared_once_their_run_is_over(tmp_path: Path) -> None:
    over = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    ).stdout.strip()
    elsewhere = "0" * 6 if _MACHINE != "0" * 6 else "1" * 6
    dead = tmp_path / f".key.json.{_MACHINE}-{over}-3.tmp"
    alive = tmp_path / f".key.json.{_MACHINE}-{os.getppid()}-3.tmp"
    abroad = tmp_path / f".key.json.{elsewhere}-{over}-3.tmp"
    abroad_long_ago = tmp_path / f".key.json.{elsewhere}-{over}-4.tmp"
    of_a_person = tmp_path / ".notes.tmp"
    for path in (dead, alive, abroad, abroad_long_ago, of_a_person):
        path.write_text("x")
    os.utime(abroad_long_ago, (time.time() - 2 * 24 * 3600,) * 2)
    write_text(tmp_path / "a", "a")
    assert sorted(p for p in tmp_path.iterdir() if p.name != "a") == sorted([alive, abroad, of_a_person])


def test_two_writers_of_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    with new_file(tmp_path / "a") as first, new_file(tmp_path / "a") as second:
        first.write_text("first")
        second.write_text("second")
    assert below(tmp_path) == {"a": "first"}


def _write_set(folder: Path, run: str) -> None:
    with staged(folder) as new:
        for name in ("draft.html", "tables/codes.csv", "tables/areas.csv"):
            write_text(new.folder / name, run)
        new.remove("figure-of-old.png")


def test_files_of_one_run_stand_together_after_a_kill_anywhere(tmp_path: Path, kills) -> None:
    def prepare() -> None:
        _write_set(tmp_path, "old")
        write_text(tmp_path / "figure-of-old.png", "old")
        write_text(tmp_path / "memo.txt", "of a person")

    prepare()
    old = below(tmp_path)
    new = {**dict.fromkeys(old, "new"), "memo.txt": "of a person"}
    del new["figure-of-old.png"]
    stops = 0
    for _ in kills(lambda: _write_set(tmp_path, "new")):
        stops += 1
        settle(tmp_path)
        assert below(tmp_path) in (old, new)
        prepare()
    assert stops > 12, "each creation, write, sync, rename and removal is one"


def test_what_a_person_changed_between_a_kill_and_the_next_run_is_kept(tmp_path: Path, kills) -> None:
    kept = []
    _write_set(tmp_path, "old")
    for _ in kills(lambda: _write_set(tmp_path, "new")):
        edited = tmp_path / "tables" / "codes.csv"
        was = edited.read_text()
        edited.write_text("edited by hand")
        kept += settle(tmp_path)
        assert "edited by hand" in below(tmp_path).values(), was
        for path in tmp_path.rglob("*(edited*"):
            path.unlink()
        _write_set(tmp_path, "old")
    assert kept
    assert all(path.name.startswith("codes (edited ") for path in kept)


def test_ctrl_c_between_two_renames_finishes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write_set(tmp_path, "old")
    replace, pressed = files._replace, []

    def once(old: Path, new: Path) -> None:
        if new.name == "codes.csv" and new.parent.parent == tmp_path and not pressed:
            pressed.append(True)
            raise KeyboardInterrupt
        replace(old, new)

    monkeypatch.setattr(files, "_replace", once)
    with pytest.raises(KeyboardInterrupt):
        _write_set(tmp_path, "new")
    assert set(below(tmp_path).values()) == {"new"}


def test_a_full_disk_leaves_all_as_it_was_and_is_said_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_set(tmp_path, "old")
    old = below(tmp_path)

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "_write", full)
    with pytest.raises(OSError, match=r"draft\.html") as told:
        _write_set(tmp_path, "new")
    assert told.value.filename == str(tmp_path / "draft.html")
    with pytest.raises(OSError, match=r"a\.csv") as told:
        write_bytes(tmp_path / "a.csv", b"x")
    assert told.value.filename == str(tmp_path / "a.csv")
    assert below(tmp_path) == old
