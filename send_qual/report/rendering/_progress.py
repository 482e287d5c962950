"""How far long work has come, told below a notebook's cell."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from time import monotonic
from typing import Any

__all__ = ["progress"]

_PAUSE = 0.2  # seconds between two words to the browser


def progress() -> Callable[[int, int, str], None]:
    """A bar below the cell, for the ``progress`` of long work; it is gone once the work is done.

    Returns
    -------
    callable
        Called as ``progress(done, total, what)``.

    Examples
    --------
    In a notebook: ``codings = sq.code(corpus, book, progress=views.progress())``.
    """
    from IPython.display import HTML, display

    handle: Any = None
    told = 0.0

    def tell(done: int, total: int, what: str) -> None:
        nonlocal handle, told
        over = done >= total
        if not over and monotonic() - told < _PAUSE:
            return
        told = monotonic()
        bar = f"<progress max='{total}' value='{done}'></progress> {escape(what)} ({done} of {total})"
        page = HTML("" if over else bar)  # type: ignore[no-untyped-call]
        if handle:
            handle.update(page)
        elif not over:
            handle = display(page, display_id=True)  # type: ignore[no-untyped-call]

    return tell
