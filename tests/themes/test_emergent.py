"""What the codebook leaves out is found, and nothing is where it leaves nothing out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from send_qual.coding import Coding, Codings
from send_qual.report.themes import find_themes
from send_qual.themes import EmergentThemes, Topics, emergent_themes
from send_qual.themes._gap_test import find_gaps


@pytest.fixture(scope="session")
def without_pfa(sample: Topics, coded: Codings) -> EmergentThemes:
    """The sample coded with a codebook that has no preparation for adulthood."""
    kept = coded.where(lambda c: c.theme != "pfa")
    return emergent_themes(sample.corpus, kept, topics=sample)


def test_a_theme_taken_out_of_the_codebook_emerges(without_pfa: EmergentThemes) -> None:
    first = without_pfa.themes[0]
    words = f"{first.label} {' '.join(term for term, _ in first.terms)}"
    assert "adult" in words
    assert first.documents >= 5
    assert first.uncoded > 2 * first.expected
    assert first.p <= 0.05
    text = [without_pfa.passages[n].text.lower() for n in first.passages]
    telling = ("adult", "employ", "college", "intern", "independen", "work", "transition", "future", "career")
    assert np.mean([any(word in t for word in telling) for t in text]) >= 0.6


def test_its_passages_have_no_code_and_those_beside_it_do(without_pfa: EmergentThemes) -> None:
    table = without_pfa.to_passages()
    assert (table.loc[table["emergent"] != "", "codes"] == "").all()
    for theme in without_pfa:
        assert all(table.loc[n, "codes"] for n in theme.also)
        assert set(table.index[table["emergent"] == theme.id]) == set(theme.passages)


def test_overlap_tells_which_topic_a_code_covers(sample: Topics, coded: Codings) -> None:
    frame = emergent_themes(sample.corpus, coded, topics=sample).overlap()
    topic = next(t for t in sample if "short breaks" in t.label)
    rows = frame[frame["topic"] == topic.id]
    assert rows.sort_values("lift")["code"].iloc[-1] == "education"
    again = rows[rows["code"] == "education"].iloc[0]
    assert again["share"] == pytest.approx(again["passages"] / len(topic.passages))


def test_codings_strewn_at_random_leave_no_theme(sample: Topics) -> None:
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(10):
        chosen = [p for p, yes in zip(sample.passages, rng.random(len(sample.passages)) < 0.7, strict=True) if yes]
        rows = [Coding(p.document, p.start, p.end, p.text, "any", "AB", status="applied") for p in chosen]
        found = emergent_themes(sample.corpus, Codings(tuple(rows)), topics=sample)
        alarms += len(found) > 0
    assert alarms <= 2  # one in twenty is what the level allows


def test_chance_is_counted_over_the_whole_corpus() -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(300, 6))
    points[:40] += 6 * np.array([1, 0, 0, 0, 0, 0])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    documents = [f"d{n % 10}" for n in range(300)]
    together = np.zeros(300, bool)
    together[:40] = True
    (gap,) = find_gaps(points, together, documents)
    assert set(gap.passages) <= set(range(40))
    assert gap.p == pytest.approx(1 / 200)
    assert find_gaps(points, np.ones(300, bool), documents) == ()


def test_false_alarms_are_as_rare_as_said() -> None:
    alarms = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        points = rng.normal(size=(150, 3))
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        alarms += bool(find_gaps(points, rng.random(150) < 0.4, [f"d{n % 8}" for n in range(150)]))
    assert alarms <= 5  # two are expected at one in twenty; with neither line nor p there are forty


def test_what_a_codebook_misses_of_its_own_field_comes_first(sample: Topics, coded: Codings) -> None:
    """Early help is next to health and education, which are coded; adulthood is a hole."""
    book, kept = coded.codebook, {"coproduction", "health", "education"}
    assert book is not None
    rest = replace(book, codes=tuple(c for c in book if c.id.split("/")[0] in kept))
    codings = replace(coded.where(lambda c: c.theme in kept), codebook=rest)
    found = emergent_themes(sample.corpus, codings, topics=sample)
    kinds = [theme.within_field for theme in found]
    assert kinds == sorted(kinds, reverse=True)
    first = found.themes[0]
    assert first.within_field
    assert "early" in f"{first.label} {' '.join(term for term, _ in first.terms)}"
    assert first.uncoded < next(theme for theme in found if not theme.within_field).uncoded
    assert found.to_frame()["kind"].tolist() == ["field" if kind else "gap" for kind in kinds]
    assert not any(theme.within_field for theme in emergent_themes(sample.corpus, unbound(codings), topics=sample))


def unbound(codings: Codings) -> Codings:
    return replace(codings, codebook=None)


def test_groups_near_the_definitions_are_in_the_field_and_others_are_not() -> None:
    from send_qual.codebook import Code, Codebook
    from send_qual.language import embed
    from send_qual.themes._codebook_space import find_in_field
    from send_qual.themes._space import Space, unit

    nurses = "The nurse {} the child and the {} said the nurses were kind."
    buses = "The bus to {} was late again, and the {} missed the start."
    words = ["saw", "met", "helped", "heard", "rang", "taught", "knew", "led", "fed", "kept"]
    who = ["mother", "father", "aunt"]
    texts = [line.format(a, b) for line in (nurses, buses) for a in words for b in who]
    vectors = embed(texts).astype(float)
    middle = vectors.mean(axis=0)
    placed = Space(unit(vectors - middle), unit(vectors - middle), np.arange(60), middle)
    terms, documents = [text.lower().split() for text in texts], [f"d{n % 10}" for n in range(60)]
    book = Codebook("b", "1", (Code("care", "Care", definition="How nurses and doctors look after people."),))
    found = find_in_field(placed, terms, documents, np.arange(60), book)
    assert found
    assert all(n < 30 for one in found for n in one.passages)
    assert all(one.nearness > 0 and one.p <= 0.05 for one in found)
    assert find_in_field(placed, terms, documents, np.arange(30), book) == ()  # too few to group


def test_a_rejected_suggestion_covers_nothing(sample: Topics, coded: Codings) -> None:
    refused = Codings(tuple(replace(c, status="rejected") for c in coded))
    found = emergent_themes(sample.corpus, refused, topics=sample)
    assert len(found) == 0
    assert "No passage has a code" in found.notices[0]


def test_everything_is_written_and_can_be_read(without_pfa: EmergentThemes, tmp_path) -> None:
    from send_qual.report.themes import write_themes

    files = {path.name: path for path in write_themes(without_pfa, tmp_path)}
    assert set(files) >= {"themes.html", "topics.csv", "emergent.csv", "passages.csv", "topics-codes.png", "map.png"}
    page = files["themes.html"].read_text(encoding="utf-8")
    assert without_pfa.themes[0].label in page
    assert page.count("<img ") == page.count(" alt='") == 4
    assert files["passages.csv"].read_text(encoding="utf-8-sig").startswith("document,start,end,topic,label,codes")


def test_words_of_a_document_cannot_become_markup(without_pfa: EmergentThemes) -> None:
    theme = replace(without_pfa.themes[0], label="<script>alert(1)</script>")
    assert "<script>" not in replace(without_pfa, themes=(theme,))._repr_html_()


def test_a_folder_of_one_short_text_gives_a_sentence(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("Families wait far too long for an assessment of autism here.\n", encoding="utf-8")
    done = find_themes(tmp_path / "a.txt", out=tmp_path / "out")
    assert "too few for topics" in done.notices[0]
    assert (tmp_path / "out" / "themes.html").is_file()


def test_results_are_of_one_run_wherever_it_was_killed(
    without_pfa: EmergentThemes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kills
) -> None:
    from send_qual.report.themes import _files, write_themes
    from send_qual.study.files import settle

    drawn = _files._figures(without_pfa)
    monkeypatch.setattr(_files, "_figures", lambda found: drawn)  # once for all the runs
    renamed = replace(without_pfa, themes=(replace(without_pfa.themes[0], label="another run"),))

    def state() -> dict[str, bytes | bool]:
        settle(tmp_path)
        found: dict[str, bytes | bool] = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        return found | {
            "themes.json": b"another run" in (tmp_path / "themes.json").read_bytes()
        }  # it has the time in it

    write_themes(without_pfa, tmp_path)
    one = state()
    write_themes(renamed, tmp_path)
    other = state()
    assert one != other
    write_themes(without_pfa, tmp_path)
    for stopped in kills(lambda: write_themes(renamed, tmp_path), every=3):
        assert state() in (one, other), stopped
        if state() == other:
            write_themes(without_pfa, tmp_path)


@pytest.mark.parametrize(("share", "hardly"), [(0.15, True), (0.25, False)])
def test_a_corpus_that_is_hardly_coded_is_told_so(sample: Topics, share: float, hardly: bool) -> None:
    chosen = sample.passages[: round(share * len(sample.passages))]
    rows = [Coding(p.document, p.start, p.end, p.text, "any", "AB", status="applied") for p in chosen]
    found = emergent_themes(sample.corpus, Codings(tuple(rows)), topics=sample)
    told = f"Hardly coded: {len(chosen)} of {len(sample.passages)} passages have a code."
    assert (told in " ".join(found.notices)) is hardly
    assert not (hardly and found.themes)
