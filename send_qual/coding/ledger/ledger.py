"""The ledger of codings: one append-only file of events per coder, and what stands in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.codebook import Codebook, current_ids
from send_qual.coding.anchoring._fuzzy import anchor
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.ledger._events import Event, State, replay
from send_qual.coding.ledger._finished_marks import Finished, finished_in
from send_qual.coding.ledger._jsonl import append_lines, no_collecting, read_lines
from send_qual.coding.ledger._listeners import tell
from send_qual.corpus import Corpus, Document
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_corpus

__all__ = ["Ledger", "Reading", "all_ledgers", "open_ledger", "read_codings"]

_NAME = re.compile(r"[^\W_](?:[\w .-]{0,38}[^\W_])?")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger as read: its events in order, and what could not be read of it."""

    events: tuple[Event, ...]
    notices: tuple[Fault, ...] = ()

    @property
    def state(self) -> State:
        """What stands after all of them."""
        return replay(self.events)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One coder's file in ``codings/`` of a corpus. Get one by :func:`open_ledger`.

    Two people never write one file, so that git and shared drives merge it without conflict; the file is
    the audit trail, and undoing is an event like any other.
    """

    path: Path
    coder: str

    def append(self, events: Iterable[Event]) -> None:
        """Add events; they are on disk when this returns.

        Raises
        ------
        SendQualError
            Where another program holds the ledger; nothing is written then.
        ValueError
            For another coder's event.
        """
        events = tuple(events)
        if foreign := {event.coder for event in events} - {self.coder}:
            raise ValueError(f"events of {', '.join(sorted(foreign))} do not go into {self.coder}'s ledger")
        append_lines(self.path, (event.to_json() for event in events))
        tell(self.path)

    def read(self) -> Reading:
        """All events so far; an empty reading where there is no file yet."""
        if not self.path.exists():
            return Reading(())
        events, notices = read_lines(self.path, Event.from_json)
        return Reading(tuple(events), notices)


def open_ledger(corpus: str | Path, coder: str) -> Ledger:
    """The ledger of a coder in a corpus; the file is made with the first event.

    Parameters
    ----------
    corpus : str or Path
        A corpus by name or folder. Where documents lie loose in a folder, ``codings/`` is made beside them.
    coder : str
        Initials or a name: letters, digits, spaces, ``.`` and ``-``, at most 40.

    Raises
    ------
    SendQualError
        Where the name cannot be that of a file, or only differs in case from another coder's.
    """
    name = coder.strip()
    folder = _codings_folder(corpus)
    if not _NAME.fullmatch(name) or name.split(".")[0].casefold() in _DEVICES:
        mend = "Use initials or a name of letters and digits, at most 40"
        raise SendQualError(Fault(f"coder {coder!r}", "this name cannot be the name of a ledger", mend))
    for path in folder.glob("*.jsonl"):
        if path.stem != name and path.stem.casefold() == name.casefold():
            mend = f"Write {path.stem} as before: some computers cannot keep the two files apart"
            raise SendQualError(Fault(f"coder {name}", f"there is a ledger of {path.stem} already", mend))
    return Ledger(folder / f"{name}.jsonl", name)


def all_ledgers(corpus: str | Path) -> tuple[Ledger, ...]:
    """The ledgers of everybody who coded in a corpus, by name or folder."""
    return tuple(Ledger(path, path.stem) for path in sorted(_codings_folder(corpus).glob("*.jsonl")))


@no_collecting()
def read_codings(corpus: str | Path | Corpus, codebook: Codebook | None = None) -> Codings:
    """Read what people coded and decided in a corpus, from all their ledgers.

    Parameters
    ----------
    corpus : str, Path or Corpus
        A corpus by name or folder, or one that was read. With a corpus that was read, codings are anchored
        anew by their quotation where the text changed.
    codebook : Codebook, optional
        Only codings of this codebook; it is attached.

    Returns
    -------
    Codings
        Status ``applied``, ``accepted`` or ``rejected``; the coder is the person. ``notices`` name torn or
        foreign lines, and codings that have no place in their document any more: those stay in the ledger.
        ``finished`` tells what people marked as finished.
    """
    home = corpus.home if isinstance(corpus, Corpus) else corpus
    if home is None:  # a corpus made in memory has no folder, and so no ledger
        return Codings((), corpus if isinstance(corpus, Corpus) else None, codebook)
    rows: list[Coding] = []
    marks: list[Finished] = []
    notices: list[Fault] = []
    for ledger in all_ledgers(home):
        reading = ledger.read()
        state = reading.state
        rows.extend(state.codings.values())
        marks.extend(state.finished.values())
        notices.extend(reading.notices)
    if codebook:
        now = current_ids(codebook)  # the ledgers follow a codebook that was rearranged
        rows = [_with_code(row, now(row.code)) for row in rows if row.codebook in ("", codebook.name)]
        marks = [replace(m, code=now(m.code)) for m in marks if m.codebook in ("", codebook.name)]
    if isinstance(corpus, Corpus):
        rows = _anchored_rows(rows, corpus, notices)
        marks, gone = finished_in(marks, corpus)
        notices += gone
    read = corpus if isinstance(corpus, Corpus) else None
    return Codings((), read, codebook, tuple(notices), finished=tuple(marks)).adding(rows)


def _with_code(row: Coding, code: str) -> Coding:
    return row if row.code == code else replace(row, code=code)


def _anchored_rows(rows: Iterable[Coding], corpus: Corpus, notices: list[Fault]) -> list[Coding]:
    documents = {document.id: document for document in corpus}
    by_document: dict[str, list[Coding]] = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row)
    kept = []
    for id, here in by_document.items():
        document = documents.get(id)
        what = "has no place in the text as it is now" if document else "belongs to a document that is not here"
        for row, now in zip(here, _now(here, document), strict=True):
            if now:
                kept.append(now)
                continue
            place = f"{row.document} {row.start}-{row.end}"  # not the words: notices may be printed or logged
            mend = "It stays in the ledger; code it anew"
            notices.append(Fault(place, f"{row.coder}'s coding {row.code} {what}", mend))
    return kept


def _now(rows: list[Coding], document: Document | None) -> list[Coding | None]:
    return [found.now for found in anchor(rows, document)] if document else [None] * len(rows)


def _codings_folder(corpus: str | Path) -> Path:
    place = find_corpus(str(corpus))
    home = place.parent if place.is_file() else place
    return (home.parent if home.name == "documents" else home) / "codings"
