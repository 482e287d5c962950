"""Where the codes of a codebook come from, in a sentence for the methods of a report."""

from __future__ import annotations

from send_qual.codebook.codebook import Codebook

__all__ = ["origin_statement"]


def origin_statement(codebook: Codebook) -> str:
    """A sentence for the methods: which codes were there from the start, and which came from the passages.

    Examples
    --------
    >>> from send_qual.codebook import Code
    >>> book = Codebook("b", "1", (Code("health", "Health"), Code("trust", "Trust", origin="inductive",
    ...     added_by="AB", added_on="2026-03-01")))
    >>> print(origin_statement(book))
    1 code was deductive; 1 was inductive, made from passages of the corpus: Trust (AB, 2026-03-01).
    """
    made = [code for code in codebook if code.origin == "inductive"]
    given = len(codebook.codes) - len(made)
    start = f"{given} code{' was' if given == 1 else 's were'} deductive"
    if not made:
        return f"{start}; none was added from the passages themselves."
    named = [f"{c.name} ({', '.join(w for w in (c.added_by, c.added_on) if w)})".replace(" ()", "") for c in made]
    were = "was" if len(made) == 1 else "were"
    return f"{start}; {len(made)} {were} inductive, made from passages of the corpus: {', '.join(named)}."
