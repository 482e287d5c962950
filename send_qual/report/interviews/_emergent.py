"""Emergent themes in an interview report: extracts are signed as quotations are."""

from __future__ import annotations

from send_qual.findings import InterviewFindings
from send_qual.report._emergent import emergent_blocks
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.rendering import Block, Citations

__all__ = ["emergent_part"]


def emergent_part(study: InterviewFindings, style: ReportStyle, cite: Citations) -> list[Block]:
    """The section, or nothing where emergent themes were not looked for.

    An extract of an interview with several people is not signed: who of them speaks is not looked up here.
    """
    alone = {
        document: people[0]
        for document in {d for person in study.participants for d in person.documents}
        if len(people := [person for person in study.participants if document in person.documents]) == 1
    }
    labels = {document: person.id for document, person in alone.items()}
    signs = {
        "participant": labels,
        "role": {document: person.role or "participant" for document, person in alone.items()},
        "none": {},
    }[style.attribution]
    return emergent_blocks(study.findings, cite, labels=labels, signs=signs)
