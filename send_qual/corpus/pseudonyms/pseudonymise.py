"""Pseudonymise a corpus: names out, forms in, the key apart; and the way back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from send_qual.corpus.pseudonyms._detect import detect
from send_qual.corpus.pseudonyms._files import Progress, Raw, raw_files, speakers_of
from send_qual.corpus.pseudonyms._forms import Forms
from send_qual.corpus.pseudonyms._found import Speaker, label_tokens
from send_qual.corpus.pseudonyms._key import Entry, Key, placed, raw_speakers, read_key, restored, write_private
from send_qual.corpus.pseudonyms._layout import write_anew
from send_qual.corpus.pseudonyms._model_labels import labels_by_document
from send_qual.corpus.pseudonyms.proposals import Decision, Proposal, decide, decisions_from, propose, table
from send_qual.errors import Fault, SendQualError

__all__ = ["Pseudonymised", "pseudonymise", "restore"]

KEY = Path("key") / "pseudonyms.key.json"
DECISIONS = "decisions.csv"


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """What :func:`pseudonymise` did.

    Parameters
    ----------
    files : tuple of Path
        The pseudonymised files, in the order of the raw ones.
    written : tuple of Path
        Those of them that are new or changed.
    proposals : tuple of Proposal
        As decided so far.
    decisions : Path
        The table of decisions. It holds names: it lies beside ``documents``, readable by its owner only.
    key : Path
        The key, likewise.
    notices : tuple of str
    left_out : tuple of Fault
        Files that were not pseudonymised.
    """

    files: tuple[Path, ...]
    written: tuple[Path, ...]
    proposals: tuple[Proposal, ...]
    decisions: Path
    key: Path
    notices: tuple[str, ...]
    left_out: tuple[Fault, ...]

    def __repr__(self) -> str:  # never the names
        return f"Pseudonymised({len(self.files)} files, {len(self.proposals)} proposals)"

    def table(self) -> pd.DataFrame:
        """One row per text found, to decide on in the notebook: see :func:`proposals.table`."""
        from send_qual.corpus._text_encoding import decoded

        text, _ = decoded(self.decisions.read_bytes(), self.decisions.name)
        return _table_of(text)

    def mentions(self) -> pd.DataFrame:
        """One row per mention: document, start, end, text, kind, replacement, status, context, why."""
        columns = list(Proposal.__dataclass_fields__)
        return pd.DataFrame([[getattr(p, c) for c in columns] for p in self.proposals], columns=columns)


def pseudonymise(
    corpus: str | Path,
    out: str | Path,
    *,
    decisions: str | Path | pd.DataFrame | None = None,
    keep_year: bool = False,
    progress: Progress | None = None,
) -> Pseudonymised:
    """Write a pseudonymised copy of a corpus; the raw files are never changed.

    Parameters
    ----------
    corpus : str or pathlib.Path
        A corpus by name, a folder, or one file.
    out : str or pathlib.Path
        A folder. The copies go to ``out/documents``, names and formats kept; the table of decisions to
        ``out/decisions.csv`` and the key to ``out/key``, both readable by their owner only. Hand on ``documents``
        alone.
    decisions : path or pandas.DataFrame, optional
        The table with the researcher's decisions; by default ``out/decisions.csv`` as it stands there. Whatever was
        decided before and is not in a table given here is kept.
    keep_year : bool
        Leave the years of dates standing.
    progress : callable, optional
        ``progress(done, total, what)``.

    Returns
    -------
    Pseudonymised

    Raises
    ------
    SendQualError
        Where the corpus or a table cannot be read, or ``out`` is where the raw files are or holds files of others.
    """
    folder = Path(out).expanduser()
    raws, left_out = raw_files(corpus, progress)
    _refuse_to_overwrite(raws, folder)
    key = read_key(folder / KEY)
    made = _decisions(folder, decisions)
    speakers = speakers_of(raws, key.participants)
    forms = Forms(speakers, key.forms)
    documents = [r.document for r in raws]
    labels = labels_by_document(documents, progress)
    proposals = propose(documents, detect(documents, speakers, labels, keep_year=keep_year), forms)
    decided = decide(documents, proposals, made)
    files, written, notices = [], [], []
    for done, raw in enumerate(raws):
        if progress:
            progress(done, len(raws), raw.path.name)
        mine = [p for p in decided if p.document == raw.document.id]
        path, new, told = _write(raw, mine, [s for s in speakers if s.document == raw.document.id], folder, key)
        files.append(path)
        written += [path] if new else []
        notices += told
    if progress:
        progress(len(raws), len(raws), "")
    from send_qual.study.tables import write_csv

    write_private(folder / KEY, key.to_json().encode())
    write_private(folder / DECISIONS, b"")
    write_csv(table(proposals, made), folder / DECISIONS).chmod(0o600)
    return Pseudonymised(
        tuple(files), tuple(written), decided, folder / DECISIONS, folder / KEY, tuple(notices), tuple(left_out)
    )


def _refuse_to_overwrite(raws: Sequence[Raw], folder: Path) -> None:
    target = (folder / "documents").resolve()
    key = read_key(folder / KEY)
    faults = []
    for raw in raws:
        if raw.path.parent.resolve() == target:
            mend = "Name another folder with --out"
            raise SendQualError(Fault(str(folder), "the raw files lie here, and they are never overwritten", mend))
        there = target / raw.path.name
        if there.exists() and there.name not in key.documents:
            faults.append(
                Fault(str(there), "the file is there already and was not made by pseudonymise", "Name another folder")
            )
    if faults:
        raise SendQualError(faults)


def _table_of(text: str) -> pd.DataFrame:
    import io

    from send_qual.study.tables import formula_unsafe

    frame = pd.read_csv(io.StringIO(text.removeprefix("\ufeff")), dtype=str, keep_default_na=False)
    return frame.map(formula_unsafe)


def _decisions(folder: Path, given: str | Path | pd.DataFrame | None) -> tuple[Decision, ...]:
    from send_qual.corpus._text_encoding import decoded

    made: list[Decision] = []
    tables: list[tuple[pd.DataFrame, str]] = []
    sources = [folder / DECISIONS, *([Path(given)] if isinstance(given, (str, Path)) else [])]
    for path in sources:
        if path.is_file() and path.stat().st_size:
            text, _ = decoded(path.read_bytes(), path.name)
            tables.append((_table_of(text), path.name))
        elif path != folder / DECISIONS:
            raise SendQualError(Fault(str(path), "there is no such table of decisions", "Name the file decisions.csv"))
    if isinstance(given, pd.DataFrame):
        tables.append((given, "decisions"))
    for frame, place in tables:
        new = decisions_from(frame, place)
        named = {(d.text.casefold(), d.document) for d in new}
        made = [d for d in made if (d.text.casefold(), d.document) not in named] + list(new)
    return tuple(made)


def _write(
    raw: Raw, proposals: Sequence[Proposal], speakers: Sequence[Speaker], folder: Path, key: Key
) -> tuple[Path, bool, list[str]]:
    ids = {s.printed: s.id for s in speakers}
    replacements = [(p.start, p.end, p.replacement) for p in proposals if p.status == "replace"]
    new_labels = [ids.get(unit.speaker, "") for unit in raw.script.units]
    voices = {u.line: new for u, new in zip(raw.script.units, new_labels, strict=True) if new and u.label is None}
    name, notices = _clean_name(raw.path.name, speakers)
    path = folder / "documents" / name
    edits = raw.script.edits(replacements, new_labels)
    data = write_anew(raw.path.name, raw.data, raw.suffix, raw.script, edits, voices)
    text, labels = _as_read(name, data, raw.suffix)
    entry = Entry(
        raw.path.name,
        hashlib.sha256(raw.data).hexdigest(),
        hashlib.sha256(text.encode()).hexdigest(),
        tuple(zip(labels, (u.speaker for u in raw.script.units), strict=False)),
        placed(text, replacements, raw.document.text),
    )
    same = path.is_file() and key.documents.get(name) == entry
    if not same:
        write_private(path, data)
    key.documents[name] = entry
    notices += [f"{name}: {notice}" for notice in raw.script.notices if "not part" in notice or "tracked" in notice]
    return path, not same, notices


def _as_read(name: str, data: bytes, suffix: str) -> tuple[str, list[str]]:
    """The text and the labels of a file just written, read as any other."""
    from send_qual.corpus.transcripts.read import plain_script, read_page, read_script

    script = read_script(name, data, suffix) or plain_script(read_page(name, data, suffix).lines)
    return script.compose()[0], [u.speaker for u in script.units]


def _clean_name(name: str, speakers: Sequence[Speaker]) -> tuple[str, list[str]]:
    """The file's name without the names of those who speak in it."""
    stem, suffix = Path(name).stem, Path(name).suffix
    clean = stem
    for speaker in speakers:
        tokens = [t for t in label_tokens(speaker.printed) if len(t) > 2]
        words = "|".join(re.escape(t) for t in tokens)
        if words:
            one = rf"(?<![^\W_])(?:{words})(?![^\W_])"
            clean = re.sub(rf"{one}(?:[\s_.-]*{one})*", speaker.id, clean, flags=re.IGNORECASE)
    if clean == stem:
        return name, []
    return f"{clean}{suffix}", [f"{clean}{suffix}: the raw file's name held a speaker's name, which was replaced"]


