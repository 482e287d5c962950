"""Training the models of talk that ship; ``python -m send_qual.coders._talk_training`` writes them with their cards."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from send_qual.codebook import STRENGTH, WEAKNESS, Codebook, known_facet, read_codebook
from send_qual.coders._rule_lists import read_lists
from send_qual.coders._talk_fit import (
    agreement_of,
    best_threshold,
    examples_of,
    fit_reader,
    slope_of,
    with_examples,
)
from send_qual.coders._talk_model import Sides, TalkModel, shares_of, ship_model
from send_qual.coders._talk_passages import TalkReading, read_talk
from send_qual.coders._talk_reader import SIDE_WEIGHTS, THEME_WEIGHTS, Judge, Reader
from send_qual.coders._talk_ridge import Ridge
from send_qual.coders._talk_rows import TalkRows, joined, only, rows_of_texts, talk_rows
from send_qual.coders._topic_shifts import SHIPPED as SHIPPED_SHIFTS
from send_qual.coders._topic_shifts import TopicShifts
from send_qual.coders._topic_training import in_turns, kept_shifts, learn_shifts
from send_qual.coders.coder import Evidence, Sentence
from send_qual.corpus import Segment, read_corpus
from send_qual.study import shipped
from send_qual.study.files import write_text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]
    Answers = npt.NDArray[np.bool_]
    Fitted = tuple[Reader, Ridge]

__all__ = ["SHIPPED", "Coded", "read_coded_talk", "trained"]

SHIPPED = {"intervention": "fictional-talk"}
"""The codebooks whose model of talk ships, and the corpus each is trained on beside its examples."""

_FOLDS = 5
_SIDES = Path(__file__).parent / "data" / "sides.txt"
_LEVELS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Coded:
    """A document of hand-coded talk: the passages people cut, and what each is about.

    Parameters
    ----------
    evidence : Evidence
        With the passages of the people.
    codes : tuple of mapping of str to str
        Theme to side, for each passage; none where it has no theme.
    writer : str
        Who wrote and coded it.
    """

    evidence: Evidence
    codes: tuple[Mapping[str, str], ...]
    writer: str


def read_coded_talk(folder: Path) -> tuple[Coded, ...]:
    """The hand-coded documents of a corpus that has ``passages.csv`` and ``hand-codings.csv``."""
    said: dict[str, dict[tuple[int, int], dict[str, str]]] = {}
    writers: dict[str, str] = {}
    for row in _table(folder / "passages.csv"):
        said.setdefault(row["document"], {})[int(row["start"]), int(row["end"])] = {}
    for row in _table(folder / "hand-codings.csv"):
        said[row["document"]][int(row["start"]), int(row["end"])][row["code"].split("/")[0]] = _side_of(row)
        writers[row["document"]] = row["coder"]
    made = []
    for document in read_corpus(folder):
        spans = sorted(said[document.id].items())
        passages = tuple(Segment(start, end, "turn") for (start, end), _ in spans)
        made.append(Coded(Evidence(document, passages), tuple(codes for _, codes in spans), writers[document.id]))
    return tuple(made)


def _side_of(row: Mapping[str, str]) -> str:
    """The side of a coding, by the column of a facet that the package knows."""
    known = ((known_facet(name), value) for name, value in row.items())
    return next((facet.sign(value) for facet, value in known if facet), "")


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True)
class _Course:
    """One training: documents as people cut them, and as readings of models that never saw the writer cut them.

    Parameters
    ----------
    coded : sequence of Coded
    themes : sequence of str
    said : sequence of tuple of Sentence
        Of each document.
    readings : sequence of TalkReading
    """

    coded: Sequence[Coded]
    themes: Sequence[str]
    said: Sequence[tuple[Sentence, ...]]
    readings: Sequence[TalkReading]

    @cached_property
    def spans(self) -> list[list[tuple[int, int]]]:
        """First sentence and the one after the last, of each passage of the machine, by document."""
        return [reading.passages() for reading in self.readings]

    @cached_property
    def matches(self) -> list[list[list[int]]]:
        """The people's passages that each of the machine's shares half of the shorter with."""
        rows = zip(self.coded, self.said, self.spans, strict=True)
        return [_matches(one, said, spans) for one, said, spans in rows]

    @property
    def meant(self) -> Answers:
        """Themes of each passage that people cut, of all documents."""
        return _meant(self.coded, self.themes)

    def about(self, n: int) -> Answers:
        """Themes of each passage that the machine cut of a document: those of the people's passages it lies in."""
        import numpy as np

        codes = self.coded[n].codes
        rows = [[any(theme in codes[k] for k in row) for theme in self.themes] for row in self.matches[n]]
        return np.array(rows).reshape(len(rows), len(self.themes))

    def side(self, n: int) -> Floats:
        """1 where a passage of the machine is of help alone, -1 of hindrance alone, else 0."""
        import numpy as np

        codes = self.coded[n].codes
        return np.array([_side({side for k in row for side in codes[k].values()}) for row in self.matches[n]])

    def heard(self, shares: Sequence[Floats]) -> Floats:
        """What is said of each passage of the people: the most that was said of any coding that lies in it."""
        import numpy as np

        made = []
        for n, one in enumerate(self.coded):
            most = np.zeros((len(one.codes), shares[n].shape[1]))
            for k in range(most.shape[1]):
                told = [self.readings[n].carrying(k, span) for span in self.spans[n]]
                for row, share in zip(_matches(one, self.said[n], told), shares[n][:, k], strict=True):
                    for passage in row:
                        most[passage, k] = max(most[passage, k], share)
            made.append(most)
        return np.concatenate(made)


