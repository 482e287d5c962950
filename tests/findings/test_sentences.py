"""Which words stand for a finding: an example on either side of each length, sign and share that decides it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.findings import Evidence, Reference
from send_qual.findings.interview_study._participants import People, people
from send_qual.findings.sentences._excerpt_choice import Teller, Wanted, shared_words, to_the_point
from send_qual.findings.sentences._phrasing import of_documents, quantity
from send_qual.findings.sentences._practice import Practice
from send_qual.findings.sentences._practice_choice import examples_of
from send_qual.findings.sentences._proper_names import names_in
from send_qual.findings.sentences._quotations import Chooser
from send_qual.findings.sentences._selection import PRINT, TALK, shape, shows, telling

WAIT = re.compile(r"\bwait\w*")


@pytest.mark.parametrize(("n", "of", "word"), [
    (20, 20, "all"), (18, 20, "nearly all"), (17, 20, "most"), (14, 20, "most"), (13, 20, "over half"),
    (11, 20, "over half"), (10, 20, "around half"), (9, 20, "around half"), (8, 20, "some"), (4, 20, "some"),
    (3, 20, "a few"), (2, 20, "a few"), (1, 20, "one"), (0, 20, "none"), (0, 0, "none"),
])  # fmt: skip
def test_a_share_has_the_word_of_its_band(n: int, of: int, word: str) -> None:
    assert quantity(n, of) == word


def test_of_fewer_than_five_documents_only_figures_are_given() -> None:
    assert of_documents(2, 4) == "2 of the 4 reports"
    assert of_documents(2, 5) == "some reports (2 of the 5)"
    assert of_documents(0, 0) == "none of the 0 reports"


@pytest.mark.parametrize(("words", "print_", "talk"), [
    (7, -2, -4), (8, 0, -2), (19, 0, -2), (20, 0, 0), (24, 0, 0), (25, 0, 0.75), (35, 0, 0.75), (36, -0.5, 0.75),
    (60, -0.5, 0.75), (61, -0.5, 0), (70, -0.5, 0), (71, -1, -1),
])  # fmt: skip
def test_words_read_well_at_a_length_that_print_and_talk_have_of_their_own(words, print_, talk) -> None:
    text = " ".join(["families"] * words)
    assert (shape(text, PRINT), shape(text, TALK)) == (print_, talk)


def test_fillers_forms_openings_and_questions_cost_points() -> None:
    said = "families told us at the meeting that nobody had written to them about any of it for a whole year"
    plain = shape(said, TALK)
    costs = {"um {}": 0.25, "um um uh er-um {}": 1.0, "So {}": 0.4, "{}?": 0.5, "[place] {}": 0.4}
    assert {form: round(plain - shape(form.format(said), TALK), 2) for form in costs} == costs
    assert shape(f"However, {said}", PRINT) == -0.75


@pytest.mark.parametrize(("sentence", "shown"), [
    ("Families wait too long for a first appointment.", True),
    ("However, families wait too long for a first appointment.", False),  # it leans on what stands before
    ("Since the previous inspection, waits have grown too long.", False),  # it tells of earlier
    ("Families are left without any first appointment.", False),  # it does not name the matter
    ("Waits for a good first appointment improved.", False),  # it is on the other side
    ("Waits for a first appointment are counted.", True),  # on neither
])  # fmt: skip
def test_a_sentence_shows_a_weakness_of_today_in_the_matter(sentence: str, shown: bool) -> None:
    assert shows(sentence.lower() if sentence.startswith("Wait") else sentence, WAIT, "weakness", "better") is shown


def test_any_matter_will_do_where_no_words_are_known() -> None:
    assert shows("Families are left without any first appointment.", None, "weakness", "better")
    assert not shows("However, families are left without any first appointment.", None, "weakness", "better")


@pytest.mark.parametrize(("sentence", "side", "section", "points"), [
    ("Families wait too long for a first appointment here.", "weakness", "better", 2.5),  # named, and says so
    ("Families go too long without a first appointment here.", "weakness", "better", -0.5),  # not named
    ("Families wait for a first appointment in their town.", "weakness", "better", -0.75),  # no sign of it
    ("Families wait for a first appointment in their town.", "weakness", "improvement", 0.75),  # an action needs none
    ("Families wait for a first appointment in their town.", "weakness", None, 0.75),  # nor does talk
    ("Families wait too long for a good first appointment here.", "weakness", "better", 2.25),  # the other side too
    ("Families wait for a good first appointment in town.", "strength", "effective", 2.5),
    ("Families wait for a first appointment in their town.", "strength", "effective", 0.75),
    ("Families wait for a first appointment in their town.", "", "effective", 1.5),
])  # fmt: skip
def test_how_well_a_sentence_stands_for_a_finding(sentence, side, section, points) -> None:
    assert telling(sentence, WAIT, side, section) == pytest.approx(points)
    assert telling(sentence, None, side, section) == pytest.approx(points - (1.5 if "wait" in sentence else -1.5))


@pytest.mark.parametrize(("text", "own"), [
    ("Families value Harbour Steps in every town.", ("Harbour Steps",)),
    ("Harbour Steps visits families.", ("Harbour Steps",)),  # its first capital may be the sentence's, not the second
    ("Larkfield visits families.", ()),
    ("PINS visits families.", ("PINS",)),  # no sentence begins so
    ("Families value Larkfield in every town.", ("Larkfield",)),
])  # fmt: skip
def test_a_capital_at_the_head_of_a_sentence_makes_no_name(text: str, own: tuple[str, ...]) -> None:
    assert names_in(text)[0] == own


# Extracts inside a sentence


def test_a_long_sentence_without_a_clause_is_cut_after_its_first_words() -> None:
    words = [f"w{n}" for n in range(30)]
    assert to_the_point(" ".join(words)) == f"{' '.join(words[:25])}…"
    assert to_the_point(f"And so {' '.join(words)}") == f"…{' '.join(words[:25])}…"
    assert to_the_point(" ".join(words[:25])) == " ".join(words[:25])


@pytest.mark.parametrize(("clause", "taken"), [("waits grew by a month", True), ("waits grew much longer", False)])
def test_a_stretch_has_five_words_at_least(clause: str, taken: bool) -> None:
    long = " ".join(f"w{n}" for n in range(26))
    assert (to_the_point(f"{long}, {clause}, {long}", WAIT) == f"…{clause}…") is taken


def test_words_that_two_used_are_shared_but_for_those_the_reader_knows() -> None:
    words = re.compile(r"\b(?:waits?|letters?|forms?|vans?|bus)\b")
    said = {
        "P01": "Letters came, and the waits. The van.",
        "P02": "A letter, a wait, a form.",
        "P03": "A letter. Vans.",
    }
    passages = [passage(text, label=label) for label, text in said.items()]
    assert shared_words(passages, words, "Waits") == (("letter", 3),)  # "van" is too short, a form is one person's
    assert shared_words(passages, words, "Health") == (("letter", 3), ("waits", 2))
    assert shared_words(passages, None, "Health") == ()


# Talk


def talk(*sentences: str, turns: tuple[int, ...] = ()) -> Document:
    """One participant's turns of some sentences; a new turn begins at each number of ``turns``."""
    text, begins = "", []
    for n, sentence in enumerate(sentences):
        if n in turns or not n:
            begins.append(len(text))
        text += f"{sentence} "
    ends = [*begins[1:], len(text)]
    segments = tuple(
        Segment(a, b - 1, "turn", speaker="P01", role="participant") for a, b in zip(begins, ends, strict=True)
    )
    return Document("p01.vtt", "p01", text, segments, {"kind": "transcript"}, Source("p01.vtt", "", "vtt"))


