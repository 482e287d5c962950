"""The files of one run, placed together: draft, tables, their record, and what changed since an edited draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from send_qual.report._draft_changes import draft_changes
from send_qual.report._draft_changes_blocks import changes_report
from send_qual.report._draft_record import DraftRecord, Line, Quoted, word_comments, word_lines
from send_qual.report._drafts import DRAFT_DATA, EditedDraft, Taken, latest_edited, take_edited
from send_qual.report._up_to_date import RECORD, file_hashes, written_hashes
from send_qual.report.rendering import busy, html_text, save, word_bytes
from send_qual.study.files import settle, staged

__all__ = ["CHANGES", "Results", "write_results"]

CHANGES = "changes-since-draft"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Results:
    """What a run is about to write.

    Parameters
    ----------
    folder : pathlib.Path
    word : str
        The name of the draft among the steps.
    steps : mapping of str to callable
        What writes each file, given its path.
    record : DraftRecord
        The draft as data.
    provenance : callable
        The record of the run as bytes, given the hashes of its files.
    drafts : pathlib.Path
        Where edited drafts are kept.
    shown : callable
        Whether the words of a quotation of an earlier draft may be printed still.
    data : str
        The name of the record's file.
    """

    folder: Path
    word: str
    steps: Mapping[str, Callable[[Path], object]]
    record: DraftRecord
    provenance: Callable[[Mapping[str, str]], bytes]
    drafts: Path
    shown: Callable[[Quoted], bool]
    data: str = DRAFT_DATA[0]


def write_results(
    results: Results, *, what: str, progress: Progress | None = None
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write all files of a run, or none; what a person edited is kept first.

    Returns
    -------
    files : tuple of pathlib.Path
        In the order of the steps, the record last.
    notices : tuple of str
        What was kept where, and where the changes are listed.

    Raises
    ------
    SendQualError
        Where a file cannot be written; the folder is as it was then.
    """
    folder = results.folder
    try:
        settle(folder)
        taken = _take(results)
        with staged(folder) as new:
            for n, (name, write) in enumerate(results.steps.items()):
                if progress is not None:
                    progress(n, len(results.steps), what)
                write(new.folder / name)
            record = results.record.with_word((new.folder / results.word).read_bytes())
            save(new.folder / results.data, record.to_json())
            edited = latest_edited(results.drafts, results.word, record.codebook)
            if edited is not None:
                _write_changes(new.folder, edited, record, results.shown)
            beside = [f"{CHANGES}{suffix}" for suffix in (".docx", ".html")] if edited is not None else []
            names = [*results.steps, *beside, results.data]
            save(new.folder / RECORD, results.provenance(file_hashes(new.folder / name for name in names)))
            for name in {*written_hashes(folder)} - {*names}:
                new.remove(name)
            taken = tuple(dict.fromkeys((*taken, *_take(results))))  # edited while the new ones were made
    except OSError as error:
        raise busy(Path(str(error.filename or folder)), error) from error
    if progress is not None:
        progress(len(results.steps), len(results.steps), what)
    said = [f"{one.name} had been edited; your version is kept as {one}" for one in taken]
    if edited is not None:
        said.append(f"What changed since {edited.file.name}, and your edits in it, are listed in {CHANGES}.docx")
    return tuple(folder / name for name in (*names, RECORD)), tuple(said)


def _take(results: Results) -> tuple[Taken, ...]:
    written = written_hashes(results.folder)
    foreign = () if written else (RECORD,)
    return take_edited(results.folder, written, results.drafts, (*results.steps, results.data, *foreign))


def _write_changes(folder: Path, edited: EditedDraft, now: DraftRecord, shown: Callable[[Quoted], bool]) -> None:
    lines: tuple[Line, ...] = ()
    comments: tuple[str, ...] = ()
    content = edited.file.read_bytes()
    try:
        lines, comments = word_lines(content), word_comments(content)
    except Exception:  # no Word file any more: zip, XML and package errors all say the same
        lines, comments = (), ()
    then = edited.drawn if now.signed else edited.drawn.unsigned()
    changes = draft_changes(then, lines, now)
    draft = changes_report(changes, edited.file.name, comments, shown=shown)
    save(folder / f"{CHANGES}.docx", word_bytes(draft))
    save(folder / f"{CHANGES}.html", html_text(draft).encode("utf-8"))
