"""A table of answers to documents: one a row, with the other columns as attributes, or one a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from send_qual.corpus._blocks import Block, document_of
from send_qual.corpus.document import Document, Source
from send_qual.kinds.survey._mapping import Columns
from send_qual.kinds.survey._table import Answers

__all__ = ["documents_of", "id_of", "respondent"]


def documents_of(answers: Answers, mapping: Columns, source: Source) -> tuple[Document, ...]:
    """The documents of a table, the first with a notice of how the table was read."""
    made = _by_column(answers, mapping, source) if mapping.by == "column" else _by_row(answers, mapping, source)
    documents = tuple(document for document in made if document.segments)
    return tuple(replace(d, notices=(mapping.told,)) if n == 0 else d for n, d in enumerate(documents))


def _by_row(answers: Answers, mapping: Columns, source: Source) -> Iterator[Document]:
    for number, row in answers.rows.items():
        who = respondent(number, row, mapping)
        asked = row[mapping.question] if mapping.question else ""
        blocks = [Block(row[column], "paragraph", section=asked or column) for column in mapping.text if row[column]]
        told = {_attribute(name): row[name] for name in mapping.attributes}
        document = document_of(blocks, source, title=who, attributes={**told, "participant": who})
        yield replace(document, id=id_of(source.name, who))


def respondent(number: int, row: Mapping[str, str], mapping: Columns) -> str:
    """What a respondent is called: as the table names them, else by the row."""
    return (row[mapping.id] if mapping.id else "") or f"row {number}"


def id_of(file: str, what: str) -> str:
    """The id of the document that is a row or column of a table."""
    return f"{file} {what}"


def _by_column(answers: Answers, mapping: Columns, source: Source) -> Iterator[Document]:
    for column in mapping.text:
        blocks = [
            Block(row[column], "paragraph", section=respondent(number, row, mapping))
            for number, row in answers.rows.items()
        ]
        document = document_of(blocks, source, title=column, attributes={"question": column})
        yield replace(document, id=id_of(source.name, column))


def _attribute(heading: str) -> str:
    """A column's heading as the name of an attribute."""
    name = re.sub(r"\s+", " ", heading).strip()
    return f"{name} (survey)" if name in {"kind", "document", "participant"} else name
