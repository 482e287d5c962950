"""Whatever stops a run, no decision, edit or key is lost, and the next run accepts what it finds."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pandas as pd
import pytest

from send_qual.errors import SendQualError
from send_qual.pseudonyms import pseudonymise, restore
from send_qual.study import files


def below(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def decided(out: Path, **decisions: str) -> None:
    """Fill decisions.csv as one would in a spreadsheet."""
    table = pd.read_csv(out / "decisions.csv", dtype=str, keep_default_na=False)
    for text, decision in decisions.items():
        table.loc[table["text"] == text, "decision"] = decision
    table.to_csv(out / "decisions.csv", index=False)


def filled(out: Path) -> dict[str, str]:
    table = pd.read_csv(out / "decisions.csv", dtype=str, keep_default_na=False).set_index("text")["decision"]
    return dict(table[table != ""])


def test_a_first_run_killed_anywhere_is_accepted_by_the_next(corpus, tmp_path, kills):
    (corpus / "grace may interview.txt").unlink()
    pseudonymise(corpus, tmp_path / "whole")
    whole = below(tmp_path / "whole")
    out = tmp_path / "out"
    for stopped in kills(lambda: pseudonymise(corpus, out)):
        pseudonymise(corpus, out)
        assert below(out) == whole, stopped
        shutil.rmtree(out)


def test_no_kill_loses_a_decision(corpus, tmp_path, kills):
    out = tmp_path / "out"
    pseudonymise(corpus, out)
    decided(out, Tobias="keep", Wexcombe="")
    (corpus / "grace may interview.txt").unlink()
    before = below(out)
    for stopped in kills(lambda: pseudonymise(corpus, out)):
        assert filled(out) == {"Tobias": "keep"}, stopped
        pseudonymise(corpus, out)
        assert filled(out) == {"Tobias": "keep"}, stopped
        assert "My son Tobias goes" in (out / "documents" / "i01.vtt").read_text(encoding="utf-8")
        assert not [name for name in below(out) if ".tmp" in name or ".staged" in name]
        shutil.rmtree(out)  # as it was, for the next kill
        for name, data in before.items():
            files.write_bytes(out / name, data, private=True)


def test_a_restore_killed_anywhere_is_accepted_by_the_next(corpus, tmp_path, kills):
    pseudonymise(corpus, tmp_path / "out")
    raw = below(corpus)
    back = tmp_path / "back"
    for _ in kills(lambda: restore(tmp_path / "out", back)):
        restore(tmp_path / "out", back)
        assert sorted(below(back)) == sorted(raw)
        shutil.rmtree(back)


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
def test_names_never_lie_readable_by_others_also_not_in_temporary_files(corpus, tmp_path, monkeypatch):
    seen: dict[str, int] = {}
    write = files._write

    def written(path: Path, data: bytes) -> None:
        write(path, data)
        inside = any(p.name.endswith(".staged") and not p.stat().st_mode & 0o077 for p in path.parents)
        if not inside or (path.suffix == ".tmp" and stat.S_IMODE(path.stat().st_mode) & 0o077):
            seen[path.name] = stat.S_IMODE(path.stat().st_mode)

    monkeypatch.setattr(files, "_write", written)
    old = os.umask(0)
    try:
        done = pseudonymise(corpus, tmp_path / "out")
    finally:
        os.umask(old)
    assert all(".gitignore" in name or ".staged.json" in name for name in seen), seen
    for path in (done.key, done.decisions, *done.files):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_comma_too_many_is_named_and_only_documents_it_may_be_about_wait(corpus, tmp_path):
    out = tmp_path / "out"
    pseudonymise(corpus, out)
    decided(out, Tobias="keep")
    with (out / "decisions.csv").open("a", encoding="utf-8") as table:
        table.write("Priyanka, Malhotra,person,[name],keep,,,1,1,x,y\n")
    rows = (out / "decisions.csv").read_bytes()
    done = pseudonymise(corpus, out)
    (fault,) = done.left_out
    assert fault.place == f"decisions.csv row {len(rows.splitlines())}"
    assert "a comma stands outside quotation marks. i01.vtt was left as it is" in fault.problem
    assert "My son [name of child]" in (out / "documents" / "i01.vtt").read_text(encoding="utf-8")
    assert "Tobias was there" in (out / "documents" / "P06 interview.txt").read_text(encoding="utf-8").replace(
        "tob", "Tob"
    )
    assert (out / "decisions.csv").read_bytes() == rows, "the row is there to be mended"
    (out / "decisions.csv").write_bytes(rows.replace(b"Priyanka, Malhotra,", b'"Priyanka, Malhotra",'))
    assert not pseudonymise(corpus, out).left_out
    assert "My son Tobias" in (out / "documents" / "i01.vtt").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_decisions_saved_by_another_program_are_read(corpus, tmp_path, encoding, separator):
    out = tmp_path / "out"
    pseudonymise(corpus, out)
    table = pd.read_csv(out / "decisions.csv", dtype=str, keep_default_na=False).drop(columns=["context", "why"])
    table.loc[table["text"] == "Tobias", ["decision", "replace as"]] = ["replace", "Zoë’s pupil"]
    (out / "decisions.csv").write_bytes(table.to_csv(index=False, sep=separator).encode(encoding))
    pseudonymise(corpus, out)
    assert "My son Zoë’s pupil goes" in (out / "documents" / "i01.vtt").read_text(encoding="utf-8")


def test_a_copy_edited_by_hand_is_kept_when_it_is_made_anew(corpus, tmp_path):
    out = tmp_path / "out"
    pseudonymise(corpus, out)
    copy = out / "documents" / "i01.vtt"
    copy.write_text(copy.read_text(encoding="utf-8").replace("everyone", "[all]"), encoding="utf-8")
    assert not pseudonymise(corpus, out).written
    assert "[all]" in copy.read_text(encoding="utf-8"), "nothing changed: the edit stands"
    decided(out, Tobias="keep")
    told = pseudonymise(corpus, out).notices
    (kept,) = (out / "edited").iterdir()
    assert "[all]" in kept.read_text(encoding="utf-8")
    assert f"i01.vtt had been edited by hand; your version is kept as edited/{kept.name}" in told


def test_decisions_made_while_it_runs_are_not_overwritten(corpus, tmp_path):
    out = tmp_path / "out"
    pseudonymise(corpus, out)

    seen: list[str] = []

    def meanwhile(done: int, total: int, what: str) -> None:
        seen.append(what)
        if what == "i01.vtt" and seen.count(what) == 2:  # read once, now to be written
            decided(out, Tobias="keep")

    before = below(out / "documents")
    with pytest.raises(SendQualError, match=r"decisions\.csv: it was changed while the copy was made, and nothing was"):
        pseudonymise(corpus, out, progress=meanwhile)
    assert filled(out) == {"Tobias": "keep"}
    assert below(out / "documents") == before


def test_a_table_that_was_emptied_is_said(corpus, tmp_path):
    pseudonymise(corpus, tmp_path / "out")
    (tmp_path / "out" / "decisions.csv").write_bytes(b"")
    told = pseudonymise(corpus, tmp_path / "out").notices
    assert any("decisions.csv: it was missing or empty, and nothing counts as decided" in notice for notice in told)


def test_a_damaged_key_is_named_by_its_line_and_nothing_is_written(corpus, tmp_path):
    done = pseudonymise(corpus, tmp_path / "out")
    done.key.write_text(
        done.key.read_text(encoding="utf-8").replace('"version": 1,', '"version": 1,,'), encoding="utf-8"
    )
    before = below(tmp_path / "out")
    with pytest.raises(SendQualError, match=r"pseudonyms\.key\.json line 2: this is no key of pseudonyms"):
        pseudonymise(corpus, tmp_path / "out")
    assert below(tmp_path / "out") == before


def test_a_key_saved_by_an_editor_with_a_mark_is_read(corpus, tmp_path):
    done = pseudonymise(corpus, tmp_path / "out")
    done.key.write_bytes(b"\xef\xbb\xbf" + done.key.read_bytes())
    assert not pseudonymise(corpus, tmp_path / "out").written
