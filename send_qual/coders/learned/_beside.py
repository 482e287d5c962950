"""The trained coder that lies beside a codebook."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.coders.learned._coder import LearnedCoder, read_coder
from send_qual.coders.learned._store import CARD
from send_qual.study import shipped, study_root

__all__ = ["coder_beside", "folder_beside"]


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
    for folder in (folder_beside(codebook.name), shipped("codebooks") / f"{codebook.name}.coder"):
        if (card := folder / CARD).is_file():
            return _read(folder, card.stat().st_mtime_ns)
    return None


@lru_cache(maxsize=8)
def _read(folder: Path, _changed: int) -> LearnedCoder:
    return read_coder(folder)
