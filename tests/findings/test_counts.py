"""Counts are right, by two ways of counting, and people's decisions go first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from send_qual.codebook import Code, Codebook, Facet
from send_qual.coding import Answer, Coding, Codings
from send_qual.corpus import Document, Segment, Source
from send_qual.findings import findings
from send_qual.findings._counts import groups_of
from send_qual.findings._evidence import locate

POLARITY = Facet("polarity", "Polarity", ("facilitator", "challenge", "mixed"))

TABLE = """\
theme  code             polarity    passages reports of
health health           facilitator 1        1       4
health health           challenge   3        3       4
health health           mixed       1        1       4
health health           any         5        4       4
health health/waits     facilitator 1        1       4
health health/waits     challenge   4        4       4
health health/waits     mixed       0        0       4
health health/waits     any         5        4       4
health health/therapies facilitator 1        1       4
health health/therapies challenge   1        1       4
health health/therapies mixed       0        0       4
health health/therapies any         2        2       4
pfa    pfa              facilitator 2        2       4
pfa    pfa              challenge   2        2       4
pfa    pfa              mixed       0        0       4
pfa    pfa              any         4        4       4
"""


def test_passages_and_reports_by_code_and_polarity(codings: Codings) -> None:
    table = findings(codings).to_frame().drop(columns=["name", "reviewed"])
    widths = (7, 17, 12, 9, 8)
    lines = ["".join(str(v).ljust(w) for v, w in zip(row, (*widths, 0), strict=True)) for row in table.to_numpy()]
    head = "".join(str(c).ljust(w) for c, w in zip(table.columns, (*widths, 0), strict=True))
    assert "\n".join([head, *lines]) + "\n" == TABLE


def test_a_strength_and_a_challenge_in_one_passage_are_mixed_and_count_for_both(codings: Codings) -> None:
    drawn = findings(codings)
    assert drawn.count("health", "mixed").cases == ("fernshire.pdf",)
    assert len(drawn.documents_with("health", drawn.aspect("weakness"))) == 4
    assert drawn.documents_with("health", drawn.aspect("strength")) == ("fernshire.pdf",)


def test_rejected_codings_do_not_count_nor_another_machines_like_suggestion(codings: Codings) -> None:
    first = next(c for c in codings if c.document == "northmoor.pdf" and c.code == "pfa")
    rows = [replace(c, status="rejected") if c is first else c for c in codings]
    rows.append(replace(first, coder="lexicon 1"))
    drawn = findings(replace(codings, rows=tuple(rows)))
    assert "northmoor.pdf" not in drawn.count("pfa").cases
    assert drawn.basis.rejected == 1


def test_a_persons_polarity_goes_before_the_machines(codings: Codings) -> None:
    first = next(c for c in codings if c.document == "wexmere.pdf" and c.code == "health/waits")
    by_hand = replace(first, coder="AB", status="applied", facets={"polarity": "facilitator"}, confidence=None)
    drawn = findings(codings.adding([by_hand]))
    assert drawn.count("health/waits", "facilitator").cases == ("fernshire.pdf", "wexmere.pdf")
    assert drawn.count("health/waits").passages == 5
    assert drawn.count("health/waits").reviewed == 1


def test_share_reviewed_counts_rejections_as_reviews(codings: Codings) -> None:
    rows = list(codings)
    rows[0], rows[1] = replace(rows[0], status="accepted"), replace(rows[1], status="rejected")
    basis = findings(replace(codings, rows=tuple(rows))).basis
    assert (basis.reviewed, basis.suggestions, basis.accepted, basis.rejected) == (2, len(rows), 1, 1)
    assert basis.share_reviewed == pytest.approx(2 / len(rows))


def test_codes_unknown_to_the_codebook_are_named_not_counted(codings: Codings) -> None:
    drawn = findings(codings.adding([replace(codings.rows[0], code="weather")]))
    assert drawn.notices == ("1 code is not in the codebook tiny and was not counted: weather.",)
    assert drawn.basis.total == len(codings)


def test_themes_in_one_passage(codings: Codings) -> None:
    (pair,) = findings(codings).together
    assert (pair.first, pair.second, pair.passages, pair.documents) == ("health", "pfa", 1, ("northmoor.pdf",))


def test_by_attribute(in_two_tranches: Codings) -> None:
    rows = {(a.group, a.code, a.value): a for a in findings(in_two_tranches).attributes if a.attribute == "tranche"}
    assert len(rows["spring", "pfa", "challenge"].cases) == 2
    assert (len(rows["autumn", "pfa", "challenge"].cases), rows["autumn", "pfa", "challenge"].of) == (0, 2)


def test_without_corpus_and_codebook() -> None:
    rows = (Coding("a.txt", 0, 5, "waits", "health/waits", "AB", facets={"polarity": "challenge"}, status="applied"),)
    drawn = findings(Codings(rows))
    assert [c.id for c in drawn.codebook] == ["health", "health/waits"]
    assert drawn.n == 1
    assert drawn.unit == "document"


def test_nothing_at_all(codings: Codings) -> None:
    drawn = findings(replace(codings, rows=()))
    assert drawn.n == 4
    assert not drawn.statements
    assert not drawn.practices
    assert drawn.basis.share_reviewed == 0


# ------------------------------------------------------------------------- counted in a second way
CODES = ("a", "a/x", "a/y", "b")
CODE = st.sampled_from(CODES)
ROW = st.tuples(
    st.sampled_from(["d1", "d2", "d3"]), st.integers(0, 5), CODE, st.sampled_from(["facilitator", "challenge", "mixed"])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=30))
def test_counts_agree_with_a_crosstab(rows: list[tuple[str, int, str, str]]) -> None:
    """Passages here never overlap in part, so a pandas crosstab over (document, start) must agree."""
    book = Codebook("p", "1", tuple(Code(c, c, c.rpartition("/")[0]) for c in CODES), (POLARITY,))
    made = [Coding(d, 10 * n, 10 * n + 8, "x", c, "m", facets={"polarity": p}) for d, n, c, p in rows]
    drawn = findings(Codings(tuple(made), codebook=book))
    table = pd.DataFrame(rows, columns=["document", "n", "code", "polarity"])
    if not rows:
        assert not any(c.passages for c in drawn.counts)
        return
    for code in CODES:
        under = table[table["code"].map(lambda c, code=code: c == code or c.startswith(f"{code}/"))]
        said = under.groupby(["document", "n"])["polarity"].agg(lambda p: p.iloc[0] if len(set(p)) == 1 else "mixed")
        for polarity in ("facilitator", "challenge", "mixed"):
            hits = said[said == polarity].reset_index()
            count = drawn.count(code, polarity)
            assert count.passages == len(hits)
            assert set(count.cases) == set(hits["document"] if len(hits) else [])
        assert drawn.count(code).passages == len(said)


def test_a_theme_counts_what_its_questions_count(codings: Codings, answers: tuple[Answer, ...]) -> None:
    rows = tuple(c for c in codings.rows if (c.document, c.theme) != ("northmoor.pdf", "health"))
    drawn = findings(replace(codings, rows=rows), issues=answers)  # the question says yes where no passage is coded
    assert len(drawn.count("health", "challenge").cases) == 2
    whole = next(s for s in drawn.statements if (s.about, s.kind, s.value) == ("health", "theme", "challenge"))
    asked = next(s for s in drawn.statements if (s.about, s.kind) == ("waits", "issue"))
    assert len(whole.cases) == 4
    assert whole.cases == asked.cases == drawn.documents_with("health", drawn.aspect("weakness"))
    assert {r.document for r in whole.references} == set(whole.cases)


def test_the_lead_of_a_theme_rests_on_the_same_counts(codings: Codings, answers: tuple[Answer, ...]) -> None:
    drawn = findings(codings, issues=answers)
    lead = drawn.lead("health")
    assert lead.challenged == drawn.documents_with("health", drawn.aspect("weakness"))
    assert lead.praised == drawn.documents_with("health", drawn.aspect("strength"))
    assert lead.both == ("fernshire.pdf",)
    assert lead.challenge.about == "waits"
    assert lead.practice is None or lead.practice.theme == "health"
    assert lead.sentence == (
        "Challenges were identified in all 4 reports and good practice in one of the 4 reports. The challenge is most "
        "often waits (4 of 4); good practice most often concerns waits (1 of 4)."
    )
    assert drawn.lead("nothing").sentence == ""


def test_every_count_is_a_group_of_the_rows_of_one_tidy_table(codings: Codings) -> None:
    drawn = findings(codings)
    table = drawn.tally.to_frame()
    for count in drawn.counts:
        rows = table[table["code"] == count.code]
        rows = rows[rows[count.facet] == count.value] if count.facet else rows
        assert (len(rows), set(rows["case"]), rows["reviewed"].sum()) == (
            *(count.passages, set(count.cases)),
            count.reviewed,
        )
    assert set(table["theme"]) == {"health", "pfa"}


def test_a_passage_counts_once_under_its_theme_and_for_whoever_is_looked_at(codings: Codings) -> None:
    drawn = findings(codings)
    assert drawn.tally.count("health/waits", among=["fernshire.pdf"]).of == 1
    assert drawn.tally.count("health/waits", among=["fernshire.pdf"]).cases == ("fernshire.pdf",)
    assert drawn.tally.count("health", among=[]).passages == 0
    assert "children" not in repr(drawn.tally)


def test_where_no_segment_stands_nothing_is_known_of_the_place() -> None:
    text = "Contents. Families wait. Page 2. Plans are late."
    segments = (Segment(10, 24, "bullet", "better", page=2), Segment(33, 48, "bullet", "improvement", page=3))
    document = Document("a.pdf", "Ashby", text, segments, {}, Source("a.pdf", "", "pdf"))
    places = [locate(document, start, start + 4) for start in (0, 10, 23, 24, 32, 33)]
    assert [place.section for place in places] == ["", "better", "better", "", "", "improvement"]
    assert [place.page for place in places] == [None, 2, 2, None, None, 3]


def test_two_groups_part_documents_and_one_does_not() -> None:
    cases = [(str(n), {"tranche": f"t{n % 2}", "lead": "all", "council": f"c{n}"}) for n in range(4)]
    assert set(groups_of(cases, most=3)) == {"tranche"}
    assert set(groups_of(cases, most=4)) == {"tranche", "council"}
    assert set(groups_of(cases, most=4, without=["tranche"])) == {"council"}


def test_a_suggestion_that_was_coded_anew_is_told_apart_from_one_that_was_rejected(codings: Codings) -> None:
    first = next(c for c in codings if c.document == "northmoor.pdf" and c.code == "pfa")
    other = next(c for c in codings if c.document == "wexmere.pdf" and c.code == "pfa")
    no = replace(first, status="rejected", coder="AB", instead="health/therapies")
    rows = [*codings, no, replace(first, status="applied", coder="AB", code="health/therapies")]
    rows.append(replace(other, status="rejected", coder="AB"))
    basis = findings(replace(codings, rows=tuple(rows))).basis
    assert (basis.recoded, basis.recoding, basis.rejected, basis.accepted) == (1, 1, 1, 0)
    assert basis.reviewed == 2