def passage(quote: str, start: int = 0, label: str = "P01", **more: object) -> Evidence:
    at = Reference("p01.vtt", start, start + len(quote), quote, label)
    return Evidence(at, "health", (), str(more.pop("side", "")), False, 0.9, "", label, **more)


def sized(words: int, name: str) -> str:
    return " ".join([name.capitalize(), *[name] * (words - 2), f"{name}."])


def stretches(sizes: tuple[int, ...], coded: tuple[int, int]) -> list[int]:
    """How many words the quotations have that are considered for a coding from one sentence to another."""
    sentences = [sized(words, "abcdefgh"[n] * 3) for n, words in enumerate(sizes)]
    document = talk(*sentences)
    start = document.text.index(sentences[coded[0]])
    quote = document.text[start : document.text.index(sentences[coded[1]]) + len(sentences[coded[1]])]
    corpus = Corpus("talk", (document,))
    found = Chooser(corpus, people(corpus)).candidates(passage(quote, start), "", None)
    return [len(one.text.split()) for one in found]


@pytest.mark.parametrize(("sizes", "coded", "words"), [
    ((30, 30, 30), (0, 2), [60, 60, 30]),  # 90 words are too many: from each sentence as many as go into 70
    ((8, 8, 8), (1, 1), [24]),  # too short: with the next, then with the one before
    ((8, 8, 8), (0, 0), [24]),
    ((20, 20, 20), (1, 1), [20, 40, 40]),  # long enough: as it stands, with what led to it, with what follows
    ((19, 19, 60), (0, 0), [38]),  # with the next it has enough
    ((40, 10, 65), (1, 1), [50]),  # what follows is too long
    ((60, 25, 60), (1, 1), [25]),
    ((45, 25, 45), (1, 1), [25, 70, 70]),  # seventy words may be shown
    ((46, 25, 46), (1, 1), [25]),
])  # fmt: skip
def test_a_quotation_is_of_whole_sentences_twenty_to_seventy_words(sizes, coded, words) -> None:
    assert stretches(sizes, coded) == words


