"""Inspection reports: sections, actions, attributes; also where a report departs from the layout."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from send_qual.corpus import Document, read_corpus
from send_qual.corpus.dates import periods
from send_qual.corpus.pdf._lines import read_pages
from send_qual.kinds.inspection_report._actions import subject_of
from send_qual.kinds.inspection_report._bodies import bodies_in
from send_qual.kinds.inspection_report._headings import section_of

TEXTS = Path(__file__).parents[1] / "sample" / "reports"
STEMS = sorted(p.stem for p in TEXTS.glob("*.md"))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()


def segments(document: Document, section: str, *kinds: str) -> list[str]:
    return [document.words(s) for s in document.segments if s.section == section and (not kinds or s.kind in kinds)]


def written(stem: str) -> dict[str, list[str]]:
    """Paragraphs, bullets and actions of a sample report's text, by section."""
    body = (TEXTS / f"{stem}.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
    found: dict[str, list[str]] = {}
    for part in re.split(r"^# ", body, flags=re.MULTILINE)[1:]:
        heading, text = part.split("\n", 1)
        section = section_of(heading)
        if section in {"priority", "improvement"}:
            found[section] = [row.split("\n", 1)[1] for row in re.split(r"^@", text, flags=re.MULTILINE)[1:]]
        elif section != "about":
            found[section] = [letters(p) for p in re.split(r"\n\s*\n", text) if p.strip()]
    return {s: [letters(t) for t in texts] for s, texts in found.items()}


@pytest.fixture(scope="module")
def sample(root: Path) -> dict[str, Document]:
    return {Path(d.id).stem: d for d in read_corpus(root / "corpora" / "sample-area-send")}


@pytest.mark.parametrize("stem", STEMS)
def test_each_paragraph_bullet_and_action_is_one_segment(stem: str, sample: dict[str, Document]) -> None:
    for section, texts in written(stem).items():
        kinds = ("action",) if section in {"priority", "improvement"} else ("paragraph", "bullet")
        assert [letters(t) for t in segments(sample[stem], section, *kinds)] == texts, section


@pytest.mark.parametrize("stem", STEMS)
def test_words_in_are_words_out_but_for_running_heads(stem: str, sample: dict[str, Document], root: Path) -> None:
    document = sample[stem]
    path = root / "corpora" / "sample-area-send" / "documents" / document.id
    lines = [line for page in read_pages(path, path.read_bytes()) for line in page.lines]
    printed = Counter(letters("".join(line.text for line in lines)))
    running = Counter(letters("".join(line.text for line in lines if line.y < 60)))
    kept = Counter(letters("".join(map(document.words, document.segments))))
    assert kept == printed - running


def test_facts_of_a_report(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    (document,) = read_corpus(set_report(parts))
    assert document.title == "Area SEND inspection of Bramblemoor Local Area Partnership"
    assert dict(document.attributes) == {
        "kind": "inspection-report",
        "area": "Bramblemoor",
        "councils": "Bramblemoor Council",
        "icbs": "NHS Heath and Bramble Integrated Care Board",
        "inspection_start": "2031-02-27",
        "inspection_end": "2031-03-03",
        "previous_start": "2024-05-16",
        "previous_end": "2024-05-20",
        "outcome": "2",
        "next_step": "The next full area SEND inspection will be within approximately three years.",
        "published": "2031-05-09",
    }
    assert document.notices == ()


def test_only_findings_are_passages(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    (document,) = read_corpus(set_report(parts))
    found = [(s.section, s.kind) for s in document.passages()]
    assert Counter(found) == {
        ("experience", "paragraph"): 2,
        ("effective", "bullet"): 2,
        ("better", "bullet"): 2,
        ("improvement", "action"): 2,
    }


@pytest.mark.parametrize("rules", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("height", [420, 842], ids=["broken over pages", "on one page"])
def test_each_row_of_a_table_is_an_action_with_its_body(
    parts: dict[str, list], set_report: Callable[..., Path], rules: bool, height: float
) -> None:
    duty = "Leaders across the partnership must agree on one plan and must tell families of it"
    wanted = [("Bramblemoor Council", f"{duty} by May. " * 3), ("NHS Heath and Bramble ICB", f"{duty} at once. " * 8)]
    wanted += [("Bramblemoor Council and NHS Heath and Bramble ICB", f"{duty} by June. " * 5)]
    table = [["Responsible body", "Areas for priority action"], *([body, words] for body, words in wanted)]
    parts["improvement"][:0] = [("head", "Areas for priority action"), ("table", table)]
    (document,) = read_corpus(set_report(parts, rules=rules, height=height))
    actions = [s for s in document.segments if s.kind == "action"]
    found = [(s.addressee, letters(document.words(s))) for s in actions if s.section == "priority"]
    assert found == [(body, letters(words)) for body, words in wanted]
    assert [s.addressee for s in actions if s.section == "improvement"] == [
        "Leaders across the partnership",
        "The local authority",
    ]


def test_points_within_a_cell_belong_to_its_action(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    points = "Leaders should act at once so that:\n• waits fall;\n• plans are kept up to date."
    parts["improvement"] = [
        ("head", "Areas for improvement"),
        ("table", [["Areas for improvement"], [points], ["The ICB should publish its waits."]]),
    ]
    (document,) = read_corpus(set_report(parts))
    assert segments(document, "improvement", "action") == [points, "The ICB should publish its waits."]


def test_actions_without_a_table(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    parts["improvement"] = [
        ("head", "Areas for further improvement:"),
        ("text", "Leaders should shorten waits. This includes the wait for a diagnosis."),
        ("text", "They should also publish them."),
        ("text", "2. The ICB must:"),
        ("point", "agree on a pathway; and"),
        ("point", "pay for it."),
    ]
    (document,) = read_corpus(set_report(parts))
    actions = [(s.addressee, document.words(s)) for s in document.segments if s.kind == "action"]
    assert [a for a, _ in actions] == ["Leaders", "The ICB"]
    assert actions[1][1] == "2. The ICB must:\n• agree on a pathway; and\n• pay for it."


def test_actions_as_points_are_one_each(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    points = ["Leaders should shorten waits.", "Health leaders must publish them."]
    parts["improvement"][1:] = [("point", point) for point in points]
    (document,) = read_corpus(set_report(parts, mark="▪"))
    assert [s.addressee for s in document.segments if s.kind == "action"] == ["Leaders", "Health leaders"]


def test_a_left_cell_that_spans_two_rows_speaks_for_both(
    parts: dict[str, list], set_report: Callable[..., Path]
) -> None:
    rows = [
        ["Responsible body", "Areas for priority action"],
        ["Bramblemoor Council", "Leaders must agree on a plan."],
        ["", "Leaders must pay for it."],
    ]
    parts["improvement"][:0] = [("head", "Areas for priority action"), ("table", rows)]
    (document,) = read_corpus(set_report(parts))
    actions = [s for s in document.segments if s.section == "priority" and s.kind == "action"]
    assert [s.addressee for s in actions] == ["Bramblemoor Council", "Bramblemoor Council"]


def test_headings_in_other_words_and_plain_type(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    parts["experience"][0] = ("text", "WHAT IS IT LIKE FOR CHILDREN AND YOUNG PEOPLE WITH SEND?")
    parts["effective"][0] = ("text", "2 What is the local area partnership doing effectively")
    parts["better"][0] = ("text", "What the area partnership needs to improve")
    (document,) = read_corpus(set_report(parts))
    assert {s.section for s in document.segments} >= {"experience", "effective", "better", "improvement"}
    assert document.notices == ()


def test_a_missing_heading_is_told_and_nothing_is_dropped(
    parts: dict[str, list], set_report: Callable[..., Path]
) -> None:
    del parts["effective"][0]
    (document,) = read_corpus(set_report(parts))
    assert any("effective" in notice and "not found" in notice for notice in document.notices)
    assert "Hedgerow" in document.text


def test_a_report_without_its_sections_is_plain_paragraphs_that_can_all_be_coded(
    parts: dict[str, list], set_report: Callable[..., Path]
) -> None:
    for section in ("experience", "effective", "better"):
        parts[section][0] = ("head", f"Chapter on {section} matters")
    (document,) = read_corpus(set_report(parts))
    assert any("plain paragraphs" in notice for notice in document.notices)
    assert document.attributes["area"] == "Bramblemoor"
    assert any("Hedgerow" in document.words(s) for s in document.passages())
    assert {s.section for s in document.segments if "Hedgerow" in document.words(s)} == {"Chapter on effective matters"}


def test_a_front_page_without_outcome_or_dates_is_told(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    parts["front"] = parts["front"][:1]
    (document,) = read_corpus(set_report(parts))
    assert document.attributes["outcome"] == document.attributes["inspection_start"] == ""
    assert len(document.notices) == 2


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("6 to 10 February 2023", "2023-02-06", "2023-02-10"),
        ("27 February to 3 March 2023", "2023-02-27", "2023-03-03"),
        ("30 January 2023 to 3 February 2023", "2023-01-30", "2023-02-03"),
        ("29 December to 3 January 2024", "2023-12-29", "2024-01-03"),
        ("16 May 2016", "2016-05-16", "2016-05-16"),
        ("Monday 3rd – Friday 7th July, 2017", "2017-07-03", "2017-07-07"),
        ("3 and 4 Sept. 2019", "2019-09-03", "2019-09-04"),
        ("Not previously inspected", None, None),
        ("31 to 32 February 2020", None, None),
    ],
)
def test_dates_as_printed(printed: str, start: str | None, end: str | None) -> None:
    assert [(str(a), str(b)) for a, b in periods(printed)] == ([(start, end)] if start else [])


def test_of_two_previous_inspections_the_later_counts(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    parts["front"][2] = ("text", "Dates of previous inspections: 16 to 20 May 2016 and 4 to 6 November 2019")
    (document,) = read_corpus(set_report(parts))
    assert document.attributes["previous_start"] == "2019-11-04"
    assert document.attributes["inspection_start"] == "2031-02-27"


def test_dates_in_the_other_order(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    parts["front"][1:3] = [
        ("text", "Date of previous inspection: none"),
        ("text", "Inspection dates: 27 February to 3 March 2031"),
    ]
    (document,) = read_corpus(set_report(parts))
    assert document.attributes["previous_start"] == ""
    assert document.attributes["inspection_start"] == "2031-02-27"


def test_no_previous_inspection(parts: dict[str, list], set_report: Callable[..., Path]) -> None:
    parts["front"][2] = ("text", "Date of previous inspection: Not previously inspected")
    (document,) = read_corpus(set_report(parts))
    assert document.attributes["previous_start"] == ""


@pytest.mark.parametrize(
    ("text", "councils", "boards"),
    [
        ("Amber and Hove City Council and NHS Amber ICB", ["Amber and Hove City Council"], ["NHS Amber"]),
        ("The London Borough of Amber and South Vale Integrated Care Board",
         ["London Borough of Amber"], ["South Vale"]),
        ("The Royal Borough of Amber upon Dee local authority, NHS A and B ICB (ICB) and Amber Children’s Trust",
         ["Royal Borough of Amber upon Dee"], ["NHS A and B"]),
        ("Amber County Council, Vale, Amberland and Dee ICB", ["Amber County Council"], ["Vale, Amberland and Dee"]),
        ("Amber Council, NHS Heath ICB and NHS Moor Integrated Care Board",
         ["Amber Council"], ["NHS Heath", "NHS Moor"]),
    ],
)  # fmt: skip
def test_who_is_responsible(text: str, councils: list[str], boards: list[str]) -> None:
    assert bodies_in(text) == (tuple(councils), tuple(f"{b} Integrated Care Board" for b in boards))


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Leaders, including commissioners, should act.", "Leaders, including commissioners"),
        ("3. The ICB and the council need to act. Others must too.", "The ICB and the council"),
        ("Leaders who have left must be replaced.", "Leaders who have left"),
        ("Waits.", ""),
    ],
)
def test_who_must_act(sentence: str, subject: str) -> None:
    assert subject_of(sentence) == subject


@pytest.fixture(scope="module")
def real(shared: Path) -> tuple[Document, ...]:
    return read_corpus(shared / "corpora" / "area-send" / "reports").documents


@pytest.mark.real
def test_every_field_of_the_gold_is_right(real: tuple[Document, ...], shared: Path) -> None:
    rows = {r["area"]: r for r in csv.DictReader((shared / "gold" / "area-send-reports.csv").open(encoding="utf-8"))}
    for document in real:
        row = rows[document.id.removesuffix(".pdf").split("_", 2)[2]]
        wanted = {k: v for k, v in row.items() if k not in {"area", "urn"}}
        assert {k: document.attributes[k] for k in wanted} == wanted, document.id
        assert letters(document.attributes["area"]) == letters(row["area"]), document.id
        assert document.attributes["councils"], document.id
        assert document.attributes["icbs"], document.id
        assert document.notices == (), document.id


@pytest.mark.real
def test_as_many_actions_as_the_gold_counts(real: tuple[Document, ...], shared: Path) -> None:
    with (shared / "gold" / "area-send-issues.tsv").open(encoding="utf-8") as lines:
        counts = {r["area"]: int(r["afi_count"]) for r in csv.DictReader(lines, delimiter="\t")}
    for document in real:
        actions = [s for s in document.segments if s.kind == "action"]
        assert len(actions) == counts[document.id.removesuffix(".pdf").split("_", 2)[2]], document.id
        assert all(s.addressee for s in actions), document.id


@pytest.mark.real
def test_passages_coincide_with_segments_and_their_pages(real: tuple[Document, ...], shared: Path) -> None:
    cut: dict[str, dict[str, int | None]] = {}
    for document in real:
        cut[document.id] = {letters(document.words(s)): s.page for s in document.segments}
    gold = map(json.loads, (shared / "gold" / "area-send.jsonl").read_text(encoding="utf-8").splitlines())
    clean = [p for p in gold if p["clean"]]
    same = [p for p in clean if letters(p["text"]) in cut[p["document"]]]
    assert len(same) >= 0.98 * len(clean)  # letter for letter; what differs is cut otherwise by the gold
    assert [p for p in same if cut[p["document"]][letters(p["text"])] != p["page"]] == []
