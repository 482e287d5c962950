"""The whole way: a project of another program comes in, is coded by two, settled, and leaves with nothing missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from send_qual.codebook import read_codebook
from send_qual.coding import CONSENSUS, Codings, keep_codings, read_codings
from send_qual.corpus import read_corpus
from send_qual.exchange import export, import_project, project_of, read_qdpx, write_qdpx


def test_a_project_is_double_coded_settled_and_leaves_whole(study: Path) -> None:
    theirs = replace(project_of("talks"), name="theirs", origin="another program")
    write_qdpx(theirs, "theirs.qdpx")
    came = import_project("theirs.qdpx", "ours", codebook="tea")
    assert (came.codings, came.documents, came.faults) == (4, ("p1.txt", "p2.txt"), ())

    corpus, book = read_corpus("ours"), read_codebook("tea")
    text = corpus["p1.txt"].text
    at = text.index("waited for the kettle")
    mine = Codings((), corpus, book).apply("p1.txt", at, at + len("waited for the kettle"), "kettle", coder="EF")
    keep_codings(mine, "EF")
    settled = Codings((), corpus, book).apply("p1.txt", at, at + 6, "wait", coder=CONSENSUS, memo="Waiting it is.")
    keep_codings(settled, CONSENSUS)

    left = read_qdpx(export("ours", "qdpx", out="ours.qdpx").path)
    theirs_still = {one.guid for one in theirs.codings}
    assert theirs_still <= {one.guid for one in left.codings}
    assert sorted({one.coder for one in left.codings}) == ["AB", "CD", "EF", CONSENSUS]
    assert len(left.codings) == len(read_codings("ours")) == 6
    assert {one.guid for one in left.sources} == {one.guid for one in theirs.sources}
    assert {memo.text for memo in left.memos} >= {memo.text for memo in theirs.memos}

    write_qdpx(theirs, "theirs.qdpx")  # and the first file once more, over all that was done since
    assert import_project("theirs.qdpx", "ours").codings == 0
    assert len(read_codings("ours")) == 6
