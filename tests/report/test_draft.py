"""The draft report: what it says, and that every number in brackets leads somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from send_qual.codebook import Series
from send_qual.coding import Answer, Codings
from send_qual.errors import Fault
from send_qual.findings import findings
from send_qual.report import draft_report
from send_qual.report.rendering import (
    Bullet,
    Callout,
    Draft,
    Figure,
    Heading,
    Paragraph,
    Quotation,
    ReferenceEntry,
    See,
    Table,
    plain,
)

DAY = date(2024, 6, 3)


def words(draft: Draft) -> str:
    return "\n".join(plain(b.runs) for b in draft.blocks if hasattr(b, "runs"))


def section(draft: Draft, heading: str) -> list[str]:
    """The lines from a heading to the next."""
    at = next(n for n, b in enumerate(draft.blocks) if isinstance(b, Heading) and b.text == heading)
    lines = []
    for block in draft.blocks[at + 1 :]:
        if isinstance(block, Heading):
            break
        if isinstance(block, (Paragraph, Bullet, Quotation)):
            lines.append(f"{type(block).__name__}: {plain(block.runs)}")
    return lines


def test_a_theme_section_reads_as_sentences_with_counts_and_extracts(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    draft = draft_report(findings(codings, issues=answers), today=DAY)
    at = [b.text for b in draft.blocks if isinstance(b, Heading)]
    assert at[at.index("Preparation for adulthood") :][:3] == [
        "Preparation for adulthood",
        "Challenges / improvement areas",
        "How is good practice demonstrated?",
    ]
    said = section(draft, "Challenges / improvement areas")
    assert said[0].startswith("Paragraph: Challenges in health were identified in all 4 reports. [")
    assert said[1].startswith("Bullet: Long waits: all 4 reports (1 borderline). [1]")
    assert re.fullmatch(
        r"Quotation: “Too many children wait for health clinics, .*” \(Northmoor, page 2\) \[\d+\]", said[2]
    )
    good = section(draft, "How is good practice demonstrated?")
    assert good[0].startswith("Paragraph: Good practice in health was identified in one of the 4 reports. [")
    assert good[1].startswith(
        "Bullet: Fernshire (1), page 2: “The ‘Bright Start’ clinic runs weekly in all four towns. As a"
    )


def test_every_number_in_brackets_is_an_entry_with_report_page_and_passage(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    draft = draft_report(findings(codings, issues=answers), today=DAY)
    entries = {b.number: plain(b.runs) for b in draft.blocks if isinstance(b, ReferenceEntry)}
    cited = {int(n) for n in re.findall(r"\[(\d+)\]", words(draft))}
    assert cited == set(entries)
    assert list(entries) == sorted(entries)
    areas = "Fernshire|Wexmere|Oldcastle and Marsh|Northmoor"
    place = rf"(?:{areas}) p\. \d+ \(\d+(?:, \d+)*\)(?:, \d+ \(\d+(?:, \d+)*\))*"
    assert all(re.fullmatch(rf"{place}(?:; {place})*\.", text) for text in entries.values()), entries


def test_cross_references_point_at_something(in_two_tranches: Codings, answers: tuple[Answer, ...]) -> None:
    draft = draft_report(findings(in_two_tranches, issues=answers, compare="autumn"), today=DAY)
    seen = {part.id for b in draft.blocks for part in getattr(b, "runs", ()) if isinstance(part, See)}
    assert seen
    assert seen <= set(draft.names)


def test_findings_from_suggestions_say_so_on_the_title_page_and_under_every_table(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    draft = draft_report(findings(codings, issues=answers), today=DAY)
    callout = next(b for b in draft.blocks if isinstance(b, Callout))
    assert plain(callout.runs).startswith(
        "Findings drawn from suggestions. 16 of the 16 codings behind this draft (100%) are suggestions of a machine"
    )
    drawn_from_codings = {"themes", "issue-areas", "issues", "ehc-stages", "issue-change"}
    for block in draft.blocks:
        if isinstance(block, (Table, Figure)) and block.caption.id in drawn_from_codings:
            assert "100% of the codings are suggestions that nobody has reviewed" in plain(block.note)


def test_questions_that_a_codebook_shows_together_have_a_figure_of_their_own(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    book = codings.codebook
    one, two = sorted({answer.issue for answer in answers})[:2]
    series = Series("day", "A day", "A day has hours", "need tea", ((one, "Dawn"), (two, "Dusk")), (one,), "all of tea")
    drawn = findings(replace(codings, codebook=replace(book, series=(series,))), issues=answers)
    draft = draft_report(drawn, today=DAY)
    (figure,) = (b for b in draft.blocks if isinstance(b, Figure) and b.caption.id == "day")
    yes = {f.issue.id: len(f.yes) for f in drawn.issues}
    assert (figure.caption.text, figure.chart.names) == ("Reports that need tea", ("Dawn", "Dusk"))
    assert figure.chart.values == ((yes[one],), (yes[two],))
    (said,) = section(draft, "A day")
    assert said.startswith("Paragraph: A day has hours (")
    assert f"{yes[one]} area" in said
    assert "all of tea: " in said
    alone = replace(series, issues=((one, "Dawn"), ("never-asked", "Dusk")))
    drawn = findings(replace(codings, codebook=replace(book, series=(alone,))), issues=answers)
    assert all(b.caption.id != "day" for b in draft_report(drawn, today=DAY).blocks if isinstance(b, Figure))


def test_reviewed_codings_say_so_too(codings: Codings) -> None:
    draft = draft_report(findings(codings.accept(*(c.key for c in codings))), today=DAY)
    assert "All 16 codings behind this draft were made or accepted by a person." in words(draft)
    assert "People reviewed 16 of the 16 suggestions (100%): 16 accepted, 0 rejected" in words(draft)
    assert "drawn from suggestions" not in words(draft)


def test_outcomes_and_background(codings: Codings) -> None:
    draft = draft_report(findings(codings), today=DAY)
    tables = {b.caption.id: b for b in draft.blocks if isinstance(b, Table)}
    assert [row[1:] for row in tables["outcome-areas"].rows] == [
        ("1", "Fernshire"),
        ("2", "Northmoor, Wexmere"),
        ("1", "Oldcastle and Marsh"),
    ]
    said = words(draft)
    assert "carried out between September 2023 and March 2024 and published between November 2023 and May 2024" in said
    figure = next(b for b in draft.blocks if isinstance(b, Figure))
    assert "inconsistent, 2" in figure.alt


def test_a_comparison_has_its_section(in_two_tranches: Codings, answers: tuple[Answer, ...]) -> None:
    draft = draft_report(findings(in_two_tranches, issues=answers, compare="spring"), today=DAY)
    tables = {b.caption.id: b.rows for b in draft.blocks if isinstance(b, Table)}
    assert ("Waits", "Question", "2 of 2", "2 of 2") in tables["both"]
    assert ("Preparation", "0 of 2", "2 of 2", "+100 (+7, +100)", "0.33") in tables["moved"]
    told = findings(in_two_tranches, issues=answers, compare="spring").comparison.summary
    assert "chance" in told
    assert told in " ".join(section(draft, "What rose and what fell"))
    assert told.lower() in " ".join(section(draft, "Summary")).lower()


def test_no_extract_is_printed_twice(codings: Codings, answers: tuple[Answer, ...]) -> None:
    draft = draft_report(findings(codings, issues=answers), today=DAY)
    quoted = [plain(b.runs).rsplit("[", 1)[0] for b in draft.blocks if isinstance(b, Quotation)]
    assert len(quoted) == len(set(quoted))


def test_without_codings_or_documents_the_report_is_short_and_says_so(codings: Codings) -> None:
    fault = Fault("scan.pdf", "it holds no text", "Have it read by OCR first")
    none = draft_report(findings(replace(codings, rows=())), today=DAY)
    assert "no passage carries a code" in words(none)
    corpus = replace(codings.corpus, documents=(), left_out=(fault,))
    nothing = draft_report(findings(replace(codings, rows=(), corpus=corpus)), today=DAY)
    assert "No document could be read" in words(nothing)
    assert "scan.pdf: it holds no text. Have it read by OCR first." in words(nothing)
    assert not [b for b in nothing.blocks if isinstance(b, ReferenceEntry)]


def test_a_table_of_two_tranches_rests_on_both_though_the_draft_is_on_the_later(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    first = next(c for c in codings if c.document == "fernshire.pdf")
    reviewed = replace(codings, rows=tuple(replace(c, status="accepted") if c == first else c for c in codings))
    draft = draft_report(findings(reviewed, issues=answers, since="2024-05-01", compare="2024-01-01"), today=DAY)
    notes = {b.caption.id: plain(b.note) for b in draft.blocks if isinstance(b, (Table, Figure))}
    # of the 13 suggestions one is accepted, which silences the two on the same words
    both = "Source: 2 reports of the earlier tranche and 1 of the later; 91% of the codings are suggestions"
    assert {id for id, note in notes.items() if both in note} >= {"both", "issue-change"}, notes
    assert "Source: 1 report; 100% of the codings" in notes["issue-areas"], notes


def test_the_draft_says_where_its_coder_learned_from_the_reports_themselves(
    codings: Codings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("send_qual.coders.learned.learned_from", lambda codings: ("northmoor.pdf", "wexmere.pdf"))
    said = "learned from people’s codings of 2 of these 4 reports (Northmoor and Wexmere)"
    assert said in words(draft_report(findings(codings), today=DAY))
    assert "The judge that answers" not in words(draft_report(findings(codings), today=DAY))
    nothing_counts = replace(codings, rows=tuple(replace(c, status="rejected") for c in codings))
    assert "learned from" not in words(draft_report(findings(nothing_counts), today=DAY))


def test_the_draft_says_where_the_judge_of_its_questions_learned_from_the_reports_themselves(
    codings: Codings, answers: tuple[Answer, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def all_of_them(made: Codings, judges: tuple[str, ...]) -> tuple[str, ...]:
        asked.append(judges)
        return tuple(d.id for d in made.corpus)

    monkeypatch.setattr("send_qual.coders.learned.judge_learned_from", all_of_them)
    said = "The judge that answers the report-level questions learned from people’s answers about all 4 reports"
    assert said in words(draft_report(findings(codings, issues=answers), today=DAY))
    assert set(asked) == {tuple(sorted({answer.coder for answer in answers if answer.coder}))}
    assert said not in words(draft_report(findings(codings), today=DAY)), "where nothing was asked nobody answered"
