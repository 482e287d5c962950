"""A kind's outline is the order of a report on its documents, and its codebook the one taken where none is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import code
from send_qual.corpus import Kind, kinds, read_corpus, registry
from send_qual.findings import Findings, findings
from send_qual.report.inspections._draft import draft_report
from send_qual.report.inspections._overview import overview
from send_qual.report.rendering import Heading


def headings(drawn: Findings) -> list[str]:
    return [b.id for b in draft_report(drawn).blocks if isinstance(b, Heading) and b.level == 1]


def test_another_outline_is_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = findings(code(read_corpus("sample-childrens-services"), read_codebook("childrens-services")))
    first, second, *_ = headings(drawn)
    assert (first, second) == ("summary", "background")
    mine = replace(kinds()["childrens-services-report"], outline=("background", "summary"))
    changed: dict[str, Kind] = {**kinds(), mine.id: mine}
    monkeypatch.setattr(registry, "kinds", lambda: changed)
    assert headings(drawn) == ["background", "summary"]
    changed[mine.id] = replace(mine, outline=("no such part",))
    assert headings(drawn)[0] == "summary"


def test_the_codebook_is_that_of_the_kind(tmp_path: Path) -> None:
    done = overview("sample-childrens-services", out=tmp_path)
    assert done.findings is not None
    assert done.findings.codebook.name == "childrens-services"
    assert {f.of for f in done.findings.issues} == {3}
