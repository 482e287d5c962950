"""Which codes a coder keeps on the keys 1 to 9."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.study import cache_folder
from send_qual.study.files import write_text

__all__ = ["read_pins", "store_pins"]


def read_pins(codebook: Codebook, coder: str) -> dict[str, str]:
    """The code of each key, as pinned last; at first the themes, then sub-codes, in the codebook's order.

    Examples
    --------
    >>> from send_qual.codebook import Code
    >>> read_pins(Codebook("nowhere-else", "1", (Code("health", "Health"),)), "AB")
    {'1': 'health'}
    """
    first = [code.id for code in codebook.themes]
    first += [code.id for code in codebook if code.parent]
    pins = {str(n): id for n, id in enumerate(first[:9], 1)}
    pins.update({digit: id for digit, id in _kept().get(_name(codebook, coder), {}).items() if id in codebook})
    return pins


def store_pins(codebook: Codebook, coder: str, pins: Mapping[str, str]) -> None:
    """Keep them for the next time; where that fails they hold for this desk only."""
    kept = {**_kept(), _name(codebook, coder): dict(pins)}
    with suppress(OSError):
        write_text(_path(), json.dumps(kept, indent=1))


def _kept() -> dict[str, dict[str, str]]:
    try:
        kept = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: pins for name, pins in kept.items() if isinstance(pins, dict)} if isinstance(kept, dict) else {}


def _name(codebook: Codebook, coder: str) -> str:
    return f"{codebook.name} {coder}"


def _path() -> Path:
    return cache_folder() / "desk-pins.json"
