"""Four short fictional reports, coded by hand and by an invented machine."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import Code, Codebook, Facet, Issue, Term
from send_qual.coding import Answer, Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source

_spec = importlib.util.spec_from_file_location("fictional_study", Path(__file__).with_name("_study.py"))
_study = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_study)

POLARITY_FACET = Facet("polarity", "Polarity", ("facilitator", "challenge", "mixed"))

BOOK = Codebook(
    "tiny",
    "1.2",
    (
        Code("health", "Health", definition="Health services. And more.", terms=(Term("health"), Term("clinic"))),
        Code(
            "health/waits",
            "Waits",
            "health",
            phrases=(
                ("facilitator", "Short waits for health services were described"),
                ("challenge", "Long waits for health services were identified"),
            ),
            terms=(Term("wait"),),
        ),
        Code("health/therapies", "Therapies", "health", terms=(Term("therapist"),)),
        Code(
            "pfa",
            "Preparation for adulthood",
            phrases=(
                ("facilitator", "Good preparation for adulthood was described"),
                ("challenge", "Weak preparation for adulthood was identified"),
            ),
            terms=(Term("adulthood"), Term("internship")),
        ),
    ),
    issues=(
        Issue("waits", "Too long a wait?", ("health/waits",), name="Waits", statement="Long waits were identified"),
        Issue("pfa", "Is preparation weak?", ("pfa",), name="Preparation", statement="Weak preparation was identified"),
    ),
    title="A tiny overview",
    facets=(POLARITY_FACET,),
)

# area -> dates, outcome, then (section, text, [(code, polarity)]) per passage
REPORTS = {
    "Fernshire": (
        ("2023-09-11", "2023-11-02", "1"),
        ("effective",
         "The ‘Bright Start’ clinic runs weekly in all four towns. As a result, waits for therapists have reduced.",
         [("health", "+"), ("health/waits", "+"), ("health/therapies", "+")]),
        ("better", "Some young people wait too long for a health assessment.",
         [("health", "~"), ("health/waits", "-")]),
        ("effective", "Leaders are ambitious for young people as they reach adulthood.", [("pfa", "+")]),
    ),
    "Wexmere": (
        ("2023-10-02", "2023-12-05", "2"),
        ("better", "Children wait over a year to see a therapist. Families feel forgotten.",
         [("health", "-"), ("health/waits", "-"), ("health/therapies", "-")]),
        ("effective",
         "Supported internships at the Wexmere Harbour Trust have led to paid jobs for most of those who took part.",
         [("pfa", "+")]),
    ),
    "Oldcastle and Marsh": (
        ("2024-02-05", "2024-04-09", "3"),
        ("better", "Waits for health services are far too long.", [("health", "-"), ("health/waits", "-")]),
        ("better", "Young people are not prepared for adulthood.", [("pfa", "-")]),
    ),
    "Northmoor": (
        ("2024-03-04", "2024-05-07", "2"),
        ("better", "Too many children wait for health clinics, and young people have no plan for adulthood.",
         [("health", "-"), ("health/waits", "-"), ("pfa", "-")]),
    ),
}  # fmt: skip
POLARITY = {"+": "facilitator", "-": "challenge", "~": "mixed"}


def report(area: str, facts: tuple[str, str, str], passages: list[tuple[str, str]], **more: str) -> Document:
    """A document of some passages, one to a page."""
    text, segments = "", []
    for page, (section, words) in enumerate(passages, 2):
        segments.append(Segment(len(text), len(text) + len(words), "bullet", section, page=page))
        text += f"{words}\n\n"
    attributes = {
        "kind": "inspection-report",
        "area": area,
        "councils": f"{area} Council",
        "inspection_start": facts[0],
        "inspection_end": facts[0],
        "previous_start": "",
        "previous_end": "",
        "published": facts[1],
        "outcome": facts[2],
        **more,
    }
    source = Source("report.pdf", "ab" * 32, "pdf")
    id = f"{re.sub(r'[^a-z]+', '-', area.lower())}.pdf"
    return Document(id, f"Area SEND inspection of {area}", text, tuple(segments), attributes, source)


def coded(document: Document, code: str, polarity: str, n: int, **more: object) -> Coding:
    """A machine's suggestion on the n-th passage of a document."""
    at = document.segments[n]
    words = document.words(at)
    rest = {"confidence": 0.8, "reason": "a term", "codebook": "tiny", "codebook_version": "1.2", **more}
    facets = {"polarity": polarity}
    return Coding(document.id, at.start, at.end, words, code, rest.pop("coder", "panel 1"), facets=facets, **rest)


def suggested(reports: dict[str, tuple]) -> Codings:
    """Suggestions on reports that are given as those above."""
    documents, rows = [], []
    for area, (facts, *passages) in reports.items():
        document = report(area, facts, [(section, words) for section, words, _ in passages])
        documents.append(document)
        rows += [coded(document, c, POLARITY[sign], n) for n, p in enumerate(passages) for c, sign in p[2]]
    documents.sort(key=lambda d: d.id)
    rows.sort(key=lambda c: (c.document, c.start, c.code))
    return Codings(tuple(rows), Corpus("tiny", tuple(documents)), BOOK)


@pytest.fixture
def codings() -> Codings:
    """Suggestions on the four reports, none reviewed."""
    return suggested(REPORTS)


@pytest.fixture
def coded_reports() -> Callable[..., Codings]:
    """Suggestions on reports of one's own: of each area a (section, words, codes with their sign) or more."""
    return lambda **areas: suggested({area: (("2024-03-04", "2024-05-07", "2"), *own) for area, own in areas.items()})


@pytest.fixture
def answers(codings: Codings) -> tuple[Answer, ...]:
    """Answers to both questions about the four reports; one yes and one no are borderline."""
    rows = []
    for document in codings.corpus:
        for issue, pattern in (("waits", "too long|over a year|wait for"), ("pfa", "not prepared|no plan")):
            at = next((s for s in document.segments if re.search(pattern, document.words(s))), None)
            sure = 0.55 if (document.id, issue) in {("fernshire.pdf", "waits"), ("wexmere.pdf", "pfa")} else 0.9
            place = (at.start, at.end, document.words(at)) if at else (0, 0, "")
            rows.append(Answer(document.id, issue, at is not None, *place, sure, "a term", "judge 1"))
    return tuple(rows)


@pytest.fixture
def in_two_tranches(codings: Codings) -> Codings:
    """The same with an attribute tranche."""
    documents = tuple(
        d.with_attributes(tranche="autumn" if d.attributes["published"] < "2024" else "spring") for d in codings.corpus
    )
    return replace(codings, corpus=replace(codings.corpus, documents=documents))


@pytest.fixture
def study_codings() -> Codings:
    """Suggestions on five interviews with five people."""
    return _study.study()


@pytest.fixture
def hostile_study() -> Callable[[str], Codings]:
    """The same, with some words put into the middle of what everybody says."""
    return lambda words: _study.study(lambda said: said.replace(",", f" {words},", 1))


@pytest.fixture
def naming_study() -> Codings:
    """The same, in which one participant names another, whose number stands for the name."""
    return _study.study(lambda said: said.replace("Our director has", "[P02] has"))