def test_a_quotation_stays_within_its_turn() -> None:
    first, second, third = (sized(12, name) for name in ("aaa", "bbb", "ccc"))
    document = talk(first, second, third, turns=(1,))
    corpus = Corpus("talk", (document,))
    (found,) = Chooser(corpus, people(corpus)).candidates(passage(second, len(first) + 1), "", None)
    assert found.text == f"{second} {third}"


def test_the_sentence_that_may_identify_gives_way() -> None:
    told, other = "Our head Ruth Marlow waits for them.", "We wait as well, you see."
    document = talk("We met in May.", told, other)
    corpus = Corpus("talk", (document,))
    at = document.text.index(told)
    here = passage(f"{told} {other}", at)
    risky = {"p01.vtt": [(at + 9, at + 20)]}
    chosen = [Chooser(corpus, people(corpus), risky=r).sentence([here], "", re.compile("waits")) for r in ({}, risky)]
    assert [one.text for one in chosen] == [told, other]


def test_a_second_weak_illustration_is_left_out_and_a_first_one_is_not() -> None:
    weak, other = "Um, uh, er, sort of, you know?", "Er, uh, um, kind of, hang on?"
    document = talk(weak, other, turns=(1,))
    corpus = Corpus("talk", (document,))
    here = [replace(passage(weak), confidence=0.1), replace(passage(other, len(weak) + 1), confidence=0.1)]
    assert len(Chooser(corpus, people(corpus)).choose(here, "health", WAIT, 2)) == 1


def teller(document: Document, likeness: float, **sides: float) -> Teller:
    model = SimpleNamespace(
        side_scores=lambda texts: np.array([next((s for w, s in sides.items() if w in t), 0.0) for t in texts]),
        likeness=lambda code, vectors: np.full(len(vectors), likeness),
    )
    return Teller(Chooser(Corpus("talk", (document,)), People((), {})), model)


def told(likeness: float, *quotes: str, side: str = "", words: re.Pattern[str] | None = None, **sides: float) -> int:
    """How many of two extracts are shown."""
    made = teller(talk(*quotes), likeness, **sides)
    passages = [passage(quote, label=f"P{n:02}") for n, quote in enumerate(quotes, 1)]
    made.read(passages)
    return len(made.tell(passages, Wanted("health", side, words), 2))


