"""The desk without a browser: its messages, its counts, its copies for reading, and its verbs in Python."""

from __future__ import annotations

import json
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from lxml import html

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import read_corpus
from send_qual.desk import Desk, Work, desk, open_work
from send_qual.desk._bridge import Bridge
from send_qual.errors import SendQualError

ROOT = Path(__file__).resolve().parents[2]
FIRST = "Smile 🙂 first. We waited a year.\n\nNobody rang us <b>at all</b> & we gave up.\n"
SECOND = "The board helped. We had no data.\n"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "p01.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "documents" / "p02.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path


def work_on(study: Path, coder: str = "SG", **options: object) -> Work:
    own = study / "intervention.yaml"
    book = read_codebook(own if own.is_file() else "intervention")
    return open_work(read_corpus(str(study)), book, coder, **options)


@pytest.fixture
def own_book(study: Path) -> Path:
    """A codebook of the study's own, to write codes into."""
    return Path(shutil.copy(ROOT / "codebooks" / "intervention.yaml", study))


def suggested(study: Path) -> Codings:
    rows = [("p01.txt", "Nobody rang us", "partnership"), ("p02.txt", "We had no data.", "data/quality")]
    texts = {"p01.txt": FIRST, "p02.txt": SECOND}
    made = []
    for document, words, code in rows:
        at = texts[document].index(words)
        made.append(Coding(document, at, at + len(words), words, code, "terms-1", confidence=0.5, reason="a term"))
    return Codings(tuple(made))


def asked(bridge: Bridge, verb: str, **fields: object) -> dict:
    answer = bridge.answer({"n": 7, "do": verb, **fields})
    assert answer.pop("re") == 7
    return answer


def test_hello_tells_all_that_is_to_be_shown(study: Path) -> None:
    with work_on(study, suggestions=suggested(study)) as work:
        told = asked(Bridge(work), "hello")
    assert told["state"]["coder"] == "SG"
    assert [(d["id"], d["passages"], d["coded"], d["left"]) for d in told["state"]["documents"]] == [
        ("p01.txt", 2, 0, 1),
        ("p02.txt", 1, 0, 1),
    ]
    assert told["document"]["text"] == FIRST
    (row,) = told["codings"]
    assert FIRST.encode("utf-16-le")[2 * row["start"] : 2 * row["end"]].decode("utf-16-le") == "Nobody rang us"
    assert (row["mine"], row["status"], row["reason"]) == (False, "suggested", "a term")
    codes = {code["id"]: code for code in told["codebook"]["codes"]}
    assert codes["data/quality"]["path"].startswith(codes["data"]["name"] + " › ")
    assert codes["data/quality"]["colour"] == codes["data"]["colour"]


def test_every_message_is_a_gesture_and_only_what_changed_is_told(study: Path) -> None:
    with work_on(study, suggestions=suggested(study)) as work:
        bridge = Bridge(work)
        asked(bridge, "hello")
        assert bridge.news() == []
        start = len(FIRST[: FIRST.index("We waited")].encode("utf-16-le")) // 2
        made = asked(bridge, "apply", document="p01.txt", start=start, end=start + 17, code="data")
        (push,) = bridge.news()
        assert [row["id"] for row in push["set"]] == [made["id"]]
        assert push["counts"]["data"] == {"own": 1, "left": 0}
        assert work.coding(made["id"]).quote == "We waited a year."
        moved = asked(bridge, "change", id=made["id"], start=start + 3, end=start + 9, facets={"polarity": "challenge"})
        (push,) = bridge.news()
        assert push["gone"] == [made["id"]]
        assert (work.coding(moved["id"]).quote, work.coding(moved["id"]).facets.get("polarity", "")) == (
            "waited",
            "challenge",
        )
        (suggestion,) = work.undecided("p01.txt")
        amended = asked(bridge, "accept", id=work.id_of(suggestion), start=start + 10, end=start + 16, code="data")
        assert work.coding(amended["id"]).quote == "a year"
        assert asked(bridge, "undo")["words"]
        assert work.undecided("p01.txt") == (suggestion,)
        assert asked(bridge, "redo")["words"]
        asked(bridge, "memo", about="document:p02.txt", text="short")
        bridge.news()
        assert asked(bridge, "open", document="p02.txt")["document"]["text"] == SECOND
        hits = asked(bridge, "search", words="nobody")["hits"]
        assert [(hit["document"], hit["words"]) for hit in hits][:1] == [("p01.txt", "Nobody")]
        assert asked(bridge, "uncoded", document="p02.txt", after=0)["document"] == "p02.txt"


