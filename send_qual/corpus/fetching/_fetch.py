"""Bring the published documents of a corpus: the one place where the network is used."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from send_qual.corpus.fetching._catalogue import Published, day, read_catalogue
from send_qual.corpus.fetching._download import NotHadError, download, open_session
from send_qual.errors import Fault, SendQualError
from send_qual.study import shipped, study_root
from send_qual.study.files import new_file, settle, staged, write_bytes

__all__ = ["Fetched", "fetch", "fetch_action"]

_GIVE_UP = 3  # documents in a row for which no connection was made


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch did.

    Parameters
    ----------
    folder : Path
        Where the documents lie.
    added, present, absent : tuple of str
        File names: brought now; there already and right; not in the folder they were to be taken from.
    faults : tuple of Fault
        Documents that could not be had, and why.
    """

    folder: Path
    added: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        absent = f", {len(self.absent)} of the catalogue are not in the folder given" if self.absent else ""
        return f"{self.folder}: {len(self.added)} documents added, {len(self.present)} were there already{absent}."


def fetch_action(wanted: Published, found: str | None) -> str:
    """What should happen to one document.

    Parameters
    ----------
    wanted : Published
    found : str or None
        The sha256 of the file that bears its name, if there is one.

    Returns
    -------
    str
        ``"keep"`` (it is there), ``"bring"`` (it is not) or ``"ask"`` (another file bears its name:
        it is the user's, and stays).
    """
    if found is None:
        return "bring"
    return "keep" if found == wanted.sha256 else "ask"


def fetch(
    corpus: str | Path,
    *,
    since: str | None = None,
    source: str | Path | None = None,
    schemes: tuple[str, ...] = ("https",),
    progress: Callable[[int, int, str], None] | None = None,
) -> Fetched:
    """Bring the documents that a corpus's catalogue lists into its ``documents/``.

    Files that are there and right are left alone, so a fetch that broke off is taken up again by
    another. A document appears under its name only once it is whole and its hash is right.

    Parameters
    ----------
    corpus : str or Path
        A corpus of the study with a ``catalogue.csv``, or such a folder.
    since : str, optional
        Only documents published on or after this day, as ``"2024-01-31"``.
    source : str or Path, optional
        A folder to take them from instead of the network; there they are known by their hash,
        whatever their names.
    schemes : tuple of str
        Permitted beginnings of an address: https only, unless told otherwise.
    progress : callable, optional
        ``progress(done, total, what)``, called per document.

    Raises
    ------
    SendQualError
        Where there is no such corpus, catalogue, day or folder. What goes wrong with one document
        is a fault of the result, and the others are brought.
    """
    folder = _with_catalogue(str(corpus))
    listed, faults = read_catalogue(folder / "catalogue.csv", schemes)
    wanted = [entry for entry in listed if since is None or entry.published >= day(since)]
    documents = folder / "documents"
    settle(documents)
    actions = {entry: fetch_action(entry, _hash_of(documents / entry.file)) for entry in wanted}
    mend = "It stays as it is. Move it away and fetch again to have the published one"
    others = [Fault(str(documents / e.file), "this is not the published document", mend) for e in _to(actions, "ask")]
    present = tuple(entry.file for entry in _to(actions, "keep"))
    bring = _to(actions, "bring")
    if source is not None:
        added, failed = _take(bring, Path(source).expanduser(), documents, progress)
        absent = tuple(entry.file for entry in bring if entry.file not in added)
        return Fetched(documents, added, present, absent, (*faults, *others, *failed))
    added, failed = _download_all(bring, documents, schemes, progress)
    return Fetched(documents, added, present, (), (*faults, *others, *failed))


def _to(actions: dict[Published, str], action: str) -> list[Published]:
    return [entry for entry, decided in actions.items() if decided == action]


def _hash_of(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _with_catalogue(corpus: str) -> Path:
    """The folder of a corpus that has a catalogue; one the package ships is laid into the study."""
    root = study_root()
    places = [Path(corpus).expanduser(), *([root / "corpora" / corpus] if root else [])]
    for place in places:
        if (place / "catalogue.csv").is_file():
            return place
    shelf = shipped("corpora") / corpus
    if not (shelf / "catalogue.csv").is_file():
        known = sorted(p.parent.name for p in shipped("corpora").glob("*/catalogue.csv"))
        raise SendQualError(f"{corpus}: no corpus of this name has a catalogue.csv. Known here: {', '.join(known)}.")
    if root is None:
        mend = "Make one with `send-qual init DIR` and go into it"
        raise SendQualError(Fault(str(Path.cwd()), "this is no study, so there is no place for documents", mend))
    for name in ("corpus.toml", "catalogue.csv"):  # the catalogue last: it is what marks the folder as laid out
        if (shelf / name).is_file():
            write_bytes(root / "corpora" / corpus / name, (shelf / name).read_bytes())
    return root / "corpora" / corpus


def _take(
    bring: Sequence[Published],
    source: Path,
    documents: Path,
    progress: Callable[[int, int, str], None] | None,
) -> tuple[tuple[str, ...], list[Fault]]:
    """Copy what a folder has; the names of what came, and the files that only bear a document's name."""
    if not source.is_dir():
        raise SendQualError(Fault(str(source), "there is no such folder", "Give the folder with the documents"))
    sizes = {entry.bytes for entry in bring}
    files = [p for p in sorted(source.rglob("*")) if p.is_file()]
    named = {path.name: path for path in files}
    known = {_hash_of(path): path for path in files if path.stat().st_size in sizes}
    added, faults = [], []
    for done, entry in enumerate(bring, 1):
        if entry.sha256 in known:
            with new_file(documents / entry.file) as whole:
                shutil.copyfile(known[entry.sha256], whole)
            added.append(entry.file)
        elif entry.file in named:
            mend = "It was not taken. Fetch the document without --from, or get it from its publisher again"
            problem = "this is not the document of the catalogue (wrong sha256)"
            faults.append(Fault(str(named[entry.file]), problem, mend))
        if progress:
            progress(done, len(bring), entry.file)
    return tuple(added), faults


def _download_all(
    bring: Sequence[Published],
    documents: Path,
    schemes: tuple[str, ...],
    progress: Callable[[int, int, str], None] | None,
) -> tuple[tuple[str, ...], list[Fault]]:
    """Download in turn; the names of what came, and why the others did not."""
    added: list[str] = []
    faults: list[Fault] = []
    silent = 0
    with open_session(schemes) as session:
        for done, entry in enumerate(bring, 1):
            try:
                with staged(documents) as new:
                    download(entry, new.folder, session)
                added.append(entry.file)
                silent = 0
            except NotHadError as reason:
                faults.append(Fault(entry.file, reason.problem, reason.mend))
                silent = silent + 1 if reason.unreachable else 0
            if progress:
                progress(done, len(bring), entry.file)
            if silent == _GIVE_UP and done < len(bring):
                mend = "Run the same command again once the network is there, or use --from"
                faults.append(Fault(documents.parent.name, f"{len(bring) - done} more documents were not tried", mend))
                break
    return tuple(added), faults