def restore(
    folder: str | Path, out: str | Path, *, progress: Progress | None = None
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Bring the raw words back into a pseudonymised corpus, with its key.

    Parameters
    ----------
    folder : str or pathlib.Path
        What :func:`pseudonymise` wrote: ``documents`` and ``key``.
    out : str or pathlib.Path
        A new folder; the restored files are readable by their owner only.
    progress : callable, optional

    Returns
    -------
    tuple of (tuple of Path, tuple of str)
        The files, and notices on files that were edited since: their forms are matched in order, and what could not be
        placed is counted.

    Raises
    ------
    SendQualError
        Where there is no key, or a file of ``out`` is there already.
    """
    home = Path(folder).expanduser()
    path = home / KEY
    if not path.is_file():
        raise SendQualError(Fault(str(path), "there is no key", "Put the key back where pseudonymise wrote it"))
    key = read_key(path)
    files, notices = [], []
    for done, (name, entry) in enumerate(sorted(key.documents.items())):
        if progress:
            progress(done, len(key.documents), name)
        source, target = home / "documents" / name, Path(out).expanduser() / entry.source
        if not source.is_file():
            notices.append(f"{name}: the file is gone and was not restored")
            continue
        if target.exists():
            raise SendQualError(Fault(str(target), "the file is there already", "Name an empty folder with --out"))
        data, missing = _restored_file(source, entry)
        write_private(target, data)
        files.append(target)
        if missing:
            notices.append(f"{name}: the file was edited since; {missing} replacements could not be placed")
    return tuple(files), tuple(notices)


def _restored_file(source: Path, entry: Entry) -> tuple[bytes, int]:
    from send_qual.corpus.transcripts.read import plain_script, read_page, read_script

    data = source.read_bytes()
    suffix, _ = _format_of(source, data)
    script = read_script(source.name, data, suffix) or plain_script(read_page(source.name, data, suffix).lines)
    text, _, _ = script.compose()
    whole = hashlib.sha256(text.encode()).hexdigest() == entry.text_sha256
    replacements, missing = restored(text, entry, whole=whole)
    speakers = raw_speakers(entry, [u.speaker for u in script.units])
    voices = {u.line: old for u, old in zip(script.units, speakers, strict=True) if old and u.label is None}
    return write_anew(source.name, data, suffix, script, script.edits(replacements, speakers), voices), missing


def _format_of(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    from send_qual.corpus._sniff import sniff

    return sniff(path, data)
