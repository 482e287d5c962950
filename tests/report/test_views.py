"""What a notebook shows: whole, escaped, and with a way out of a wrong name."""

from __future__ import annotations

import pytest
from lxml import html

from send_qual.codebook import Code, Codebook, Facet, Issue
from send_qual.coding import Answer, Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.errors import Fault, SendQualError
from send_qual.findings import findings
from send_qual.report import draft_report, views
from send_qual.report.rendering import View

BAD = "<script>alert('x')</script> Families wait too long."
GOOD = "The Lantern team visits at home, so fewer children go to hospital."
POLARITY_FACET = Facet("polarity", "Polarity", ("facilitator", "challenge", "mixed"))

BOOK = Codebook(
    "tiny",
    "1",
    (Code("health", "Health", definition="Waits & care."), Code("health/waits", "Waits", "health")),
    issues=(Issue("waits", "Do children wait too long?", ("health",), ("better",)),),
    facets=(POLARITY_FACET,),
)


@pytest.fixture(scope="module")
def codings() -> Codings:
    text = f"{BAD}\n{GOOD}"
    segments = (
        Segment(0, len(BAD), "bullet", "better", page=3),
        Segment(len(BAD) + 1, len(text), "bullet", "effective", page=2),
    )
    about = {"kind": "inspection-report", "area": "Wexmoor & Levels", "outcome": "2", "tranche": "spring"}
    report = Document("wexmoor.pdf", "Wexmoor", text, segments, about, Source("wexmoor.pdf", "", "pdf"))
    corpus = Corpus("small", (report,), (Fault("torn.pdf", "the file is <torn>", "Download it again"),))
    rows = [
        Coding("wexmoor.pdf", s.start, s.end, report.words(s), code, "panel-1", facets={"polarity": p}, confidence=c)
        for s, code, p, c in zip(
            segments, ("health/waits", "health"), ("challenge", "facilitator"), (0.9, 0.4), strict=True
        )
    ]
    return Codings(tuple(rows), corpus, BOOK)


@pytest.fixture(scope="module")
def drawn(codings: Codings):
    answer = Answer("wexmoor.pdf", "waits", yes=True, start=0, end=len(BAD), quote=BAD, confidence=0.5, coder="judge-1")
    return findings(codings, issues=(answer,))


def cells(view: View) -> list[list[str]]:
    return [[c.text_content() for c in row] for row in html.fromstring(view._repr_html_()).xpath("//tbody/tr")]


def test_a_suggestion_from_talk_stands_under_who_said_it(codings: Codings) -> None:
    said = "We share one plan."
    about = {"kind": "transcript", "area": "[area name]", "participant": "P05"}
    turns = (Segment(0, 18, "turn", speaker="P06", role="participant", time="00:01:02"), Segment(19, 37, "turn"))
    talk = Document("s1.vtt", "S1", f"{said}\n{said}", turns, about, Source("s1.vtt", "", "vtt"))
    rows = [Coding("s1.vtt", at, at + 18, said, "health", "panel-1", confidence=0.5) for at in (0, 19)]
    view = views.suggestions(Codings(tuple(rows), Corpus("talk", (talk,)), BOOK))
    assert [row[1] for row in cells(view)] == ["P06, 00:01:02", "P05"]


def test_what_was_left_out_stands_above_what_was_read(codings: Codings) -> None:
    view = views.documents(codings.corpus)
    assert "torn.pdf: the file is <torn>. Download it again." in html.fromstring(view._repr_html_()).text_content()
    assert cells(view)[0][:3] == ["wexmoor.pdf", "2", "spring"]


def test_the_least_sure_suggestion_comes_first_with_its_place_and_key(codings: Codings) -> None:
    rows = cells(views.suggestions(codings))
    assert [row[5] for row in rows] == ["40%", "90%"]
    assert rows[1][1] == "Wexmoor & Levels, p. 3, What does the area partnership need to do better?"
    assert rows[1][3] == "Health: Waits"
    assert [row[0] for row in rows] == [codings.rows[1].key, codings.rows[0].key]


def test_a_decided_suggestion_leaves_the_table(codings: Codings) -> None:
    after = codings.decide(rejected=[codings.rows[1].key.upper()])
    assert [row[5] for row in cells(views.suggestions(after))] == ["90%"]
    assert "so far: 1 of 2" in views.suggestions(after).html


def test_a_key_that_fits_nothing_is_told(codings: Codings) -> None:
    with pytest.raises(SendQualError, match="suggestion 00000000: there is none of that key"):
        codings.decide(accepted=["00000000"])
    with pytest.raises(SendQualError, match="both accepted and rejected"):
        codings.decide(accepted=[codings.rows[0].key], rejected=[codings.rows[0].key])


def test_no_markup_of_a_report_reaches_the_page(codings: Codings, drawn) -> None:
    shown = [
        views.suggestions(codings),
        views.issue(drawn, "waits"),
        views.passages(drawn, "health"),
        views.chapter(drawn, "health"),
        views.practice(drawn, "health"),
    ]
    for view in shown:
        page = html.fromstring(view._repr_html_())
        assert page.xpath("//script") == []
    assert BAD in cells(shown[1])[0]


def test_an_answer_on_which_readers_may_differ_says_so(drawn) -> None:
    area, answer, page, *_ = cells(views.issue(drawn, "waits"))[0]
    assert (area, answer, page) == ("Wexmoor & Levels", "yes, borderline", "3")


def test_passages_of_a_theme_include_those_of_its_sub_codes(drawn) -> None:
    assert [row[1] for row in cells(views.passages(drawn, "health"))] == ["3", "2"]
    assert [row[2] for row in cells(views.passages(drawn, "health", "challenge"))] == ["challenge"]


def test_a_chapter_carries_the_places_it_cites(drawn) -> None:
    page = html.fromstring(views.chapter(draft_report(drawn), "health")._repr_html_())
    ids = set(page.xpath("//@id"))
    links = [href.removeprefix("#") for href in page.xpath("//a/@href")]
    assert links
    assert set(links) <= ids
    assert "Wexmoor & Levels p. 3 (1)" in page.text_content()


@pytest.mark.parametrize(
    "ask",
    [
        lambda f: views.chapter(f, "helth"),
        lambda f: views.issue(f, "helth"),
        lambda f: views.practice(f, "helth"),
        lambda f: views.passages(f, "helth"),
    ],
)
def test_a_wrong_name_is_told_with_the_right_ones(ask, drawn) -> None:
    with pytest.raises(SendQualError, match=r"helth.*Choose one of .*(health|waits)"):
        ask(drawn)


def test_the_sentence_of_an_error_is_all_a_notebook_shows() -> None:
    error = SendQualError(Fault("a.yaml line 3", "the code has no name", "Add `name:`"))
    assert error._render_traceback_() == ["a.yaml line 3: the code has no name. Add `name:`."]
