"""Find a study's folders from wherever the user stands."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import platformdirs

from send_qual.errors import SendQualError

__all__ = [
    "cache_folder",
    "drafts_folder",
    "find_codebook",
    "find_corpus",
    "output_folder",
    "shipped",
    "study_root",
    "unused",
]

_PACKAGE = Path(__file__).resolve().parent
_COPY = "pseudonymised-"  # as README and notebooks name the copy of a corpus


def shipped(kind: str) -> Path:
    """The package's own ``codebooks``, ``corpora`` or ``notebooks`` (the checkout's, when developing)."""
    inside = _PACKAGE / kind
    return inside if inside.is_dir() else _PACKAGE.parents[1] / kind


def study_root(start: Path | None = None) -> Path | None:
    """The nearest folder at or above ``start`` (default: the working folder) that is a study."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "codebooks").is_dir() and (folder / "corpora").is_dir():
            return folder
    return None


def _find(name: str, kind: str, suffix: str) -> Path:
    direct = Path(name).expanduser()
    if name and direct.exists() and not (suffix and direct.is_dir()):  # a folder may bear a codebook's name
        return direct
    root = study_root()
    rooms = [root / kind] if root else []
    rooms.append(shipped(kind))
    for room in rooms:
        if name and (found := room / f"{name}{suffix}").exists():
            return found
    known = sorted({p.name.removesuffix(suffix) for r in rooms if r.is_dir() for p in r.glob(f"*{suffix or '/'}")})
    what = kind.removesuffix("s") if kind == "codebooks" else "corpus"
    message = f"{name}: there is no such {what}, file or folder. Known here: {', '.join(known) or 'none'}."
    if (original := name.removeprefix(_COPY)) != name and original in known:
        command = f"send-qual pseudonymise {original} --out corpora/{name}"
        message += f" Make the copy of {original} first: `{command}`, or the notebook 02-prepare-and-pseudonymise."
    raise SendQualError(message)


def find_codebook(name: str) -> Path:
    """The file of a codebook given by path or by name.

    Raises
    ------
    SendQualError
        Where there is none; the message lists the ones that exist.
    """
    return _find(name, "codebooks", ".yaml")


def find_corpus(name: str) -> Path:
    """The folder or file of a corpus given by path, or by its name under ``corpora/``.

    Raises
    ------
    SendQualError
        Where there is none; the message lists the ones that exist.
    """
    return _find(name, "corpora", "")


def output_folder(name: str) -> Path:
    """Where results on a corpus of this name go: ``outputs/NAME`` of the study, else of the working folder.

    It is not made: whoever writes makes it.
    """
    return (study_root() or Path.cwd()) / "outputs" / name


def drafts_folder(name: str, home: Path | None = None) -> Path:
    """Where drafts that people edited are kept: ``corpora/X/drafts`` for a corpus of the study, else ``drafts/NAME``.

    It is not made: whoever writes makes it. Documents that lie elsewhere are only read, so nothing goes beside them.

    Parameters
    ----------
    name : str
        Of the corpus, as it may stand in a path.
    home : pathlib.Path, optional
        The folder its documents were read from.
    """
    root = study_root()
    if root is not None and home is not None:
        corpora = (root / "corpora").resolve()
        if (inside := home.resolve()) != corpora and inside.is_relative_to(corpora):
            return corpora / inside.relative_to(corpora).parts[0] / "drafts"
    return (root or Path.cwd()) / "drafts" / name


def cache_folder() -> Path:
    """Where derived data is kept between runs; made on first use, readable by its owner only.

    ``SEND_QUAL_CACHE`` names another folder. Where it cannot be made, one for this run does, and it is said. Of
    texts only published inspection reports are kept there.
    """
    named = os.environ.get("SEND_QUAL_CACHE")
    folder = Path(named) if named else Path(platformdirs.user_cache_dir("send_qual", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        return _cache_of_this_run(folder, error.strerror or type(error).__name__)
    return folder if os.access(folder, os.W_OK | os.X_OK) else _cache_of_this_run(folder, "it is read-only")


@cache
def _cache_of_this_run(folder: Path, why: str) -> Path:
    """A folder that goes when the program ends, where the one to keep things in cannot be had; it is said once."""
    told = "%s: nothing is kept between runs, which take longer (%s). SEND_QUAL_CACHE can name another folder."
    logging.getLogger("send_qual").warning(told, folder, why)
    made = Path(tempfile.mkdtemp(prefix="send-qual-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def unused(path: Path) -> Path:
    """A name for a file that people write into: the one asked for, with a number where a file lies there.

    Examples
    --------
    >>> unused(Path("no-such-folder/section.docx")).name
    'section.docx'
    """
    numbered = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 100_000))
    return next(one for one in (path, *numbered) if not one.exists())
