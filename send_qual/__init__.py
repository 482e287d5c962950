"""Thematic coding of interviews and inspection reports on SEND services.

Four shapes of name: ``read_x(path)`` gives an X; ``x.verb(...)`` gives another X; a noun function
changes room (``findings(codings)``); ``x.to_word(path)`` leaves the program.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_ROOMS = {  # public name -> the room it comes from
    "read_corpus": "corpus",
    "read_codebook": "codebook",
    "code": "coders",
    "findings": "findings",
}

__all__ = ["__version__", "code", "findings", "read_codebook", "read_corpus"]


def __getattr__(name: str) -> Any:
    """Open a room only when something of it is asked for: no model is loaded by an import."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'send_qual' has no attribute {name!r}")
    return getattr(import_module(f"send_qual.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return __all__