def _meant(coded: Sequence[Coded], themes: Sequence[str]) -> Answers:
    import numpy as np

    return np.array([[theme in codes for theme in themes] for c in coded for codes in c.codes])


def _side(sides: set[str]) -> float:
    return {frozenset({STRENGTH}): 1.0, frozenset({WEAKNESS}): -1.0}.get(frozenset(sides), 0.0)


def _matches(one: Coded, said: Sequence[Sentence], spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Which of the people's passages each run of sentences shares half of the shorter with."""
    ours = [(said[first].start, said[end - 1].end) for first, end in spans]
    return [
        [
            k
            for k, t in enumerate(one.evidence.passages)
            if 2 * (min(end, t.end) - max(start, t.start)) >= min(end - start, t.end - t.start)
        ]
        for start, end in ours
    ]


def _read(
    coded: Sequence[Coded], themes: Sequence[str], fitted: tuple[Fitted, Fitted], shifts: Mapping[str, TopicShifts]
) -> _Course:
    """Each document as models read and cut it that never saw its writer."""
    made: list[TalkReading] = []
    said = [in_turns(one.evidence.document) for one in coded]
    readers = {writer: [_unseen(*pair, writer) for pair in fitted] for writer in shifts}
    for one, evidence in zip(coded, said, strict=True):
        themes_reader, sides_reader = readers[one.writer]
        made.append(read_talk(evidence, themes_reader, sides_reader, shifts[one.writer]))
    return _Course(coded, themes, [evidence.sentences for evidence in said], made)


def _unseen(reader: Reader, fit: Ridge, writer: str) -> Reader:
    """A reader as it would be without a writer."""
    weights, intercepts = fit.weights(without=writer)
    return replace(reader, weights=weights.T, intercepts=intercepts)


def trained(codebook: Codebook, coded: Sequence[Coded]) -> tuple[TalkModel, dict[str, Any], TopicShifts]:
    """The model that examples and hand-coded talk teach together, what is known of it, and where topics turn."""
    import numpy as np

    themes = [code.id for code in codebook.themes]
    examples = examples_of(codebook)
    alone = rows_of_texts(examples.texts)
    of_people = [talk_rows(one.evidence) for one in coded]
    rows = joined([*of_people, alone])
    answers = np.vstack([_meant(coded, themes), examples.about(themes)])
    groups = [*(one.writer for one in coded for _ in one.codes), *range(len(examples.texts))]
    questions = [question for row in of_people for question in row.questions]
    by_theme = fit_reader(rows, answers, groups, weights=THEME_WEIGHTS, questions=questions)
    by_side, slope = _sides(coded, of_people, examples.sided())
    shifts, unseen, found = learn_shifts(coded)
    course = _read(coded, themes, (by_theme, by_side), unseen)
    everything = range(len(coded))
    judge, odds = _judged(course, [r.themes for r in course.readings], [2.0 * course.about(n) - 1 for n in everything])
    shares = [shares_of(o) for o in odds]
    heard, meant = course.heard(shares), course.meant
    usual = best_threshold(heard.ravel(), meant.ravel())
    lowest = [round((usual + best_threshold(heard[:, k], meant[:, k])) / 2, 2) for k in range(len(themes))]
    side_judge, side_odds = _judged(
        course, [r.sides for r in course.readings], [course.side(n)[:, None] for n in everything]
    )
    sides = Sides(by_side[0], side_judge, np.array(slope))
    model = with_examples(codebook, alone.vectors, by_theme[0], judge, lowest, sides)
    return model, {**_card(course, heard, lowest, shares, side_odds), "cuts": found}, shifts


def _judged(course: _Course, readings: Sequence[Floats], answers: Sequence[Floats]) -> tuple[Judge, list[Floats]]:
    """A judge of the readings of passages, and its log-odds, by judges that never saw a fifth of the documents.

    ``answers`` are 1 and -1, and 0 where a passage is not learnt from.
    """
    import numpy as np

    everything = range(len(readings))
    scores = [course.readings[n].mean_of(readings[n], course.spans[n]) for n in everything]

    def learnt(keep: Sequence[int]) -> Judge:
        x, y = np.concatenate([scores[n] for n in keep]), np.concatenate([answers[n] for n in keep])
        fits = [slope_of(x[y[:, k] != 0, k], y[y[:, k] != 0, k] > 0) for k in range(y.shape[1])]
        return Judge(np.array([f[0] for f in fits]), np.array([f[1] for f in fits]))

    judges = [learnt([n for n in everything if n % _FOLDS != fold]) for fold in range(_FOLDS)]
    odds = [judges[n % _FOLDS].log_odds(scores[n]) for n in everything]
    return learnt(everything), odds


def _sides(
    coded: Sequence[Coded], of_people: Sequence[TalkRows], sided: tuple[list[str], list[bool]]
) -> tuple[Fitted, tuple[float, float]]:
    """What helps and what hinders, by hand-coded passages, examples and lists; and the slope of words alone."""
    import numpy as np

    lists = read_lists(_SIDES)
    texts, helps = sided
    texts = [*texts, *lists["helps"], *lists["hinders"]]
    helps = [*helps, *(True for _ in lists["helps"]), *(False for _ in lists["hinders"])]
    rows = joined([*of_people, rows_of_texts(texts)])
    people = [_side(set(codes.values())) for one in coded for codes in one.codes]
    side = np.array([*people, *(1.0 if h else -1.0 for h in helps)])
    groups = [*(one.writer for one in coded for _ in one.codes), *range(len(texts))]
    told = np.flatnonzero(side)
    answers = side[told][:, None] > 0
    reader, fit = fit_reader(
        only(rows, told.tolist()), answers, [groups[n] for n in told], weights=SIDE_WEIGHTS, pairs=True
    )
    own = told < len(people)
    return (reader, fit), slope_of(fit.left_out()[own, 0], side[told][own] > 0, even=True)


def _card(
    course: _Course, heard: Floats, lowest: Sequence[float], shares: Sequence[Floats], sides: Sequence[Floats]
) -> dict[str, Any]:
    """What is known of a model from documents left out, by passages that people cut."""
    import numpy as np

    meant, themes = course.meant, {}
    for k, theme in enumerate(course.themes):
        f1, kappa = agreement_of(heard[:, k] >= lowest[k], meant[:, k])
        themes[theme] = {
            "codings": int(meant[:, k].sum()),
            "f1": round(f1, 3),
            "kappa": round(kappa, 3),
            "threshold": lowest[k],
        }
    said = np.concatenate(shares)
    right = np.concatenate([course.about(n) for n in range(len(course.coded))])
    given = said >= np.array(lowest)
    promises = {
        str(level): {
            "suggestions": int((given & (said >= level)).sum()),
            "right": _mean(right[given & (said >= level)]),
        }
        for level in _LEVELS
    }
    side = np.concatenate([course.side(n) for n in range(len(course.coded))])
    helps = np.concatenate(sides)[:, 0] > 0
    judged = (side != 0) & (given & right).any(axis=1)
    return {
        "documents": len(course.coded),
        "passages": len(meant),
        "without_theme": round(float((~meant.any(axis=1)).mean()), 3),
        "left_out": "all documents of a writer in turn; for the slopes of probabilities a fifth of the documents",
        "macro_f1": round(float(np.mean([t["f1"] for t in themes.values()])), 3),
        "mean_kappa": round(float(np.mean([t["kappa"] for t in themes.values()])), 3),
        "sides": _mean(helps[judged] == (side[judged] > 0)),
        "themes": themes,
        "promises": promises,
    }


def _mean(values: Answers) -> float:
    return round(float(values.mean()), 3) if len(values) else 0.0


def main() -> None:
    """Train every model that ships, and write it with its card."""
    for name, corpus in SHIPPED.items():
        book = read_codebook(shipped("codebooks") / f"{name}.yaml")
        model, card, shifts = trained(book, read_coded_talk(shipped("corpora") / corpus))
        path = ship_model(book, model)
        write_text(SHIPPED_SHIFTS, kept_shifts(shifts))
        card = {"codebook": name, "corpus": corpus, "sha256": sha256(path.read_bytes()).hexdigest(), **card}
        write_text(path.with_suffix(".json"), json.dumps(card, indent=2) + "\n")
        sys.stdout.write(f"{path}: macro F1 {card['macro_f1']}, mean kappa {card['mean_kappa']}\n")


if __name__ == "__main__":
    main()
