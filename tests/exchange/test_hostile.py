"""Archives and XML that mean harm are refused in a sentence; nothing is written."""

from __future__ import annotations

import contextlib
import io
import json
import random
import struct
import zipfile
from pathlib import Path

import pytest

from send_qual.errors import SendQualError
from send_qual.exchange import FORMATS, export, import_project, read_project, read_qdpx

QDE = '<Project xmlns="urn:QDA-XML:project:1.0" name="x"/>'


def archive(path: Path, *members: tuple[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packed) as made:
        for name, data in members:
            made.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("project.qde", QDE.encode()), ("../evil.txt", b"x")], "points outside"),
        ([("project.qde", QDE.encode()), ("/etc/evil.txt", b"x")], "points outside"),
        ([("project.qde", QDE.encode()), ("C:\\evil.txt", b"x")], "points outside"),
        ([("project.qde", QDE.encode()), ("sources/a.txt", b"\0" * 3_000_000)], "zip bomb"),
        ([("notes.txt", b"x")], "no project.qde"),
        ([("project.qde", b"<Project")], "no well-formed XML"),
        ([("project.qde", b"<html/>")], "its root is <html>"),
        ([("project.qde", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><Project>&e;</Project>')], "type"),
        ([("project.qde", b'<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd"><Project/>')], "type"),
    ],
    ids=["up", "root", "drive", "bomb", "none", "torn", "other", "entity", "dtd"],
)
def test_it_is_refused_in_a_sentence(tmp_path: Path, members: list[tuple[str, bytes]], said: str) -> None:
    path = archive(tmp_path / "x.qdpx", *members)
    with pytest.raises(SendQualError, match=said):
        import_project(path, tmp_path / "into")
    assert [one.name for one in tmp_path.iterdir()] == ["x.qdpx"]


def test_sizes_that_lie_are_found_out(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.qdpx", ("project.qde", QDE.encode()), packed=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = data.index(mark) + at
        data[where : where + 4] = struct.pack("<I", len(QDE) - 5)
    path.write_bytes(data)
    with pytest.raises(SendQualError, match="damaged or not as large as it says"):
        read_qdpx(path)


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.qdpx").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(SendQualError, match="damaged"):
        read_qdpx(tmp_path / "x.qdpx")
    out = io.BytesIO()
    out.write(b"")
    (tmp_path / "y.qdpx").write_bytes(out.getvalue())
    with pytest.raises(SendQualError, match="damaged"):
        read_qdpx(tmp_path / "y.qdpx")
    with pytest.raises(SendQualError, match="cannot be opened"):
        read_qdpx(tmp_path / "none.qdpx")


def test_broken_offsets_and_ids_are_repaired_or_told(tmp_path: Path) -> None:
    guid = "00000001-0000-4000-8000-000000000000"
    spans = "".join(
        f'<PlainTextSelection guid="1000000{n}-0000-4000-8000-000000000000" startPosition="{a}" endPosition="{b}">'
        f'<Coding guid="2000000{n}-0000-4000-8000-000000000000"><CodeRef targetGUID="{guid}"/></Coding>'
        "</PlainTextSelection>"
        for n, (a, b) in enumerate((("9", "3"), ("3", "9999"), ("-5", "2"), ("x", "9"), ("5000", "6000")))
    )
    book = f'<CodeBook><Codes><Code guid="{guid}" name="a" isCodable="true"/></Codes></CodeBook>'
    text = f"<PlainTextContent>We waited long.</PlainTextContent>{spans}"
    source = f'<TextSource guid="00000002-0000-4000-8000-000000000000" name="t">{text}</TextSource>'
    qde = f'<Project xmlns="urn:QDA-XML:project:1.0" name="x">{book}<Sources>{source}</Sources></Project>'
    path = archive(tmp_path / "x.qdpx", ("project.qde", qde.encode()))
    read = read_qdpx(path)
    assert [read.quote(one) for one in read.codings] == ["waited", "waited long.", "We", "We waited", ""]
    done = import_project(path, tmp_path / "into", coder="AB")
    assert done.codings == 4
    assert any("is not in the document" in str(fault) for fault in done.faults)


@pytest.mark.parametrize("form", ["qdpx", "taguette", "jsonld", "docx"])
def test_bytes_that_were_changed_are_read_or_told(study: Path, form: str) -> None:
    done = export("talks", form, out=f"talks{FORMATS[form].suffix}")
    path = done.path if done.path.is_file() else next(done.path.iterdir())
    whole = path.read_bytes()
    lot = random.Random(7)  # noqa: S311  # the same bytes each time
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(5):
            data[lot.randrange(len(data))] = lot.randrange(256)
        path.write_bytes(data)
        with contextlib.suppress(SendQualError):
            read_project(path)


def test_annotations_of_wrong_types_are_read_or_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonld"
    path.write_text(
        '{"type": "Annotation", "body": {"value": "tea", "purpose": ["secret"]}, "target": {"selector": 7}}'
    )
    broken: list[object] = [{"type": "Annotation", "target": {"selector": [{}], "source": 3}, "body": [{"value": 4}]}]
    read_project(path)
    path.write_text(json.dumps(broken))
    assert "names no code" in str(read_project(path).left_out[0])
