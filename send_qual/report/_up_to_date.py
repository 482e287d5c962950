"""Results that stand already: not written again while nothing changed, not written over when somebody edited them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coding import Codings
from send_qual.corpus import Corpus
from send_qual.report._drafts import take_edited
from send_qual.report.rendering import busy
from send_qual.study import program_hash
from send_qual.study.files import settle
from send_qual.study.plain_data import json_of

__all__ = ["RECORD", "Standing", "file_hashes", "standing", "state_of", "written_hashes"]

RECORD = "provenance.json"


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
    rows = [
        (c.document, c.start, c.end, c.code, sorted(c.facets.items()), c.coder, c.status, c.memo, c.instead)
        for c in human
    ]
    marks = sorted(map(repr, human.finished))
    state = (parts, book.digest(), book.sha256, rows, marks, sorted(options.items(), key=str), program_hash())
    return hashlib.sha256(repr(state).encode()).hexdigest()


def standing(folder: Path, state: str, drafts: Path) -> Standing | None:
    """The results in a folder, if they follow from this state and are all there.

    Parameters
    ----------
    folder : pathlib.Path
        What a run that was killed left unfinished in it is finished first.
    state : str
        From :func:`state_of`.
    drafts : pathlib.Path
        Where a copy of a file that somebody edited is kept; the file itself is left as it is.
    """
    try:
        settle(folder)
    except OSError as error:
        raise busy(folder, error) from error
    record = _record(folder)
    if record.get("state") != state:
        return None
    written: dict[str, str] = record["files"]
    files = tuple(folder / name for name in written)
    if not all(file.is_file() for file in files):
        return None
    taken = take_edited(folder, written, drafts)
    notices = [
        f"{one.name} was edited since it was drafted; it is left as it is, with a copy as {one}" for one in taken
    ]
    return Standing((*files, folder / RECORD), (*record.get("notices", ()), *notices))


def written_hashes(folder: Path) -> Mapping[str, str]:
    """The names and hashes of the files that the last run wrote into a folder; empty where none is known."""
    written: dict[str, str] = _record(folder).get("files", {})
    return written


def file_hashes(files: Iterable[Path]) -> dict[str, str]:
    """Names of files and the sha256 of what is in them."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json_of((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # no earlier run, or a record that somebody broke: as good as none
        return {}
    return record if isinstance(record, dict) and isinstance(record.get("files"), dict) else {}
