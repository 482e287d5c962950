"""Which documents a date leaves: those published since a day."""

from __future__ import annotations

import re
from datetime import date

from send_qual.corpus import Corpus, Document
from send_qual.errors import SendQualError

__all__ = ["DATE", "check_date", "dated", "published_since"]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def dated(document: Document) -> str:
    """The day a document was published, else the last day of its inspection; ``""`` where neither is known."""
    return document.attributes.get("published") or document.attributes.get("inspection_end") or ""


def check_date(text: str, option: str) -> None:
    """Refuse what is no day of the calendar.

    Raises
    ------
    SendQualError
    """
    try:
        date.fromisoformat(text if DATE.fullmatch(text) else "")
    except ValueError:
        raise SendQualError(f"{option} {text!r}: this is not a date. Write it as 2024-05-01.") from None


def published_since(corpus: Corpus, since: str) -> Corpus:
    """The documents published on or after a day.

    Parameters
    ----------
    corpus : Corpus
    since : str
        ``"2024-05-01"``.

    Raises
    ------
    SendQualError
        Where it is no date, or none of the documents is that late: which dates there are is told.
    """
    check_date(since, "since")
    kept = corpus.where(lambda d: dated(d) >= since)
    if len(kept) or not len(corpus):
        return kept
    days = sorted(filter(None, map(dated, corpus)))
    none = f"since {since}: no document of {corpus.name} was published on or after that day"
    if not days:
        mend = "none has a date; give them one in a column published of attributes.csv"
        raise SendQualError(f"{none}, for {mend}.")
    undated = f", and {len(corpus) - len(days)} have none" if len(days) < len(corpus) else ""
    raise SendQualError(f"{none}; its dates run from {days[0]} to {days[-1]}{undated}. Name an earlier day.")
