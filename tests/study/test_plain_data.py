"""JSON and TOML from elsewhere: what is made to harm is one fault of that file, whatever reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.study.plain_data import json_of, settings_of

PACKAGE = Path(__file__).resolve().parents[2] / "send_qual"
ITS_OWN = {"study/plain_data.py", "study/files.py", "report/interviews/_template.py", "report/interviews/_filling.py"}
KEPT = {"corpus/_document_cache.py", "pseudonyms/_model_labels.py", "coders/issues/_evidence.py", "coders/_code.py"}
DEEP = "[" * 50_000


def test_every_room_reads_what_comes_from_elsewhere_by_it() -> None:
    """But for what the program itself wrote a moment ago (``ITS_OWN``), and its caches, which hold a checksum."""
    calls = ("json.load(", "json.loads(", "tomllib.load(", "tomllib.loads(")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(call in line for call in calls) and ">>>" not in line
    }
    assert found <= ITS_OWN | KEPT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"title = {DEEP}", "nested too deeply"),
        (f"a{'.a' * 40_000} = 1", "too large"),
        ("x = 1\n" * 20_000, "too large"),
        ("title = ", "Invalid value"),
    ],
)
def test_settings_that_are_none(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "corpus.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        settings_of(tmp_path)


def test_settings_are_read_from_beside_the_documents_with_and_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "corpus.toml").write_bytes('title = "Tea …"\r\n'.encode("utf-8-sig") + b'codebook = "tea"\r\n')
    assert settings_of(tmp_path / "documents") == settings_of(tmp_path) == {"title": "Tea …", "codebook": "tea"}


NO_IDS = "exchange.json: the ids that other programs know cannot be read"


@pytest.mark.parametrize(
    ("file", "text", "command", "status", "said"),
    [
        ("corpus.toml", f"x = {DEEP}", "segments t --out x.csv", 0, "1 segments of 1 documents"),
        ("corpus.toml", f"x = {DEEP}", "check", 1, "t: corpus.toml: it cannot be read (nested too deeply). Write"),
        ("codings/AB.jsonl", f'{{"event":{DEEP}\n', "history t", 1, "AB.jsonl line 1: this line is no event"),
        ("exchange.json", DEEP, "export t --codebook tea --out x.qdpx", 2, NO_IDS),
        ("exchange.json", DEEP, "forget a.txt --dry-run", 0, "a.txt: 1 files"),
        ("key/pseudonyms.key.json", DEEP, "segments t --out x.csv", 0, "1 segments"),
    ],
)
def test_a_command_names_it_or_goes_on(home: Path, capsys, file: str, text: str, command: str, status: int, said: str):
    (home / file).write_text(text, encoding="utf-8")
    assert main(command.split()) == status
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert len(told.err) < 1_000


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    """A corpus of one document, in a study one stands in."""
    home = tmp_path / "corpora" / "t"
    for folder in (home / "documents", home / "codings", home / "key", tmp_path / "codebooks"):
        folder.mkdir(parents=True)
    book = 'name: tea\nversion: "1"\ncodes: [{id: bus, name: Bus, definition: Buses., terms: [bus]}]\n'
    (tmp_path / "codebooks" / "tea.yaml").write_text(book, encoding="utf-8")
    (home / "documents" / "a.txt").write_text("The bus was late.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return home


def test_json_of_says_what_json_says() -> None:
    assert json_of(b'{"a": [1, null]}') == {"a": [1, None]}
    with pytest.raises(ValueError, match="nested too deeply"):
        json_of('{"a":' * 50_000)
