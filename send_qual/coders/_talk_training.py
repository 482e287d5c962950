"""Training the models of talk that ship; ``python -m send_qual.coders._talk_training`` writes them with their cards."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from send_qual.coders._talk_reader import Judge, Reader, block_rows, with_neighbours
from send_qual.coders._talk_ridge import Ridge
from send_qual.coders._talk_rows import TalkRows, only, rows_of_texts, talk_rows
from send_qual.coders.coder import Evidence
from send_qual.corpus import Segment, read_corpus
from send_qual.language import DIMENSIONS
from send_qual.study import shipped
from send_qual.study.files import write_text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]
    Answers = npt.NDArray[np.bool_]

__all__ = ["SHIPPED", "Coded", "read_coded_talk", "trained"]

SHIPPED = {"intervention": "fictional-talk"}
"""The codebooks whose model of talk ships, and the corpus each is trained on beside its examples."""

# How much each neighbour in the turn counts beside a passage itself; chosen on documents left out, flat from half to
# twice as much.
_THEME_SHARE, _SIDE_SHARE = 0.25, 0.5
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


@dataclass
class _Course:
    """One training: documents as people cut them, and as the machine does."""

    coded: Sequence[Coded]
    themes: Sequence[str]
    rows: list[TalkRows] = field(init=False)
    cut: list[Evidence] = field(init=False)
    cut_rows: list[TalkRows] = field(init=False)
    matches: list[list[list[int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = [talk_rows(one.evidence) for one in self.coded]
        self.cut = [Evidence(one.evidence.document) for one in self.coded]
        self.cut_rows = [talk_rows(evidence) for evidence in self.cut]
        self.matches = [
            _matches(one.passages, c.evidence.passages) for one, c in zip(self.cut, self.coded, strict=True)
        ]

    @property
    def meant(self) -> Answers:
        """Themes of each passage that people cut, of all documents."""
        import numpy as np

        return np.array([[theme in codes for theme in self.themes] for c in self.coded for codes in c.codes])

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
        """What is said of each passage of the people: the most that was said of any of the machine's that lie in it."""
        import numpy as np

        made = []
        for n, one in enumerate(self.coded):
            most = np.zeros((len(one.codes), shares[n].shape[1]))
            for row, share in zip(self.matches[n], shares[n], strict=True):
                for k in row:
                    most[k] = np.maximum(most[k], share)
            made.append(most)
        return np.concatenate(made)


def _side(sides: set[str]) -> float:
    return {frozenset({STRENGTH}): 1.0, frozenset({WEAKNESS}): -1.0}.get(frozenset(sides), 0.0)


def _matches(ours: Sequence[Segment], theirs: Sequence[Segment]) -> list[list[int]]:
    """Which of their passages each of ours shares half of the shorter with."""
    return [
        [
            k
            for k, t in enumerate(theirs)
            if 2 * (min(o.end, t.end) - max(o.start, t.start)) >= min(o.end - o.start, t.end - t.start)
        ]
        for o in ours
    ]


def joined(parts: Sequence[TalkRows]) -> TalkRows:
    """Rows of several documents as one; the numbers of turns mean nothing any more."""
    import numpy as np

    return TalkRows(
        tuple(t for p in parts for t in p.texts),
        tuple(t for p in parts for t in p.questions),
        tuple(t for p in parts for t in p.before),
        np.concatenate([p.vectors for p in parts]),
        np.concatenate([p.question_vectors for p in parts]),
        np.concatenate([p.before_vectors for p in parts]),
        tuple(t for p in parts for t in p.turns),
    )


