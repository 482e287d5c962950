"""Cases: who takes part, under which id, and the table ``attributes.csv`` that says what is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.corpus._attributes import table_rows
from send_qual.corpus._document_names import about_documents, by_name, name_key, stem_key
from send_qual.corpus.document import Document
from send_qual.errors import Fault, SendQualError
from send_qual.kinds.interview._labels import is_code, label_of

if TYPE_CHECKING:
    import pandas as pd

    from send_qual.corpus.corpus import Corpus

__all__ = ["CASE_COLUMNS", "case_ids", "case_rows", "cases_template", "check_cases", "read_cases", "write_cases"]

CASE_COLUMNS = ("document", "participant", "speaker", "role", "organisation type", "area", "date")
"""Columns of ``attributes.csv``: the file, the participant's id, how the file names them, and what findings compare by.

One row per participant; a row whose ``role`` is ``interviewer`` says who asks. ``speaker`` may stay empty where one
participant speaks.
"""


def _speakers(document: Document) -> dict[str, str]:
    return {s.speaker: s.role for s in document.segments if s.kind == "turn" and s.speaker}


def case_ids(documents: Iterable[Document], rows: Iterable[Mapping[str, str]] = ()) -> dict[tuple[str, str], str]:
    """An id for every speaker of a corpus: ``P01`` and on for participants, ``Interviewer`` for who asks.

    A participant keeps the id that ``attributes.csv`` or the transcript's own label (``P6``) gives. The others are
    numbered in the order of the documents. One who speaks under one name in several documents has one id. Interviewers
    are numbered only where two speak in one document.

    Parameters
    ----------
    documents : iterable of Document
    rows : iterable of mapping
        Rows of ``attributes.csv``.

    Returns
    -------
    dict of (str, str) to str
        Document id and speaker as printed -> id.
    """
    documents = tuple(documents)
    talks = [d for d in documents if d.has_turns]
    ids: dict[tuple[str, str], str] = {}
    given = _given(talks, about_documents(rows, documents))
    people: dict[str, str] = {}
    askers: dict[str, str] = {}
    several = any(sum(role == "interviewer" for role in _speakers(d).values()) > 1 for d in talks)
    taken = {
        *given.values(),
        *(_numbered(s) for d in talks for s, role in _speakers(d).items() if role != "interviewer"),
    }
    for document in talks:
        for speaker, role in _speakers(document).items():
            key = label_of(speaker)
            if role == "interviewer":
                shared = key if several else "the only one"
                number = f"Interviewer {len(askers) + 1}" if several else "Interviewer"
                ids[document.id, speaker] = askers.setdefault(shared, number)
            elif found := given.get((document.id, key)) or _numbered(speaker):
                ids[document.id, speaker] = found
            else:
                own = f"{document.id}/{key}" if is_code(speaker) else key
                if own not in people:
                    people[own] = next(name for n in range(1, 10_000) if (name := f"P{n:02d}") not in taken)
                    taken.add(people[own])
                ids[document.id, speaker] = people[own]
    return ids


def _numbered(speaker: str) -> str:
    """``P06`` for labels that already are a participant's number."""
    match = re.fullmatch(r"(?i:p|pt|participant|interviewee|respondent)[\s._#-]*0*(\d{1,3})", speaker.strip())
    return f"P{int(match[1]):02d}" if match else ""


