"""A public archive: whole, checked for identifiers first, the same for the same study."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.coding import new_event, open_ledger
from send_qual.errors import SendQualError
from send_qual.exchange import Deposit, IdentifiersError, archive, read_qdpx

TOLD = Deposit("Talks of tea", ("Reed, Ana", "A university"), "UK Data Service", "CC-BY-4.0", 2026)


def inside(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def test_it_holds_what_a_reader_needs_and_names_no_coder(study: Path) -> None:
    done = archive("talks", deposit=TOLD, out="talks.zip")
    files = inside(done.path)
    assert (
        set(done.files)
        == set(files)
        >= {
            *(
                "README.md",
                "LICENCE.txt",
                "datacite.json",
                "data/codings.csv",
                "data/segments.csv",
                "data/codebook.yaml",
            ),
            *("data/codebook.qdc", "data/project.qdpx", "data/attributes.csv", "data/documents/p1.txt"),
        }
    )
    sums = dict(line.split("  ")[::-1] for line in files.pop("manifest-sha256.txt").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    said = json.loads(files["datacite.json"])
    assert [one["name"] for one in said["creators"]] == list(TOLD.creators)
    assert said["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert b"creativecommons.org/licenses/by/4.0" in files["LICENCE.txt"]
    assert b"none were found" in files["README.md"]
    Path("project.qdpx").write_bytes(files["data/project.qdpx"])
    assert {one.coder for one in read_qdpx("project.qdpx").codings} == {"coder 1", "coder 2"}
    assert b",AB," not in files["data/codings.csv"]
    again = archive("talks", deposit=TOLD, out="again.zip")
    assert again.path.read_bytes() == done.path.read_bytes()


def test_it_is_refused_while_somebody_could_be_identified(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memo = new_event("memo", "AB", target="document:p2.txt", memo="This was Grace Tindall of Moor House School.")
    open_ledger("talks", "AB").append([memo])
    with pytest.raises(IdentifiersError, match="the memos: it could identify somebody"):
        archive("talks", deposit=TOLD, out="talks.zip")
    assert not Path("talks.zip").exists()
    options = ["--title", "T", "--creator", "R", "--publisher", "U", "--licence", "CC0-1.0", "--out", "talks.zip"]
    assert main(["archive", "talks", *options]) == 1
    assert "was not written" in capsys.readouterr().err
    assert main(["archive", "talks", *options, "--accept-disclosure", "She agreed in writing."]) == 0
    readme = inside(Path("talks.zip"))["README.md"].decode()
    assert "(in: the memos). Reason given: She agreed in writing." in readme


def test_what_a_deposit_must_say_is_asked_at_once(study: Path) -> None:
    with pytest.raises(SendQualError, match="must say its creators, publisher, licence"):
        archive("talks", deposit=Deposit("Tea"), out="talks.zip")
    note = Path("corpora/talks/corpus.toml")
    note.write_text('title = "Tea"\ncreators = ["Reed, Ana"]\npublisher = "UKDS"\nlicence = "Ask us"\n')
    said = json.loads(inside(archive("talks", out="talks.zip").path)["datacite.json"])
    assert (said["titles"], said["rightsList"]) == ([{"title": "Tea"}], [{"rights": "Ask us"}])
