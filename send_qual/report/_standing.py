"""Results that stand already: not written again while nothing changed, not written over when somebody edited them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coding import Codings
from send_qual.corpus import Corpus
from send_qual.report.rendering import busy
from send_qual.study import program_hash

__all__ = ["Standing", "file_hashes", "keep_edited", "standing", "state_of"]

RECORD = "provenance.json"
EDITABLE = (".docx", ".xlsx", ".html")
"""Files that people work on; tables are for machines and written anew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The results of an earlier run on the same inputs.

    Parameters
    ----------
    files : tuple of pathlib.Path
        As written then, the record last.
    notices : tuple of str
        What was told then, and which files were edited since.
    """

    files: tuple[Path, ...]
    notices: tuple[str, ...]


def state_of(corpora: Iterable[Corpus], book: Codebook, human: Codings, **options: str | None) -> str:
    """A hash over all that the results follow from: documents, attributes, codebook, people's codings, program."""
    parts = [
        [(d.id, d.source.sha256, d.sha256, sorted(d.attributes.items()), d.notices) for d in corpus]
        + [corpus.name, corpus.note, [str(f) for f in corpus.left_out]]
        for corpus in corpora
    ]
    rows = [(c.document, c.start, c.end, c.code, sorted(c.facets.items()), c.coder, c.status, c.memo) for c in human]
    state = (parts, book.digest(), book.sha256, rows, sorted(options.items(), key=str), program_hash())
    return hashlib.sha256(repr(state).encode()).hexdigest()


def standing(folder: Path, state: str) -> Standing | None:
    """The results in a folder, if they follow from this state and are all there."""
    record = _record(folder)
    if record.get("state") != state:
        return None
    written: dict[str, str] = record["files"]
    files = tuple(folder / name for name in written)
    if not all(file.is_file() for file in files):
        return None
    edited = [file.name for file in files if _changed(file, written)]
    notices = [f"{name} was edited since it was drafted; it is left as it is" for name in edited]
    return Standing((*files, folder / RECORD), (*record.get("notices", ()), *notices))


def keep_edited(folder: Path) -> tuple[str, ...]:
    """Before results are written anew: give files that somebody edited another name.

    Returns
    -------
    tuple of str
        What was kept under which name, in words for the user.

    Raises
    ------
    SendQualError
        Where an edited file cannot be renamed: it is open in Word.
    """
    written = _record(folder).get("files", {})
    notices = []
    for name in written:
        file = folder / name
        if file.suffix not in EDITABLE or not file.is_file() or not _changed(file, written):
            continue
        day = datetime.fromtimestamp(file.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H.%M.%S")
        kept = file.with_name(f"{file.stem} (edited {day}){file.suffix}")
        try:
            file.rename(kept)
        except OSError as error:
            raise busy(file, error) from error
        notices.append(f"{name} had been edited; your version is kept as {kept.name}")
    return tuple(notices)


def file_hashes(files: Iterable[Path]) -> dict[str, str]:
    """Names of files and the sha256 of what is in them."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _changed(file: Path, written: dict[str, str]) -> bool:
    return file_hashes((file,))[file.name] != written[file.name]


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # no earlier run, or a record that somebody broke: as good as none
        return {}
    return record if isinstance(record, dict) and isinstance(record.get("files"), dict) else {}
