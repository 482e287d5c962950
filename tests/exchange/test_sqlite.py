"""Taguette and QualCoder: read as they stand, written as they read; files that are not what they seem are refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from send_qual.coding import open_ledger, read_codings
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.exchange import (
    Project,
    export,
    import_project,
    project_of,
    read_project,
    read_qdpx,
    read_qualcoder,
    read_taguette,
    recognise,
)

HTML = (
    "<h1>Tea — talk</h1>\n<p>We <b>waited</b> for café \U0001f600 people &amp; others.</p>\n\n"
    "<ul>\n<li>One</li>\n<li>Two</li></ul>"
)
TEXT = "Tea — talk\nWe waited for café \U0001f600 people & others.\n\n\nOne\nTwo"  # as Taguette counts: tags skipped


def told(project: Project) -> list[tuple[object, ...]]:
    return sorted(
        (project.source(c.source).name, c.start, c.end, project.path(c.code), c.coder.upper(), c.facets, c.created)
        for c in project.codings
    )


def taguette(path: Path, more: str = "") -> Path:
    """A file as Taguette 1.5 makes it (checked against its own code)."""
    made = sqlite3.connect(path)
    made.executescript(
        "CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT);"
        "CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT,"
        " project_id INTEGER, contents TEXT);"
        "CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);"
        "CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,"
        " end_offset INTEGER, snippet TEXT); CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);"
        "CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, payload TEXT);"
        "INSERT INTO projects VALUES (1, 'Tea', 'Talk of tea');"
        "INSERT INTO tags VALUES (1, 1, 'kettle', 'd'), (2, 1, 'kettle.whistle', ''), (3, 1, 'wait', '');"
    )
    made.execute("INSERT INTO documents VALUES (1, 'talk one', '', 'talk.html', 1, ?)", (HTML,))
    for number, (words, tag) in enumerate((("waited for café", 3), ("others", 2), ("Two", 1)), 1):
        start = len(TEXT[: TEXT.index(words)].encode())
        end = start + len(words.encode())
        made.execute("INSERT INTO highlights VALUES (?, 1, ?, ?, '')", (number, start, end))
        made.execute("INSERT INTO highlight_tags VALUES (?, ?)", (number, tag))
        payload = json.dumps({"type": "highlight_add", "highlight_id": number})
        made.execute("INSERT INTO commands VALUES (?, '2026-03-01 10:00:00.1', 'ann', ?)", (number, payload))
    made.executescript(more)
    made.commit()
    made.close()
    return path


def test_taguette_counts_bytes_and_skips_tags(study: Path) -> None:
    path = taguette(study / "tea.sqlite3")
    assert recognise(path) == "taguette"
    read = read_taguette(path)
    assert [(read.quote(one), read.path(one.code), one.coder) for one in read.codings] == [
        ("waited for café", ("wait",), "ann"),
        ("others", ("kettle", "whistle"), "ann"),
        ("Two", ("kettle",), "ann"),
    ]
    done = import_project(path, "cups", codebook="cups")
    assert (done.codings, done.documents, done.codebook) == (3, ("talk.txt",), "cups")
    assert sorted(row.quote for row in read_codings("cups")) == ["Two", "others", "waited for café"]
    assert read_corpus("cups").documents[0].text.startswith("Tea — talk\n")
    assert import_project(path, "cups").codings == 0


def test_a_study_leaves_as_taguette_and_comes_back_with_its_memos_untouched(study: Path) -> None:
    done = export("talks", "taguette", out="talks.sqlite3")
    assert "memos on codings (1)" in str(done.left_out[-1])
    read = read_taguette(done.path)
    assert told(read) == told(project_of("talks"))
    back = import_project(done.path, "talks")
    assert (back.codings, back.already) == (0, 4)
    assert {row.memo for row in read_codings("talks")} == {"", "Again & again <here>"}


def qualcoder(folder: Path, more: str = "") -> Path:
    """A project as QualCoder's published tables say; positions as Qt counts them, in UTF-16."""
    folder.mkdir()
    made = sqlite3.connect(folder / "data.qda")
    made.executescript(
        "CREATE TABLE project (databaseversion text, date text, memo text, about text);"
        "CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,"
        " date text); CREATE TABLE code_cat (catid integer primary key, name text, memo text, supercatid integer);"
        "CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, color text);"
        "CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,"
        " pos1 integer, owner text, date text, memo text, important integer);"
        "CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text,"
        " owner text, date text); CREATE TABLE cases (caseid integer primary key, name text, memo text);"
        "CREATE TABLE case_text (caseid integer, fid integer, pos0 integer, pos1 integer);"
        "CREATE TABLE attribute (name text, attr_type text, value text, id integer);"
        "CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);"
        "INSERT INTO project VALUES ('v8', '', '', '');"
        "INSERT INTO code_cat VALUES (1, 'Tea', 'a category', 2), (2, 'Drinks', '', 1);"
        "INSERT INTO code_name VALUES (1, 'Tea', 'of tea', 1, '#FF0000'), (2, 'Waiting', '', NULL, '#0F0');"
        "INSERT INTO cases VALUES (1, 'Ann', ''); INSERT INTO case_text VALUES (1, 1, 0, 9);"
        "INSERT INTO attribute VALUES ('role', 'case', 'head', 1), ('year', 'file', '2026', 1);"
        "INSERT INTO journal VALUES (1, 'Monday', 'Read it all.', '2026-03-01 10:00:00', 'eva');"
    )
    words = "\U0001f600 We waited \U0001f600 for tea. It was cold."
    made.execute("INSERT INTO source VALUES (1, 'talk.txt', ?, NULL, 'Short.', 'eva', '2026-03-01 10:00:00')", (words,))
    for number, (quote, code) in enumerate((("waited", 2), ("tea", 1), ("cold", 1)), 1):
        start = len(words[: words.index(quote)].encode("utf-16-le")) // 2
        row = (number, code, quote, start, start + len(quote))
        made.execute("INSERT INTO code_text VALUES (?, ?, 1, ?, ?, ?, 'eva', '2026-03-01 10:00:00', 'm', 1)", row)
    made.execute("INSERT INTO annotation VALUES (1, 1, 3, 5, 'Who?', 'eva', '2026-03-01 10:00:00')")
    made.executescript(more)
    made.commit()
    made.close()
    return folder


