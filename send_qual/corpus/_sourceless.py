"""What is still kept of documents that are not there any more: a transcript was taken out of its folder by hand."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from send_qual.corpus._attributes import table_rows
from send_qual.errors import Fault, SendQualError
from send_qual.study.plain_data import json_of

__all__ = ["BEGUN", "KEY", "documents_named", "files_of", "key_sources", "raw_of", "sourceless", "tell_sourceless"]

KEY = "key/pseudonyms.key.json"
BEGUN = ".forgetting.json"  # what a run of `forget` that was stopped still has to take out
_TOLD: set[str] = set()
_DOCUMENT = re.compile(rb'"document":\s?("(?:[^"\\]|\\.)*")')


def files_of(home: Path) -> frozenset[str]:
    """The names of the files in a corpus's folder that may be documents."""
    room = home / "documents" if (home / "documents").is_dir() else home
    files = (path.name for path in room.iterdir() if path.is_file()) if room.is_dir() else ()
    return frozenset(unicodedata.normalize("NFC", name) for name in files)


def key_sources(home: Path) -> dict[str, str]:
    """For each document of a pseudonymised copy the name of its raw file; empty where there is no key."""
    try:
        documents = json_of((home / KEY).read_text(encoding="utf-8-sig"))["documents"]
        return {name: str(entry["source"]) for name, entry in documents.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def raw_of(copy: Path) -> Path | None:
    """The corpus beside a pseudonymised copy that it was made of."""
    sources = set(key_sources(copy).values())
    if not sources:
        return None
    named = copy.with_name(copy.name.removeprefix("pseudonymised-"))
    beside = [home for home in sorted(copy.parent.iterdir()) if home.is_dir() and home != copy]
    for home in sorted(beside, key=lambda home: home != named):
        if not (home / KEY).is_file() and (home == named or sources & files_of(home)):
            return home
    return None


def documents_named(home: Path) -> dict[str, list[str]]:
    """The documents that tables and ledgers of a corpus name, each with the files that do."""
    found: dict[str, list[str]] = {}
    try:
        rows = table_rows(home / "attributes.csv").values() if (home / "attributes.csv").is_file() else ()
    except SendQualError:
        rows = ()
    for row in rows:
        if name := row.get("document") or row.get("file"):
            found.setdefault(name, []).append("attributes.csv")
    for ledger in sorted((home / "codings").glob("*.jsonl")):
        for name in {json_of(text) for text in set(_DOCUMENT.findall(ledger.read_bytes()))}:
            found.setdefault(name, []).append(f"codings/{ledger.name}")
    for name in key_sources(home):
        found.setdefault(name, []).append("the key")
    return {name: list(dict.fromkeys(places)) for name, places in found.items()}


def sourceless(home: Path) -> Iterator[Fault]:
    """A sentence for each document of which a corpus or its copy keeps something without its file."""
    yield from _begun(home)
    there = _stems(files_of(home))
    gone = {name: places for name, places in documents_named(home).items() if not _stems([name]) & there}
    raw = raw_of(home)
    for name, source in key_sources(home).items():
        if raw and not _stems([source]) & _stems(files_of(raw)):
            gone.setdefault(name, []).append("the key and the copy" if _stems([name]) & there else "the key")
    for copy in _copies(home):
        for source in key_sources(copy).values():
            if not _stems([source]) & there:
                gone.setdefault(source, []).append(f"the copy {copy.name}")
    for name, places in sorted(gone.items()):
        problem = f"{name} is not in the folder any more, but stands in {', '.join(dict.fromkeys(places))}"
        yield Fault(home.name, problem, f'Put it back, or remove what is left of it: `send-qual forget "{name}"`')


def _begun(home: Path) -> Iterator[Fault]:
    for folder in (home, home.parent.parent):
        try:
            said = json_of((folder / BEGUN).read_text(encoding="utf-8"))
            mine = home.name in {name.rpartition("/")[2] for name in said["folders"]} or folder == home
            what = str(said["what"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
        if mine:
            yield Fault(
                home.name, f"forgetting {what} was stopped in the midst", f'Finish it: `send-qual forget "{what}"`'
            )


def tell_sourceless(home: Path, *, aloud: bool = True) -> tuple[Fault, ...]:
    """Say once in a run what is kept of documents that were taken out of the folder by hand.

    Parameters
    ----------
    home : Path
        The folder of the corpus.
    aloud : bool
        ``False`` where the caller says it: then it is not said again.

    Returns
    -------
    tuple of Fault
    """
    try:
        faults = tuple(sourceless(home))
    except OSError:  # a folder beside it that may not be read
        return ()
    for fault in faults:
        if str(fault) not in _TOLD:
            _TOLD.add(str(fault))
            if aloud:
                logging.getLogger("send_qual").warning("%s", fault)
    return faults


def _copies(home: Path) -> list[Path]:
    if (home / KEY).is_file():
        return []
    keys = (path.parent.parent for path in sorted(home.parent.glob(f"*/{KEY}")))
    return [copy for copy in keys if raw_of(copy) == home]


def _stems(names: Iterator[str] | frozenset[str] | list[str]) -> set[str]:
    """Names as people write them in tables: with or without suffix, in any case."""
    return {re.sub(r"\.\w{1,8}$", "", unicodedata.normalize("NFC", name.strip()).casefold()) for name in names}
