"""The page of key messages and the table of areas by questions."""

from __future__ import annotations

from datetime import date

from send_qual.coding import Answer, Codings
from send_qual.findings import findings
from send_qual.report.inspections._area_names import areas_named
from send_qual.report.inspections._draft import draft_report
from send_qual.report.rendering import Bullet, Heading, Table, plain

DAY = date(2026, 11, 30)


def test_each_key_challenge_names_its_areas_with_their_outcome(codings: Codings, answers: tuple[Answer, ...]) -> None:
    drawn = findings(codings, issues=answers)
    blocks = draft_report(drawn, today=DAY).blocks
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.id == "summary")
    end = next(n for n, b in enumerate(blocks) if n > start and isinstance(b, Heading))
    bullets = [plain(b.runs) for b in blocks[start:end] if isinstance(b, Bullet)]
    assert bullets[0].startswith("Long waits: all 4 reports")
    few = next(b for b in bullets if b.startswith("Weak preparation"))
    assert " – " in few
    assert "Northmoor (2); and Oldcastle and Marsh (3)" in few


def test_of_nearly_all_areas_those_are_named_that_are_left(codings: Codings) -> None:
    drawn = findings(codings)
    labels = [case.label for case in drawn.cases]
    assert areas_named(drawn, labels[:3]).startswith("all but ")
    assert areas_named(drawn, labels[:1]).startswith(labels[0])


def test_the_matrix_shows_every_area_once_those_with_most_to_improve_first(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    draft = draft_report(findings(codings, issues=answers), today=DAY)
    table = next(b for b in draft.blocks if isinstance(b, Table) and b.caption.id == "issue-matrix")
    assert table.columns == ("Area", "1", "2", "Yes")
    assert len(table.rows) == 4
    counts = [int(row[-1]) for row in table.rows]
    assert counts == sorted(counts, reverse=True)
    assert all(row[-1] == str(row.count("●")) for row in table.rows)
    assert {"○"} <= {cell for row in table.rows for cell in row}  # one answer is borderline