def test_qualcoder_comes_in_and_leaves_as_qdpx_with_everything(study: Path) -> None:
    folder = qualcoder(study / "cups.qda")
    assert recognise(folder) == recognise(folder / "data.qda") == "qualcoder"
    read = read_qualcoder(folder)
    assert [read.quote(one) for one in read.codings] == ["waited", "tea", "cold"]
    assert {read.path(one.guid) for one in read.codes} >= {("Waiting",), ("Drinks", "Tea", "Tea")}
    assert "UTF-16" in " ".join(read.decisions)
    done = import_project(folder, "cups", codebook="cups")
    assert (done.codings, done.coders) == (3, ("eva",))
    assert {row.memo for row in read_codings("cups")} == {"m"}
    attributes = read_corpus("cups").documents[0].attributes
    assert (attributes["case"], attributes["role"], attributes["year"]) == ("Ann", "head", "2026")
    left = read_qdpx(export("cups", "qdpx", out="cups.qdpx").path)
    assert len(left.codings) == 3
    assert "“We”: Who?" in left.memos[0].text
    assert "Read it all." in left.kept[0].xml


@pytest.mark.parametrize(
    ("make", "more", "said"),
    [
        (taguette, "DROP TABLE tags; CREATE VIEW tags AS SELECT 1 AS id, 1 AS project_id, 'x' AS path", "view"),
        (taguette, "DROP TABLE highlights; CREATE TABLE highlights (id INTEGER)", "no column"),
        (qualcoder, "DROP TABLE code_text; CREATE VIEW code_text AS SELECT 1 AS cid", "view"),
    ],
)
def test_views_and_missing_columns_are_refused(
    study: Path, make: Callable[[Path, str], Path], more: str, said: str
) -> None:
    path = make(study / "odd.qda", more)
    with pytest.raises(SendQualError, match=said):
        import_project(path, "cups")
    assert not Path("corpora/cups").exists()


def test_triggers_do_not_run_and_wrong_types_are_repaired_or_told(study: Path) -> None:
    path = taguette(
        study / "odd.sqlite3",
        "CREATE TRIGGER t AFTER INSERT ON tags BEGIN DELETE FROM tags; END;"
        "INSERT INTO highlights VALUES (8, 1, 'many', 9, ''), (9, 1, '0', '3', '');"
        "INSERT INTO highlight_tags VALUES (8, 1), (9, 1), (9, 77);",
    )
    before = path.read_bytes()
    read = read_project(path)
    assert path.read_bytes() == before
    assert any("1 triggers in the file were not run" in one for one in read.decisions)
    assert [read.quote(one) for one in read.codings if one.selection][-1] == "Tea"
    assert any("the start of highlight 8 is str and no number" in str(fault) for fault in read.left_out)
    path.write_bytes(before[: len(before) // 2])
    with pytest.raises(SendQualError, match=r"damaged|no SQLite"):
        read_taguette(path)


def test_annotations_of_the_web_find_their_words(study: Path) -> None:
    done = export("talks", "jsonld", out="talks.jsonld")
    assert recognise(done.path) == "jsonld"
    again = import_project(done.path, "talks")
    assert (again.codings, again.memos, again.already, again.codes) == (0, 0, 6, ())
    others = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "creator": "Eva",
        "body": [{"value": "Waiting", "purpose": "tagging"}, {"value": "So it is.", "purpose": "commenting"}],
        "target": {
            "source": "https://example.org/talks/p2.txt",
            "selector": {"type": "TextQuoteSelector", "exact": "kettle was broken", "prefix": "The "},
        },
    }
    Path("one.json").write_text(json.dumps(others), encoding="utf-8")
    taken = import_project("one.json", "talks", codebook="tea")
    assert (taken.codings, taken.coders, taken.faults) == (1, ("Eva",), ())
    (mine,) = open_ledger("talks", "Eva").read().state.codings.values()
    assert (mine.document, mine.quote, mine.code, mine.memo) == ("p2.txt", "kettle was broken", "wait", "So it is.")
    Path("two.json").write_text('{"type": "Annotation"', encoding="utf-8")
    with pytest.raises(SendQualError, match="no JSON"):
        import_project("two.json", "talks")
