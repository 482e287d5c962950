"""What changed between two versions of a text, small enough for a ledger's line, and taking it back exactly."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["Patch", "patch_of", "patched"]

Patch = tuple[tuple[int, str, str], ...]


def patch_of(before: str, after: str) -> Patch:
    r"""The lines that differ, last first: where in the text before, what stood there, what stands there now.

    Examples
    --------
    >>> patch_of("a\nb\nc\n", "a\nx\nc\nd\n")
    ((3, '', 'd\n'), (1, 'b\n', 'x\n'))
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts = [(i, "".join(old[i:j]), "".join(new[k:m])) for what, i, j, k, m in codes if what != "equal"]
    return tuple(reversed(parts))


def patched(text: str, patch: Iterable[tuple[int, str, str]], *, back: bool = False) -> str:
    r"""The text after a patch, or with ``back`` the text that a patched one was before.

    Examples
    --------
    >>> patch = patch_of("a\nb\nc\n", "a\nx\nc\nd\n")
    >>> patched("a\nb\nc\n", patch), patched("a\nx\nc\nd\n", patch, back=True)
    ('a\nx\nc\nd\n', 'a\nb\nc\n')
    """
    lines = text.splitlines(keepends=True)
    for at, old, new in reversed(tuple(patch)) if back else patch:
        there, instead = (new, old) if back else (old, new)
        number = len(there.splitlines(keepends=True))
        # Back from the first to the last: what comes before is as it was, so that places of the text before hold.
        lines[at : at + number] = instead.splitlines(keepends=True)
    return "".join(lines)