def trained(codebook: Codebook, coded: Sequence[Coded]) -> tuple[TalkModel, dict[str, Any]]:
    """The model that examples and hand-coded talk teach together, and what is known of it from documents left out."""
    import numpy as np

    course = _Course(coded, [code.id for code in codebook.themes])
    examples = examples_of(codebook)
    alone = rows_of_texts(examples.texts)
    rows = joined([*course.rows, alone])
    answers = np.vstack([course.meant, examples.about(course.themes)])
    groups = [*(one.writer for one in coded for _ in one.codes), *range(len(examples.texts))]
    questions = [question for row in course.rows for question in row.questions]
    reader, fit = fit_reader(rows, answers, groups, blocks=3, questions=questions)
    judge, odds = _judged(course, reader, fit, [2.0 * course.about(n) - 1 for n in range(len(coded))], _THEME_SHARE)
    shares = [shares_of(o) for o in odds]
    heard, meant = course.heard(shares), course.meant
    lowest = [best_threshold(heard[:, k], meant[:, k]) for k in range(len(course.themes))]
    sides, side_odds = _sides(course, examples.sided())
    model = with_examples(codebook, alone.vectors, reader, judge, lowest, sides)
    return model, _card(course, heard, lowest, shares, side_odds)


def _judged(
    course: _Course, reader: Reader, fit: Ridge, answers: Sequence[Floats], share: float, *, even: bool = False
) -> tuple[Judge, list[Floats]]:
    """A judge of readings by models that never saw the writer, and its log-odds, by fifths left out of it too.

    ``answers`` are 1 and -1, and 0 where a passage is not learnt from.
    """
    import numpy as np

    blocks = reader.weights.shape[1] // (DIMENSIONS + len(reader.words))
    pairs = list(zip(course.coded, course.cut_rows, strict=True))
    scores = [fit.decision_function(block_rows(rows, reader.wording, blocks), one.writer) for one, rows in pairs]
    usual = np.zeros(scores[0].shape[1]) if even else np.concatenate(scores).mean(axis=0)
    heard = [with_neighbours(s, rows.turns, usual, share) for s, (_, rows) in zip(scores, pairs, strict=True)]

    def learnt(keep: Sequence[int]) -> Judge:
        x, y = np.concatenate([heard[n] for n in keep]), np.concatenate([answers[n] for n in keep])
        fits = [slope_of(x[y[:, k] != 0, k], y[y[:, k] != 0, k] > 0, even=even) for k in range(y.shape[1])]
        return Judge(usual, np.array([f[0] for f in fits]), np.array([f[1] for f in fits]), np.array(share))

    everything = range(len(scores))
    judges = [learnt([n for n in everything if n % _FOLDS != fold]) for fold in range(_FOLDS)]
    odds = [judges[n % _FOLDS].log_odds(scores[n], course.cut_rows[n].turns) for n in everything]
    return learnt(everything), odds


def _sides(course: _Course, sided: tuple[list[str], list[bool]]) -> tuple[Sides, list[Floats]]:
    """What helps and what hinders, by the hand-coded passages, the examples and the lists."""
    import numpy as np

    lists = read_lists(_SIDES)
    texts, helps = sided
    texts = [*texts, *lists["helps"], *lists["hinders"]]
    helps = [*helps, *(True for _ in lists["helps"]), *(False for _ in lists["hinders"])]
    rows = joined([*course.rows, rows_of_texts(texts)])
    of_people = [_side(set(codes.values())) for one in course.coded for codes in one.codes]
    side = np.array([*of_people, *(1.0 if h else -1.0 for h in helps)])
    groups = [*(one.writer for one in course.coded for _ in one.codes), *range(len(texts))]
    told = np.flatnonzero(side)
    reader, fit = fit_reader(only(rows, told.tolist()), side[told][:, None] > 0, [groups[n] for n in told], blocks=1)
    own = told < len(of_people)
    judge, odds = _judged(
        course, reader, fit, [course.side(n)[:, None] for n in range(len(course.coded))], _SIDE_SHARE, even=True
    )
    slope = slope_of(fit.left_out()[own, 0], side[told][own] > 0, even=True)
    return Sides(reader, judge, np.array(slope)), odds


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
        model, card = trained(book, read_coded_talk(shipped("corpora") / corpus))
        path = ship_model(book, model)
        card = {"codebook": name, "corpus": corpus, "sha256": sha256(path.read_bytes()).hexdigest(), **card}
        write_text(path.with_suffix(".json"), json.dumps(card, indent=2) + "\n")
        sys.stdout.write(f"{path}: macro F1 {card['macro_f1']}, mean kappa {card['mean_kappa']}\n")


if __name__ == "__main__":
    main()