def test_a_slip_is_answered_in_words_and_nothing_is_raised(study: Path) -> None:
    with work_on(study) as work:
        bridge = Bridge(work)
        for fields in (
            {"do": "dance"},
            {"do": "apply", "document": "p09.txt", "start": 0, "end": 4, "code": "data"},
            {"do": "apply", "document": "p01.txt", "start": 0, "end": 4_000_000, "code": "data"},
            {"do": "apply", "document": "p01.txt", "start": 0, "end": 5, "code": "no-such-code"},
            {"do": "remove", "id": "gone"},
            {"do": "pin", "digit": "0", "code": "data"},
            {"do": "memo"},
        ):
            answer = bridge.answer({"n": 1, **fields})
            assert answer["error"], fields
            assert "Traceback" not in answer["error"]
        assert work.standing() == ()


def test_pins_are_kept_in_the_study_and_change_by_hand_only(study: Path, own_book: Path) -> None:
    with work_on(study) as work:
        bridge = Bridge(work)
        first = asked(bridge, "hello")["state"]["pins"]
        assert first["1"] == work.codebook.themes[0].id
        assert asked(bridge, "pin", digit="9", code="data/quality")["pins"]["9"] == "data/quality"
        (kept,) = study.glob("**/desk/SG.json")
        pinned = {**{key: id for key, id in first.items() if id != "data/quality"}, "9": "data/quality"}
        assert asked(bridge, "hello")["state"]["pins"] == pinned
        # Whoever makes or takes out a code: no key means another one by that.
        with work_on(study, "TR") as other:
            assert asked(Bridge(other), "hello")["state"]["pins"] == first
            other.new_code("Aardvarks")
            other.new_code("Before all", parent="data")
        bridge.news()
        assert asked(bridge, "hello")["state"]["pins"] == pinned
    with work_on(study) as again:
        assert asked(Bridge(again), "hello")["state"]["pins"] == pinned
    kept.unlink()
    with work_on(study, "ZZ") as new:
        bridge = Bridge(new)
        before = asked(bridge, "hello")["state"]["pins"]
        new.new_code("Camels", parent="data")
        assert asked(bridge, "hello")["state"]["pins"] == before


def test_the_consensus_settles_what_two_coders_did(study: Path) -> None:
    at = FIRST.index("We waited")
    for coder, end in (("SG", 9), ("TR", 17)):
        with work_on(study, coder) as work:
            work.apply("p01.txt", at, at + end, "data")
            if coder == "TR":
                work.apply("p02.txt", 0, 9, "partnership")
    with work_on(study, "consensus") as work:
        bridge = Bridge(work, ("SG", "TR"))
        rows = asked(bridge, "hello")["codings"]
        assert [(row["coder"], row["open"], row["both"]) for row in rows] == [("SG", True, "TR"), ("TR", True, "SG")]
        assert asked(bridge, "accept_agreed") == {"accepted": 0, "differ": 1}
        assert asked(bridge, "accept_agreed", edges="SG") == {"accepted": 1, "differ": 0}
        assert bridge.waits("p01.txt", work.standing("p01.txt")) == []
        (left,) = bridge.waits("p02.txt", work.standing("p02.txt"))
        assert left.coder == "TR"
        work.reject(work.id_of(left))
        assert bridge.waits("p02.txt", work.standing("p02.txt")) == []


