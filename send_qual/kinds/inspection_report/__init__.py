"""Area SEND inspection reports by Ofsted and the Care Quality Commission (framework of January 2023)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from send_qual.corpus.document import Document
from send_qual.corpus.file import File
from send_qual.corpus.kind import Kind, Section
from send_qual.kinds.inspection_report._judgement import JUDGEMENT

if TYPE_CHECKING:
    from send_qual.kinds.inspection_report._layout import Report

__all__ = ["KIND"]

_SECTIONS = (
    Section("front", "Front page", coded=False),
    Section("partnership", "Information about the local area partnership", coded=False),
    Section("experience", "What is it like to be a child or young person with SEND in this area?", "account"),
    Section("effective", "What is the area partnership doing that is effective?", "strength"),
    Section("better", "What does the area partnership need to do better?", "weakness"),
    Section("priority", "Areas for priority action", "action"),
    Section("improvement", "Areas for improvement", "action"),
    Section("about", "Local area partnership details and about this inspection", coded=False),
)
_FACTS = {
    "area": "the local area",
    "councils": "the councils responsible",
    "icbs": "the integrated care boards responsible",
    "published": "the day of publishing, from the catalogue or the file's name",
    "inspection_start": "the first day of the inspection",
    "inspection_end": "its last day",
    "previous_start": "the first day of the inspection before",
    "previous_end": "its last day",
    "outcome": "1 typically positive, 2 inconsistent, 3 widespread or systemic failings",
    "next_step": "what the inspectorates ask for, and when they will be back",
}


def _report(file: File) -> Report | None:
    from send_qual.kinds.inspection_report._layout import as_report

    return as_report(file.layout.chunks, file.source().name, file.layout.words)


def _certainty(file: File) -> float:
    report = file.view("area SEND report", _report) if file.suffix == ".pdf" else None
    return report.certainty if report else 0.0


def _documents(file: File) -> Sequence[Document]:
    from send_qual.corpus._blocks import document_of

    report = file.view("area SEND report", _report)
    if report is None:
        return (file.document,)
    notices = [*report.notices, *file.layout.notices]
    return (
        document_of(report.blocks, file.source(), title=report.title, attributes=report.attributes, notices=notices),
    )


KIND = Kind(
    id="inspection-report",
    name="Area SEND inspection report",
    plural="Area SEND inspection reports",
    unit="report",
    recognise=_certainty,
    documents=_documents,
    sections=_SECTIONS,
    cut="paragraphs",
    facts=_FACTS,
    grouping=("published", "outcome", "tranche"),
    once="area",
    judgement=JUDGEMENT,
    confidential=False,
    codebook="area-send",
    outline=("summary", "background", "glance", "themes", "emergent", "comparison", "appendix"),
)