FIRST = "Every family in our town had a letter about the new clinic and where it would be opened in the spring."


def test_words_that_show_nothing_are_not_shown() -> None:
    assert told(-0.5, FIRST) == 0  # 1.4 points
    assert told(-0.4, FIRST) == 1  # 1.7
    assert told(0.5, "No letter came, then.") == 0  # four words


def test_a_question_shows_nothing() -> None:
    assert told(0.5, FIRST) == 1
    assert told(0.5, f"{FIRST[:-1]}?") == 0


def test_a_second_extract_says_something_else() -> None:
    other = "My son's bus was cancelled for a month and so I drove him there myself on every one of those days."
    assert told(1.0, FIRST, other) == 2
    assert told(1.0, FIRST, FIRST.replace("Every", "Each")) == 1


def test_words_that_have_been_shown_give_way() -> None:
    made = teller(talk(FIRST), 0.0)
    made.read([passage(FIRST)])
    shown = [len(made.tell([passage(FIRST)], Wanted(code, "", None), 1)) for code in ("health", "plans")]
    assert shown == [1, 0]


@pytest.mark.parametrize(("leaning", "shown"), [(-0.5, 1), (-0.51, 0), (2.0, 1)])
def test_a_sentence_may_lean_a_little_the_other_way_than_its_passage(leaning: float, shown: int) -> None:
    assert told(1.0, FIRST, side="strength", letter=leaning) == shown
    assert told(1.0, FIRST, side="weakness", letter=-leaning) == shown


# Practices


def practice(theme: str, rank: int, document: str, start: int, score: float = 4.0, end: int = 0) -> Practice:
    parts = (("names Harbour Steps", 2.0), ("an effect", score - 2.0))
    at = Reference(document, start, end or start + 50, "", document)
    return Practice(theme, rank, score, parts, "", at, "Harbour Steps visits every school in town.")


def cited(*practices: Practice) -> dict[str, int]:
    return {theme: len(own) for theme, own in examples_of(practices).items()}


def test_a_theme_cites_eight_practices_and_all_together_six_a_theme() -> None:
    health = [practice("health", n, f"h{n}.pdf", 0, 9.0) for n in range(12)]
    assert cited(*health) == {"health": 6}
    plans = [practice("plans", n, f"p{n}.pdf", 0, 4.0) for n in range(12)]
    assert cited(*health, *plans) == {"health": 8, "plans": 4}


def test_an_area_stands_once_in_a_theme_and_a_passage_once_in_the_draft() -> None:
    first = practice("health", 1, "a.pdf", 100)
    assert cited(first, practice("health", 2, "a.pdf", 300)) == {"health": 1}
    assert cited(first, practice("plans", 1, "a.pdf", 300)) == {"health": 1, "plans": 1}
    assert cited(first, practice("plans", 1, "a.pdf", 149)) == {"plans": 1}  # they share a letter
    assert cited(first, practice("plans", 1, "a.pdf", 150)) == {"health": 1, "plans": 1}
    assert cited(first, practice("plans", 1, "a.pdf", 50)) == {"health": 1, "plans": 1}
    assert cited(first, practice("plans", 1, "a.pdf", 51)) == {"plans": 1}


def test_areas_and_themes_take_turns() -> None:
    """A second practice of an area costs 0.75, of a theme 0.3: what is stronger by more than that goes first."""
    first = practice("health", 1, "a.pdf", 0, 6.0)
    for score, last in ((4.76, "b.pdf"), (4.74, "a.pdf")):
        rest = [practice("plans", n, f"x{n}.pdf", 0, 7.0) for n in range(7)]
        rest += [practice("health", n, f"y{n}.pdf", 0, 7.0) for n in range(3)]
        two = [practice("plans", 8, "a.pdf", 200, score), practice("plans", 9, "b.pdf", 0, 4.0)]
        plans = examples_of([first, *rest, *two])["plans"]
        assert plans[-1].reference.document != last
