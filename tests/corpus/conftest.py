"""Small PDFs set by reportlab's own layout engine: another hand than the one that set the sample reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=14, spaceAfter=10)
CELL = ParagraphStyle("cell", parent=BODY, spaceAfter=0)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=13, leading=17, spaceBefore=8, spaceAfter=8)
POINT = ParagraphStyle("point", parent=BODY, leftIndent=30, bulletIndent=14, spaceAfter=6)

OUTCOME = (
    "The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children and young "
    "people with special educational needs and/or disabilities (SEND). The local area partnership must work jointly to "
    "make improvements."
)
RESPONSIBLE = (
    "Bramblemoor Council and NHS Heath and Bramble Integrated Care Board (ICB) are jointly responsible for the "
    "planning and commissioning of services for children and young people with SEND in Bramblemoor."
)
PARTS: dict[str, list] = {
    "front": [
        ("head", "Area SEND inspection of Bramblemoor Local Area Partnership"),
        ("text", "Inspection dates: 27 February to 3 March 2031"),
        ("text", "Dates of previous inspection: 16 to 20 May 2024"),
        ("head", "Inspection outcome"),
        ("text", OUTCOME),
        ("text", "The next full area SEND inspection will be within approximately three years."),
    ],
    "partnership": [
        ("head", "Information about the local area partnership"),
        ("text", RESPONSIBLE),
    ],
    "experience": [
        ("head", "What is it like to be a child or young person with SEND in this area?"),
        ("text", "Children in Bramblemoor are known by name. Their needs are often identified in the early years."),
        ("text", "Too many wait for a diagnosis. While they wait, their families are left to find their own way."),
    ],
    "effective": [
        ("head", "What is the area partnership doing that is effective?"),
        ("point", "The ‘Hedgerow’ team visits families at home. Parents say that it changed their lives."),
        ("point", "Schools, health visitors and the Bramblemoor forum of parents and carers plan training together."),
    ],
    "better": [
        ("head", "What does the area partnership need to do better?"),
        ("point", "Waits for speech and language therapy are too long, and support while waiting is thin."),
        ("point", "Annual reviews are late. Plans do not follow the child’s needs as they change."),
    ],
    "improvement": [
        ("head", "Areas for improvement"),
        (
            "table",
            [
                ["Areas for improvement"],
                ["Leaders across the partnership should shorten waits for therapy and help those who wait."],
                ["The local authority should make sure that annual reviews are held and plans amended on time."],
            ],
        ),
    ],
    "about": [
        ("head", "Local area partnership details"),
        (
            "table",
            [
                ["Local authority", "Integrated care board"],
                ["Bramblemoor Council", "NHS Heath and Bramble"],
                ["Edda Thornquist, Director", "Ruben Aldous, Chief Executive"],
            ],
        ),
        ("head", "Information about this inspection"),
        ("text", "The inspection was led by one of His Majesty’s Inspectors. It never took place: this is a test."),
    ],
}
"""A fictional inspection report, part by part."""


def _flowables(parts: dict[str, list], *, mark: str, rules: bool) -> list[Flowable]:
    story: list[Flowable] = []
    for elements in parts.values():
        for kind, content in elements:
            if kind == "head":
                story.append(Paragraph(content, HEAD))
            elif kind == "text":
                story.append(Paragraph(content, BODY))
            elif kind == "point":
                story.append(Paragraph(content, POINT, bulletText=mark))
            elif kind == "break":
                story.append(PageBreak())
            elif kind == "table":
                story += [_table(content, rules=rules), Spacer(1, 12)]
    return story


def _table(rows: list[list[str]], *, rules: bool) -> Table:
    bold = ParagraphStyle("bold", parent=CELL, fontName="Helvetica-Bold")
    cells = [[Paragraph(c.replace("\n", "<br/>"), CELL if n else bold) for c in row] for n, row in enumerate(rows)]
    widths = [150, 300] if len(rows[0]) == 2 else [450]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if rules else []
    return Table(cells, colWidths=widths, style=TableStyle([*style, ("VALIGN", (0, 0), (-1, -1), "TOP")]))


@pytest.fixture
def parts() -> dict[str, list]:
    """A fictional report that a test may change."""
    return {name: list(elements) for name, elements in PARTS.items()}


@pytest.fixture
def set_report(tmp_path: Path) -> Callable[..., Path]:
    """Set parts as a PDF: ``set_report(parts, name=..., mark="•", rules=True, foot="... {page}")``."""

    def build(
        parts: dict[str, list],
        *,
        name: str = "2031-05-09_90199_bramblemoor.pdf",
        mark: str = "•",
        rules: bool = True,
        foot: str = "Area SEND inspection report: Bramblemoor, page {page}",
        height: float = A4[1],
    ) -> Path:
        path = tmp_path / name

        def running(canvas, document) -> None:  # type: ignore[no-untyped-def]
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, 30, foot.format(page=document.page))

        frame = SimpleDocTemplate(str(path), pagesize=(A4[0], height), leftMargin=60, rightMargin=60)
        frame.build(_flowables(parts, mark=mark, rules=rules), onFirstPage=running, onLaterPages=running)
        return path

    return build
