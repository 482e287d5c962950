"""Outputs that people edited, taken to a place that is not derived, with what they were edited from."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from send_qual.report._draft_record import DraftRecord
from send_qual.report.rendering import busy
from send_qual.study import drafts_folder
from send_qual.study.files import write_bytes

__all__ = ["DRAFT_DATA", "EditedDraft", "Taken", "drafts_of", "latest_edited", "safe_name", "take_edited"]

DRAFT_DATA = "draft.json", "draft-for-the-team-only.json"
"""What the machine wrote, as data, beside what it wrote; the second tells who said what, as the trail does."""
_KEPT = re.compile(r".+ \(edited \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\)( \d+)?\.\w+")


@dataclass(frozen=True, slots=True)
class Taken:
    """An edited file: its name, and where it is kept now."""

    name: str
    kept: Path

    def __str__(self) -> str:
        try:
            return os.path.relpath(self.kept)
        except ValueError:  # on another drive of Windows
            return str(self.kept)


@dataclass(frozen=True, slots=True)
class EditedDraft:
    """A draft that somebody edited, and what the machine had written."""

    file: Path
    drawn: DraftRecord


def safe_name(name: str) -> str:
    """The name of a corpus as it may stand in a path."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name).strip(".-") or "corpus"


def drafts_of(name: str, home: Path | None) -> Path:
    """Where the edited drafts of a corpus are kept; it need not be there."""
    return drafts_folder(safe_name(name), home)


def take_edited(folder: Path, written: Mapping[str, str], drafts: Path, names: Iterable[str] = ()) -> tuple[Taken, ...]:
    """Keep a copy of every output that a person changed, or put there, where deleting outputs does not reach.

    Parameters
    ----------
    folder : pathlib.Path
        With the outputs; nothing in it is changed.
    written : mapping of str to str
        sha256 of what the machine wrote, by name.
    drafts : pathlib.Path
        Made when something is kept.
    names : iterable of str
        Files that are about to be written: what has such a name and is not the machine's is kept too.

    Returns
    -------
    tuple of Taken
        One for each changed file; the same file is kept once.

    Raises
    ------
    SendQualError
        Where a file cannot be read or kept; nothing is written over then.
    """
    base = folder / next((name for name in DRAFT_DATA if name in written), DRAFT_DATA[0])
    taken = []
    for name in dict.fromkeys((*written, *names, *_set_aside(folder))):
        file = folder / name
        try:
            content = file.read_bytes() if file.is_file() else None
            if content is None or written.get(name) == _sha256(content):
                continue
            kept = _place(file, drafts, content)
            if name not in written and kept.exists():  # set aside in outputs, and kept and told before
                continue
            if file.suffix == ".docx" and base.is_file() and _sha256(base.read_bytes()) == written.get(base.name):
                write_bytes(kept.with_suffix(".json"), base.read_bytes())  # before the draft: it is never without
            if not kept.exists():
                write_bytes(kept, content)
                os.utime(kept, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
        except OSError as error:
            raise busy(file, error) from error
        taken.append(Taken(name, kept))
    return tuple(taken)


def latest_edited(drafts: Path, word: str, codebook: str) -> EditedDraft | None:
    """The last edited version of a Word file of which is known what the machine had written, with this codebook."""
    stem = Path(word).stem
    for file in sorted(drafts.glob(f"{stem} (edited *).docx"), reverse=True):
        try:
            record = DraftRecord.from_json(file.with_suffix(".json").read_bytes())
        except OSError:
            continue
        if record is not None and record.codebook == codebook:
            return EditedDraft(file, record)
    return None


def _set_aside(folder: Path) -> list[str]:
    """Edited versions that lie in outputs under a name of their own."""
    return sorted(p.name for p in folder.iterdir() if _KEPT.fullmatch(p.name)) if folder.is_dir() else []


def _place(file: Path, drafts: Path, content: bytes) -> Path:
    """A name for it in the drafts; the one it has already where the same was kept before."""
    day = datetime.fromtimestamp(file.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H.%M.%S")
    stem = file.stem if _KEPT.fullmatch(file.name) else f"{file.stem} (edited {day})"
    place, n = drafts / f"{stem}{file.suffix}", 1
    while place.exists() and place.read_bytes() != content:
        n += 1
        place = drafts / f"{stem} {n}{file.suffix}"
    return place


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
