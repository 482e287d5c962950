"""A kind, section, codebook, facet, value of a facet or question of a report is named in its own folder only.

No module of the package and none of the desk knows it by name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.corpus import kinds

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "send_qual"
OWN = ("kinds/",)  # kinds and their sections; a kind names the codebook taken by default
HOMONYMS = {
    "about": "a column, a key: what something is about",
    "ap": "a particle of Welsh names",
    "data": "the folder beside a module that holds its lists, a kind of node in a page, the list in a server's answer",
    "plain": "without more to it: text without format or markup, the plain regression",
    "transcript": "a heading that other programs give the column of documents",
    "intervention": "the name of the files of worked examples that teach the model of talk",
    "waits": "the class of a count of what waits for a verdict",
}
"""Words that are also ids, with what they mean where they are used."""
WHERE = {
    "codebook/_check.py": {"about"},
    "codebook/facet.py": {"data"},
    "coders/_judged_sub_codes.py": {"data"},
    "coders/_polarity.py": {"data"},
    "coders/_topic_shifts.py": {"data"},
    "coders/issues/_evidence.py": {"data"},
    "coders/local/_server.py": {"data"},
    "desk/source/dom.js": {"data"},
    "desk/source/gestures.js": {"about"},
    "desk/source/tree.js": {"waits"},
    "kinds/interview/_labels.py": {"ap"},
    "language/_embedding.py": {"data"},
    "pseudonyms/_name_lists.py": {"data"},
    "report/interviews/_template.py": {"data"},
    "report/interviews/_template_build.py": {"data"},
    "coders/learned/_store.py": {"plain"},
    "coders/lexicon/_terms.py": {"plain"},
    "coding/tables/_grid.py": {"transcript"},
    "desk/_verbs.py": {"about"},
    "findings/_changes.py": {"about"},
    "report/inspections/_tables.py": {"about"},
    "report/interviews/_disclosure_decisions.py": {"about"},
    "report/interviews/_tables.py": {"about"},
    "report/rendering/__init__.py": {"plain"},
    "report/rendering/_blocks.py": {"plain"},
    "report/rendering/_excel.py": {"plain"},
    "coders/_talk_model.py": {"data", "intervention"},
    "coders/_talk_training.py": {"data", "intervention"},
}


def registered() -> frozenset[str]:
    """The ids of all kinds, sections, codebooks that ship, facets and their values, questions and series of them."""
    found = {one for kind in kinds().values() for one in (kind.id, *(section.id for section in kind.sections))}
    for path in sorted((ROOT / "codebooks").glob("*.yaml")):
        book = read_codebook(path)
        found |= {book.name} | {one for facet in book.facets for one in (facet.id, *facet.values)}
        found |= {one.id for one in (*book.issues, *book.series)}
    return frozenset(found)


def literals(source: str) -> Iterator[str]:
    """The string constants of a module, docstrings left out."""
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def script_literals(source: str) -> Iterator[str]:
    """The string constants of a script, comments left out; of a template those without a hole."""
    comment = r"/\*[\s\S]*?\*/|(?<![:\\])//[^\n]*"
    string = r"\"((?:\\.|[^\"\\\n])*)\"|'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`"
    for found in re.finditer(rf"{comment}|{string}", source):
        yield from (words for words in found.groups() if words)


def files() -> Iterator[tuple[str, Iterator[str]]]:
    """Each file of the package that is written by hand, by its place, with its string constants."""
    for path in sorted((*PACKAGE.rglob("*.py"), *(PACKAGE / "desk" / "source").glob("*.js"))):
        found = literals if path.suffix == ".py" else script_literals
        yield path.relative_to(PACKAGE).as_posix(), found(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ids() -> frozenset[str]:
    return registered()


def test_what_is_looked_for_is_registered(ids: frozenset[str]) -> None:
    assert ids >= {"polarity", "facilitator", "inspection-report", "better", "area-send", "survey"}
    assert ids >= {"annual_reviews", "ehc-stages"}
    assert ids >= HOMONYMS.keys() == set().union(*WHERE.values())


def test_a_literal_is_seen_and_a_docstring_is_none() -> None:
    assert list(literals('"""better"""\nX = {"better": 1}\n')) == ["better"]


def test_a_literal_of_a_script_is_seen_and_a_comment_is_none() -> None:
    script = """const a = x === "better" ? 'polarity' : `waits`; // don't: "area-send"
    /* 'survey' */ open("http://x", "it's");"""
    assert list(script_literals(script)) == ["better", "polarity", "waits", "http://x", "it's"]


def test_no_module_knows_a_kind_section_codebook_facet_or_question_by_name(ids: frozenset[str]) -> None:
    met = {}
    for place, found in files():
        known = ids.intersection(found) - WHERE.get(place, set())
        if known and not place.startswith(OWN):
            met[place] = sorted(known)
    assert not met, "known by name: ask the kind, the codebook or the facet instead"


def test_no_word_is_let_through_that_is_not_used(ids: frozenset[str]) -> None:
    used = {place: ids.intersection(found) for place, found in files() if place in WHERE}
    for place, words in WHERE.items():
        assert words <= used[place], f"{place} does not use {words - used[place]} any more: take it out of the list"
