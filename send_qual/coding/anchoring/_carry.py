"""Codings of a corpus carried over to a pseudonymised copy of it: its words, none of the raw ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.coding.anchoring._fuzzy import Anchor, anchor
from send_qual.coding.codings import Coding
from send_qual.coding.ledger._events import Event, as_one, new_event, target_of
from send_qual.coding.ledger._finished_marks import now_on
from send_qual.coding.ledger._undo import in_effect
from send_qual.coding.ledger.ledger import Ledger, Reading, all_ledgers, open_ledger
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    import pandas as pd

    from send_qual.pseudonyms import Copied

__all__ = ["Carried", "carry_codings"]

_UNPLACED = Anchor(Coding("", 0, 0, "", "", ""), None, 0.0, sure=False)


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over, or would be.

    Parameters
    ----------
    codings, memos : int
        Written into the ledgers of the copy.
    already : int
        Codings that were carried over before; whatever became of them in the copy, they are not written again.
    unsure : tuple of Anchor
        Those whose place in the copy asks for a look: ``before`` as they were, ``now`` as they are in the copy.
    lost : tuple of Coding
        Those that have no place in the copy, as they were.
    behind : int
        Memos that stayed behind.
    coders : tuple of str
        Whose ledgers were read.
    notices : tuple of Fault
        What could not be read of them, and of the copy.
    """

    codings: int = 0
    memos: int = 0
    already: int = 0
    unsure: tuple[Anchor, ...] = ()
    lost: tuple[Coding, ...] = ()
    behind: int = 0
    coders: tuple[str, ...] = ()
    notices: tuple[Fault, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """What asks for a look, and what is lost; it quotes the raw texts.

        Returns
        -------
        pandas.DataFrame
            Columns ``what`` ("lost" or "look"), ``coder, document, start, end, code, quote`` as they were, and
            ``copy, copy_start, copy_end, copy_quote`` and ``likeness`` (0 to 100), empty for what is lost.
        """
        import pandas as pd

        rows: list[tuple[str, Coding, Coding | None, float | None]] = [("lost", c, None, None) for c in self.lost]
        rows += [("look", a.before, a.now, a.likeness) for a in self.unsure]
        data = [
            (what, c.coder, c.document, c.start, c.end, c.code, c.quote)
            + ((n.document, n.start, n.end, n.quote) if n else ("", None, None, ""))
            + (likeness,)
            for what, c, n, likeness in rows
        ]
        columns = ["what", "coder", "document", "start", "end", "code", "quote"]
        columns += ["copy", "copy_start", "copy_end", "copy_quote", "likeness"]
        return pd.DataFrame(data, columns=columns).astype({"copy_start": "Int64", "copy_end": "Int64"})


def carry_codings(corpus: str | Path, into: str | Path, *, memos: bool = False, dry: bool = False) -> Carried:
    """Write what stands in a corpus into the ledgers of a corrected or pseudonymised copy.

    Quotations and context are those of the copy, so that no name of the raw text comes with them. What a machine
    gave as its reason stays behind, and so do memos, unless they are asked for: they may name people. The raw
    corpus is not changed. It can be done again, after more was coded: what was carried before, and was decided
    otherwise in the copy since, stays as it is there; what was undone there is carried again.

    Parameters
    ----------
    corpus : str or Path
        By name or folder.
    into : str or Path
        The copy: its documents bear the same names, whatever their formats, or those that the key of the
        pseudonyms tells.
    memos : bool
        Carry memos as well: on codings, documents and codes. Where the key lies with the copy, the words that were
        replaced in the documents are replaced in memos; others that name people stay.
    dry : bool
        Write nothing; only say what would be.

    Returns
    -------
    Carried

    Raises
    ------
    SendQualError
        Where corpus and copy are one, or one of them cannot be read.
    """
    copy, total = read_corpus(into), Carried()
    journeys = []
    for ledger in all_ledgers(corpus):
        target = open_ledger(into, ledger.coder)
        if target.path.resolve() == ledger.path.resolve():
            mend = "Name the copy's own folder"
            raise SendQualError(Fault(str(into), "a corpus cannot be carried into itself", mend))
        journeys.append(_Journey(ledger, target, ledger.read(), target.read()))
    copied = _copied(copy)
    places = _Places(copy, copied)
    for journey in journeys:
        places.take(journey)
    for journey in journeys:
        events, one = journey.carried(places, copied if memos else None)
        if not dry:
            journey.target.append(as_one(events))
        total = Carried(*(getattr(total, name) + getattr(one, name) for name in Carried.__slots__))
    return replace(total, notices=(*copy.left_out, *total.notices))


def _copied(copy: Corpus) -> Copied:
    from send_qual.pseudonyms import Copied, read_copied  # which takes seconds to import

    return read_copied(copy.home) if copy.home else Copied({}, {})


@dataclass
class _Places:
    """Where the codings of everybody stand in the copy."""

    copy: Corpus
    copied: Copied
    now: dict[str, str] = field(default_factory=dict)  # a coding's id in the raw corpus -> in the copy

    def __post_init__(self) -> None:
        stems = Counter(_stem(document.id) for document in self.copy)
        self._ids = {document.id for document in self.copy}
        self._by_stem = {_stem(id): id for id in self._ids if stems[_stem(id)] == 1}

    def document(self, id: str) -> str:
        """The name of a raw document's copy; ``""`` where there is none."""
        named = self.copied.names.get(id, id)
        return named if named in self._ids else self._by_stem.get(_stem(named), "")

    def anchors(self, rows: Sequence[Coding]) -> list[Anchor]:
        """Where each stands in the copy of its document, in their order."""
        at: dict[str, list[int]] = {}
        for n, row in enumerate(rows):
            at.setdefault(self.document(row.document), []).append(n)
        found = [replace(_UNPLACED, before=row) for row in rows]
        for id, here in at.items():
            if id:
                moved = anchor([replace(rows[n], document=id) for n in here], self.copy[id])
                for n, one in zip(here, moved, strict=True):
                    found[n] = replace(one, before=rows[n])
        return found

    def take(self, journey: _Journey) -> None:
        """Find the places of one coder's codings."""
        rows = journey.rows
        journey.anchors = dict(zip(rows, self.anchors(list(rows.values())), strict=True))
        for target, one in journey.anchors.items():
            if one.now:
                self.now[f"{target}@{journey.ledger.coder}"] = f"{target_of(one.now)}@{journey.ledger.coder}"

    def about(self, target: str) -> str:
        """What a memo is about in the copy; ``""`` where it is about nothing there."""
        kind, _, id = target.partition(":")
        if kind == "document" and id:
            return f"document:{self.document(id)}" if self.document(id) else ""
        return target if kind == "code" and id else self.now.get(target, "")


class _Journey:
    """One coder's work on its way from ledger to ledger; it is one gesture there."""

    anchors: Mapping[str, Anchor]

    def __init__(self, ledger: Ledger, target: Ledger, raw: Reading, there: Reading) -> None:
        self.ledger, self.target = ledger, target
        self.notices = (*raw.notices, *there.notices)
        self.state = raw.state
        machines = {event.target: event.machine for event in raw.events if event.machine}
        self.rows = {t: replace(row, coder=machines.get(t, ledger.coder)) for t, row in self.state.codings.items()}
        self._there = there.state
        self._written = tuple(in_effect(there.events))

    def carried(self, places: _Places, copied: Copied | None) -> tuple[list[Event], Carried]:
        """The events that are to be written, and what is to be told; memos with ``copied`` only."""
        codings: list[Event] = []
        memos: list[Event] = []
        unsure: list[Anchor] = []
        known = self._known(places)
        noted = {event.target for event in self._written if event.kind == "memo"}
        for one in self.anchors.values():
            if one.now is None:
                continue
            now = replace(one.now, reason="", memo=copied.veiled(one.now.memo) if copied else "")
            target = target_of(now)
            if target not in known:
                codings.append(new_event(now.status, self.ledger.coder, now, time=now.created))
            elif now.memo and self._has_no_memo(target) and target not in noted:
                memos.append(new_event("memo", self.ledger.coder, target=target, memo=now.memo))
            if not one.sure and now.status != "rejected":
                unsure.append(replace(one, before=self._own(one.before), now=self._own(now)))
        for about, memo in self.state.memos.items():
            target = places.about(about)
            if copied and target and target not in noted:
                memos.append(new_event("memo", self.ledger.coder, target=target, memo=copied.veiled(memo)))
        placed = [one for one in self.anchors.values() if one.now]
        lost = [self._own(a.before) for a in self.anchors.values() if not a.now and a.before.status != "rejected"]
        all_memos = len(self.state.memos) + sum(bool(one.before.memo) for one in placed)
        gone = sum(not places.about(about) for about in self.state.memos)
        told = Carried(
            codings=len(codings),
            memos=len(memos) + sum(bool(event.coding and event.coding.memo) for event in codings),
            already=len(placed) - len(codings),
            unsure=tuple(unsure),
            lost=tuple(lost),
            behind=gone if copied else all_memos,
            coders=(self.ledger.coder,),
            notices=self.notices,
        )
        return [*codings, *memos, *self._marks(places)], told

    def _marks(self, places: _Places) -> Iterator[Event]:
        """What is finished in the raw corpus, in the copy."""
        known = {event.target for event in self._written if event.finished}
        for mark in self.state.finished.values():
            document = places.document(mark.document)
            now = now_on(mark, places.copy[document]) if document else None
            if now and now.target not in known:
                yield new_event("finished", self.ledger.coder, finished=now, time=mark.time)

    def _known(self, places: _Places) -> set[str]:
        """What was written into the copy's ledger and not undone, as it would be called on the copy's text of today."""
        made = [event.coding for event in self._written if event.coding]
        here = [coding for coding in made if coding.document in {document.id for document in places.copy}]
        by_document: dict[str, list[Coding]] = {}
        for coding in here:
            by_document.setdefault(coding.document, []).append(coding)
        found = {target_of(coding) for coding in made}
        for id, rows in by_document.items():
            found |= {target_of(one.now) for one in anchor(rows, places.copy[id]) if one.now}
        return found

    def _has_no_memo(self, target: str) -> bool:
        coding = self._there.codings.get(target)
        return coding is not None and not coding.memo

    def _own(self, coding: Coding) -> Coding:
        return replace(coding, coder=self.ledger.coder)


def _stem(id: str) -> str:
    return id.rsplit(".", 1)[0].casefold()
