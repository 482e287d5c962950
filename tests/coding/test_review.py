"""Suggestions go out as a sheet, decisions come back; nothing that somebody filled in is lost."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from send_qual.coding import (
    Codings,
    Imported,
    all_ledgers,
    finish,
    import_codings,
    keep_codings,
    keep_decisions,
    merge,
    open_ledger,
    read_codings,
    read_finished,
    review_sheet,
)

DATA, BOARD, NOBODY, DID = "We had no data", "The board helped", "Nobody knew how many were waiting", "it really did"


def fill(path: Path, cells: dict[str, dict[str, str]], page: str = "Review", key: str = "passage") -> Path:
    """As a person fills it in: passage (or document) -> column -> what is written there."""
    book = load_workbook(path)
    names = [cell.value for cell in book[page][1]]
    for row in book[page].iter_rows(min_row=2):
        for column, value in cells.get(row[names.index(key)].value, {}).items():
            row[names.index(column)].value = value or None
    book.save(path)
    return path


def shown(path: Path, *columns: str) -> list[tuple[object, ...]]:
    sheet = load_workbook(path)["Review"]
    names = [cell.value for cell in sheet[1]]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return [tuple(row[names.index(column)] or "" for column in columns) for row in rows]


def told(done: Imported) -> tuple[int, int, int, int, int]:
    return done.accepted, done.rejected, done.recoded, done.already, done.undecided


def lines(study: Path) -> int:
    return sum(len(ledger.path.read_text(encoding="utf-8").splitlines()) for ledger in all_ledgers(study))


@pytest.fixture
def sheet(machine: Codings) -> Path:
    return review_sheet(machine, reviewer="AB").to_file().path


# ------------------------------------------------------------------------------------------ there and back


def test_suggestions_go_out_and_decisions_come_back(study: Path, machine: Codings, sheet: Path) -> None:
    assert sheet == study / "reviews" / "review-AB.xlsx"
    fill(
        sheet,
        {
            DATA: {"decision": "accept", "polarity": "challenge", "memo": "says it twice"},
            BOARD: {"decision": "recode", "new code": "intervention/boards"},
            NOBODY: {"decision": "reject"},
        },
    )
    done = import_codings(sheet, study)
    assert told(done) == (1, 1, 1, 0, 1)
    assert done.faults == ()
    merged = merge(machine, read_codings(machine.corpus, machine.codebook))
    assert {(c.quote, c.code, c.facets.get("polarity", ""), c.status, c.memo) for c in merged} == {
        (DATA, "data/quality", "challenge", "accepted", "says it twice"),
        (BOARD, "intervention/boards", "facilitator", "applied", ""),
        (DID, "data", "challenge", "suggested", ""),
    }
    before = lines(study)
    assert told(import_codings(sheet, study)) == (0, 0, 0, 3, 1)
    assert lines(study) == before


def test_a_csv_says_the_same(study: Path, machine: Codings, tmp_path: Path) -> None:
    path = review_sheet(machine, reviewer="AB").to_file(tmp_path / "review.csv").path
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["why"] for row in rows} == {"'=cmd()"}
    for row in rows:
        row["decision"] = {DATA: "accept", NOBODY: "Reject"}.get(row["passage"], "")
        row["new code"] = "boards" if row["passage"] == BOARD else ""
        row["finished"] = "yes" if row["passage"] == DID else ""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    done = import_codings(path, study)
    assert told(done) == (1, 1, 1, 0, 1)
    assert done.finished == ("p01.vtt",)


def test_what_is_filled_in_alone_is_understood(study: Path, sheet: Path) -> None:
    fill(
        sheet,
        {
            DATA: {"polarity": "challenge"},
            BOARD: {"new code": "leadership"},
            NOBODY: {"memo": "ask KM"},
            DID: {"decision": "recode"},
        },
    )
    done = import_codings(sheet, study)
    assert (done.accepted, done.recoded, done.memos) == (1, 1, 1)
    (fault,) = map(str, done.faults)
    assert fault.startswith("review-AB.xlsx row 3: it is to be recoded, and no new code is given. Choose one")
    memos = open_ledger(study, "AB").read().state.memos
    assert list(memos.values()) == ["ask KM"]


def test_a_decision_that_is_no_code_is_named(study: Path, sheet: Path) -> None:
    done = import_codings(fill(sheet, {DID: {"decision": "intervention/board"}}), study)
    assert "Perhaps intervention/boards is meant" in str(done.faults[0])
    assert len(read_codings(study)) == 0


def test_a_change_of_mind_in_the_sheet_counts_and_takes_the_other_code_away(study: Path, sheet: Path) -> None:
    import_codings(fill(sheet, {DID: {"decision": "recode", "new code": "leadership"}}), study)
    import_codings(fill(sheet, {DID: {"decision": "recode", "new code": "workforce"}}), study)
    standing = {(c.code, c.status, c.instead) for c in read_codings(study)}
    assert standing == {("data", "rejected", "workforce"), ("workforce", "applied", "")}
    assert import_codings(fill(sheet, {DID: {"decision": "reject", "new code": ""}}), study).rejected == 1
    assert {(c.code, c.status, c.instead) for c in read_codings(study)} == {("data", "rejected", "")}
    import_codings(fill(sheet, {DID: {"decision": "accept", "new code": ""}}), study)
    assert {(c.code, c.status) for c in read_codings(study)} == {("data", "accepted")}


def test_a_list_of_keys_in_python_does_not_undo_what_a_sheet_recoded(
    study: Path, machine: Codings, sheet: Path
) -> None:
    import_codings(fill(sheet, {DID: {"decision": "recode", "new code": "leadership"}}), study)
    did = next(row for row in machine if row.quote == DID)
    before = lines(study)
    assert keep_decisions(machine, study, "AB", rejected=[did.key]) == (0, 0)
    assert lines(study) == before


def test_a_decision_taken_out_of_the_sheet_is_taken_back(study: Path, machine: Codings, sheet: Path) -> None:
    import_codings(fill(sheet, {DID: {"decision": "accept"}}), study)
    again = review_sheet(machine, reviewer="AB").to_file().path
    assert ("accept", DID) in shown(again, "decision", "passage")
    assert import_codings(fill(again, {DID: {"decision": ""}}), study).withdrawn == 1
    assert len(read_codings(study)) == 0


# ------------------------------------------------------------------------------------------ what others did


def test_what_was_decided_elsewhere_since_the_sheet_was_made_stays(
    study: Path, machine: Codings, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    did = next(row for row in machine if row.quote == DID)
    import_codings(fill(sheet, {DID: {"decision": "accept"}, DATA: {"decision": "accept"}}), study)
    later(monkeypatch)
    keep_decisions(machine, study, "AB", rejected=[did.key])
    before = lines(study)
    done = import_codings(sheet, study)
    assert (done.already, done.faults, lines(study)) == (2, (), before), "the same file again changes nothing"
    done = import_codings(fill(sheet, {DID: {"decision": "accept", "memo": "sure"}}), study)
    (fault,) = map(str, done.faults)
    assert "row 3: AB decided otherwise since this sheet was made. That stands." in fault
    assert {c.status for c in read_codings(study) if c.quote == DID} == {"rejected"}


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on events are of a day long after."""
    from datetime import UTC, datetime

    from send_qual.coding.ledger import _events

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2099, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(_events, "datetime", Clock)


