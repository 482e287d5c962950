"""How findings reach a page without this room knowing how: renderers sign in here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.errors import SendQualError

if TYPE_CHECKING:
    from send_qual.findings.model import Findings

__all__ = ["register", "to_file", "to_text"]

_files: dict[str, Callable[[Findings, Path], Path]] = {}
_texts: dict[str, Callable[[Findings], str]] = {}


def register(
    *,
    files: dict[str, Callable[[Findings, Path], Path]] | None = None,
    texts: dict[str, Callable[[Findings], str]] | None = None,
) -> None:
    """Sign in renderers by name: those that write a file, and those that give a text."""
    _files.update(files or {})
    _texts.update(texts or {})


def to_file(name: str, findings: Findings, path: Path) -> Path:
    """Write findings by the renderer of this name."""
    if name not in _files:
        raise SendQualError(_missing(name))
    return _files[name](findings, path)


def to_text(name: str, findings: Findings) -> str:
    """Findings as a text, by the renderer of this name."""
    if name not in _texts:
        raise SendQualError(_missing(name))
    return _texts[name](findings)


def _missing(name: str) -> str:
    return f"findings: nothing here writes {name}. `import send_qual as sq` and `sq.findings(...)` bring what does."