def test_one_letter_is_not_alike_and_other_edges_are_asked_for(study: Path) -> None:
    """SG and TR: the same words; half of the shorter, with other edges; and one letter."""
    for coder, spans in (("SG", [(0, 9), (20, 40), (50, 61)]), ("TR", [(0, 9), (30, 44), (60, 70)])):
        with work_on(study, coder) as work:
            for start, end in spans:
                work.apply("p01.txt", start, end, "data")

    def taken(edges: str) -> list[tuple[int, int]]:
        with work_on(study, "consensus") as work:
            bridge = Bridge(work, ("SG", "TR"))
            answer = asked(bridge, "accept_agreed")
            assert answer == {"accepted": 1, "differ": 1}
            assert [(c.start, c.end) for c in work.standing() if work.is_mine(c)] == [(0, 9)]
            assert asked(bridge, "accept_agreed", edges=edges) == {"accepted": 1, "differ": 0}
            found = [(c.start, c.end) for c in work.standing() if work.is_mine(c)]
            waiting = [(c.coder, c.start) for c in bridge.waits("p01.txt", work.standing("p01.txt"))]
            assert waiting == [("SG", 50), ("TR", 60)], "one letter is left to be settled"
            work.undo(), work.undo()
            return found

    assert [taken(edges)[1] for edges in ("shared", "either", "SG", "TR")] == [(30, 40), (20, 44), (20, 40), (30, 44)]
    with work_on(study, "consensus") as work:
        answer = Bridge(work, ("SG", "TR")).answer({"n": 1, "do": "accept_agreed", "edges": "mine"})
        assert "write 'shared', 'either', or one of SG and TR" in answer["error"]


def test_a_blind_desk_shows_no_code_that_others_made(study: Path, own_book: Path) -> None:
    with work_on(study, "TR") as other:
        other.new_code("Waiting rooms")
        other.new_code("Chairs", parent="waiting-rooms")
    with work_on(study, blind=True) as work:
        bridge = Bridge(work)
        told = asked(bridge, "hello")
        assert told["state"]["blind"]
        assert not {"waiting-rooms", "waiting-rooms/chairs"} & {code["id"] for code in told["codebook"]["codes"]}
        with work_on(study, "TR") as other:
            other.new_code("Corridors")
        work.refresh()
        assert "corridors" not in json.dumps(bridge.news())
        # One's own new codes are shown, also where the id is taken by one that is not.
        mine = work.new_code("Waiting rooms")
        assert mine.id == "waiting-rooms-2"
        (push,) = bridge.news()
        assert [code["id"] for code in push["codebook"]["codes"]][-1] == "waiting-rooms-2"
        error = bridge.answer({"n": 1, "do": "pin", "digit": "3", "code": "corridors"})["error"]
        assert "cannot be pinned" in error
    with work_on(study) as open_one:
        ids = {code["id"] for code in asked(Bridge(open_one), "hello")["codebook"]["codes"]}
        assert {"waiting-rooms/chairs", "corridors", "waiting-rooms-2"} <= ids


def test_what_both_coders_said_alike_is_taken_over_in_one_gesture(study: Path) -> None:
    for coder in ("SG", "TR"):
        with work_on(study, coder) as work:
            work.apply("p01.txt", 0, 9, "data")
            work.apply("p01.txt", 0, 14, "data")
            work.apply("p02.txt", 0, 9, "partnership")
    with work_on(study, "consensus") as work:
        bridge = Bridge(work, ("SG", "TR"))
        assert asked(bridge, "accept_agreed")["accepted"] == 2, "two that overlap are one thing said"
        assert [(c.document, c.end) for c in work.standing() if work.is_mine(c)] == [("p01.txt", 9), ("p02.txt", 9)]
        assert asked(bridge, "undo") == {"words": "2 codings at once (2 accepted)", "stays": ""}
        assert [c for c in work.standing() if work.is_mine(c)] == []
        assert asked(bridge, "redo")["words"]
        assert len([c for c in work.standing() if work.is_mine(c)]) == 2


def test_python_verbs_and_codings(study: Path) -> None:
    here = desk(str(study), "intervention", "SG", suggestions=suggested(study))
    try:
        one, two = (here.next(), here.codings.where(document="p02.txt").rows[0])
        assert one.quote == "Nobody rang us"
        here.accept(one, facets={"polarity": "challenge"})
        here.reject(two)
        mine = here.apply("p02.txt", 0, 17, "partnership", memo="look again")
        here.change(mine, code="leadership")
        assert here.next() is None
        assert [(c.code, c.status) for c in here.codings] == [("partnership", "accepted"), ("leadership", "applied")]
        assert here.undo()
        assert here.redo()
        here.memo("code:leadership", "to be split?")
        assert here.work.memos()["code:leadership"] == "to be split?"
        assert [hit.document for hit in here.search("board")][:1] == ["p02.txt"]
        assert "Smile" not in repr(here)
    finally:
        here.close()
    with pytest.raises(SendQualError, match="closed"):
        here.apply("p02.txt", 0, 3, "data")


