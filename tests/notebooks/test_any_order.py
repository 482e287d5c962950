"""Pages 02 and 04 to 07, run again in another order over a study in which people worked: nothing of theirs is lost."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document as WordFile
from made_by_hand import lost

import send_qual as sq
from send_qual.coding import keep_decisions
from send_qual.study import init_study

_spec = importlib.util.spec_from_file_location("run_again", Path(__file__).with_name("test_run_again.py"))
assert _spec
assert _spec.loader
_again = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_again)

COPY = "pseudonymised-sample-interviews"
PAGES: dict[str, dict[str, object]] = {
    "02": {}, "04": {"accept_disclosure": "Everybody in it is invented."}, "05": {"leave_out": None},
    "06": {"folds": 2}, "07": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two interviews and six reports, every page run once, and then people at work."""
    root = init_study(tmp_path_factory.mktemp("pages") / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for name, n in (("sample-interviews", 2), ("sample-area-send", 6)):
            home = root / "corpora" / name
            for path in sorted((home / "documents").iterdir())[n:]:
                path.unlink()
        run("02", "04", "05", "06", "07")
        for corpus, book in (("sample-interviews", "intervention"), ("sample-area-send", "area-send")):
            made = sq.code(sq.read_corpus(corpus), sq.read_codebook(book))
            keys = [row.key for row in made.rows[:4]]
            keep_decisions(made, root / "corpora" / corpus, "AB", accepted=keys[:2], rejected=keys[2:])
        work(root)
        yield root


def run(*pages: str) -> None:
    for page in pages:
        _again.play(page, **PAGES[page])


def work(root: Path) -> None:
    """What people do with files: a decision on a name, a corrected copy, an edited draft, a role."""
    copy = root / "corpora" / COPY
    with (copy / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["decision"] = "keep"
    with (copy / "decisions.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    transcript = copy / "documents" / "s01.vtt"
    transcript.write_text(transcript.read_text(encoding="utf-8") + "\nNOTE put in by hand\n", encoding="utf-8")
    (copy / "attributes.csv").write_text("document,role\ns01.vtt,Parent\n", encoding="utf-8")
    draft = root / "outputs" / f"{COPY}-report" / "report.docx"
    word = WordFile(str(draft))
    word.paragraphs[0].add_run(" As AB reads it.")
    word.save(str(draft))


def made_by_people(root: Path) -> dict[str, bytes]:
    copy = root / "corpora" / COPY
    places = [
        *sorted(root.glob("corpora/*/codings/[!.]*.jsonl")), copy / "documents" / "s01.vtt", copy / "attributes.csv",
        root / "outputs" / f"{COPY}-report" / "report.docx", root / "desk" / "AB.json",
    ]  # fmt: skip
    return {place.relative_to(root).as_posix(): place.read_bytes() for place in places}


def decided(root: Path) -> str:
    with (root / "corpora" / COPY / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row["text"] for row in csv.DictReader(file) if row["decision"] == "keep")


def test_the_pages_run_backwards_lose_nothing_that_people_made(study: Path) -> None:
    made, name = made_by_people(study), decided(study)
    assert sum(place.endswith(".jsonl") for place in made) >= 2
    for page in ("07", "06", "05", "04", "02", "04"):
        run(page)
        assert lost(study, made) == [], f"after page {page}"
    assert decided(study) == name