def test_an_import_that_was_undone_can_be_done_again(study: Path, sheet: Path) -> None:
    from send_qual.coding import Steps

    import_codings(fill(sheet, {DID: {"decision": "accept"}, DATA: {"decision": "reject"}}), study)
    ledger, steps = open_ledger(study, "AB"), Steps()
    for event in ledger.read().events:
        steps.take(event)
    ledger.append(steps.undo("AB"))
    assert len(read_codings(study)) == 0
    assert told(import_codings(sheet, study))[:2] == (1, 1)


def test_a_sheet_made_anew_tells_what_was_decided_and_by_whom(study: Path, machine: Codings) -> None:
    keys = {row.quote: row.key for row in machine}
    keep_decisions(machine, study, "AB", accepted=[keys[DATA]], rejected=[keys[BOARD]])
    keep_decisions(machine, study, "CD", accepted=[keys[BOARD]])
    for reviewer, expected in {
        "AB": [(DID, "", "AB"), (NOBODY, "", "AB"), (BOARD, "reject", "AB"), (DATA, "accept", "AB")],
        "EF": [(DID, "", "EF"), (NOBODY, "", "EF"), (BOARD, "", "EF"), (DATA, "", "EF")],
        "": [(DID, "", ""), (NOBODY, "", ""), (BOARD, "", ""), (DATA, "accept", "AB")],
    }.items():
        path = review_sheet(machine, reviewer=reviewer).to_file().path
        assert shown(path, "passage", "decision", "reviewer") == expected, "the least sure first, decided ones last"
        beside = dict(shown(path, "passage", "decided so far"))
        assert "rejected by AB" in str(beside[BOARD])
        assert "accepted by CD" in str(beside[BOARD])
    assert len(review_sheet(machine, reviewer="AB", undecided=True)) == 2
    assert len(review_sheet(machine, reviewer="CD", undecided=True)) == 3


def test_another_persons_decision_is_not_changed_in_that_persons_name(study: Path, machine: Codings) -> None:
    keep_decisions(machine, study, "CD", accepted=[row.key for row in machine])
    path = review_sheet(machine).to_file().path
    fill(path, {DID: {"decision": "reject"}, DATA: {"decision": "reject", "reviewer": "AB"}, BOARD: {"reviewer": "AB"}})
    done = import_codings(path, study)
    assert told(done) == (1, 1, 0, 1, 0), "AB agrees on one, rejects one; one is CD's as before"
    (fault,) = map(str, done.faults)
    assert "this was CD's decision, and it was changed. Write your own initials" in fault
    assert import_codings(path, study, coder="CD").rejected == 1