def test_two_desks_at_once_and_a_wrong_comparison(study: Path) -> None:
    mine, theirs = desk(str(study), "intervention", "SG"), desk(str(study), "intervention", "TR")
    try:
        theirs.apply("p02.txt", 0, 17, "partnership")
        assert [c.coder for c in mine.codings] == ["TR"]
    finally:
        mine.close()
        theirs.close()
    for pair in (("SG", "SG"), ("SG", "TR")):
        with pytest.raises(SendQualError, match="two coders are compared"):
            desk(str(study), "intervention", "TR", compare=pair)


def test_the_copy_for_reading_is_escaped_and_runs_nothing(study: Path, tmp_path: Path) -> None:
    here: Desk = desk(str(study), "intervention", "SG", suggestions=suggested(study))
    try:
        at = FIRST.index("Nobody")
        here.apply("p01.txt", at, at + len("Nobody rang us <b>at"), "leadership", memo="<script>alert(1)</script>")
        page = here.to_html(tmp_path / "coded.html").read_text(encoding="utf-8")
        shown = here._static()
    finally:
        here.close()
    for text in (page, shown):
        read = html.fromstring(text)
        assert not read.xpath("//script | //b[not(parent::div[@class='side'])] | //*[@onclick or @onload or @onerror]")
        assert (
            "".join(read.xpath("(//*[@class='words'])[2]")[0].itertext())
            == "Nobody rang us <b>at all</b> & we gave up."
        )
        said = " ".join(" ".join(read.itertext()).split())
        assert "✎ <script>alert(1)</script>" in said
        assert "(terms-1?)" in said
    assert "default-src 'none'" in page
    assert "The board helped." in page
    assert "The board helped." in shown
    assert "It holds all documents." in shown


def test_a_notebook_keeps_the_open_document_alone_where_all_are_long(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("send_qual.desk._static"), "_MOST", len(FIRST) + 5)
    work_on(study, "TR").apply("p02.txt", 0, 9, "leadership", memo="seen by TR")
    here = desk(str(study), "intervention", "SG")
    try:
        here.show("p02.txt")
        shown = here._static()
    finally:
        here.close()
    assert "The board helped." in "".join(html.fromstring(shown).itertext())
    assert "Nobody rang us" not in shown
    assert "It holds the document that was open, 1 of 2" in shown
    assert 'desk.to_html("coded.html")' in shown
    assert "seen by TR" not in shown, "double coding stays blind in the saved notebook, too"


def test_an_empty_corpus_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "p01.txt").write_text("One.", encoding="utf-8")
    nothing = read_corpus(str(tmp_path)).where(lambda _: False)
    here = desk(nothing, "intervention", "SG")
    try:
        assert "no document in this corpus" in here._bridge.answer({"n": 1, "do": "hello"})["error"]
        assert here.next() is None
        assert here._static() == ""
    finally:
        here.close()


def test_codings_that_a_corrected_text_moved_wait_for_a_look(study: Path) -> None:
    at = FIRST.index("Nobody")
    with work_on(study) as work:
        work.apply("p01.txt", at, at + len("Nobody rang us <b>at all</b> & we gave up."), "leadership")
    corrected = FIRST.replace("Nobody rang", "And nobody ever rang").replace("gave up", "all gave up")
    (study / "documents" / "p01.txt").write_text("New first line.\n\n" + corrected, encoding="utf-8")
    with work_on(study) as work:
        (moved,) = work.moved
        assert not moved.sure
        bridge = Bridge(work)
        told = asked(bridge, "hello")
        assert "1 of them wait in the review" in told["notice"]
        assert [row["moved"] for row in told["codings"]] == [True]
        assert told["state"]["documents"][0]["left"] == 1
        asked(bridge, "confirm", id=told["codings"][0]["id"])
        pushed = [row for push in bridge.news() for row in push["set"]]
        assert [row.get("moved", False) for row in pushed] == [False]
    with work_on(study) as work:
        assert work.moved == ()
        assert "nobody ever rang us" in work.standing()[0].quote
