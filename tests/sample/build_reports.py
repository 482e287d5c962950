"""Build the fictional inspection reports of ``corpora/sample-area-send`` from the texts in ``tests/sample/reports``.

    python tests/sample/build_reports.py

The texts are written by hand; this lays them out as real reports are laid out (fixed page, front-page
box, running foot, hanging bullets, ruled tables that break across pages), so that the reader is tested
on positions as well as words. The same text gives the same bytes on every machine: no compression
(zlib differs between builds), no dates, and a typeface that comes with reportlab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "tests" / "sample" / "reports"
DOCUMENTS = ROOT / "corpora" / "sample-area-send" / "documents"

PAGE = (591.84, 839.04)
LEFT, RIGHT, TOP, BOTTOM = 57.0, 535.0, 760.0, 78.0
SIZE, LEADING = 10.2, 14.4
GAP = 11.0
BULLETS = {"square": ("ZapfDingbats", "n", 6.0), "dot": ("Body", "•", SIZE)}

FIXED = YAML(typ="safe").load((ROOT / "tests" / "sample" / "fixed_words.yaml").read_text(encoding="utf-8"))


@dataclass
class Sheet:
    """Where the pen stands in a report being set."""

    canvas: Canvas
    facts: dict
    y: float = TOP
    number: int = 1
    fonts: dict[str, str] = field(default_factory=lambda: {"body": "Body", "bold": "Bold"})

    def room(self) -> int:
        """How many lines of body text still fit on this page."""
        return int((self.y - BOTTOM) / LEADING)

    def turn(self) -> None:
        """Begin the next page, its running foot first: that is the order in which real files hold it."""
        self.canvas.showPage()
        self.number += 1
        self.y = TOP
        self.canvas.line(LEFT, 58, RIGHT, 58)
        head = f"{self.facts.get('foot', 'Area SEND inspection report')}: {self.facts['area']} Local Area Partnership"
        self.line(head, LEFT, 46, font="Bold" if self.facts.get("bold_foot") else "Body", size=7.4)
        self.line(self.facts["inspection"], LEFT, 36, size=7.4)
        self.line(str(self.number), RIGHT - 14, 36, size=14)

    def line(self, words: str, x: float, y: float, font: str = "Body", size: float = SIZE) -> None:
        """One line of type, set as one run."""
        if self.facts.get("ligatures"):
            words = words.replace("fi", "ﬁ").replace("fl", "ﬂ")
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, words)


def fold(text: str, width: float, font: str = "Body", size: float = SIZE) -> list[str]:
    """Break a paragraph into lines, also after a hyphen, as a word processor does."""
    pieces = re.findall(r"[^\s-]+-+(?=\w)|\S+\s*|-+\s*", re.sub(r"\s+", " ", text.strip()))
    lines, line = [], ""
    for piece in pieces:
        if line and pdfmetrics.stringWidth((line + piece).rstrip(), font, size) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


def paragraph(sheet: Sheet, text: str, *, bullet: bool = False) -> None:
    """Set a paragraph or bullet; it may run over to the next page, two lines at least on either side."""
    x = LEFT + 36 if bullet else LEFT
    lines = fold(text, RIGHT - x)
    if sheet.room() < min(2, len(lines)):
        sheet.turn()
    if bullet:
        font, sign, size = BULLETS[sheet.facts.get("bullet", "square")]
        sheet.canvas.setFont(font, size)
        sheet.canvas.drawString(LEFT + 18, sheet.y - LEADING + 4.5, sign)
    while lines:
        fit = sheet.room()
        if fit < len(lines) and len(lines) - fit < 2:
            fit = len(lines) - 2
        for words in lines[: max(fit, 0)]:
            sheet.y -= LEADING
            sheet.line(words, x, sheet.y + 3)
        lines = lines[max(fit, 0) :]
        if lines:
            sheet.turn()
    sheet.y -= GAP


def heading(sheet: Sheet, text: str) -> None:
    """Set a section's heading, never alone at the foot of a page."""
    if sheet.room() < 6:
        sheet.turn()
    for words in fold(text, RIGHT - LEFT, "Bold", 11):
        sheet.y -= LEADING
        sheet.line(words, LEFT, sheet.y + 3, "Bold", 11)
    sheet.y -= GAP


def table(sheet: Sheet, rows: list[tuple[str, ...]], widths: tuple[float, ...], *, head: bool = True) -> None:
    """Set a ruled table; a row that does not fit is continued on the next page."""
    for number, row in enumerate(rows):
        font = "Bold" if head and number == 0 else "Body"
        cells = [
            [words for part in cell.split("\n") for words in sub_lines(part, width - 10, font)]
            for cell, width in zip(row, widths, strict=True)
        ]
        if sheet.room() < 2 or (number == 0 and sheet.room() < 5):
            sheet.turn()
        while any(cells):
            fit = min(max(map(len, cells)), sheet.room())
            box(sheet, [cell[:fit] for cell in cells], widths, font, fit)
            cells = [cell[fit:] for cell in cells]
            if any(cells):
                sheet.turn()
    sheet.y -= GAP * 1.5


def sub_lines(part: str, width: float, font: str) -> list[str]:
    """The lines of one part of a cell; a part that begins with ``- `` is a bullet inside it."""
    if not part.startswith("- "):
        return fold(part, width, font)
    first, *rest = fold(part[2:], width - 20, font)
    return [f"    •  {first}", *(f"       {words}" for words in rest)]


