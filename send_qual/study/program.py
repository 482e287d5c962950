"""Which program this is, to the letter."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["program_hash"]


@cache
def program_hash() -> str:
    """A hash over the package's own source.

    What was derived by another program, if only by one line, is not taken for this one's.

    Returns
    -------
    str
        sha256 in hexadecimal digits.
    """
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
