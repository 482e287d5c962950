"""Who did what, and when: the ledgers of a corpus in words, and what stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from send_qual.coding.codings import Coding, Codings
from send_qual.coding.ledger._event_text import is_change, step_in_words
from send_qual.coding.ledger._events import Event, Standing
from send_qual.coding.ledger.ledger import all_ledgers
from send_qual.corpus import tell_sourceless
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_corpus

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

__all__ = ["Entry", "History", "read_history"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One gesture of one coder.

    Parameters
    ----------
    time : str
        ISO 8601, UTC.
    coder, what : str
    document : str
        ``""`` where it is about a code.
    coding : Coding or None
        The one it was about, as it stood after it, or before it was taken away.
    memo : str
        What was written, where a memo was.
    """

    time: str
    coder: str
    what: str
    document: str
    coding: Coding | None = None
    memo: str = ""

    def __str__(self) -> str:  # never the words that were coded: a screen may be seen, and a log be kept
        place = f" {self.coding.start}-{self.coding.end}" if self.coding else ""
        return f"{self.time[:19].replace('T', ' ')}  {self.coder}  {self.what}{place}"


@dataclass(frozen=True, slots=True)
class History:
    """What was done in a corpus, the newest last. Get one by :func:`read_history`.

    Parameters
    ----------
    entries : tuple of Entry
    codings : Codings
        What stood at the end, rejected suggestions too; offsets and words as they were then.
    notices : tuple of Fault
        What could not be read of the ledgers.
    """

    entries: tuple[Entry, ...]
    codings: Codings
    notices: tuple[Fault, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __str__(self) -> str:
        wide = max((len(entry.coder) for entry in self.entries), default=0)
        rows = (str(e).replace(f"  {e.coder}  ", f"  {e.coder:<{wide}}  ", 1) for e in self.entries)
        return "\n".join(rows)

    def __repr__(self) -> str:
        return f"History({len(self)} gestures)"

    def to_frame(self) -> pd.DataFrame:
        """A table, one row per gesture.

        Returns
        -------
        pandas.DataFrame
            Columns ``time`` (UTC), ``coder, what, document, start, end, code, quote, memo``.
        """
        import pandas as pd

        rows = [
            (e.time, e.coder, e.what, e.document, c and c.start, c and c.end, c and c.code, c and c.quote, e.memo)
            for e in self.entries
            for c in (e.coding,)
        ]
        columns = ["time", "coder", "what", "document", "start", "end", "code", "quote", "memo"]
        return pd.DataFrame(rows, columns=columns).astype({"start": "Int64", "end": "Int64"})


def read_history(corpus: str | Path, *, coder: str = "", document: str = "", as_of: str = "") -> History:
    """Read what people did in a corpus, from their ledgers.

    Parameters
    ----------
    corpus : str or Path
        By name or folder.
    coder, document : str, optional
        Only this coder's gestures; only those in this document.
    as_of : str, optional
        Only up to the end of this day (``2026-03-31``) or minute (``2026-03-31T14:30``), UTC.

    Returns
    -------
    History

    Raises
    ------
    SendQualError
        Where there is no such corpus, no ledger of the coder, nothing about the document, or no such day.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from send_qual.coding import new_event, open_ledger
    >>> home = Path(tempfile.mkdtemp())
    >>> wait = Coding("p01.vtt", 0, 4, "wait", "health", "SG")
    >>> open_ledger(home, "SG").append([new_event("applied", "SG", wait, time="2026-03-01T09:00:00Z")])
    >>> print(read_history(home))
    2026-03-01 09:00:00  SG  coded as health in p01.vtt 0-4
    """
    limit = _limit(as_of) if as_of else ""
    ledgers = {ledger.coder: ledger for ledger in all_ledgers(corpus)}
    tell_sourceless(find_corpus(str(corpus)))
    if coder and coder not in ledgers:
        mend = f"There are ledgers of {', '.join(ledgers)}" if ledgers else "Nobody has coded in it yet"
        raise SendQualError(Fault(str(corpus), f"there is no ledger of the coder {coder!r}", mend))
    entries: list[Entry] = []
    rows: list[Coding] = []
    notices: list[Fault] = []
    for name, ledger in ledgers.items():
        if coder in ("", name):
            reading = ledger.read()
            notices += reading.notices
            standing = Standing()
            entries += _entries((e for e in reading.events if e.time[: len(limit)] <= limit), standing)
            rows += standing.codings.values()
    if document:
        known = sorted({entry.document for entry in entries if entry.document})
        if document not in known:
            mend = f"There is something about {', '.join(known)}" if known else "Nothing was coded by then"
            raise SendQualError(Fault(str(corpus), f"nothing was done in the document {document!r}", mend))
        entries = [entry for entry in entries if entry.document == document]
        rows = [row for row in rows if row.document == document]
    entries.sort(key=lambda entry: entry.time)  # of one second: by coder, and in the order of the ledger
    return History(tuple(entries), Codings(()).adding(rows), tuple(notices))


def _limit(as_of: str) -> str:
    """A day or minute as the beginning of the times in the ledgers."""
    words = as_of.strip()
    try:
        when = datetime.fromisoformat(words)
    except ValueError:
        mend = "Write it as 2026-03-31, or with a time as 2026-03-31T14:30"
        raise SendQualError(Fault("--as-of", f"{as_of!r} is no day", mend)) from None
    if len(words) <= 10:
        return when.date().isoformat()
    when = when.astimezone(UTC) if when.tzinfo else when
    return when.isoformat(timespec="seconds" if when.second else "minutes").removesuffix("+00:00")


def _entries(events: Iterable[Event], standing: Standing) -> Iterator[Entry]:
    """What each gesture did; ``standing`` takes their events."""
    said: dict[str, tuple[bool, Entry]] = {}  # of each event: whether it stands, and the gesture it is of
    for _, group in groupby(events, key=lambda event: event.step or event.id):
        step = [event for event in group if standing.take(event)]
        if not step:  # it undid what was undone already
            continue
        if step[0].kind == "undone":
            yield from _taken_back(step, said)
            continue
        for part in [step] if is_change(step) else [[event] for event in step]:  # of many at once, each is told
            entry = _entry(part, standing)
            said.update((event.id, (True, entry)) for event in part)
            yield entry


def _taken_back(step: Sequence[Event], said: dict[str, tuple[bool, Entry]]) -> Iterator[Entry]:
    """What an undoing, or the undoing of one, did; ``said`` takes its events."""
    told: list[Entry] = []
    for event in step:
        stands, first = said[event.target]
        said[event.id] = (not stands, first)
        if not any(first is one for one in told):
            told.append(first)
            what = f"{'taken back' if stands else 'done again'}: {first.what}"
            yield Entry(event.time, event.coder, what, first.document, first.coding)


def _entry(step: Sequence[Event], standing: Standing) -> Entry:
    last = step[-1]
    if last.kind == "forgotten":
        return Entry(last.time, last.coder, f"a document was forgotten: {last.memo}", "", None)
    before = [standing.undo[event.id][2] for event in step]
    coding = last.coding or next((one for one in reversed(before) if isinstance(one, Coding)), None)
    document = coding.document if coding else last.document
    memo = last.memo if last.kind == "memo" else ""
    return Entry(last.time, last.coder, step_in_words(step, before, None), document, coding, memo)