def box(sheet: Sheet, cells: list[list[str]], widths: tuple[float, ...], font: str, height: int) -> None:
    """One row, or the part of it that stands on this page: rules, then the words cell by cell."""
    tall = height * LEADING + 4
    x = LEFT
    for lines, width in zip(cells, widths, strict=True):
        sheet.canvas.rect(x, sheet.y - tall, width, tall)
        for n, words in enumerate(lines, 1):
            sheet.line(words, x + 5, sheet.y - n * LEADING + 3, font)
        x += width
    sheet.y -= tall


def front(sheet: Sheet) -> None:
    """The first page: title, dates, and the outcome in its box."""
    facts = sheet.facts
    sheet.line("Local Area Partnership report", LEFT, 800, size=8)
    sheet.y = 716
    for words in facts.get("title", [f"Area SEND inspection of {facts['area']} Local Area Partnership"]):
        sheet.y -= 22
        sheet.line(words, LEFT, sheet.y + 4, "Bold" if facts.get("bold_foot") else "Body", 15)
    sheet.y -= GAP
    for words in (f"Inspection dates: {facts['inspection']}", f"{facts['previous_label']}: {facts['previous']}"):
        sheet.y -= LEADING + 4
        sheet.line(words, LEFT, sheet.y + 3)
    sheet.y -= GAP * 1.5
    parts = [fold(text, RIGHT - LEFT - 14) for text in facts.get("outcome_text", FIXED["outcomes"][facts["outcome"]])]
    tall = sum(map(len, parts)) * LEADING + len(parts) * GAP + 40
    sheet.canvas.rect(LEFT, sheet.y - tall, RIGHT - LEFT, tall)
    sheet.y -= 26
    sheet.line("Inspection outcome", LEFT + 6, sheet.y + 6, "Bold", 11)
    sheet.canvas.line(LEFT, sheet.y - 2, RIGHT, sheet.y - 2)
    sheet.y -= 12
    for lines in parts:
        for words in lines:
            sheet.y -= LEADING
            sheet.line(words, LEFT + 6, sheet.y + 3)
        sheet.y -= GAP
    sheet.y -= GAP * 1.5


def actions(sheet: Sheet, title: str, lines: list[str]) -> None:
    """A table of actions: one column, or two where the text names the bodies (``@ body``)."""
    rows: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith("@"):
            rows.append((line[1:].strip(), ""))
        elif rows:
            body, said = rows[-1]
            join = "\n" if said and (line.startswith("- ") or "\n- " in said) else " "
            rows[-1] = (body, f"{said}{join}{line}".strip())
    if any(body for body, _ in rows):
        table(sheet, [("Responsible body", title), *rows], (150, RIGHT - LEFT - 150))
    else:
        table(sheet, [(title,), *((said,) for _, said in rows)], (RIGHT - LEFT,))


def section(sheet: Sheet, title: str, body: str) -> None:
    """One section of the text: its heading, then paragraphs and bullets, or actions."""
    heading(sheet, title)
    if re.search(r"^@", body, re.MULTILINE):
        intro, _, rest = body.partition("@")
        if intro.strip():
            paragraph(sheet, intro)
        actions(sheet, title, [line.strip() for line in f"@{rest}".splitlines() if line.strip()])
        return
    for block in re.split(r"\n\s*\n", body.strip()):
        paragraph(sheet, block.removeprefix("- "), bullet=block.startswith("- "))


def details(sheet: Sheet) -> None:
    """The closing pages: who is responsible, who inspected, and that none of it is real."""
    facts = sheet.facts
    sheet.turn()
    heading(sheet, "Local area partnership details")
    half = (RIGHT - LEFT) / 2
    table(sheet, [(left, right) for left, right in facts["details"]], (half, half))
    heading(sheet, "Information about this inspection")
    paragraph(sheet, "This inspection was carried out under section 20(1)(a) of the Children Act 2004.")
    paragraph(sheet, facts["led_by"])
    heading(sheet, "Inspection team")
    for n, (left, right) in enumerate([("Ofsted", "Care Quality Commission"), *facts["team"]]):
        sheet.y -= LEADING
        sheet.line(left, LEFT, sheet.y, "Body" if n else "Bold")
        sheet.line(right, LEFT + half, sheet.y, "Body" if n else "Bold")
    sheet.turn()
    sheet.y -= 40
    for text in FIXED["closing"]:
        paragraph(sheet, text)


def read_text(path: Path) -> tuple[dict, Iterator[tuple[str, str]]]:
    """The facts at the head of a text, and its sections as (heading, body)."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    parts = re.split(r"^# (.+)$", body, flags=re.MULTILINE)[1:]
    return YAML(typ="safe").load(head), zip(parts[::2], parts[1::2], strict=True)


def build(path: Path, folder: Path) -> Path:
    """Set one text as a PDF in ``folder``."""
    for name, file in (("Body", "Vera.ttf"), ("Bold", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    facts, sections = read_text(path)
    target = folder / f"{path.stem}.pdf"
    canvas = Canvas(str(target), pagesize=PAGE, invariant=1, pageCompression=0)
    canvas.setTitle(f"Fictional Area SEND inspection report: {facts['area']}")
    canvas.setAuthor("send_qual sample corpus")
    canvas.setSubject("Fictional: the area, the people and the services do not exist")
    canvas.setLineWidth(0.7)
    sheet = Sheet(canvas, facts)
    front(sheet)
    for title, body in sections:
        section(sheet, title.strip(), body)
    details(sheet)
    canvas.save()
    return target


if __name__ == "__main__":
    DOCUMENTS.mkdir(parents=True, exist_ok=True)
    for text in sorted(TEXTS.glob("*.md")):
        build(text, DOCUMENTS)