def _given(talks: Sequence[Document], rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    given = {}
    for document in talks:
        mine = [r for r in rows if r.get("document") == document.id and r.get("participant")]
        mine = [r for r in mine if r.get("role", "").casefold() != "interviewer"]
        others = [s for s, role in _speakers(document).items() if role != "interviewer"]
        for row in mine:
            if row.get("speaker"):
                given[document.id, label_of(row["speaker"])] = row["participant"]
            elif len(mine) == len(others) == 1:
                given[document.id, label_of(others[0])] = row["participant"]
    return given


def read_cases(home: Path) -> tuple[dict[str, str], ...]:
    """The rows of ``attributes.csv`` of a corpus; none where there is no such table, or it cannot be read.

    What is wrong with the table is told when the corpus is read.

    Parameters
    ----------
    home : pathlib.Path
        The corpus's folder, or its ``documents``.
    """
    return tuple(case_rows(home).values())


def case_rows(home: Path) -> dict[int, dict[str, str]]:
    """As :func:`read_cases`, by the numbers of the rows in a spreadsheet."""
    folders = (home, home.parent) if home.name == "documents" else (home,)
    path = next((f / "attributes.csv" for f in folders if (f / "attributes.csv").is_file()), None)
    if path is None:
        return {}
    try:
        return table_rows(path)
    except SendQualError:
        return {}


def cases_template(documents: Iterable[Document]) -> pd.DataFrame:
    """``attributes.csv`` to be filled in: a row per speaker, what is known already in its place.

    Returns
    -------
    pandas.DataFrame
        Columns ``CASE_COLUMNS``. A document that is no transcript has one row without participant.
    """
    import pandas as pd

    documents = tuple(documents)
    ids = case_ids(documents)
    rows = []
    for document in documents:
        known = document.attributes
        rest = {c: known.get(c, "") for c in CASE_COLUMNS[4:]}
        speakers = _speakers(document) or {"": ""}
        for speaker, role in speakers.items():
            asks = role == "interviewer"
            rows.append(
                {
                    "document": document.id,
                    "participant": "" if asks else ids.get((document.id, speaker), known.get("participant", "")),
                    "speaker": speaker,
                    "role": "interviewer" if asks else known.get("role", ""),
                    **rest,
                }
            )
    return pd.DataFrame(rows, columns=list(CASE_COLUMNS))


def write_cases(corpus: Corpus) -> Path | None:
    """Write ``attributes.csv`` to be filled in beside a corpus that has none, or only its first line.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    pathlib.Path or None
        The table written; ``None`` where there is one already, or the corpus lies in no folder.
    """
    from send_qual.study.tables import write_csv

    if corpus.home is None or read_cases(corpus.home) or not len(corpus):
        return None
    folder = corpus.home.parent if corpus.home.name == "documents" else corpus.home
    return write_csv(cases_template(corpus), folder / "attributes.csv")


def check_cases(documents: Iterable[Document], rows: Mapping[int, Mapping[str, str]]) -> tuple[Fault, ...]:
    """What ``attributes.csv`` lacks, and what it names that the corpus does not have.

    Parameters
    ----------
    documents : iterable of Document
    rows : mapping of int to mapping
        By their numbers in a spreadsheet (:func:`case_rows`).

    Returns
    -------
    tuple of Fault
        Documents without a row, rows of unknown documents or speakers, rows twice, participants without an id.
    """
    documents = tuple(documents)
    faults = []
    names, by_id = by_name(documents), {d.id: d for d in documents}
    seen: dict[tuple[str, str, str], int] = {}
    named: set[str] = set()
    for number, row in rows.items():
        place = f"attributes.csv row {number}"
        called = row.get("document", "")
        document = by_id.get(names.get(name_key(called)) or names.get(stem_key(called), ""))
        if document is None:
            what = row.get("document") or "(no document)"
            faults.append(Fault(place, f"there is no document {what}", "Correct the name, or remove the row"))
            continue
        named.add(document.id)
        speaker = row.get("speaker", "")
        if speaker and label_of(speaker) not in {label_of(s) for s in _speakers(document)}:
            known = ", ".join(_speakers(document)) or "nobody by name"
            mend = f"Write the name as the file has it: {known}"
            faults.append(Fault(place, f"{speaker} does not speak in {document.id}", mend))
        if not row.get("participant") and row.get("role", "").casefold() != "interviewer":
            faults.append(Fault(place, "the participant has no id", "Write one, as P01"))
        key = (document.id, label_of(speaker), "" if speaker else row.get("participant", ""))
        first = seen.setdefault(key, number)
        if first != number:
            faults.append(Fault(place, f"the same case stands in row {first}", "Remove one of the two"))
    missing = [d.id for d in documents if d.has_turns and d.id not in named]
    faults += [Fault("attributes.csv", f"{id} has no row", "Add one, or leave the table out") for id in missing]
    return tuple(faults)
