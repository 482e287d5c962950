"""Codings on a text that was corrected, cut or pseudonymised after they were made."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from send_qual.coding import Anchor, Coding, anchor
from send_qual.corpus import Document, Segment, Source, read_corpus

Span = tuple[int, int]


def document(text: str, id: str = "a.txt") -> Document:
    return Document(id, id, text, (Segment(0, len(text)),), {}, Source(id, "", "txt"))


@dataclass(frozen=True)
class Edited:
    """The words of a text as they stood, the text after the edits, and where each word is: ``None`` if deleted."""

    before: str
    words: tuple[Span, ...]
    text: str
    now: tuple[Span | None, ...]

    def codings(self, rng: random.Random, many: int, least: int, most: int) -> list[tuple[Coding, Span]]:
        """Codings of ``least`` to ``most`` words anywhere, and the words each covers."""
        made = []
        for _ in range(many):
            length = rng.randint(least, most)
            first = rng.randrange(0, len(self.words) - length)
            start, end = self.words[first][0], self.words[first + length - 1][1]
            text = self.before
            around = text[max(0, start - 32) : start], text[end : end + 32]
            made.append((Coding("a.txt", start, end, text[start:end], "c", "AB", *around), (first, first + length)))
        return made

    def right(self, found: Anchor, words: Span) -> bool:
        """Whether a coding covers exactly the words that are left of those it covered, and what replaced them."""
        left = [span for span in self.now[words[0] : words[1]] if span]
        if not left or found.now is None:
            return not left and found.now is None
        return self._words(found.now.start, found.now.end) == self._words(left[0][0], left[-1][1])

    def _words(self, start: int, end: int) -> Span:
        inner = [match.span() for match in re.finditer(r"\w+", self.text[start:end])]
        return (start + inner[0][0], start + inner[-1][1]) if inner else (start, end)


def edited(text: str, share: float, rng: random.Random) -> Edited:
    """Replace, delete and insert words, a third of the share each; the new words are others of the text."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    known = [text[a:b] for a, b in words]
    out: list[str] = []
    now: list[Span | None] = []
    at = last = 0

    def write(piece: str) -> Span:
        nonlocal at
        out.append(piece)
        at += len(piece)
        return at - len(piece), at

    for start, end in words:
        write(text[last:start])
        last, luck = end, rng.random() / share
        if luck < 1 / 3:
            now.append(write(rng.choice(known)))
        elif luck < 2 / 3:
            now.append(None)
        else:
            if luck < 1:
                write(rng.choice(known) + " ")
            now.append(write(text[start:end]))
    write(text[last:])
    return Edited(text, tuple(words), "".join(out), tuple(now))


def measured(texts: list[str], seeds: int, *, least: int = 10, most: int = 80) -> tuple[float, list[Anchor]]:
    """The share of codings on the right words where 5 % of words were edited, and the anchors of the others."""
    total, wrong = 0, []
    for seed in range(seeds):
        for n, text in enumerate(texts):
            rng = random.Random(f"{seed} {n}")  # noqa: S311
            edit = edited(text, 0.05, rng)
            made = edit.codings(rng, 100, least, most)
            found = anchor([coding for coding, _ in made], document(edit.text))
            total += len(made)
            wrong += [one for one, (_, words) in zip(found, made, strict=True) if not edit.right(one, words)]
    return 1 - len(wrong) / total, wrong


