"""Codings of a corpus carried over to a pseudonymised copy of it: its words, none of the raw ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.coding._anchor import Anchor, anchor
from send_qual.coding._events import Event, as_one, new_event, target_of
from send_qual.coding.codings import Coding
from send_qual.coding.ledger import Ledger, all_ledgers, open_ledger
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import Fault, SendQualError

__all__ = ["Carried", "carry_codings"]


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over.

    Parameters
    ----------
    codings : int
        Written into the ledgers of the copy; what stood there already is not written again.
    unsure : tuple of Coding
        Those whose place asks for a look, as they are in the copy.
    lost : tuple of Coding
        Those that have no place in the copy, as they were.
    memos : int
        Memos that stayed behind.
    """

    codings: int
    unsure: tuple[Coding, ...]
    lost: tuple[Coding, ...]
    memos: int


def carry_codings(corpus: str | Path, into: str | Path, *, memos: bool = False) -> Carried:
    """Write what stands in a corpus into the ledgers of a corrected or pseudonymised copy.

    Quotations and context are those of the copy, so that no name of the raw text comes with them. What a machine
    gave as its reason stays behind, and so do memos: they may name people.

    Parameters
    ----------
    corpus : str or Path
        By name or folder.
    into : str or Path
        The copy: its documents bear the same names, whatever their formats.
    memos : bool
        Carry memos on codings as well; those on documents and codes stay behind in any case.

    Returns
    -------
    Carried

    Raises
    ------
    SendQualError
        Where corpus and copy are one, or one of them cannot be read.
    """
    copy = read_corpus(into)
    done = Carried(0, (), (), 0)
    for ledger in all_ledgers(corpus):
        target = open_ledger(into, ledger.coder)
        if target.path.resolve() == ledger.path.resolve():
            mend = "Name the copy's own folder"
            raise SendQualError(Fault(str(into), "a corpus cannot be carried into itself", mend))
        one = _carry(ledger, target, copy, memos)
        both = (done.codings + one.codings, done.unsure + one.unsure, done.lost + one.lost, done.memos + one.memos)
        done = Carried(*both)
    return done


def _carry(ledger: Ledger, target: Ledger, copy: Corpus, memos: bool) -> Carried:
    """One coder's codings; they are one gesture, with the times at which they were made."""
    reading = ledger.read()
    state, there = reading.state, target.read().state.codings
    machines = {event.target: event.machine for event in reading.events if event.machine}
    rows = [replace(row, coder=machines.get(known, ledger.coder)) for known, row in state.codings.items()]
    anchors = _anchors(rows, copy)
    events: list[Event] = []
    unsure: list[Coding] = []
    for found in anchors:
        if found.now is None:
            continue
        now = replace(found.now, reason="", memo=found.now.memo if memos else "")
        if target_of(now) not in there:
            events.append(new_event(now.status, ledger.coder, now, time=now.created))
            unsure += [] if found.sure else [replace(now, coder=ledger.coder)]
    target.append(as_one(events))
    lost = tuple(replace(found.before, coder=ledger.coder) for found in anchors if found.now is None)
    behind = len(state.memos) + (0 if memos else sum(bool(found.before.memo) for found in anchors))
    return Carried(len(events), tuple(unsure), lost, behind)


def _anchors(rows: Sequence[Coding], copy: Corpus) -> list[Anchor]:
    """Where each stands in the document of the copy that bears its name."""
    by_stem = {_stem(document.id): document for document in copy}
    by_document: dict[str, list[Coding]] = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row)
    found: list[Anchor] = []
    for id, here in by_document.items():
        document = by_stem.get(_stem(id))
        if document is None:
            found += [Anchor(row, None, 0.0, sure=False) for row in here]
        else:
            found += anchor([replace(row, document=document.id) for row in here], document)
    return found


def _stem(id: str) -> str:
    return id.rsplit(".", 1)[0].casefold()
