"""Decisions on suggestions, addressed so that they hold when the machine is asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    from send_qual.coding.codings import Coding, Codings

__all__ = ["decide", "key_of", "note"]

_LENGTH = 8


def key_of(coding: Coding, length: int = _LENGTH) -> str:
    """A short name of a coding: the same as long as document, passage, codebook and code are the same.

    Two codebooks may have a code of one id (``leadership``), and one passage both. Eight letters tell the codings
    of a view apart; a ledger of 100,000 needs 16.

    Examples
    --------
    >>> from send_qual.coding import Coding
    >>> key_of(Coding("wexmoor.pdf", 10, 14, "wait", "health", "panel-1"))
    'ed0306cf'
    """
    code = f"{coding.codebook}:{coding.code}" if coding.codebook else coding.code
    state = f"{coding.document}\t{coding.start}\t{coding.end}\t{code}\t{coding.quote}"
    return hashlib.sha256(state.encode()).hexdigest()[:length]


def decide(codings: Codings, accepted: Iterable[str], rejected: Iterable[str]) -> Codings:
    """The codings with the decisions of a person on them; see :meth:`Codings.decide`."""
    verdicts = dict.fromkeys(map(_clean, accepted), "accepted")
    for key in map(_clean, rejected):
        if verdicts.get(key) == "accepted":
            raise SendQualError(Fault(f"suggestion {key}", "it is both accepted and rejected", "Keep it in one list"))
        verdicts[key] = "rejected"
    rows, aside, met = [], list(codings.aside), set()
    for coding in codings:
        key = key_of(coding)
        if key in verdicts and coding.status != "applied":
            met.add(key)
            if coding.status == "suggested":
                aside.append(coding)  # whose verdict it is cannot be seen from it any more
            coding = replace(coding, status=verdicts[key])  # noqa: PLW2901
        rows.append(coding)
    mend = "Copy the key from the review table; a passage that was read anew, or another codebook, has other keys"
    if unknown := [key for key in verdicts if key not in met]:
        raise SendQualError(Fault(f"suggestion {key}", "there is none of that key here", mend) for key in unknown)
    return replace(codings, rows=tuple(rows), aside=tuple(aside))


def note(codings: Codings, key: str, text: str) -> Codings:
    """The codings with a memo on one of them; see :meth:`Codings.memo`."""
    wanted = _clean(key)
    if not any(key_of(coding) == wanted for coding in codings):
        raise SendQualError(Fault(f"coding {wanted}", "there is none of that key here", "Take it from `Coding.key`"))
    return replace(codings, rows=tuple(replace(c, memo=text) if key_of(c) == wanted else c for c in codings))


def _clean(key: str) -> str:
    return key.strip().casefold()
