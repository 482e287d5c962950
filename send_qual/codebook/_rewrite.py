"""A codebook's file rewritten: read without fault before it takes the old one's place, and no other edit lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from send_qual.codebook._read import read_codebook
from send_qual.codebook.codebook import Codebook
from send_qual.errors import Fault, SendQualError
from send_qual.study import cache_folder, shipped
from send_qual.study.files import new_file

__all__ = ["rewrite"]

_PATIENCE = 10.0  # seconds
_TRIES = 20


def rewrite(path: Path, change: Callable[[str], str], check: Callable[[Codebook], None]) -> Codebook:
    """Change a codebook's text; give the codebook as it is then.

    Programs of this computer do so one after the other. What an editor, or another computer, saves while the new
    text is made is seen: it is made anew, from what was saved.

    Parameters
    ----------
    path : Path
    change : callable
        ``change(text)`` gives the new text, line ends as they are in the file; it raises where it cannot.
    check : callable
        Raises where the codebook read from the new text is not as it should be.

    Raises
    ------
    SendQualError
        Where ``change`` or ``check`` does, the new text has a fault, or the codebook is the one inside the installed
        program, which an update would overwrite. The file is as it was then.
    """
    if shipped("codebooks") in path.resolve().parents and "site-packages" in path.resolve().parts:
        mend = "Make a study with `send-qual init DIR`, which copies it, and work there"
        raise SendQualError(Fault(path.name, "this codebook is part of the installed program", mend))
    file = path.resolve()  # a link stays one
    try:
        with FileLock(cache_folder() / "codebooks.lock", timeout=_PATIENCE):
            for _ in range(_TRIES):
                if _replaced(file, path, change, check):
                    return read_codebook(path)
    except Timeout:
        pass
    raise SendQualError(Fault(path.name, "another program writes to this codebook again and again", "Try it once more"))


class _Saved(Exception):  # noqa: N818 -- no error: another program saved the file first
    """The file was changed while the new text was made."""


def _replaced(file: Path, path: Path, change: Callable[[str], str], check: Callable[[Codebook], None]) -> bool:
    """Put the changed text in place, unless the file was saved by somebody else while it was made."""
    before = file.read_bytes()
    text = change(before.decode("utf-8"))
    try:
        with new_file(file) as temporary:
            temporary.write_bytes(text.encode("utf-8"))
            check(_read(temporary, path))
            if file.read_bytes() != before:
                raise _Saved
    except _Saved:
        return False
    return True


def _read(temporary: Path, path: Path) -> Codebook:
    try:
        return read_codebook(temporary)
    except SendQualError as error:
        told = "; ".join(fault.problem for fault in error.faults)
        raise SendQualError(Fault(path.name, f"it would have faults then: {told}")) from error
