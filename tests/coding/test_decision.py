"""What became of suggestions and codings: the one rule, on either side of each of its edges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from send_qual.coding import (
    CONSENSUS,
    Coding,
    Codings,
    Finished,
    counted,
    decision_table,
    decisions,
    independent,
    merge,
    people_of,
    read_by,
)
from send_qual.coding._consensus import settled

HELP, CHALLENGE = {"polarity": "facilitator"}, {"polarity": "challenge"}


def suggested(start: int, end: int, code: str = "health", document: str = "p01.vtt") -> Coding:
    return Coding(document, start, end, "", code, "panel-1", facets=CHALLENGE, confidence=0.6)


def by(coder: str, of: Coding, status: str = "applied", **changed: object) -> Coding:
    return replace(of, coder=coder, status=status, confidence=None, **changed)  # type: ignore[arg-type]


def told(machine: list[Coding], people: list[Coding], *marks: Finished, people_only: bool = False) -> list[str]:
    human = replace(Codings(()).adding(people), finished=marks)
    merged = merge(Codings(()).adding(machine), human, people_only=people_only)
    return [f"{d.coding.coder}: {d.coding.code} {d.outcome} {','.join(d.by)}".strip() for d in decisions(merged)]


@pytest.mark.parametrize("status", ["applied", "accepted", "rejected"])
@pytest.mark.parametrize("code", ["health", "health/waits", "plans"])
@pytest.mark.parametrize(("start", "silenced"), [(50, True), (51, False)])
def test_a_persons_coding_or_verdict_silences_what_shares_half_whatever_its_code_and_side(
    status: str, code: str, start: int, silenced: bool
) -> None:
    """Of two passages of 100 characters 50 are half, and 49 are not."""
    machine = suggested(start, start + 100, code)
    person = by("AB", suggested(0, 100, "leadership"), status, facets=HELP)
    outcome = {d.coding.code: d.outcome for d in decisions(Codings((machine, person)))}[code]
    assert outcome == ("silenced" if silenced else "unreviewed")


def test_reviewed_is_said_of_suggestions_with_a_verdict_only() -> None:
    yes, no, waiting = suggested(0, 40), suggested(100, 140), suggested(200, 240)
    own = by("AB", suggested(300, 340))
    people = [by("AB", yes, "accepted"), by("AB", no, "rejected"), own]
    found = decisions(merge(Codings((yes, no, waiting)), Codings(tuple(people))))
    assert [(d.outcome, d.suggestion, d.reviewed) for d in found] == [
        ("accepted", True, True),
        ("rejected", True, True),
        ("unreviewed", True, False),
        ("coded", False, False),
    ]


def test_what_became_of_a_suggestion_is_told_apart_from_what_became_of_a_coding() -> None:
    gone, kept, open_, done = suggested(0, 40), suggested(100, 140), suggested(200, 240), suggested(300, 340)
    own = by("AB", suggested(110, 140, "plans"))
    mark = Finished("p01.vtt", "AB", start=290, end=350)
    human = replace(Codings(()).adding([own, by("AB", gone, "rejected")]), finished=(mark,))
    found = decisions(merge(Codings((kept, open_, done)), human))
    assert {(d.coding.start, d.outcome): d.suggestion for d in found} == {
        (0, "rejected"): True,  # the machine does not suggest it any more
        (100, "silenced"): True,
        (110, "coded"): False,
        (200, "unreviewed"): True,
        (300, "finished"): True,
    }


def test_an_acceptance_counts_also_where_the_machine_does_not_suggest_it_any_more() -> None:
    yes = by("AB", suggested(0, 40), "accepted")
    (found,) = decisions(merge(Codings(()), Codings(()).adding([yes])))
    assert (found.outcome, found.counts) == ("accepted", (yes,))


def test_of_what_two_coded_alike_the_coding_goes_before_the_acceptance() -> None:
    accepted, applied = by("AB", suggested(0, 40), "accepted"), by("CD", suggested(0, 40))
    assert set(told([], [accepted, applied])) == {"CD: health coded", "AB: health alike CD"}


def test_of_peoples_codings_those_stand_that_the_consensus_leaves() -> None:
    mine, theirs = by("AB", suggested(0, 40)), by("CD", suggested(0, 40, "plans"))
    elsewhere = by("CD", suggested(100, 140, "plans"))
    ruled = by(CONSENSUS, suggested(0, 40, "leadership"))
    people = Codings((mine, theirs, elsewhere))
    assert settled(people) is people
    assert [(c.coder, c.start) for c in settled(Codings((mine, theirs, elsewhere, ruled)))] == [
        ("CD", 100),
        (CONSENSUS, 0),
    ]


def test_of_two_suggestions_on_one_passage_that_are_both_reviewed_neither_verdict_undoes_the_other() -> None:
    health, plans, other = suggested(0, 40), suggested(0, 40, "plans"), suggested(0, 40, "leadership")
    yes = [by("AB", health, "accepted"), by("AB", plans, "accepted")]
    assert told([health, plans], yes) == ["panel-1: health accepted AB", "panel-1: plans accepted AB"]
    one_of_each = [by("AB", health, "accepted"), by("AB", plans, "rejected")]
    assert told([health, plans, other], one_of_each) == [
        "panel-1: health accepted AB",
        "panel-1: leadership silenced AB",
        "panel-1: plans rejected AB",
    ]


def test_what_counts_is_the_persons_coding_with_the_persons_side_and_nothing_is_lost() -> None:
    machine = suggested(0, 40)
    merged = merge(Codings((machine,)), Codings((by("AB", machine, "accepted", facets=HELP),)))
    assert [(c.coder, c.status, c.facets.get("polarity", "")) for c in merged] == [("AB", "accepted", "facilitator")]
    assert list(merged.aside) == [machine]
    assert merge(merged, people_of(merged)) == merged, "laid together again nothing changes"
    assert counted(merged) == merged


def test_a_rejection_by_one_gives_way_to_an_acceptance_by_another() -> None:
    machine = suggested(0, 40)
    both = [by("AB", machine, "rejected"), by("CD", machine, "accepted")]
    assert told([machine], both) == ["panel-1: health accepted CD"]


def test_a_code_put_in_the_place_of_a_suggestion_is_told_as_that_as_long_as_it_stands() -> None:
    first, second = suggested(0, 40), suggested(0, 40, "plans")
    people = [
        by("AB", first, "rejected", instead="leadership"),
        by("AB", second, "rejected"),
        by("AB", first, code="leadership"),
    ]
    assert told([first, second], people) == [
        "panel-1: health recoded AB",
        "AB: leadership recoding",
        "panel-1: plans rejected AB",
    ]
    assert told([first, second], people[:2]) == ["panel-1: health rejected AB", "panel-1: plans rejected AB"]


@pytest.mark.parametrize(
    ("mark", "outcome"),
    [
        (Finished("p01.vtt", "AB"), "finished AB"),
        (Finished("p02.vtt", "AB"), "unreviewed"),
        (Finished("p01.vtt", "AB", code="health"), "finished AB"),
        (Finished("p01.vtt", "AB", code="plans"), "unreviewed"),
        (Finished("p01.vtt", "AB", start=0, end=120), "finished AB"),  # 20 of the 40 letters of the suggestion
        (Finished("p01.vtt", "AB", start=0, end=119), "unreviewed"),
    ],
)
def test_elsewhere_suggestions_stand_until_the_place_is_finished(mark: Finished, outcome: str) -> None:
    machine = suggested(100, 140, "health/waits")
    assert told([machine], [], mark) == [f"panel-1: health/waits {outcome}"]
    assert told([machine], [by("AB", machine, "accepted")], mark) == ["panel-1: health/waits accepted AB"]


def test_where_only_people_count_an_open_suggestion_is_told_and_does_not_count() -> None:
    machine, own = suggested(0, 40), by("AB", suggested(60, 90))
    people_only = merge(Codings((machine,)), Codings((own,)), people_only=True)
    assert list(people_only) == [own]
    assert [d.outcome for d in decisions(people_only)] == ["unreviewed", "coded"]
    assert list(merge(Codings((machine,)), Codings((own,)))) == [machine, own]


def test_what_two_people_coded_alike_counts_once_and_with_other_sides_twice() -> None:
    one = by("AB", suggested(0, 40))
    assert told([], [one, by("CD", one)]) == ["AB: health coded", "CD: health alike AB"]
    assert told([], [one, by("CD", one, facets=HELP)]) == ["AB: health coded", "CD: health coded"]


@pytest.mark.parametrize(
    ("code", "facets", "start", "stands"),
    [
        ("health", HELP, 20, False),
        ("health", HELP, 21, True),  # of the same code too: on other words it was not settled
        ("health/waits", CHALLENGE, 20, False),
        ("health/waits", CHALLENGE, 21, True),
        ("plans", CHALLENGE, 20, False),
        ("plans", CHALLENGE, 21, True),
    ],
)
def test_no_rival_of_the_coders_stands_on_the_words_that_the_consensus_settled(
    code: str, facets: dict[str, str], start: int, stands: bool
) -> None:
    settled = by(CONSENSUS, suggested(0, 40))
    rival = by("CD", suggested(start, start + 40, code), facets=facets)
    assert (rival in merge(Codings(()), Codings((settled, rival))).rows) is stands
    assert settled in merge(Codings(()), Codings((settled, rival))).rows


def test_what_both_coders_gave_alike_stands_beside_what_the_consensus_settled() -> None:
    plans = by("AB", suggested(0, 40, "plans"))
    settled = by(CONSENSUS, suggested(0, 40))
    assert told([], [plans, by("CD", plans, end=38), settled]) == [
        "CD: plans coded",
        "consensus: health coded",
        "AB: plans coded",
    ]
    assert told([], [plans, settled]) == ["consensus: health coded", "AB: plans settled consensus"]


def test_what_the_consensus_rejected_nobody_coded_but_the_other_side_of_it_stands() -> None:
    mine = by("AB", suggested(0, 40))
    other_side = by("CD", suggested(0, 40), facets=HELP)
    no = by(CONSENSUS, mine, "rejected")
    assert told([], [mine, other_side, no]) == ["AB: health settled consensus", "CD: health coded"]


def test_an_accepted_suggestion_gives_way_to_the_consensus_too() -> None:
    machine = suggested(0, 40)
    people = [by("AB", machine, "accepted"), by("CD", suggested(0, 40, "plans"))]
    settled = by(CONSENSUS, people[1], "accepted")
    assert told([machine], [*people, settled]) == [
        "panel-1: health settled consensus",
        "CD: plans settled consensus",
        "consensus: plans coded",
    ]


def test_a_verdict_on_what_the_machine_does_not_suggest_any_more_is_kept_account_of() -> None:
    once = suggested(0, 40)
    assert told([], [by("AB", once, "rejected")]) == [": health rejected AB"]
    assert told([], [by("AB", once, "accepted")]) == [": health accepted AB"]


def test_verdicts_given_in_python_name_nobody_and_the_suggestion_is_the_machines_still() -> None:
    machine = Codings((suggested(0, 40), suggested(50, 90)))
    one, other = (row.key for row in machine)
    found = decisions(machine.accept(one).reject(other))
    assert [(d.coding.coder, d.outcome, d.by) for d in found] == [
        ("panel-1", "accepted", ()),
        ("panel-1", "rejected", ()),
    ]
    assert [c.start for c in counted(machine.accept(one).reject(other))] == [0]


def test_the_table_has_a_row_for_each_with_its_fate_and_no_words_where_they_are_not_wanted() -> None:
    machine = suggested(0, 40)
    table = decision_table(decisions(Codings((machine, by("AB", machine, "rejected")))))
    assert list(table.columns) == [
        *("document", "start", "end", "code", "polarity", "what", "coder", "outcome", "by", "counted", "quote"),
    ]
    assert table.iloc[0].tolist() == [
        *("p01.vtt", 0, 40, "health", "challenge", "suggestion", "panel-1", "rejected", "AB", "no", ""),
    ]
    assert "quote" not in decision_table((), words=False).columns


def test_reviewing_is_no_reading_of_ones_own() -> None:
    machine = suggested(0, 40)
    before = by("AB", suggested(60, 90), created="2026-03-01T09:00:00Z")
    verdict = by("AB", machine, "accepted", created="2026-03-02T09:00:00Z")
    after = by("AB", suggested(100, 130), created="2026-03-03T09:00:00Z")
    elsewhere = by("AB", suggested(0, 40, document="p02.vtt"), created="2026-03-03T09:00:00Z")
    settled = by(CONSENSUS, before)
    study = merge(Codings((machine,)), Codings((before, verdict, after, elsewhere, settled)))
    assert list(independent(people_of(study))) == [before, elsewhere]
    assert read_by(people_of(study)) == {"AB": {"p01.vtt", "p02.vtt"}}
    reviewed_only = Codings((verdict, replace(after, created=verdict.created)))
    recoded = by("AB", suggested(100, 130, "plans"), "rejected", created=verdict.created, instead="health")
    assert list(independent(reviewed_only.adding([recoded]))) == []


def test_what_a_person_coded_until_the_first_verdict_is_their_own_reading() -> None:
    def day(n: int, start: int, status: str = "applied") -> Coding:
        return by("AB", suggested(start, start + 20), status, created=f"2026-03-0{n}T09:00:00Z")

    alone = [day(1, 0), day(2, 100), day(4, 200)]
    assert [c.start for c in independent(Codings(tuple(alone)))] == [0, 100, 200]
    for status in ("accepted", "rejected"):
        reviewed = [*alone, day(3, 300, status), day(2, 400, status)]
        assert [c.start for c in independent(Codings(tuple(reviewed)))] == [0, 100]  # of the same moment too
    elsewhere = replace(day(1, 300, "accepted"), document="p02.vtt")
    assert [c.start for c in independent(Codings((*alone, elsewhere)))] == [0, 100, 200]


def test_a_document_finished_without_a_code_was_read_all_the_same_unless_it_was_reviewed() -> None:
    marks = Finished("p01.vtt", "AB"), Finished("p02.vtt", "AB"), Finished("p03.vtt", "AB", code="health")
    no = by("AB", suggested(0, 40, document="p02.vtt"), "rejected")
    assert read_by(replace(Codings((no,)), finished=marks)) == {"AB": {"p01.vtt"}}
