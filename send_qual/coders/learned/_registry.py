"""The trained coder that lies beside a codebook."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.coders.issues._learned_judge import ISSUES, IssueJudge, read_judge
from send_qual.coders.learned._coder import LearnedCoder, read_coder
from send_qual.coders.learned._store import CARD, WEIGHTS
from send_qual.study import shipped, study_root

__all__ = ["coder_beside", "folder_beside", "judge_beside"]


def folder_beside(codebook: str, root: Path | None = None) -> Path:
    """Where the coder of a codebook lies: ``codebooks/<name>.coder`` of the study, or of the package."""
    own = root or study_root()
    return (own / "codebooks" if own else shipped("codebooks")) / f"{codebook}.coder"


def coder_beside(codebook: Codebook) -> LearnedCoder | None:
    """The coder trained for a codebook: the study's own, else the one that ships; None where there is none.

    Raises
    ------
    SendQualError
        Where its files were tampered with.
    """
    for folder in _folders(codebook):
        if (folder / CARD).is_file():
            return _read(folder, _state(folder))
    return None


def judge_beside(codebook: Codebook) -> IssueJudge | None:
    """The judge of report-level issues taught for a codebook: the study's own, else the one that ships.

    A study's own coder without a judge has none: the one that ships was taught beside another coder.

    Raises
    ------
    SendQualError
        Where its file was tampered with.
    """
    for folder in _folders(codebook):
        if (path := folder / ISSUES).is_file():
            return _read_judge(folder, path.stat().st_mtime_ns)
        if (folder / CARD).is_file():
            return None
    return None


def _state(folder: Path) -> tuple[tuple[int, int], ...]:
    """What tells one state of a coder's files from another: when they were changed, and their sizes."""
    files = (path.stat() for path in (folder / CARD, folder / WEIGHTS) if path.is_file())
    return tuple((file.st_mtime_ns, file.st_size) for file in files)


def _folders(codebook: Codebook) -> tuple[Path, Path]:
    return folder_beside(codebook.name), shipped("codebooks") / f"{codebook.name}.coder"


@lru_cache(maxsize=8)
def _read(folder: Path, _changed: tuple[tuple[int, int], ...]) -> LearnedCoder:
    return read_coder(folder)


@lru_cache(maxsize=8)
def _read_judge(folder: Path, _changed: int) -> IssueJudge:
    return read_judge(folder)
