"""Text as XML may hold it."""

from __future__ import annotations

import re

__all__ = ["clean"]

# What XML 1.0 does not allow, and the halves of surrogate pairs that a broken file may bring.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Leave out the characters that would make a Word or HTML file unreadable.

    Examples
    --------
    >>> clean("plan\x0b ned")
    'plan ned'
    """
    return _ILLEGAL.sub("", text)
