"""Fetching published documents: from a server on loopback, from a folder, and everything that goes wrong."""

from __future__ import annotations

import csv
import hashlib
import shutil
import socket
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from send_qual.corpus import fetch
from send_qual.corpus.fetching._catalogue import Published
from send_qual.corpus.fetching._fetch import fetch_action
from send_qual.errors import SendQualError
from send_qual.study import shipped

COLUMNS = ("urn", "area", "published", "url", "sha256", "bytes", "file")
BODIES = {f"2031-0{n}-01_{n}_area.pdf": f"Report number {n}.\n".encode() * 50_000 for n in (1, 2, 3)}


class Publisher:
    """A web server that has the reports, counts what is asked of it, and can misbehave."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.behaviour: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, publisher: Publisher, *rest: object) -> None:
        self.publisher = publisher
        super().__init__(*rest)

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.publisher.asked.append(name)
        how = self.publisher.behaviour.get(name, "")
        body = BODIES.get(name, b"")
        if how == "moved on":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/elsewhere")
            self.end_headers()
            return
        self.send_response({"gone": 404, "broken": 500}.get(how, 200))
        self.send_header("Content-Length", str(len(body) if how != "endless" else 10**12))
        self.end_headers()
        if how == "another":
            body = body.replace(b"Report", b"REPORT")
        if how == "cut off":
            body = body[:1000]
        try:
            self.wfile.write(body)
            while how == "endless":
                self.wfile.write(b"x" * 100_000)
        except OSError:
            pass  # the other side has had enough


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    publisher = Publisher()
    yield publisher
    publisher.server.shutdown()
    publisher.server.server_close()


def lay_out(folder: Path, address: str, **changes: dict[str, str]) -> Path:
    """A corpus with a catalogue; ``changes`` by file name."""
    folder.mkdir()
    with (folder / "catalogue.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        for n, (name, body) in enumerate(BODIES.items(), 1):
            row = {
                "urn": n,
                "area": f"area {n}",
                "published": name[:10],
                "url": f"{address}/{name}",
                "sha256": hashlib.sha256(body).hexdigest(),
                "bytes": len(body),
                "file": name,
            }
            table.writerow(row | changes.get(f"n{n}", {}))
    return folder


@pytest.fixture
def corpus(tmp_path: Path, publisher: Publisher) -> Path:
    return lay_out(tmp_path / "corpus", publisher.address)


ON_LOOPBACK = {"schemes": ("https", "http")}


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_all_documents_come_and_are_what_was_published(corpus: Path) -> None:
    told: list[tuple[int, int, str]] = []
    done = fetch(corpus, progress=lambda *step: told.append(step), **ON_LOOPBACK)
    assert done.added == tuple(BODIES)
    assert done.faults == ()
    assert {p.name: p.read_bytes() for p in (corpus / "documents").iterdir()} == BODIES
    assert [(step[0], step[1]) for step in told] == [(1, 3), (2, 3), (3, 3)]
    assert names(corpus) == ["catalogue.csv", "documents"], "nothing unfinished is left lying"
    assert str(done) == f"{corpus / 'documents'}: 3 documents added, 0 were there already."


def test_a_second_fetch_asks_for_nothing(corpus: Path, publisher: Publisher) -> None:
    fetch(corpus, **ON_LOOPBACK)
    publisher.asked.clear()
    done = fetch(corpus, **ON_LOOPBACK)
    assert (done.added, done.present) == ((), tuple(BODIES))
    assert publisher.asked == []


@pytest.mark.parametrize("way", ["network", "stick"])
def test_a_fetch_killed_anywhere_leaves_whole_documents_and_is_taken_up_again(
    corpus: Path, tmp_path: Path, kills, way: str
) -> None:
    (tmp_path / "stick").mkdir()
    for name, body in BODIES.items():
        (tmp_path / "stick" / name).write_bytes(body)
    told = {"source": tmp_path / "stick"} if way == "stick" else ON_LOOPBACK
    documents = corpus / "documents"
    for stopped in kills(lambda: fetch(corpus, **told)):
        there = {p.name: p.read_bytes() for p in documents.glob("[!.]*")}
        assert there.items() <= BODIES.items(), stopped
        done = fetch(corpus, **told)
        assert (done.faults, {*done.added, *done.present}) == ((), set(BODIES)), stopped
        assert {p.name: p.read_bytes() for p in documents.iterdir()} == BODIES, stopped
        shutil.rmtree(documents)


def test_a_catalogue_is_laid_into_a_study_whole_or_not_at_all(tmp_path: Path, monkeypatch, kills) -> None:
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "corpora").mkdir()
    (tmp_path / "stick").mkdir()
    monkeypatch.chdir(tmp_path)
    whole = (shipped("corpora") / "area-send" / "catalogue.csv").read_bytes()
    for stopped in kills(lambda: fetch("area-send", since="2999-01-01", source="stick")):
        fetch("area-send", since="2999-01-01", source="stick")
        assert (tmp_path / "corpora" / "area-send" / "catalogue.csv").read_bytes() == whole, stopped
        shutil.rmtree(tmp_path / "corpora" / "area-send")


def test_a_fetch_that_broke_off_is_taken_up_again(corpus: Path, publisher: Publisher) -> None:
    second = list(BODIES)[1]
    publisher.behaviour[second] = "cut off"
    done = fetch(corpus, **ON_LOOPBACK)
    assert [fault.place for fault in done.faults] == [second]
    assert second not in names(corpus / "documents"), "half a report is no report"
    publisher.behaviour.clear()
    publisher.asked.clear()
    assert fetch(corpus, **ON_LOOPBACK).added == (second,)
    assert publisher.asked == [second]


def test_since_takes_the_later_ones(corpus: Path) -> None:
    assert fetch(corpus, since="2031-02-01", **ON_LOOPBACK).added == tuple(BODIES)[1:]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("gone", "it is no longer at its address (status 404). Look for it on the publisher's site"),
        ("another", "what came is not the document of the catalogue (wrong sha256 or size). It was thrown away"),
        ("endless", "what came is not the document of the catalogue"),
        ("cut off", "the connection broke off. Run the same command again later"),
        ("broken", "the server answered with status 500. Run the same command again later"),
        ("moved on", "its address leads to an insecure one"),
    ],
)
def test_one_failure_is_named_and_the_others_come(how: str, words: str, corpus: Path, publisher: Publisher) -> None:
    first = next(iter(BODIES))
    publisher.behaviour[first] = how
    done = fetch(corpus, **ON_LOOPBACK)
    (fault,) = done.faults
    assert str(fault).startswith(f"{first}: {words}")
    assert names(corpus / "documents") == sorted(BODIES)[1:]


def test_without_a_network_it_says_so_and_stops_trying(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        corpus = lay_out(tmp_path / "corpus", f"http://127.0.0.1:{closed.getsockname()[1]}")
        (corpus / "documents").mkdir()
        first, body = next(iter(BODIES.items()))
        (corpus / "documents" / first).write_bytes(body)
        done = fetch(corpus, **ON_LOOPBACK)
    assert [fault.problem for fault in done.faults] == ["no connection could be made"] * 2
    assert names(corpus / "documents") == [first], "what is there stays"


def test_a_file_of_the_users_is_never_overwritten(corpus: Path) -> None:
    (corpus / "documents").mkdir()
    mine = corpus / "documents" / next(iter(BODIES))
    mine.write_bytes(b"with my remarks")
    done = fetch(corpus, **ON_LOOPBACK)
    assert mine.read_bytes() == b"with my remarks"
    assert len(done.added) == 2
    assert "this is not the published document. It stays as it is" in str(done.faults[0])


def test_plain_http_is_refused_unless_permitted(corpus: Path, publisher: Publisher) -> None:
    done = fetch(corpus)
    assert publisher.asked == []
    assert all("its address does not begin with https://" in str(fault) for fault in done.faults)
    assert len(done.faults) == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sha256": "abc"}, "its sha256 has not 64 hexadecimal digits"),
        ({"sha256": ""}, "sha256 is missing"),
        ({"bytes": "many"}, "bytes is 'many', not a number"),
        ({"published": "May 2031"}, "published is 'May 2031', not a day as 2024-01-31"),
        ({"file": "../../outside.pdf"}, "is no plain file name"),
        ({"file": "..\\outside.pdf"}, "is no plain file name"),
        ({"file": ".hidden"}, "is no plain file name"),
        ({"file": "2031-01-01_1_AREA.pdf"}, "is listed twice"),
        ({"url": "file:///etc/hosts"}, "its address does not begin with https://"),
    ],
)
def test_a_faulty_line_is_passed_over_and_named(change: dict, words: str, tmp_path: Path, publisher) -> None:
    corpus = lay_out(tmp_path / "corpus", publisher.address, n2=change)
    done = fetch(corpus, **ON_LOOPBACK)
    first, _, third = BODIES
    assert done.added == (first, third)
    (fault,) = done.faults
    assert fault.place.endswith("catalogue.csv line 3")
    assert words in fault.problem
    assert not (tmp_path / "outside.pdf").exists()


def test_a_catalogue_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.csv").write_text("area;date\nx;y\n", encoding="utf-8")
    with pytest.raises(SendQualError, match=r"line 1: the catalogue lacks published, url, sha256, bytes, file"):
        fetch(tmp_path)
    (tmp_path / "catalogue.csv").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(SendQualError, match=r"it is not CSV in UTF-8"):
        fetch(tmp_path)


@pytest.mark.parametrize("words", ["yesterday", "31/01/2024", "2024-02-30"])
def test_a_day_that_is_none(words: str, corpus: Path) -> None:
    with pytest.raises(SendQualError, match=r"this is no day. Write it as 2024-01-31"):
        fetch(corpus, since=words, **ON_LOOPBACK)


def test_from_a_folder_documents_are_known_by_their_content(corpus: Path, tmp_path: Path, publisher) -> None:
    stick = tmp_path / "stick" / "a folder of mine"
    stick.mkdir(parents=True)
    bodies = list(BODIES.values())
    (stick / "50215729 (1).pdf").write_bytes(bodies[0])
    (stick / list(BODIES)[1]).write_bytes(bodies[1][:-1] + b"!")  # the right name and size, other words
    done = fetch(corpus, source=tmp_path / "stick", **ON_LOOPBACK)
    first, second, third = BODIES
    assert (done.added, done.absent) == ((first,), (second, third))
    assert names(corpus / "documents") == [first]
    assert publisher.asked == []
    assert "2 of the catalogue are not in the folder given" in str(done)
    (fault,) = done.faults
    assert fault.place == str(stick / second)
    assert fault.problem == "this is not the document of the catalogue (wrong sha256)"


def test_from_a_folder_that_is_not_there(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(SendQualError, match=r"there is no such folder"):
        fetch(corpus, source=tmp_path / "nowhere", **ON_LOOPBACK)


def test_what_should_happen_is_decided_without_doing_it() -> None:
    entry = Published("a.pdf", date(2031, 1, 1), "https://example.org/a", "0" * 64, 10)
    assert [fetch_action(entry, found) for found in (None, "0" * 64, "1" * 64)] == ["bring", "keep", "ask"]


def study(folder: Path) -> Path:
    for name in ("codebooks", "corpora"):
        (folder / name).mkdir()
    return folder


def test_in_a_study_the_shipped_catalogue_is_laid_in(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(study(tmp_path))
    (tmp_path / "empty").mkdir()
    done = fetch("area-send", source=tmp_path / "empty")
    assert len(done.absent) >= 55
    assert names(tmp_path / "corpora" / "area-send") == ["catalogue.csv", "corpus.toml"]


def test_outside_a_study_nothing_is_written(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SendQualError, match=r"this is no study.*send-qual init DIR"):
        fetch("area-send")
    assert names(tmp_path) == []


def test_an_unknown_corpus_tells_the_known_ones(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(study(tmp_path))
    with pytest.raises(SendQualError, match=r"area-sent: no corpus of this name has a catalogue.csv.*area-send"):
        fetch("area-sent")


@pytest.mark.real
def test_the_real_reports_are_those_of_the_catalogue(tmp_path: Path, shared: Path, monkeypatch) -> None:
    monkeypatch.chdir(study(tmp_path))
    done = fetch("area-send", source=shared / "corpora" / "area-send" / "reports")
    assert (len(done.added), len(done.absent), done.faults) == (30, 25, ())
