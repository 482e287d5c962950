"""Answers to a survey: a table with a column or more of free text, each row a respondent."""

from __future__ import annotations

from collections.abc import Sequence

from send_qual.corpus.document import Document
from send_qual.corpus.file import File
from send_qual.corpus.kind import Kind
from send_qual.kinds.survey._mapping import Columns, mapping_of
from send_qual.kinds.survey._table import Answers, answers_of

__all__ = ["KIND"]


def _answers(file: File) -> Answers:
    return answers_of(file.path, file.data, file.suffix)


def _mapping(file: File) -> Columns | None:
    return mapping_of(file.view("answers", _answers), file.path)


def _certainty(file: File) -> float:
    return 0.8 if file.suffix in KIND.suffixes and file.view("survey", _mapping) else 0.0


def _documents(file: File) -> Sequence[Document]:
    from send_qual.kinds.survey._documents import documents_of

    mapping = file.view("survey", _mapping)
    return documents_of(file.view("answers", _answers), mapping, file.source()) if mapping else ()


def _without(file: File, ids: frozenset[str]) -> bytes:
    from send_qual.kinds.survey._removal import table_without

    mapping = file.view("survey", _mapping)
    return table_without(file, file.view("answers", _answers), mapping, ids) if mapping else file.data


KIND = Kind(
    id="survey",
    name="response to a survey",
    plural="responses to a survey",
    unit="response",
    recognise=_certainty,
    documents=_documents,
    without=_without,
    suffixes=frozenset({".csv", ".xlsx"}),
    cut="paragraphs",  # an answer is a passage
    facts={"participant": "the respondent, as the table names them"},
    grouping=("participant",),
    codebook="intervention",
    outline=("summary", "background", "glance", "themes", "emergent", "comparison", "appendix"),
)
