"""Names of temporary files, which tell whose they are and whether that run is over."""

from __future__ import annotations

import hashlib
import itertools
import os
import platform
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["IN_USE", "NAME", "left_over", "temporary_beside"]

NAME = re.compile(r"\..+\.(?P<machine>[0-9a-f]{6})-(?P<process>\d+)-\d+\.(?:tmp|staged)")
IN_USE: set[Path] = set()
"""Those of this process that it still writes."""

_DAY = 24 * 3600  # seconds; no run writes one file for so long
_MACHINE = hashlib.sha256(platform.node().encode()).hexdigest()[:6]
_numbers = itertools.count()


def temporary_beside(path: Path, kind: str) -> Path:
    """A name beside a file that is to be written, as ``"tmp"``, or as ``"staged"`` for a folder."""
    made = path.with_name(f".{path.name}.{_MACHINE}-{os.getpid()}-{next(_numbers)}.{kind}")
    IN_USE.add(made)
    return made


def left_over(folder: Path) -> list[Path]:
    """Temporary files and folders of runs that are over, in this folder."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(".")]
    except OSError:
        return []
    return [folder / name for name in names if (match := NAME.fullmatch(name)) and _is_over(folder / name, match)]


def _is_over(path: Path, match: re.Match[str]) -> bool:
    process = int(match["process"])
    if match["machine"] != _MACHINE:  # another machine of a shared drive: nobody here knows its processes
        with suppress(OSError):
            return time.time() - path.stat().st_mtime > _DAY
        return False
    return path not in IN_USE if process == os.getpid() else not _runs(process)


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)  # may look at it, no more
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it runs, as somebody else's
        return True
    return True
