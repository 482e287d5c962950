"""Which codebook is meant where none was said: the one that the codings are of."""

from __future__ import annotations

from collections import Counter

from send_qual.codebook import Codebook, read_codebook
from send_qual.coding.codings import Codings
from send_qual.errors import Fault, SendQualError

__all__ = ["codebook_of"]


def codebook_of(codings: Codings, name: str) -> Codebook:
    """The codebook of a corpus's codings.

    Parameters
    ----------
    codings : Codings
    name : str
        Of the corpus, for the error.

    Raises
    ------
    SendQualError
        Where nobody has coded, or by several codebooks.
    """
    used = Counter(row.codebook for row in codings if row.codebook)
    if len(used) == 1:
        return read_codebook(next(iter(used)))
    what = f"its codings are of {', '.join(sorted(used))}" if used else "nobody has coded in it yet"
    raise SendQualError(Fault(name, what, "Say which codebook is meant: --codebook NAME"))
