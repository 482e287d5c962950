"""Pseudonymise a corpus: names out, forms in, the key apart; and the way back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from send_qual.corpus._readers import own_faults
from send_qual.errors import Fault, SendQualError
from send_qual.language import LANGUAGES, language_of
from send_qual.pseudonyms._decided import DECISIONS, decisions_table, gather_decisions, in_doubt
from send_qual.pseudonyms._detect import detect
from send_qual.pseudonyms._files import Progress, Raw, raw_files, speakers_of
from send_qual.pseudonyms._hit import Speaker, label_tokens
from send_qual.pseudonyms._key import Entry, Key, placed, raw_speakers, read_key, restored
from send_qual.pseudonyms._model_labels import labels_by_document
from send_qual.pseudonyms._rewrite_files import write_anew
from send_qual.pseudonyms._variants import Forms
from send_qual.pseudonyms.proposals import Proposal, decide, propose, table
from send_qual.study.files import settle, staged, write_bytes, write_text
from send_qual.study.tables import write_csv

__all__ = ["Pseudonymised", "pseudonymise", "restore"]

KEY = Path("key") / "pseudonyms.key.json"
_BRING_BACK = "If you had decided before, bring the table back from a copy of yours and run it again"
_EDITED = "edited"
_OFFICE = "comments, properties, pictures, revisions and running heads, which a copy never has"
_NOT_RESTORED = {".docx": _OFFICE, ".odt": _OFFICE, ".rtf": _OFFICE, ".pdf": _OFFICE}
"""What of a raw file no copy keeps, by suffix; of text the rest."""
_GITIGNORE = f"""\
# These name people: git does not keep them, also where the study's own .gitignore does not know of them.
{KEY.parent}/
{Path(DECISIONS).stem}*.csv
disclosures*.csv
{_EDITED}/
.*.tmp
.*.staged/
"""


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
        return decisions_table(self.decisions.read_bytes(), self.decisions.name)[0]

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
    language: str = "",
    progress: Progress | None = None,
) -> Pseudonymised:
    """Write a pseudonymised copy of a corpus; the raw files are never changed.

    Parameters
    ----------
    corpus : str or pathlib.Path
        A corpus by name, a folder, or one file.
    out : str or pathlib.Path
        A folder. The copies go to ``out/documents``, names and formats kept where they can be; the table of decisions
        to ``out/decisions.csv`` and the key to ``out/key``, both readable by their owner only. Hand on ``documents``
        alone.
    decisions : path or pandas.DataFrame, optional
        The table with the researcher's decisions; by default ``out/decisions.csv`` as it stands there. Whatever was
        decided before and is not in a table given here is kept.
    keep_year : bool
        Leave the years of dates standing.
    language : str
        ``"en"`` insists that all is English; else documents in other languages are left out, and named.
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
    settle(folder)
    raws, left_out = raw_files(corpus, progress)
    if language != "en":
        raws, left_out = _in_english(raws, left_out)
    _refuse_to_overwrite(raws, folder)
    key = read_key(folder / KEY)
    first = not key.documents
    made = gather_decisions(folder, decisions)
    speakers = speakers_of(raws, key.participants)
    forms = Forms(speakers, key.forms)
    documents = [r.document for r in raws]
    labels = labels_by_document(documents, progress)
    proposals = propose(documents, detect(documents, speakers, labels, keep_year=keep_year), forms, made.kinds)
    decided = decide(documents, proposals, made.decisions)
    copies: list[_Copy] = []
    for done, raw in enumerate(raws):
        if progress:
            progress(done, len(raws), raw.path.name)
        mine = [p for p in decided if p.document == raw.document.id]
        try:
            if fault := in_doubt(raw.document.text, made.odd):
                raise SendQualError(replace(fault, problem=f"{fault.problem}. {raw.path.name} was left as it is"))
            with own_faults(raw.path.name):
                copies.append(_copy(raw, mine, [s for s in speakers if s.document == raw.document.id], folder, key))
        except SendQualError as error:
            left_out += error.faults
    if progress:
        progress(len(raws), len(raws), "")
    kept = _place(folder, copies, key, None if made.keeps else table(proposals, made.decisions), made.before)
    if not first and not made.before:
        kept.insert(0, f"{DECISIONS}: it was missing or empty, and nothing counts as decided. {_BRING_BACK}")
    return Pseudonymised(
        tuple(copy.path for copy in copies),
        tuple(copy.path for copy in copies if not copy.same),
        decided,
        folder / DECISIONS,
        folder / KEY,
        (*kept, *(notice for copy in copies for notice in copy.notices)),
        tuple(left_out),
    )


