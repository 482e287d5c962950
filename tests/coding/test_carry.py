"""Codings go over to a pseudonymised copy of their corpus, and no raw word goes with them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.coding import Coding, all_ledgers, carry_codings, coded, new_event, open_ledger, read_codings, target_of
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import SendQualError


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two interviews of the sample, and what our own pseudonymiser makes of them."""
    raw, copy = (tmp_path_factory.mktemp(name) for name in ("raw", "copy"))
    (raw / "documents").mkdir()
    sample = read_corpus("sample-interviews")
    assert sample.home
    for name, own in (("s01.vtt", "Will Fosdyke.vtt"), ("s06.txt", "s06.txt")):
        (raw / "documents" / own).write_bytes((sample.home / "documents" / name).read_bytes())
    assert main(["pseudonymise", str(raw), "--out", str(copy)]) == 0
    return raw, copy


def passages(corpus: Corpus) -> list[Coding]:
    """A coding on each of the longer passages, from its third word to its last but two."""
    found = []
    for document in corpus:
        for segment in document.passages():
            words = document.words(segment).split()
            if len(words) >= 15:
                text = document.words(segment)
                start = segment.start + text.index(words[2], len(words[0]) + len(words[1]))
                end = segment.start + text.rindex(words[-3]) + len(words[-3])
                found.append(coded(document, (start, end), "data/use", "SG", memo="ask Priya"))
    return found


def by_place(coding: Coding) -> tuple[bool, int]:
    return coding.document == "s06.txt", coding.start


def test_codings_stand_on_the_same_passages_of_the_copy_with_its_words_only(copies: tuple[Path, Path]) -> None:
    raw, copy = copies
    corpus = read_corpus(raw)
    made = passages(corpus)
    rejected = replace(made.pop(), coder="panel-1", reason="the matched words")
    events = [new_event("applied", "SG", one, time="2026-03-01T09:00:00Z") for one in made]
    open_ledger(raw, "SG").append([*events, new_event("rejected", "SG", rejected)])
    done = carry_codings(raw, copy)
    assert (done.codings, done.lost, done.memos, done.behind) == (len(made) + 1, (), 0, len(made) + 1)
    new = read_corpus(copy)
    carried = read_codings(new)
    assert carried.notices == ()
    assert sorted(document.id for document in new) == ["P01.vtt", "s06.txt"], "a name in a file's name is replaced"
    for before, now in zip(sorted(read_codings(corpus), key=by_place), carried, strict=True):
        own = new[now.document]
        assert own.text[now.start : now.end] == now.quote
        places = [d.text[: c.start].count("\n\n") for d, c in ((corpus[before.document], before), (own, now))]
        assert places[0] == places[1], "in the same turn"
        assert (now.status, now.memo, now.reason) == (before.status, "", "")
    assert {c.created for c in carried.where(status="applied")} == {"2026-03-01T09:00:00Z"}
    raw_words = {c.quote for c in read_codings(corpus)} - {c.quote for c in carried}
    assert raw_words, "the pseudonymiser has changed some of the passages"
    ledger = (copy / "codings" / "SG.jsonl").read_text(encoding="utf-8")
    assert not any(words in ledger for words in raw_words)
    assert "Priya" not in ledger
    assert '"machine":"panel-1"' in ledger.splitlines()[-1], "whose suggestion was rejected is known still"
    again = carry_codings(raw, copy)
    assert again.codings == 0


def test_memos_go_along_if_asked_for_with_the_words_replaced_that_the_texts_have_replaced(
    copies: tuple[Path, Path], tmp_path: Path
) -> None:
    raw = shutil.copytree(copies[0], tmp_path / "raw", ignore=shutil.ignore_patterns("codings"))
    copy = shutil.copytree(copies[1], tmp_path / "copy", ignore=shutil.ignore_patterns("codings"))
    coding, other = passages(read_corpus(raw))[-2:]
    assert coding.document == other.document == "s06.txt"
    open_ledger(raw, "TR").append([new_event("applied", "TR", replace(other, coder="TR", memo=""))])
    notes = {
        "document:Will Fosdyke.vtt": "Will Fosdyke talks of Thistleborough",
        "document:gone.vtt": "it was taken out",
        "code:data/use": "too wide?",
        f"{target_of(other)}@TR": "Grace Tindall again",
    }
    events = [new_event("memo", "SG", target=about, memo=memo) for about, memo in notes.items()]
    open_ledger(raw, "SG").append([new_event("applied", "SG", replace(coding, memo="ask Rose")), *events])
    behind = carry_codings(raw, copy)
    assert (behind.codings, behind.memos, behind.behind) == (2, 0, 5)
    done = carry_codings(raw, copy, memos=True)
    assert (done.codings, done.memos, done.behind) == (0, 4, 1), "the coding was there, and takes its memo still"
    standing = open_ledger(copy, "SG").read().state
    (theirs,) = open_ledger(copy, "TR").read().state.codings
    assert dict(standing.memos) == {
        "document:P01.vtt": "[P01] talks of [area name]",
        "code:data/use": "too wide?",
        f"{theirs}@TR": "[name 9] again",
    }
    assert [c.memo for c in standing.codings.values()] == ["ask [P02]"]
    again = carry_codings(raw, copy, memos=True)
    assert (again.codings, again.memos) == (0, 0)


