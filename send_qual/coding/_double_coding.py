"""Documents drawn by lot for two people to code independently, and the sheets they fill in, without suggestions."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.coding.tables._coding_sheet import coding_sheet
from send_qual.coding.tables._sheet_file import reviews_folder, vacant
from send_qual.corpus import Corpus, Document
from send_qual.errors import Fault, SendQualError
from send_qual.study.files import write_bytes
from send_qual.study.tables import formula_unsafe, write_csv

__all__ = ["DoubleCoding", "Drawn", "double_coding", "read_double_coding"]

SHARE = 0.2
"""The share of documents drawn where nothing else is said: the upper end of what textbooks ask (10 to 20 %)."""

_COLUMNS = ("document", "stratum", "of", "by", "seed", "drawn", "coders", "codebook")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document to be coded twice.

    Parameters
    ----------
    document : str
        Id.
    stratum : str
        The value by which it was drawn, such as a role; ``""`` where all were drawn from at once.
    of : int
        Documents of that stratum in the corpus.
    by : str
        The attribute that makes the strata; ``""`` for none.
    seed : int
    drawn : str
        Day of the draw, ISO.
    coders : tuple of str
        Who codes it.
    codebook : str
    """

    document: str
    stratum: str
    of: int
    by: str
    seed: int
    drawn: str
    coders: tuple[str, ...]
    codebook: str


@dataclass(frozen=True, slots=True)
class DoubleCoding:
    """What was drawn, and the sheets to be filled in.

    Parameters
    ----------
    drawn : tuple of Drawn
        In the order of the corpus.
    sheets : mapping of str to pathlib.Path
        By coder.
    """

    drawn: tuple[Drawn, ...]
    sheets: dict[str, Path]


def double_coding(
    corpus: Corpus,
    codebook: Codebook,
    coders: Sequence[str],
    *,
    share: float = SHARE,
    documents: int | None = None,
    by: str = "",
    seed: int = 0,
) -> DoubleCoding:
    """Draw documents to be coded by two people or more, and lay a sheet for each of them.

    Each stratum gives its share of documents, by lot. The lot is the hash of seed and document: the same seed draws
    the same, and a corpus that has grown keeps most of what was drawn. The draw is kept in
    ``codings/double-coding.csv`` of the corpus, from which the section on reliability tells it.

    Parameters
    ----------
    corpus : Corpus
        With a folder of its own.
    codebook : Codebook
    coders : sequence of str
        Initials, two or more.
    share : float
        Of the documents, over 0 and up to 1; at least one is drawn, and one of each stratum as far as they go.
    documents : int, optional
        How many instead.
    by : str
        An attribute of the documents that makes the strata.
    seed : int

    Returns
    -------
    DoubleCoding

    Raises
    ------
    SendQualError
        For fewer than two coders, an attribute that no document has, more documents than there are, or a corpus
        without a folder.
    """
    home = _home(corpus)
    names = tuple(dict.fromkeys(name.strip() for name in coders if name.strip()))
    if len(names) < 2:
        raise SendQualError(Fault(", ".join(names) or "nobody", "double coding takes two coders", "Say AB,CD"))
    chosen = _draw(corpus, _wanted(corpus, share, documents), by, seed)
    day = datetime.now(UTC).date().isoformat()
    drawn = tuple(Drawn(d.id, stratum, of, by, seed, day, names, codebook.name) for d, stratum, of in chosen)
    _keep(_record(home), drawn)
    sheets = {}
    for name in names:
        path = vacant(reviews_folder(home) / f"coding-{name}.xlsx", codebook.facet_ids())
        sheets[name] = write_bytes(path, coding_sheet([d for d, _, _ in chosen], codebook, name, corpus.name))
    return DoubleCoding(drawn, sheets)


def read_double_coding(corpus: Corpus) -> tuple[Drawn, ...]:
    """What was drawn for double coding in a corpus, in the order of the draws; nothing where nothing was.

    Raises
    ------
    SendQualError
        Where the record of the draws was damaged.
    """
    return _stored(_record(corpus.home)) if corpus.home else ()


