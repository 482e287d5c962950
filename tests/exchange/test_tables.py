"""Tables: ours come back as they left; those of other programs are understood by their own headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.coding import import_codings, open_ledger
from send_qual.exchange import export


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_that_left_comes_back_and_changes_nothing(study: Path, suffix: str) -> None:
    done = export("talks", suffix, out=f"talks.{suffix}")
    assert "colours (1)" in str(done.left_out[-1])
    back = import_codings(done.path, "talks", codebook="tea")
    assert (back.applied, back.already, back.faults) == (0, 4, ())


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        ("Document name,Code,Segment,Coded by", "The kettle > Whistling"),  # MAXQDA
        ("Document,Codes,Quotation Content,Created by", "The kettle::Whistling"),  # ATLAS.ti
        ("Source Name,Nodes,Reference,Coded by", "The kettle\\\\Whistling"),  # NVivo
        ("Media Title,Codes Applied Combined,Excerpt Copy,Excerpt Creator", "Whistling"),  # Dedoose
        ("document,tag,content,coder", "whistle"),  # Taguette, with a column for the coder
    ],
)
def test_the_headings_of_other_programs_are_known(study: Path, headings: str, code: str) -> None:
    Path("theirs.csv").write_text(f"{headings}\np2.txt,{code},Nobody told us,EF\n", encoding="utf-8")
    assert import_codings("theirs.csv", "talks", codebook="tea").applied == 1
    (mine,) = open_ledger("talks", "EF").read().state.codings.values()
    assert (mine.code, mine.quote) == ("kettle/whistle", "Nobody told us")
