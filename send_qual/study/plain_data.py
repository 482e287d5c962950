"""JSON and TOML that came from elsewhere: what is wrong with them is one kind of error, however they are made."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

__all__ = ["json_of", "settings_of"]

_MOST = 100_000  # bytes of a corpus.toml
_MOST_DOTS = 1_000  # in a line: each dot of a key costs more than the one before


def json_of(text: str | bytes) -> Any:
    """What a JSON text says.

    Raises
    ------
    ValueError
        Where it is none, or nested too deeply to be read.

    Examples
    --------
    >>> json_of('{"code": ["bus"]}')
    {'code': ['bus']}
    >>> json_of("[" * 100_000)
    Traceback (most recent call last):
    ...
    ValueError: nested too deeply
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def settings_of(folder: Path) -> dict[str, Any]:
    """What the ``corpus.toml`` of a corpus says.

    Parameters
    ----------
    folder : pathlib.Path
        The corpus's, or the folder ``documents`` in it.

    Raises
    ------
    OSError
        Where there is none, or it cannot be opened.
    ValueError
        Where it is no TOML, too large, or nested too deeply.
    """
    home = folder.parent if folder.name == "documents" else folder
    data = (home / "corpus.toml").read_bytes()
    text = data[:_MOST].decode("utf-8-sig") if len(data) <= _MOST else ""
    if len(data) > _MOST or any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise ValueError("too large")
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