def test_suggestions_that_give_way_to_a_persons_coding_are_not_asked_about(study: Path, machine: Codings) -> None:
    did = next(row for row in machine if row.quote == DID)
    keep_codings(machine.apply("p01.vtt", did.start, did.end, "data", coder="AB"), "AB")
    assert DID not in {row.coding.quote for row in review_sheet(machine).rows}


# ------------------------------------------------------------------------------------------ nothing is written over


def test_a_sheet_that_was_filled_in_is_kept_and_what_was_not_imported_is_carried_over(
    study: Path, machine: Codings, sheet: Path
) -> None:
    again = review_sheet(machine, reviewer="AB").to_file()
    assert (again.path, again.kept) == (sheet, ()), "nothing was filled in"
    import_codings(fill(sheet, {DATA: {"decision": "accept"}}), study)
    fill(sheet, {BOARD: {"decision": "recode", "new code": "leadership", "memo": "odd"}})
    before = sheet.read_bytes()
    new = review_sheet(machine, reviewer="AB").to_file()
    assert sheet.read_bytes() == before
    assert (new.path.name, new.kept, new.carried, new.behind) == ("review-AB-2.xlsx", (sheet,), 1, 0)
    assert {row[0]: row[1:] for row in shown(new.path, "passage", "decision", "new code", "memo")} == {
        DATA: ("accept", "", ""),
        BOARD: ("recode", "leadership", "odd"),
        NOBODY: ("", "", ""),
        DID: ("", "", ""),
    }
    done = import_codings(new.path, study)
    assert told(done) == (0, 0, 1, 1, 2), "what was carried over counts when the new sheet comes back"
    assert review_sheet(machine, reviewer="AB").to_file().carried == 0, "and is not carried over again"


def test_rows_that_a_smaller_sheet_lacks_are_told(machine: Codings, sheet: Path) -> None:
    fill(sheet, {quote: {"decision": "accept"} for quote in (DATA, BOARD, NOBODY, DID)})
    new = review_sheet(machine, reviewer="AB", sample=1).to_file()
    assert (new.carried, new.behind) == (1, 3)
    assert "3 more are on none of its rows: import review-AB.xlsx" in str(new)


@pytest.mark.parametrize("content", [b"torn", b"name,age\r\nAna,3\r\n"])
def test_a_file_of_that_name_that_is_no_review_sheet_is_left_alone(
    machine: Codings, tmp_path: Path, content: bytes
) -> None:
    other = tmp_path / "mine.csv"
    other.write_bytes(content)
    assert review_sheet(machine).to_file(other).path.name == "mine-2.csv"
    assert other.read_bytes() == content


def test_all_sheets_of_a_folder_come_in_together(study: Path, machine: Codings, sheet: Path) -> None:
    fill(sheet, {DATA: {"decision": "accept"}})
    other = review_sheet(machine, reviewer="CD").to_file().path
    fill(other, {DATA: {"decision": "accept"}, BOARD: {"decision": "reject"}})
    done = import_codings(study / "reviews", study)
    assert (done.accepted, done.rejected) == (2, 1)
    assert {ledger.coder for ledger in all_ledgers(study)} == {"AB", "CD"}


def test_a_sheet_that_comes_back_from_elsewhere_is_kept_with_the_corpus(
    study: Path, machine: Codings, sheet: Path, tmp_path: Path
) -> None:
    other = tmp_path / "outputs" / "review-AB.xlsx"
    other.parent.mkdir()
    fill(Path(shutil.copy(sheet, other)), {DATA: {"decision": "accept"}})
    assert import_codings(other, study).kept == ("review-AB.xlsx",), "the one there was not filled in"
    assert sheet.read_bytes() == other.read_bytes()
    assert import_codings(other, study).kept == ()
    fill(other, {DID: {"decision": "reject"}})
    assert import_codings(other, study).kept == ("review-AB-2.xlsx",)
    assert import_codings(sheet, study).kept == ()


# ------------------------------------------------------------------------------------------ finished


def test_a_document_is_marked_finished_on_its_own_page_and_unmarked(study: Path, machine: Codings, sheet: Path) -> None:
    fill(sheet, {"p01.vtt": {"finished": "yes"}}, "Documents", "document")
    done = import_codings(sheet, study)
    assert (done.finished, done.reopened) == (("p01.vtt",), ())
    assert [(one.document, one.coder) for one in read_finished(study)] == [("p01.vtt", "AB")]
    assert import_codings(sheet, study).finished == ()
    new = review_sheet(machine, reviewer="AB").to_file()
    assert new.kept == (sheet,), "a mark is something filled in"
    done = import_codings(fill(new.path, {"p01.vtt": {"finished": ""}}, "Documents", "document"), study)
    assert (done.reopened, read_finished(study)) == (("p01.vtt",), ())


def test_what_somebody_else_finished_is_not_unmarked_by_a_sheet(study: Path, machine: Codings) -> None:
    finish(study, "p01.vtt", coder="CD", codebook=machine.codebook)
    path = review_sheet(machine, reviewer="AB").to_file().path
    import_codings(path, study)
    assert len(read_finished(study)) == 1
