"""Word lists that ship with the coders: text files in sections, ``[name]`` and then a line each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["read_lists"]


@cache
def read_lists(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The lines of each section of a file, without comments and empty lines."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            found.setdefault(section, [])
        elif section and line and not line.startswith("#"):
            found[section].append(line)
    return MappingProxyType({name: tuple(lines) for name, lines in found.items()})
