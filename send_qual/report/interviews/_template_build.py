"""The included template: ``python -m send_qual.report.interviews._template_build`` makes it, nothing by hand."""

from __future__ import annotations

import io
from pathlib import Path

from send_qual.report.rendering import prepare

__all__ = ["template_bytes"]

_LINES = (
    ("Title", "{{ title }}"),
    ("Subtitle", "{{ subtitle }}"),
    ("Subtitle", "{{ note }}"),
    ("Subtitle", "Draft of {{ date }}, for checking and editing"),
    ("Callout", "{{ status }}"),
    ("Normal", "{{p contents }}"),
    *(("Normal", f"{{{{p {part} }}}}") for part in ("summary", "methods", "chapters", "patterns")),
    *(("Normal", f"{{{{p {part} }}}}") for part in ("limitations", "appendix")),
)


def template_bytes() -> bytes:
    """The template as the bytes of a ``.docx`` file: our styles, and a field for each part in its order."""
    from docx import Document

    document = Document()
    prepare(document, "{{ title }}: draft")
    about = document.core_properties
    about.title, about.author, about.comments = "Report template of send_qual", "", ""
    for style, words in _LINES:
        document.add_paragraph(words, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    Path(__file__).with_name("data").joinpath("report-template.docx").write_bytes(template_bytes())
