"""Thematic coding of interviews and inspection reports on SEND services.

Four shapes of name: ``read_x(path)`` gives an X; ``x.verb(...)`` gives another X; a noun function
changes room (``findings(codings)``); ``x.to_word(path)`` leaves the program.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

# Nothing calls out: what libraries look for when they are imported or used, here because importing any part of the
# package comes through here first, and because workers, kernels and JupyterLab inherit it.
os.environ.update(
    ORT_DISABLE_TELEMETRY="1",  # onnxruntime sends how long it ran to its maker, and numbers the machine
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    TRANSFORMERS_OFFLINE="1",
    DO_NOT_TRACK="1",
)

_ROOMS = {  # public name -> the room it comes from
    "read_corpus": "corpus",
    "read_codebook": "codebook",
    "read_codings": "coding",
    "review_sheet": "coding",
    "code": "coders",
    "agreement": "agreement",
    "findings": "findings",
    "report": "report",
    "emergent_themes": "themes",
    "desk": "desk",
}

__all__ = [
    "__version__",
    "agreement",
    "code",
    "desk",
    "emergent_themes",
    "findings",
    "read_codebook",
    "read_codings",
    "read_corpus",
    "report",
    "review_sheet",
]


def _open(name: str) -> Any:
    if name == "findings":  # findings are written by the report room, which they must not know
        import_module("send_qual.report")
    return getattr(import_module(f"send_qual.{_ROOMS[name]}"), name)


class _Room(ModuleType):
    """A room that bears the name of its function: ``sq.findings(codings)`` works once it is imported, too."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        return _open(self.__name__.rpartition(".")[2])(*args, **options)


class _House(ModuleType):
    """The package; importing a room binds it here as a module, in place of the function of that name."""

    def __setattr__(self, name: str, value: object) -> None:
        if isinstance(value, ModuleType) and _ROOMS.get(name) == name:
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _House


def __getattr__(name: str) -> Any:
    """Open a room only when something of it is asked for: no model is loaded by an import."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'send_qual' has no attribute {name!r}")
    return _open(name)


def __dir__() -> list[str]:
    return __all__
