"""Decisions taken in a notebook, kept in the ledger of who took them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.coding._make import known_code
from send_qual.coding._record_verdicts import decide
from send_qual.coding._verdicts import INSTEAD
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.ledger._events import as_one, new_event, target_of
from send_qual.coding.ledger.ledger import Ledger, all_ledgers, open_ledger
from send_qual.coding.tables._news import News, Statement, news
from send_qual.errors import Fault, SendQualError

__all__ = ["keep_codings", "keep_decisions"]

_SOURCE = "python"  # of events that are written from a notebook or a script


def keep_codings(codings: Codings, coder: str, into: str | Path | None = None) -> int:
    """Write what a person coded and decided in Python into that person's ledger; an open desk shows it at once.

    Parameters
    ----------
    codings : Codings
        The person's own (:meth:`Codings.apply`), and a machine's that were accepted or rejected
        (:meth:`Codings.accept`, :meth:`Codings.reject`). Whatever else there is, is left out.
    coder : str
        Initials or a name.
    into : str or Path, optional
        A corpus by name or folder; default: the one that the codings have.

    Returns
    -------
    int
        How many events were written; what stands so already, or was kept before and decided otherwise since, is not
        written again. They are one gesture, which the desk undoes as one.

    Raises
    ------
    SendQualError
        Where the codings have no corpus with a folder, or the ledger cannot be written.
    """
    home = into or (codings.corpus.home if codings.corpus else None)
    if home is None:
        mend = "Say into which corpus, by name or folder"
        raise SendQualError(Fault("these codings", "they have no corpus with a folder to be kept in", mend))
    ledger = open_ledger(home, coder)
    people = {one.coder for one in all_ledgers(home)} - {ledger.coder}
    said = []
    for row in codings:
        mine = row.coder == ledger.coder
        decided = row.status in ("accepted", "rejected") and row.coder not in people
        if decided or (mine and row.status == "applied"):
            said.append(_statement(ledger.coder, row))
    return len(_kept(ledger, said).events)


def _statement(coder: str, row: Coding) -> Statement:
    return Statement("", coder, (new_event(row.status, coder, row),), _SOURCE, kind=row.status)


def _recoded(coder: str, row: Coding, code: str, codebook: Codebook | None) -> Statement:
    known_code(code, codebook)
    mine = replace(row, code=code, coder="", confidence=None, reason=f"{INSTEAD}{row.code}")
    events = (new_event("rejected", coder, replace(row, instead=code)), new_event("applied", coder, mine))
    return Statement("", coder, events, _SOURCE, kind="recoded")


def _kept(ledger: Ledger, said: Iterable[Statement]) -> News:
    """Write what is news, as one gesture: a notebook that is run again takes back nothing that was decided since."""
    found = news(ledger.read(), said)
    ledger.append(as_one(found.events))
    return found


def keep_decisions(
    suggestions: Codings,
    into: str | Path,
    reviewer: str,
    *,
    accepted: Iterable[str] = (),
    rejected: Iterable[str] = (),
    recoded: Mapping[str, str] | None = None,
) -> tuple[int, int]:
    """Write decisions on suggestions into a reviewer's ledger, where findings and reports look for them.

    Parameters
    ----------
    suggestions : Codings
        Of a machine.
    into : str or Path
        The corpus, by name or folder.
    reviewer : str
        Initials or a name.
    accepted, rejected : iterable of str
        Keys of suggestions, as the table of suggestions shows them.
    recoded : mapping of str to str, optional
        Keys of suggestions in whose place another code is put, and the full id of that code.

    Returns
    -------
    tuple of (int, int)
        How many were accepted and rejected, those in whose place another code was put not among them; what stood so
        already, or was kept before and decided otherwise since, is not written again. They are one gesture, which the
        desk undoes as one.

    Raises
    ------
    SendQualError
        Where no suggestion has such a key, one is decided on in two ways, or the codebook does not have a code.
    """
    before = {target_of(c): c.status for c in suggestions}
    instead = {key.strip().casefold(): code for key, code in (recoded or {}).items()}
    decided = decide(suggestions, accepted, [*rejected, *instead])
    ledger = open_ledger(into, reviewer)
    said = [
        _recoded(ledger.coder, row, instead[row.key], suggestions.codebook)
        if row.key in instead
        else _statement(ledger.coder, row)
        for row in decided
        if row.status in {"accepted", "rejected"} and before[target_of(row)] != row.status
    ]
    kinds = _kept(ledger, said).kinds
    return kinds.count("accepted"), kinds.count("rejected")
