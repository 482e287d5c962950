"""Every command run again, in any order, over a study in which people worked: nothing that a person made is lost."""

from __future__ import annotations

import csv
import importlib.util
import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document as WordFile
from made_by_hand import lost

import send_qual as sq
from send_qual.cli import main
from send_qual.coding import finish
from send_qual.study import init_study

REPORTS, TALKS = ("2031-05-09_90103_castlemere.pdf", "2032-02-13_90109_tarnbeck.pdf"), ("s01.vtt", "s06.txt")
COPY = "pseudonymised-talks"
_FILE = Path(__file__).parents[1] / "test_nothing_calls_out.py"
_spec = importlib.util.spec_from_file_location("watched_commands", _FILE)
assert _spec
assert _spec.loader
_watched = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_watched)
# Every command there is (that list is held to be whole), as somebody types it who has forgotten that it was run before.
COMMANDS: dict[str, tuple[str, ...]] = {
    **{name: words for name, words in _watched.COMMANDS.items() if name != "forget"},  # which is for losing
    "init": ("init", "."),
    "import": ("import", "corpora/two/reviews/review-AB.xlsx", "--into", "two"),
    "cache": ("cache", "--clear"),
    "review": ("review", "two", "--codebook", "area-send", "--reviewer", "AB"),
    "pseudonymise": ("pseudonymise", "talks", "--out", f"corpora/{COPY}"),
    "carry": ("carry", "talks", COPY, "--write"),
    "report": ("report", COPY, "--accept-disclosure", "Everybody in it is invented."),
}
SLOW = ("evaluate", "themes", "next")  # once is enough: what they write, no other command writes


def edit_word(path: Path) -> None:
    word = WordFile(str(path))
    word.paragraphs[0].add_run(" As AB reads it.")
    word.save(str(path))


def edit_cell(path: Path, page: str, heading: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book[page][1]]
    book[page].cell(2, names.index(heading) + 1).value = value
    book.save(path)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports and two interviews, everything run once, and then people at work on all that can be worked on."""
    root = init_study(tmp_path_factory.mktemp("any") / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("SEND_QUAL_CACHE", str(root.parent / "cache"))
        for corpus, sample, documents in (("two", "sample-area-send", REPORTS), ("talks", "sample-interviews", TALKS)):
            home, source = root / "corpora" / corpus, root / "corpora" / sample
            (home / "documents").mkdir(parents=True)
            for name in documents:
                shutil.copy(source / "documents" / name, home / "documents")
            lines = (source / "attributes.csv").read_text(encoding="utf-8").splitlines()
            kept = [lines[0], *(line for line in lines if line.startswith(documents))]
            (home / "attributes.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
        hand = (root / "corpora" / "sample-area-send" / "hand-codings.csv").read_text(encoding="utf-8").splitlines()
        kept = [line for name in REPORTS for line in [one for one in hand if one.startswith(name)][:32]]
        kept = [hand[0], *kept]  # the rest of both waits for the sheet
        (root / "hand.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
        (root / "stick").mkdir()
        assert main(["import", "hand.csv", "--into", "two", "--codebook", "area-send"]) == 0
        for name in ("review", "next", "overview", "pseudonymise", "report"):
            assert main([*COMMANDS[name]]) == 0, name
        people_work(root)
        yield root


def people_work(root: Path) -> None:
    two, copy = root / "corpora" / "two", root / "corpora" / COPY
    edit_cell(two / "reviews" / "review-AB.xlsx", "Review", "decision", "accept")
    edit_word(root / "outputs" / "two" / "overview.docx")
    edit_word(root / "outputs" / f"{COPY}-report" / "report.docx")
    suggestions = sq.code(sq.read_corpus("two"), sq.read_codebook("area-send"))
    desk = sq.desk("two", "area-send", "CD", suggestions=suggestions)
    desk.reject(suggestions.rows[-1])
    desk.memo(desk.apply(REPORTS[0], 200, 260, "pfa", memo="A first thought."), "A second thought.")
    desk.close()
    finish(two, REPORTS[1], coder="CD")
    head, *rows = (two / "attributes.csv").read_text(encoding="utf-8-sig").splitlines()
    lines = [f"{head},group", *(f"{row},ours" for row in rows)]
    (two / "attributes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (copy / "attributes.csv").write_text("document,role\ns06.txt,Parent\n", encoding="utf-8")
    transcript = copy / "documents" / "s06.txt"
    transcript.write_text(transcript.read_text(encoding="utf-8") + "\n[A laugh, put in by hand.]\n", encoding="utf-8")
    decide(copy / "decisions.csv")
    passages = root / "next.csv"
    fill_next(passages)
    book = root / "codebooks" / "area-send.yaml"
    book.write_text("# Ours since March.\n" + book.read_text(encoding="utf-8"), encoding="utf-8")


def decide(path: Path) -> None:
    """The first proposal is to stay as it is."""
    rows = table(path)
    rows[0]["decision"] = "keep"
    write(path, rows)


def fill_next(path: Path) -> None:
    rows = table(path)
    rows[0]["code"] = "leadership"
    write(path, rows)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def made_by_people(root: Path) -> dict[str, bytes]:
    """All that people made or edited, by its place."""
    two, copy = root / "corpora" / "two", root / "corpora" / COPY
    places = [
        two / "reviews" / "review-AB.xlsx", two / "attributes.csv", *sorted((two / "codings").glob("*.jsonl")),
        root / "outputs" / "two" / "overview.docx", root / "outputs" / f"{COPY}-report" / "report.docx",
        copy / "attributes.csv", copy / "documents" / "s06.txt", root / "next.csv",
        root / "codebooks" / "area-send.yaml",
    ]  # fmt: skip
    return {place.relative_to(root).as_posix(): place.read_bytes() for place in places}


def test_commands_run_again_in_two_orders_lose_nothing_that_people_made(study: Path) -> None:
    made = made_by_people(study)
    decided = study / "corpora" / COPY / "decisions.csv"
    kept = next(row["text"] for row in table(decided) if row["decision"] == "keep")
    done: dict[str, int] = {}
    again = [name for name in COMMANDS if name not in SLOW]
    for name in (*COMMANDS, *reversed(again)):
        done[name] = main([*COMMANDS[name]])
        assert lost(study, made) == [], f"after {name}"
    assert sum(status == 0 for status in done.values()) > len(COMMANDS) - 4, "init refuses, check finds something"
    assert {row["text"]: row["decision"] for row in table(decided)}[kept] == "keep"
    shutil.rmtree(study / "outputs")
    assert lost(study, made) == [], "nothing of it lives in outputs alone"
