"""``send-qual segments``: the table, and what it says of files that were left out."""

from __future__ import annotations

import csv
from pathlib import Path

from send_qual.cli import main


def test_segments_of_the_sample(tmp_path: Path, capsys) -> None:
    out = tmp_path / "segments.csv"
    assert main(["segments", "sample-area-send", "--out", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0])[:10] == [
        "document", "n", "start", "end", "page", "time", "section", "speaker", "kind", "text",
    ]  # fmt: skip
    assert {"effective", "better", "improvement", "priority"} <= {row["section"] for row in rows}
    assert all(row["addressee"] for row in rows if row["kind"] == "action")
    assert f"{len(rows)} segments of 10 documents" in capsys.readouterr().out


def test_files_left_out_are_named_and_the_others_written(tmp_path: Path, capsys) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("=1+1 is what a formula looks like.\n", encoding="utf-8")
    (tmp_path / "in" / "torn.pdf").write_bytes(b"%PDF-1.4 torn")
    out = tmp_path / "segments.csv"
    assert main(["segments", str(tmp_path / "in"), "--out", str(out)]) == 1
    assert "torn.pdf: the PDF is damaged or cut short. Download or copy it again" in capsys.readouterr().err
    assert "'=1+1 is what" in out.read_text(encoding="utf-8-sig")


def test_an_empty_folder_is_an_input_error(tmp_path: Path, capsys) -> None:
    (tmp_path / "in").mkdir()
    assert main(["segments", str(tmp_path / "in")]) == 2
    assert "the folder has no documents" in capsys.readouterr().err
