"""What codes were called before: old ids to those of today, so that ledgers follow a codebook that was rearranged."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from send_qual.codebook.codebook import Codebook

__all__ = ["current_ids"]


def current_ids(codebook: Codebook) -> Callable[[str], str]:
    """Ask for what a code is called today.

    A code's ``formerly:`` lists the full ids it had, or those of codes that were merged into it; what was below such a
    code is looked for below the code of today. An id that nobody knows stays as it is.

    Examples
    --------
    >>> from send_qual.codebook import Code
    >>> book = Codebook("tea", "1", (Code("mug", "Mug", formerly=("cup",)), Code("mug/lid", "Lid", "mug")))
    >>> [current_ids(book)(id) for id in ("mug", "cup", "cup/lid", "cup/saucer", "pot")]
    ['mug', 'mug', 'mug/lid', 'cup/saucer', 'pot']
    """
    known = {code.id for code in codebook}
    today = {old: code.id for code in codebook for old in code.formerly}

    @cache
    def current(id: str) -> str:
        parts = id.split("/")
        for n in range(len(parts), 0, -1):
            above = today.get("/".join(parts[:n]))
            found = "/".join([above, *parts[n:]]) if above else id
            if id not in known and found in known:
                return found
        return id

    return current
