"""Writing a file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from send_qual.errors import Fault, SendQualError
from send_qual.study.files import FULL, no_space, write_bytes

__all__ = ["busy", "save"]


def busy(path: Path, error: OSError) -> SendQualError:
    """What to tell the user when a file cannot be written."""
    if isinstance(error, PermissionError):
        return SendQualError(
            Fault(
                path.name, "it cannot be written", "Close it if it is open in Word or Excel, or choose another folder"
            )
        )
    if error.errno in FULL:
        return SendQualError(no_space(path))
    return SendQualError(Fault(path.name, f"it cannot be written ({error.strerror or error})", "Choose another folder"))


def save(path: Path, content: bytes) -> Path:
    """Write a file, all or nothing.

    Raises
    ------
    SendQualError
        Where the folder cannot be written, or the file stands open in Word on Windows.
    OSError
        Where the disk is full.
    """
    try:
        return write_bytes(path, content)
    except OSError as error:
        if error.errno in FULL:
            raise  # the program says so of every file alike
        raise busy(path, error) from error