def _stored(path: Path) -> tuple[Drawn, ...]:
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_read(row) for row in csv.DictReader(file))
    except (KeyError, ValueError, TypeError, AttributeError, csv.Error):
        mend = f"It has the columns {', '.join(_COLUMNS)}; bring back an earlier copy, or delete it and draw again"
        raise SendQualError(Fault(path.name, "this record of what was drawn cannot be read", mend)) from None


def _read(row: dict[str, str]) -> Drawn:
    document, stratum, by = (formula_unsafe(row[name]) for name in ("document", "stratum", "by"))
    coders = tuple(formula_unsafe(row["coders"]).split("; "))
    return Drawn(document, stratum, int(row["of"]), by, int(row["seed"]), row["drawn"], coders, row["codebook"])


def _keep(path: Path, drawn: Iterable[Drawn]) -> None:
    """Add a draw to the record; one that says the same stands already."""
    import pandas as pd

    rows: dict[tuple[object, ...], Drawn] = {}
    for one in (*_stored(path), *drawn):
        rows.setdefault((one.document, one.by, one.seed, one.coders, one.codebook), one)
    told = [
        (r.document, r.stratum, r.of, r.by, r.seed, r.drawn, "; ".join(r.coders), r.codebook) for r in rows.values()
    ]
    write_csv(pd.DataFrame(told, columns=list(_COLUMNS)), path)


def _home(corpus: Corpus) -> Path:
    if corpus.home is None:
        mend = "Put its documents into a folder"
        raise SendQualError(Fault(corpus.name, "this corpus lies in no folder that could keep what is drawn", mend))
    return corpus.home


def _record(home: Path) -> Path:
    return (home.parent if home.name == "documents" else home) / "codings" / "double-coding.csv"


def _wanted(corpus: Corpus, share: float, documents: int | None) -> int:
    if documents is not None:
        if not 1 <= documents <= len(corpus):
            mend = f"Draw 1 to {len(corpus)}"
            raise SendQualError(Fault(corpus.name, f"{documents} of {len(corpus)} documents cannot be drawn", mend))
        return documents
    if not 0 < share <= 1:
        raise SendQualError(Fault(str(share), "it is no share of the documents", "Take one over 0 and up to 1"))
    return max(1, math.ceil(share * len(corpus) - 1e-9))


def _draw(corpus: Corpus, wanted: int, by: str, seed: int) -> list[tuple[Document, str, int]]:
    if by and not any(document.attributes.get(by) for document in corpus):
        known = sorted({name for document in corpus for name in document.attributes})
        mend = f"Take one of {', '.join(known)}; attributes.csv beside the documents adds more"
        raise SendQualError(Fault(by, f"no document of {corpus.name} has this attribute", mend))
    strata: dict[str, list[Document]] = {}
    for document in corpus:
        strata.setdefault(document.attributes.get(by, "") if by else "", []).append(document)
    shares = _apportioned({name: len(documents) for name, documents in strata.items()}, wanted)
    chosen = {
        document.id: (document, name, len(documents))
        for name, documents in strata.items()
        for document in sorted(documents, key=lambda document: _lot(seed, document))[: shares[name]]
    }
    return [chosen[document.id] for document in corpus if document.id in chosen]


def _lot(seed: int, document: Document) -> str:
    return hashlib.sha256(f"{seed}\t{document.id}".encode()).hexdigest()


def _apportioned(sizes: dict[str, int], wanted: int) -> dict[str, int]:
    """So many of each stratum, by largest remainder; one of each first, as far as they go.

    Examples
    --------
    >>> _apportioned({"parent": 12, "head": 3, "officer": 1}, 4)
    {'parent': 2, 'head': 1, 'officer': 1}
    >>> _apportioned({"": 20}, 4)
    {'': 4}
    """
    total = sum(sizes.values())
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    given = dict.fromkeys(sizes, 0)
    for name in order[:wanted]:
        given[name] = 1
    for _ in range(wanted - sum(given.values())):
        behind = {name: wanted * sizes[name] / total - given[name] for name in order if given[name] < sizes[name]}
        given[max(behind, key=lambda name: behind[name])] += 1
    return given
