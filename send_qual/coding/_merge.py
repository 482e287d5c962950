"""A machine's suggestions laid under what people decided and coded."""

from __future__ import annotations

from dataclasses import replace

from send_qual.coding.codings import Codings
from send_qual.coding.decision import counted

__all__ = ["merge"]


def merge(suggestions: Codings, human: Codings, *, people_only: bool = False) -> Codings:
    """Lay a machine's suggestions under what people decided and coded.

    A suggestion that a person accepted is that person's coding, with the facets the person gave it; one that was
    rejected does not count, unless somebody else accepted it. Where a person has coded or decided on the same words,
    or has marked the place as finished, a machine's other suggestions give way: see
    :data:`send_qual.coding.RULE`. What two people coded alike counts once; what the coder ``consensus`` settled
    stands as it was settled.

    Parameters
    ----------
    suggestions : Codings
        Of a machine; decisions already on them (status) are kept.
    human : Codings
        From :func:`read_codings`.
    people_only : bool
        Let only people's codings count: what they coded and accepted.

    Returns
    -------
    Codings
        Those that count, with the corpus and codebook of the suggestions, and the notices of both. What does not
        count is set aside, not lost: :func:`decisions` tells what became of every suggestion and coding.

    Examples
    --------
    >>> from send_qual.coding import Coding
    >>> machine = Codings((Coding("a.vtt", 0, 4, "wait", "health", "panel-1"),))
    >>> no = Coding("a.vtt", 0, 4, "wait", "health", "AB", status="rejected")
    >>> both = merge(machine, Codings((no,)))
    >>> len(both), len(both.aside)
    (0, 2)
    """
    together = replace(
        suggestions,
        rows=(*suggestions.rows, *human.rows),
        aside=(*suggestions.aside, *human.aside),
        finished=tuple(dict.fromkeys((*suggestions.finished, *human.finished))),
        people_only=people_only or suggestions.people_only,
        notices=(*suggestions.notices, *human.notices),
    )
    return counted(together)
