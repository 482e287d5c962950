"""How what a room makes reaches a page without that room knowing how: renderers sign in here.

Only ``report/`` renders; it signs in what it can write when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from send_qual.errors import SendQualError

__all__ = ["register", "to_file", "to_text"]

_files: dict[str, Callable[[Any, Path], Path]] = {}
_texts: dict[str, Callable[[Any], str]] = {}


def register(
    *, files: dict[str, Callable[[Any, Path], Path]] | None = None, texts: dict[str, Callable[[Any], str]] | None = None
) -> None:
    """Sign in renderers by name: those that write a file, and those that give a text."""
    _files.update(files or {})
    _texts.update(texts or {})


def to_file(name: str, value: object, path: Path) -> Path:
    """Write a value by the renderer of this name."""
    if name not in _files:
        raise SendQualError(_missing(name))
    return _files[name](value, path)


def to_text(name: str, value: object) -> str:
    """A value as a text, by the renderer of this name."""
    if name not in _texts:
        raise SendQualError(_missing(name))
    return _texts[name](value)


def _missing(name: str) -> str:
    return f"{name}: nothing here writes it. Import send_qual.report, or use the verbs of `import send_qual as sq`."
