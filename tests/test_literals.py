"""A kind, section, codebook, facet or value of a facet is named in its own folder only; no module knows it by name."""

from __future__ import annotations

import ast
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
    "plain": "without more to it: text without format or markup, the plain regression",
    "transcript": "a heading that other programs give the column of documents",
    "intervention": "the name of the files of worked examples that teach the model of talk",
}
"""Words that are also ids, with what they mean where they are used."""
WHERE = {
    "codebook/_check.py": {"about"},
    "coders/learned/_store.py": {"plain"},
    "coders/lexicon/_terms.py": {"plain"},
    "coding/tables/_grid.py": {"transcript"},
    "desk/_verbs.py": {"about"},
    "findings/_changes.py": {"about"},
    "report/inspections/_tables.py": {"about"},
    "report/interviews/_tables.py": {"about"},
    "report/rendering/__init__.py": {"plain"},
    "report/rendering/_blocks.py": {"plain"},
    "report/rendering/_excel.py": {"plain"},
    "coders/_talk_model.py": {"intervention"},
    "coders/_talk_training.py": {"intervention"},
}


def registered() -> frozenset[str]:
    """The ids of all kinds, sections, codebooks that ship, facets and their values."""
    found = {one for kind in kinds().values() for one in (kind.id, *(section.id for section in kind.sections))}
    for path in sorted((ROOT / "codebooks").glob("*.yaml")):
        book = read_codebook(path)
        found |= {book.name} | {one for facet in book.facets for one in (facet.id, *facet.values)}
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


@pytest.fixture(scope="module")
def ids() -> frozenset[str]:
    return registered()


def test_what_is_looked_for_is_registered(ids: frozenset[str]) -> None:
    assert ids >= {"polarity", "facilitator", "inspection-report", "better", "area-send", "survey"}
    assert ids >= HOMONYMS.keys() == set().union(*WHERE.values())


def test_a_literal_is_seen_and_a_docstring_is_none() -> None:
    assert list(literals('"""better"""\nX = {"better": 1}\n')) == ["better"]


def test_no_module_knows_a_kind_section_codebook_or_facet_by_name(ids: frozenset[str]) -> None:
    met = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        known = ids.intersection(literals(path.read_text(encoding="utf-8"))) - WHERE.get(place, set())
        if known and not place.startswith(OWN):
            met[place] = sorted(known)
    assert not met, "known by name: ask the kind, the codebook or the facet instead"


def test_no_word_is_let_through_that_is_not_used(ids: frozenset[str]) -> None:
    for place, words in WHERE.items():
        used = ids.intersection(literals((PACKAGE / place).read_text(encoding="utf-8")))
        assert words <= used, f"{place} does not use {words - used} any more: take it out of the list"