def _in_english(raws: Sequence[Raw], left_out: list[Fault]) -> tuple[list[Raw], list[Fault]]:
    """The files whose names can be found; in another language common nouns would be taken for names."""
    told = [(raw, language_of(raw.document.text)[1]) for raw in raws]
    mend = "Replace the names by hand, or say --language en if it is English after all"
    problem = "it is in {}, and names are found in English only: no copy was made of it"
    foreign = [Fault(raw.path.name, problem.format(name), mend) for raw, name in told if name != LANGUAGES["en"]]
    return [raw for raw, name in told if name == LANGUAGES["en"]], [*left_out, *foreign]


@dataclass(frozen=True, slots=True)
class _Copy:
    """A file of the copy as it is to be; ``same`` where it lies there already."""

    path: Path
    data: bytes
    same: bool
    edited: bool
    notices: tuple[str, ...]


def _place(folder: Path, copies: Sequence[_Copy], key: Key, decisions: pd.DataFrame | None, before: bytes) -> list[str]:
    """Put copies, key and table of decisions in place together; what a person edited is kept, and said."""
    told = []
    with staged(folder) as new:
        for copy in copies:
            if copy.edited:
                day = datetime.fromtimestamp(copy.path.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H.%M.%S")
                name = f"{_EDITED}/{copy.path.stem} (edited {day}){copy.path.suffix}"
                write_bytes(new.folder / name, copy.path.read_bytes(), private=True)
                told.append(f"{copy.path.name} had been edited by hand; your version is kept as {name}")
            if not copy.same:
                write_bytes(new.folder / "documents" / copy.path.name, copy.data, private=True)
        write_bytes(new.folder / KEY, key.to_json().encode(), private=True)
        if decisions is not None:
            write_csv(decisions, new.folder / DECISIONS, private=True)
        if not (folder / ".gitignore").exists():
            write_text(new.folder / ".gitignore", _GITIGNORE)
        own = folder / DECISIONS
        if (own.read_bytes() if own.is_file() else b"") != before:
            problem = "it was changed while the copy was made, and nothing was written"
            raise SendQualError(Fault(str(own), problem, "Run it again: what was decided meanwhile counts then"))
    return told


def _refuse_to_overwrite(raws: Sequence[Raw], folder: Path) -> None:
    target = (folder / "documents").resolve()
    key = read_key(folder / KEY)
    faults = []
    for raw in raws:
        if raw.path.parent.resolve() == target:
            mend = "Name another folder with --out"
            raise SendQualError(Fault(str(folder), "the raw files lie here, and they are never overwritten", mend))
        there = target / raw.copy
        if there.exists() and there.name not in key.documents:
            faults.append(
                Fault(str(there), "the file is there already and was not made by pseudonymise", "Name another folder")
            )
    if faults:
        raise SendQualError(faults)


def _copy(raw: Raw, proposals: Sequence[Proposal], speakers: Sequence[Speaker], folder: Path, key: Key) -> _Copy:
    """Make a file of the copy, and its entry in the key."""
    ids = {s.printed: s.id for s in speakers}
    replacements = [(p.start, p.end, p.replacement) for p in proposals if p.status == "replace"]
    new_labels = [ids.get(unit.speaker, "") for unit in raw.script.units]
    voices = {u.line: new for u, new in zip(raw.script.units, new_labels, strict=True) if new and u.label is None}
    name, notices = _clean_name(raw.copy, speakers)
    if raw.copied_as != raw.path.suffix.lower():
        notices.append(
            f"{name}: the copy of {raw.path.suffix.lower()} has another format, and the words without their layout"
        )
    path = folder / "documents" / name
    edits = raw.script.edits(replacements, new_labels)
    data = write_anew(raw.path.name, raw.data, raw.suffix, raw.script, edits, voices)
    text, labels = _as_read(name, data, raw.copied_as)
    entry = Entry(
        raw.path.name,
        hashlib.sha256(raw.path.read_bytes()).hexdigest(),
        hashlib.sha256(text.encode()).hexdigest(),
        tuple(zip(labels, (u.speaker for u in raw.script.units), strict=False)),
        placed(text, replacements, raw.document.text),
    )
    was = key.documents.get(name)
    same = path.is_file() and was == entry
    edited = not same and path.is_file() and was is not None and _words_of(path) != was.text_sha256
    key.documents[name] = entry
    notices += [f"{name}: {notice}" for notice in raw.script.notices if "not part" in notice or "tracked" in notice]
    return _Copy(path, data, same, edited, tuple(notices))


def _words_of(path: Path) -> str:
    """The sha256 of a file's text; ``""`` where it cannot be read."""
    data = path.read_bytes()
    try:
        return hashlib.sha256(_as_read(path.name, data, _format_of(path, data)[0])[0].encode()).hexdigest()
    except SendQualError:
        return ""


def _as_read(name: str, data: bytes, suffix: str) -> tuple[str, list[str]]:
    """The text and the labels of a file just written, read as any other."""
    from send_qual.kinds.interview.read import page_of, plain_script, read_script

    script = read_script(name, data, suffix) or plain_script(page_of(name, data, suffix).lines)
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
        The files, and notices on files that were edited since (their forms are matched in order, and what could not be
        placed is counted) and on files that are not the raw ones to the byte: what of them no copy keeps.

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
    home_out = Path(out).expanduser()
    settle(home_out)
    made: dict[Path, bytes] = {}
    notices = []
    for done, (name, entry) in enumerate(sorted(key.documents.items())):
        if progress:
            progress(done, len(key.documents), name)
        source = home / "documents" / name
        target = home_out / entry.source
        if source.suffix.lower() != target.suffix.lower():
            target = target.with_suffix(source.suffix)
            notices.append(f"{target.name}: the words of {entry.source}, whose format is not restored")
        if not source.is_file():
            notices.append(f"{name}: the file is gone and was not restored")
            continue
        data, missing = _restored_file(source, entry)
        if target.exists() and not _same_words(target, data):
            raise SendQualError(Fault(str(target), "the file is there already", "Name an empty folder with --out"))
        made[target] = data
        if missing:
            notices.append(f"{name}: the file was edited since; {missing} replacements could not be placed")
        elif target.suffix == Path(entry.source).suffix and hashlib.sha256(data).hexdigest() != entry.source_sha256:
            other = _NOT_RESTORED.get(target.suffix.lower(), "line ends, encoding and numbers of cues")
            notices.append(f"{target.name}: the words are back, the file is not the same to the byte ({other})")
    with staged(home_out) as new:
        for target, data in made.items():
            if not target.exists():
                write_bytes(new.folder / target.name, data, private=True)
    return tuple(made), tuple(notices)


def _same_words(path: Path, data: bytes) -> bool:
    """Whether a file is there from an earlier run, which came to its end only when this one began."""
    suffix, _ = _format_of(path, data)
    return _words_of(path) == hashlib.sha256(_as_read(path.name, data, suffix)[0].encode()).hexdigest()


def _restored_file(source: Path, entry: Entry) -> tuple[bytes, int]:
    from send_qual.kinds.interview.read import page_of, plain_script, read_script

    data = source.read_bytes()
    suffix, _ = _format_of(source, data)
    script = read_script(source.name, data, suffix) or plain_script(page_of(source.name, data, suffix).lines)
    text, _, _ = script.compose()
    whole = hashlib.sha256(text.encode()).hexdigest() == entry.text_sha256
    replacements, missing = restored(text, entry, whole=whole)
    speakers = raw_speakers(entry, [u.speaker for u in script.units])
    voices = {u.line: old for u, old in zip(script.units, speakers, strict=True) if old and u.label is None}
    return write_anew(source.name, data, suffix, script, script.edits(replacements, speakers), voices), missing


def _format_of(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    from send_qual.corpus._sniff import sniff

    return sniff(path, data)
