"""Two studies told as a script: the sample interviews with two coders, a reviewer and a consensus; ten reports."""

from __future__ import annotations

import csv
import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import send_qual as sq
from send_qual.coders import cut_passages
from send_qual.coding import Coding, Codings, finish, import_codings, keep_decisions

_spec = importlib.util.spec_from_file_location("arithmetic", Path(__file__).with_name("arithmetic.py"))
assert _spec
assert _spec.loader
sys.modules["arithmetic"] = _arithmetic = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_arithmetic)

HEAD = ["document", "start", "end", "quote", "code", "polarity", "coder", "decision", "reviewer", "codebook"]


@dataclass(frozen=True)
class Study:
    """A corpus with its ledgers, and what the machine suggests in it."""

    home: Path
    suggestions: Codings


def made(root: Path, sample: str, book: str) -> Study:
    """A study of one's own on a sample corpus."""
    home = root / "corpora" / "ours"
    shutil.copytree(Path(__file__).parents[2] / "corpora" / sample, home)
    (root / "codebooks").mkdir()
    return Study(home, sq.code(sq.read_corpus(home), sq.read_codebook(book)))


def take_in(study: Study, rows: Sequence[Sequence[object]], head: Sequence[str]) -> None:
    path = study.home.parents[1] / "table.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    done = import_codings(path, study.home)
    assert done.faults == ()
    path.unlink()


def verdict(row: Coding, decision: str, reviewer: str) -> list[object]:
    cells = (row.document, row.start, row.end, row.quote, row.code, row.facets.get("polarity", ""), row.coder)
    return [*cells, decision, reviewer, row.codebook]


def distinct(rows: Sequence[Coding], n: int) -> list[Coding]:
    """The first of them, on places that do not touch each other."""
    found: list[Coding] = []
    for row in rows:
        if all(row.document != one.document or row.end <= one.start or one.end <= row.start for one in found):
            found.append(row)
    return found[:n]


@pytest.fixture(scope="session", name="made")
def _made() -> Callable[..., Study]:
    return made


@pytest.fixture(scope="session", name="distinct")
def _distinct() -> Callable[..., list[Coding]]:
    return distinct


@pytest.fixture(scope="module")
def interviews(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """AB and CD code s01 and s02, EF reviews s03 and s04 and finishes s05 and a theme of s06; a consensus in s01."""
    root = tmp_path_factory.mktemp("interviews")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        study = made(root, "sample-interviews", "intervention")
        corpus, book = study.suggestions.corpus, study.suggestions.codebook
        assert corpus
        assert book
        themes = [theme.id for theme in book.themes]
        rows: list[list[object]] = []
        settled: list[list[object]] = []
        for document in ("s01.vtt", "s02.vtt"):
            for n, at in enumerate(cut_passages(corpus[document])):
                text, sides = corpus[document].text, ("challenge", "facilitator")
                theme, cells = themes[n // 2 % 3], [document, at.start, at.end, text[at.start : at.end]]
                if n % 2:
                    continue
                rows.append([*cells, theme, sides[0], "AB"])
                if n % 10 == 4:  # CD sees another theme, and another side of the next but one
                    rows.append([*cells, themes[3], sides[0], "CD"])
                    settled += [[*cells, theme, sides[0], "consensus"]] if document == "s01.vtt" else []
                elif n % 10 == 6:
                    rows.append([*cells, theme, sides[1], "CD"])
                    settled += [[*cells, theme, "mixed", "consensus"]] if document == "s01.vtt" else []
                else:
                    rows.append([*cells, theme, sides[0], "CD"])
        take_in(study, [*rows, *settled], HEAD[:7])
        open_ones = [row for row in study.suggestions if row.document in ("s03.srt", "s04.docx")]
        chosen = distinct(open_ones, 12)
        yes, no, other = chosen[:5], chosen[5:9], chosen[9:]
        keep_decisions(study.suggestions, study.home, "EF", accepted=[c.key for c in yes], rejected=[c.key for c in no])
        anew = [verdict(row, next(t for t in themes if t != row.theme), "EF") for row in other]
        take_in(study, anew, HEAD)
        finish(study.home, "s05.docx", coder="EF", codebook=book)
        theme = study.suggestions.where(document="s06.txt").rows[0].theme
        finish(study.home, "s06.txt", coder="EF", codebook=book, code=theme)
        yield study


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """Ten reports; GH rejects 23 suggestions and gives 31 another code, in one sheet."""
    root = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        study = made(root, "sample-area-send", "area-send")
        book = study.suggestions.codebook
        assert book
        themes = [theme.id for theme in book.themes]
        chosen = distinct(study.suggestions.rows, 54)
        rows = [verdict(row, "reject", "GH") for row in chosen[:23]]
        rows += [verdict(row, next(t for t in themes if t != row.theme), "GH") for row in chosen[23:]]
        take_in(study, rows, HEAD)
        yield study
