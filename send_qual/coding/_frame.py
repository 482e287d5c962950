"""Codings as a pandas table, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from send_qual.codebook import Codebook
from send_qual.coding.codings import Coding, Codings
from send_qual.corpus import Corpus
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["facet_columns", "from_frame", "to_frame"]

_NEEDED = ("document", "start", "end", "quote", "code", "coder")
_TEXT = ("prefix", "suffix", "reason", "memo", "created", "codebook", "codebook_version")


def to_frame(codings: Codings) -> pd.DataFrame:
    """See :meth:`Codings.to_frame`."""
    import pandas as pd

    facets = facet_columns(codings)
    after = Codings.COLUMNS.index("code") + 1
    columns = [*Codings.COLUMNS[:after], *facets, *Codings.COLUMNS[after:]]
    data = [
        {**{k: getattr(row, k) for k in Codings.COLUMNS}, **{f: row.facets.get(f, "") for f in facets}}
        for row in codings
    ]
    frame = pd.DataFrame(data, columns=columns)
    return frame.astype({"start": "int64", "end": "int64", "confidence": "float64"})


def facet_columns(codings: Codings) -> tuple[str, ...]:
    """The facets that a table of codings has a column for: those of the codebook, and others that a coding has."""
    found = {facet for row in codings for facet in row.facets}
    return codings.codebook.facet_ids(found) if codings.codebook else tuple(sorted(found))


def from_frame(frame: pd.DataFrame, corpus: Corpus | None = None, codebook: Codebook | None = None) -> Codings:
    """See :meth:`Codings.from_frame`."""
    if lacking := [column for column in _NEEDED if column not in frame]:
        mend = f"A table of codings has the columns {', '.join(_NEEDED)}"
        raise SendQualError(Fault("the table of codings", f"it has no column {', '.join(lacking)}", mend))
    facets = [str(c) for c in frame.columns if c not in Codings.COLUMNS]
    rows, faults = [], []
    for number, record in enumerate(frame.to_dict("records")):
        try:
            rows.append(_coding({str(k): v for k, v in record.items()}, facets))
        except (ValueError, TypeError) as error:
            faults.append(Fault(f"the table of codings, row {number}", str(error), "Correct the row, or leave it out"))
    if faults:
        raise SendQualError(faults)
    return Codings((), corpus, codebook).adding(rows)


def _coding(row: dict[str, Any], facets: list[str]) -> Coding:
    sure = row.get("confidence")
    return Coding(
        document=_words(row["document"]),
        start=int(row["start"]),
        end=int(row["end"]),
        quote=_words(row["quote"]),
        code=_words(row["code"]),
        coder=_words(row["coder"]),
        facets={facet: told for facet in facets if (told := _words(row.get(facet)))},
        status=_words(row.get("status")) or "applied",
        confidence=None if sure is None or sure != sure else float(sure),  # noqa: PLR0124
        **{name: _words(row.get(name)) for name in _TEXT},
    )


def _words(value: object) -> str:
    return "" if value is None or value != value else str(value)  # noqa: PLR0124
