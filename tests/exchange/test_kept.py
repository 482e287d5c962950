"""What each form keeps, out and in: measured on a study that has everything, and printed in docs/exchange.md."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Codings, import_codings, keep_codings, new_event, open_ledger, read_codings
from send_qual.corpus import read_corpus
from send_qual.exchange import FORMATS, Project, export, project_of, read_project
from send_qual.exchange._export import PARTS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "exchange.md"
QUALCODER = frozenset(
    {"documents", "passages", "code tree", "definitions", "colours", "coders", "memos on codings"}
    | {"memos on documents", "times", "cases", "variables"}
)  # as test_sqlite.py reads them; it has neither facets nor suggestions, and a code's memo is its definition


@pytest.fixture
def everything(study: Path) -> Path:
    """The study with a report as PDF and an accepted suggestion."""
    report = min((ROOT / "corpora" / "sample-area-send" / "documents").glob("*.pdf"))
    shutil.copy(report, "corpora/talks/documents")
    corpus = read_corpus("talks")
    passage = next(iter(corpus[report.name].passages()))
    codings = Codings((), corpus, read_codebook("tea"))
    said = {"coder": "AB", "facets": {"polarity": "mixed"}, "memo": "Why?"}
    keep_codings(codings.apply(report.name, passage.start, passage.end, "kettle/whistle", **said), "AB")
    row = next(one for one in read_codings("talks") if one.document == report.name)
    suggestion = replace(row, coder="panel-1", code="wait", status="suggested", confidence=0.5, reason="its words")
    open_ledger("talks", "AB").append([new_event("accepted", "AB", suggestion)])
    for ledger in Path("corpora/talks/codings").glob("*.jsonl"):  # long ago: what comes back today is told from it
        ledger.write_text(re.sub(r"20\d\d-\d\d-\d\dT", "2021-03-04T", ledger.read_text("utf-8")), encoding="utf-8")
    return study


def back(form: str, path: Path) -> list[Project]:
    """What is read of a file that was written."""
    if form in ("csv", "xlsx"):
        shutil.move("corpora/talks/codings", "aside")
        import_codings(path, "talks", codebook="tea")
        read = project_of("talks", "tea")
        shutil.rmtree("corpora/talks/codings")
        shutil.move("aside", "corpora/talks/codings")
        found = replace(read, sources=(), memos=(), cases=())  # these were in the study
        exported = {one.created for one in project_of("talks", "tea").codings}
        codes = tuple(replace(one, description="", colour="") for one in found.codes)
        codings = tuple(replace(c, created=c.created if c.created in exported else "") for c in found.codings)
        return [replace(found, codes=codes, codings=codings)]
    if path.is_dir():
        return [read_project(one, read_codebook("tea")) for one in sorted(path.iterdir())]
    return [read_project(path)]


def kept(before: Project, after: list[Project]) -> frozenset[str]:
    """Parts of which as much is there again, of documents and coders as many as have codings."""
    return frozenset(
        part for part, many in PARTS.items() if many(before) and sum(many(one) for one in after) >= _due(part, before)
    )


def _due(part: str, before: Project) -> int:
    coded = {one.source for one in before.codings}
    return min(PARTS[part](before), len(coded)) if part == "documents" else PARTS[part](before)


def test_the_table_in_the_docs_is_what_is_kept(everything: Path) -> None:
    before = project_of("talks")
    assert all(many(before) for many in PARTS.values()), "the study lacks a part: nothing would be measured"
    holds: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for form, made in FORMATS.items():
        done = export("talks", form, out=f"out-{form}{made.suffix}")
        whole = before
        if form == "pdf":  # what of it is in a PDF
            source = next(one for one in before.sources if one.suffix == ".pdf")
            mine = tuple(one for one in before.codings if one.source == source.guid)
            whole = replace(before, sources=(source,), codings=mine, coders=before.coders[:1])
        codes = {one.code for one in whole.codings} if form in ("docx", "pdf", "jsonld", "csv", "xlsx") else None
        if codes:
            whole = replace(whole, codes=tuple(one for one in whole.codes if one.guid in codes))
        holds[form] = (made.holds, kept(whole, back(form, done.path)))
    for form in ("qdpx", "qdc", "taguette", "jsonld", "docx", "pdf"):
        assert holds[form][0] == holds[form][1], form
    holds["qualcoder"] = (frozenset(), QUALCODER)
    rows = [["", *holds], ["---"] * (len(holds) + 1)]
    rows += [[part, *(_cell(part in out, part in into) for out, into in holds.values())] for part in PARTS]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    head, _, rest = PAGE.read_text(encoding="utf-8").partition("<!-- table -->\n")
    _, _, tail = rest.partition("<!-- end -->")
    page = f"{head}<!-- table -->\n{table}\n<!-- end -->{tail}"
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "WRITE_DOCS=1 pytest tests/exchange/test_kept.py writes it anew"


def _cell(out: bool, into: bool) -> str:
    return ", ".join(word for word, yes in (("out", out), ("in", into)) if yes) or "–"
