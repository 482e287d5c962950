"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from send_qual.errors import Fault, SendQualError

__all__ = ["busy", "save"]


def busy(path: Path, error: OSError) -> SendQualError:
    """What to tell the user when a file cannot be written."""
    if isinstance(error, PermissionError):
        return SendQualError(
            Fault(
                path.name, "it cannot be written", "Close it if it is open in Word or Excel, or choose another folder"
            )
        )
    return SendQualError(Fault(path.name, f"it cannot be written ({error.strerror or error})", "Choose another folder"))


def save(path: Path, content: bytes) -> Path:
    """Write bytes to a temporary file beside ``path``, then put it in place.

    Raises
    ------
    SendQualError
        Where the folder cannot be written, or the file stands open in Word on Windows.
    """
    temporary = path.with_name(f".{path.stem}-{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise busy(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path