def at(text: str, words: str, nth: int = 0) -> Coding:
    """A coding of these words, where they stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    end = start + len(words)
    around = text[max(0, start - 32) : start], text[end : end + 32]
    return Coding("a.txt", start, end, words, "c", "AB", *around)


TALK = (
    "Interviewer: What got in the way? P01: We had no data, and nobody knew how many were waiting. Thank you. "
    "Interviewer: And what helped? P01: The board helped, it really did, and Priya Sandhu from the trust. Thank you. "
    "Interviewer: Anything else? P01: Only that “nobody” asked us 😀 before the plan was written. Thank you. Goodbye."
)


@pytest.mark.real
def test_after_five_per_cent_of_a_real_transcript_was_edited_codings_land_on_the_right_words(shared: Path) -> None:
    texts = [document.text for document in read_corpus(shared / "corpora" / "interviews-real")]
    share, wrong = measured(texts, 2)
    assert share >= 0.99, f"{share:.2%}"  # 99.3 % over more seeds
    assert sum(one.sure for one in wrong) <= 2, "what is wrong is listed for a look"  # of 2,400
    assert measured(texts, 1, least=3, most=9)[0] >= 0.985


def test_after_five_per_cent_of_the_sample_was_edited_codings_land_on_the_right_words() -> None:
    share, wrong = measured([document.text for document in read_corpus("sample-interviews")], 2)
    assert share >= 0.99, f"{share:.2%}"
    assert sum(one.sure for one in wrong) <= 1  # of 1,400


def test_a_text_that_did_not_change_keeps_its_codings_as_they_are() -> None:
    coding = at(TALK, "We had no data")
    (found,) = anchor([coding], document(TALK))
    assert found.now is coding
    assert (found.stands, found.sure, found.likeness) == (True, True, 100.0)
    assert anchor([], document(TALK)) == ()


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        ("had no data", "had hardly any data", "We had no data", "We had hardly any data"),
        ("We had", "We all had", "We had no data", "We all had no data"),
        ("no data, ", "no data at all, ", "We had no data,", "We had no data"),
        ("nobody knew", "no-one KNEW", "nobody knew how many were waiting.", "no-one KNEW how many were waiting."),
        ("Priya Sandhu from", "[Person 3] from", "Priya Sandhu", "[Person 3]"),
        ("Priya Sandhu from", "[Person 3] from", "it really did, and Priya Sandhu", "it really did, and [Person 3]"),
        ("“nobody” asked", '"nobody" ever asked', "“nobody” asked us", '"nobody" ever asked us'),
        ("asked us 😀", "asked all of us 😀", "😀", "😀"),
        ("Goodbye.", "Good-bye then.", "Thank you. Goodbye.", "Thank you. Good-bye then."),
    ],
)  # fmt: skip
def test_a_corrected_passage_keeps_its_coding(old: str, new: str, words: str, now: str) -> None:
    text = "A note that the typist put here. " + TALK.replace(old, new)
    (found,) = anchor([at(TALK, words)], document(text))
    assert found.now
    assert found.now.quote == text[found.now.start : found.now.end] == now
    assert found.now.prefix == text[max(0, found.now.start - 32) : found.now.start]


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_of_words_that_stand_often_the_place_is_kept(nth: int) -> None:
    text = "So. " + TALK.replace("waiting", "waiting then").replace("really ", "").replace("before", "just before")
    (found,) = anchor([at(TALK, "Thank you", nth)], document(text))
    assert found.now
    assert found.now.start == at(text, "Thank you", nth).start


def test_passages_said_twice_word_for_word_are_told_apart_by_those_around_them() -> None:
    around = "Thank you. Now, as I ask everybody in this study: how was it for you? "
    said = "We waited for the plan, as one does, and it did not come, and we rang again. "
    turns = [f"Turn {n} {chr(97 + n % 26) * 5} {n * 37} went well. {around}{said}{around}" for n in range(60)]
    text = "".join(turns)
    codings = [at(text, said[:-1], nth) for nth in (7, 8, 40)] + [at(text, turns[n][:24]) for n in (5, 20, 50)]
    longer = text.replace(
        "Turn 3 ", "Turn 3 (coughs, and speaks to somebody outside for a while, until they leave) " * 9
    )
    longer = longer.replace("and it did not come, and we rang", "and it never came, and we rang")
    for coding, found in zip(codings[:3], anchor(codings, document(longer)), strict=False):
        assert found.now
        assert longer[: found.now.start].count("went") == text[: coding.start].count("went")


def test_a_passage_does_not_run_on_to_a_word_far_off_that_is_like_its_last() -> None:
    talk = "They said that it all came of the provision because of what was agreed, and then we rang again."
    text = "They said that it all came of the provision, as they had told us in a long letter, because of what went on."
    (found,) = anchor([at(talk, talk[: talk.index(" of what")])], document(text))
    assert found.now
    assert found.now.quote.startswith("They said that it all came of the provision")
    assert len(found.now.quote.split()) < 13


@pytest.mark.parametrize("words", ["We had no data", "nobody knew how many were waiting", "it really did", "😀"])
def test_a_passage_that_was_cut_out_is_lost_and_put_nowhere_else(words: str) -> None:
    codings = [at(TALK, words), at(TALK, "Interviewer: And what helped?"), at(TALK, "before the plan was written")]
    cut, *others = anchor(codings, document(TALK.replace(words, "")))
    assert (cut.now, cut.sure, cut.before) == (None, False, codings[0])
    assert all(other.now for other in others)


def test_nothing_is_found_in_another_text() -> None:
    other = "This is about something else entirely, the weather and the bus. " * 30
    codings = [at(TALK, words) for words in ("We had no data", "Thank you", "😀", "it really did, and Priya Sandhu")]
    assert [found.now for found in anchor(codings, document(other))] == [None] * 4
    assert [found.now for found in anchor(codings, document(""))] == [None] * 4


def test_hostile_texts_do_no_harm() -> None:
    long = "x" * 1_000_000
    coding = replace(at(TALK, "We had no data"), quote="x" * 40, prefix="x" * 32, suffix="y" * 32)
    (found,) = anchor([coding], document(long + "y" * 40))
    assert found.now
    assert found.now.quote == "x" * 40
    blank = replace(coding, quote=" \n ", prefix="\u0301", suffix="<script>")
    assert anchor([blank], document(long))[0].now is None
    assert anchor([replace(coding, start=0, end=0, quote="")], document(long))[0].now is None


def test_two_thousand_codings_find_their_place_in_a_ten_hour_transcript() -> None:
    rng = random.Random(1)  # noqa: S311
    words = [f"{a}{b}{c}" for a in "bdfglmnprst" for b in ("a", "ee", "o", "ou") for c in ("ck", "ll", "n", "st", "")]
    text = " ".join(rng.choices(words, weights=[1 / (n + 1) for n in range(len(words))], k=110_000))
    edit = edited(text, 0.05, rng)
    made = edit.codings(rng, 2000, 5, 60)
    found = anchor([coding for coding, _ in made], document(edit.text))
    assert sum(edit.right(one, words) for one, (_, words) in zip(found, made, strict=True)) > 1950