@pytest.fixture
def talks(tmp_path: Path) -> tuple[Path, Path]:
    """A transcript with three codings and its copy, in which one passage is missing and one has another name."""
    texts = {
        "raw": "We waited for a year. Priya came on Monday and looked. Nobody told us why. They shut the door.",
        "copy": "We waited for a year. [name] came on Monday and looked. They shut the door.",
    }
    for name, text in texts.items():
        (tmp_path / name / "documents").mkdir(parents=True)
        (tmp_path / name / "documents" / "a.txt").write_text(text, encoding="utf-8")
    document = read_corpus(tmp_path / "raw")["a.txt"]
    for words in ("We waited for a year.", "Priya came on Monday", "Nobody told us why."):
        start = document.text.index(words)
        code_here(tmp_path / "raw", (start, start + len(words)))
    return tmp_path / "raw", tmp_path / "copy"


def code_here(home: Path, span: tuple[int, int]) -> None:
    open_ledger(home, "SG").append([new_event("applied", "SG", coded(read_corpus(home)["a.txt"], span, "data", "SG"))])


def quotes(home: Path) -> list[str]:
    return [coding.quote for coding in read_codings(read_corpus(home))]


def test_what_has_no_place_or_asks_for_a_look_is_listed_at_every_run(talks: tuple[Path, Path]) -> None:
    raw, copy = talks
    for _ in range(2):
        done = carry_codings(raw, copy)
        assert [c.quote for c in done.lost] == ["Nobody told us why."]
        assert [(a.before.quote, a.now and a.now.quote) for a in done.unsure] == [
            ("Priya came on Monday", "[name] came on Monday")
        ]
        assert list(done.to_frame()[["what", "coder", "document"]].itertuples(index=False, name=None)) == [
            ("lost", "SG", "a.txt"),
            ("look", "SG", "a.txt"),
        ]
    assert (done.codings, done.already) == (0, 2)
    assert quotes(copy) == ["We waited for a year.", "[name] came on Monday"]
    assert len(quotes(raw)) == 3
    with pytest.raises(SendQualError, match="cannot be carried into itself"):
        carry_codings(raw, raw)


def test_a_dry_run_says_the_same_and_writes_nothing(talks: tuple[Path, Path]) -> None:
    raw, copy = talks
    dry = carry_codings(raw, copy, dry=True)
    assert not (copy / "codings").exists()
    assert carry_codings(raw, copy) == dry


def test_what_was_decided_in_the_copy_since_stays_and_what_was_undone_there_is_carried_again(
    talks: tuple[Path, Path],
) -> None:
    raw, copy = talks
    carry_codings(raw, copy)
    ledger = open_ledger(copy, "SG")
    first, second = ledger.read().events
    ledger.append([new_event("removed", "SG", target=first.target)])
    assert carry_codings(raw, copy).codings == 0
    assert quotes(copy) == ["[name] came on Monday"], "it was removed, and is not brought back"
    ledger.append([new_event("undone", "SG", target=second.id)])
    assert carry_codings(raw, copy).codings == 1
    code_here(raw, (4, 10))
    assert carry_codings(raw, copy).codings == 1, "what was coded since"
    assert quotes(copy) == ["aited ", "[name] came on Monday"]


def test_nothing_is_doubled_when_the_copy_was_made_anew(talks: tuple[Path, Path]) -> None:
    raw, copy = talks
    carry_codings(raw, copy)
    path = copy / "documents" / "a.txt"
    path.write_text("(Begins.) " + path.read_text(encoding="utf-8").replace("[name]", "[name 2]"), encoding="utf-8")
    assert carry_codings(raw, copy).codings == 0
    assert quotes(copy) == ["We waited for a year.", "[name 2] came on Monday"]


def test_documents_of_one_name_in_two_formats_are_not_confused(tmp_path: Path) -> None:
    for name in ("raw", "copy"):
        (tmp_path / name / "documents").mkdir(parents=True)
        (tmp_path / name / "documents" / "a.txt").write_text("We waited for a year.", encoding="utf-8")
    (tmp_path / "copy" / "documents" / "a.md").write_text("We waited for a year and a day.", encoding="utf-8")
    code_here(tmp_path / "raw", (0, 9))
    assert carry_codings(tmp_path / "raw", tmp_path / "copy").codings == 1
    assert [c.document for c in read_codings(tmp_path / "copy")] == ["a.txt"]


def test_a_carry_killed_anywhere_is_finished_by_the_next_and_doubles_nothing(tmp_path: Path, kills) -> None:
    raw, copy = tmp_path / "raw", tmp_path / "copy"
    for folder, name in ((raw, "Priya"), (copy, "[name]")):
        (folder / "documents").mkdir(parents=True)
        text = f"We waited for {name} a year.\n\nThe board helped us in the end.\n"
        (folder / "documents" / "a.txt").write_text(text, encoding="utf-8")
    document = read_corpus(raw)["a.txt"]
    for coder in ("AB", "SG"):
        for words in ("waited for Priya", "board helped"):
            at = document.text.index(words)
            one = coded(document, (at, at + len(words)), "data/use", coder, memo="look")
            open_ledger(raw, coder).append([new_event("applied", coder, one)])
    before = {path.name: path.read_bytes() for path in (raw / "codings").glob("*.jsonl")}

    def carried() -> list[tuple[str, str, str]]:
        lines = [line for ledger in all_ledgers(copy) for line in ledger.path.read_text(encoding="utf-8").splitlines()]
        rows = sorted((c.coder, c.quote, c.memo) for c in read_codings(read_corpus(copy)))
        assert len(lines) == len(rows), "no coding is written twice"
        return rows

    for stopped in kills(lambda: carry_codings(raw, copy, memos=True)):
        carry_codings(raw, copy, memos=True)
        assert carried() == [
            (coder, words, "look") for coder in ("AB", "SG") for words in ("board helped", "waited for [name]")
        ], stopped
        assert {path.name: path.read_bytes() for path in (raw / "codings").glob("*.jsonl")} == before
        shutil.rmtree(copy / "codings")
