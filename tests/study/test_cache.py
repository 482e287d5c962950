"""The cache: two users at once, damage, size."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from send_qual.study import Cache


def test_it_keeps_what_it_was_given(tmp_path: Path) -> None:
    Cache("x", folder=tmp_path).put({"a": b"1", "b": b"2"})
    assert Cache("x", folder=tmp_path).get(["b", "zzz", "a"]) == {"b": b"2", "a": b"1"}


def test_thousands_of_keys_at_once(tmp_path: Path) -> None:
    cache = Cache("x", folder=tmp_path)
    many = {f"k{n}": str(n).encode() for n in range(2500)}
    cache.put(many)
    assert cache.get(many) == many


def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"this is no database" * 100)
    cache = Cache("x", folder=tmp_path)
    assert cache.get(["a"]) == {}
    cache.put({"a": b"1"})
    assert Cache("x", folder=tmp_path).get(["a"]) == {"a": b"1"}
    assert (tmp_path / "x.sqlite.damaged").exists()


def test_a_file_damaged_in_the_middle_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = Cache("x", folder=tmp_path)
    cache.put({f"k{n}": bytes(3000) for n in range(50)})
    cache.close()
    raw = bytearray(cache.path.read_bytes())
    raw[100:9000] = b"\xff" * 8900
    cache.path.write_bytes(raw)
    assert cache.get(["k1"]) == {}
    cache.put({"k1": b"1"})
    assert cache.get(["k1"]) == {"k1": b"1"}


def test_a_folder_that_cannot_be_made_does_not_stop_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = Cache("x", folder=tmp_path / "file")
    cache.put({"a": b"1"})
    assert cache.get(["a"]) == {"a": b"1"}


def test_a_value_changed_on_the_disk_is_none(tmp_path: Path) -> None:
    cache = Cache("x", folder=tmp_path)
    for changed in (b"\x00\x01\xff", b"", "words", None):
        cache.put({"a": b"derived", "b": b""})
        cache._connection().execute("UPDATE entries SET value = coalesce(?, 7) WHERE key = 'a'", (changed,))
        cache._connection().commit()
        assert cache.get(["a", "b"]) == {"b": b""}


def test_a_file_of_another_kind_is_set_aside(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as other:
        other.execute("CREATE TABLE entries (name TEXT)")
    cache = Cache("x", folder=tmp_path)
    cache.put({"a": b"1"})
    assert Cache("x", folder=tmp_path).get(["a"]) == {"a": b"1"}
    assert (tmp_path / "x.sqlite.damaged").exists()


def test_without_a_cache_folder_the_work_goes_on_and_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    named = tmp_path / "file" / "cache"
    code = """
from send_qual.study import Cache, cache_folder
for name in "ab":
    cache = Cache(name)
    cache.put({"k": b"v"})
    print(cache.get(["k"]))
print(cache_folder())
"""
    run = [sys.executable, "-c", code]
    done = subprocess.run(
        run, env={**os.environ, "SEND_QUAL_CACHE": str(named)}, capture_output=True, text=True, check=True
    )
    *values, folder = done.stdout.splitlines()
    assert values == ["{'k': b'v'}"] * 2
    assert done.stderr.count(str(named)) == 1
    assert "nothing is kept between runs, which take longer (Not a directory)" in done.stderr or os.name == "nt"
    assert not Path(folder).exists(), "gone with the program"


def test_it_stays_within_its_size_and_drops_the_longest_unused(tmp_path: Path) -> None:
    cache = Cache("x", folder=tmp_path, limit=200_000)
    cache.put({f"old{n}": bytes(1000) for n in range(100)})
    cache._connection().execute("UPDATE entries SET used = 1")
    cache._connection().commit()
    assert cache.get(["old99"])  # used again: now among the newest
    cache.put({f"new{n}": bytes(1000) for n in range(120)})
    left = cache.get([*(f"old{n}" for n in range(100)), *(f"new{n}" for n in range(120))])
    assert "old99" in left
    assert "old0" not in left
    assert all(f"new{n}" in left for n in range(120))


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from send_qual.study import Cache\n"
        "c = Cache('x', folder=Path(sys.argv[1]))\n"
        "for n in range(60): c.put({f'{sys.argv[2]}{n}': b'v'})"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), who]) for who in "pq"]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert len(Cache("x", folder=tmp_path).get([f"{who}{n}" for who in "pq" for n in range(60)])) == 120
