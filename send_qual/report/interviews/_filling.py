"""Fill a Word template's fields. Run as a program of its own for templates of others: it may take a machine's time.

It reads ``{"docx": ..., "context": ...}`` as JSON from its standard input, the file in base64, and answers with
``{"docx": ...}`` or ``{"error": ..., "message": ...}``. It imports nothing of the package, so that it starts at once.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Mapping
from typing import Any

__all__ = ["MEMORY", "SECONDS", "fill"]

SECONDS = 60
"""Processor time for filling a template; a report of 35 interviews needs two."""

MEMORY = 2 * 2**30
"""Bytes of memory; a report of 35 interviews needs a tenth of it."""

_LARGEST = 200 * 2**20  # bytes of the filled file


def fill(docx: bytes, context: Mapping[str, Any]) -> bytes:
    """Put the context into the fields of a Word file.

    Raises
    ------
    jinja2.TemplateError
        Where a field is not known or cannot be read.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    template = DocxTemplate(io.BytesIO(docx))
    template.render(dict(context), SandboxedEnvironment(autoescape=True, undefined=StrictUndefined), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _as_markup(row: dict[str, Any]) -> Any:
    """What was marked as Word's own XML by who wrote the request, as such again."""
    from markupsafe import Markup

    return Markup(row["xml"]) if row.keys() == {"xml"} else row  # noqa: S704 -- our XML, from our own process


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: there who started this stops it after a time
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS keeps no account of the first
            continue


def _answer() -> dict[str, str]:
    from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

    request = json.load(sys.stdin, object_hook=_as_markup)
    try:
        filled = fill(base64.b64decode(request["docx"]), request["context"])
        if len(filled) > _LARGEST:
            return {"error": "size", "message": ""}
        return {"docx": base64.b64encode(filled).decode("ascii")}
    except UndefinedError as error:
        return {"error": "unknown", "message": str(error)}
    except TemplateSyntaxError as error:
        return {"error": "syntax", "message": error.message or ""}
    except (MemoryError, OverflowError, RecursionError):
        return {"error": "size", "message": ""}
    except (TemplateError, TypeError, ValueError, AttributeError):
        return {"error": "fit", "message": ""}


if __name__ == "__main__":
    _limit(*map(int, sys.argv[1:]))
    try:
        said = _answer()
    except MemoryError:
        said = {"error": "size", "message": ""}
    json.dump(said, sys.stdout)
