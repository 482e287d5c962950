"""Which passages were offered to a coder, in what order: so that a passage without a code is known to be seen."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from send_qual.coding.ledger.ledger import open_ledger
from send_qual.errors import Fault, SendQualError
from send_qual.study.tables import formula_unsafe, write_csv

__all__ = ["Offered", "read_offers", "store_offers"]

Offered = tuple[str, int, int]
"""Document, start and end of a passage."""


def store_offers(corpus: str | Path, coder: str, passages: Iterable[Offered]) -> None:
    """Add passages, in their order, to those that were offered to a coder: ``codings/offered/<coder>.csv``."""
    import pandas as pd

    path = _file(corpus, coder)
    rows = dict.fromkeys([*_stored(path), *passages])
    write_csv(pd.DataFrame(list(rows), columns=["document", "start", "end"]), path)


def read_offers(corpus: str | Path) -> dict[str, tuple[Offered, ...]]:
    """The passages that were offered to each coder, in order.

    Raises
    ------
    SendQualError
        Where a file of offers was damaged.
    """
    folder = _file(corpus, "any").parent
    return {path.stem: tuple(_stored(path)) for path in sorted(folder.glob("*.csv"))}


def _file(corpus: str | Path, coder: str) -> Path:
    ledger = open_ledger(corpus, coder)
    return ledger.path.parent / "offered" / f"{ledger.coder}.csv"


def _stored(path: Path) -> list[Offered]:
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            return [(formula_unsafe(row["document"]), int(row["start"]), int(row["end"])) for row in rows]
    except (KeyError, ValueError, TypeError, csv.Error):
        mend = "It has the columns document, start, end; bring back an earlier copy, or delete it"
        raise SendQualError(Fault(path.name, "this list of passages offered cannot be read", mend)) from None
