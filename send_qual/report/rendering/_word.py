"""A draft report as a Word file whose numbering, captions, contents and references are Word's own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from send_qual.report.rendering._blocks import (
    Block,
    Box,
    Bullet,
    Callout,
    Caption,
    Cite,
    Contents,
    Draft,
    Emphasis,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quotation,
    ReferenceEntry,
    Run,
    Strong,
    Table,
    Title,
)
from send_qual.report.rendering._clean import clean
from send_qual.report.rendering._figures import draw
from send_qual.report.rendering._word_fields import bookmark_end, bookmark_start, complex_field, element, run
from send_qual.report.rendering._word_styles import prepare
from send_qual.report.rendering._word_template_styles import lend_styles, numbers_headings, text_width

__all__ = ["Writer", "properties", "word_bytes"]

_TEXT_WIDTH = 16.2  # cm


def word_bytes(draft: Draft) -> bytes:
    """A draft as the bytes of a .docx file."""
    from docx import Document

    writer = Writer(Document(), draft)
    for block in draft.blocks:
        writer.add(block)
    out = io.BytesIO()
    writer.document.save(out)
    return out.getvalue()


class Writer:
    """Adds blocks to one document; keeps the counters that Word's bookmarks and pictures need.

    With ``adopt`` the document is a template of somebody's own: its page and styles stay, and only the styles it
    lacks are added.
    """

    def __init__(self, document: Any, draft: Draft, *, adopt: bool = False) -> None:
        self.document, self.draft = document, draft
        self._bookmarks = 0
        self._new_page = False
        self._parts = {
            Title: self._title,
            Contents: self._contents,
            Heading: self._heading,
            Paragraph: self._paragraph,
            Bullet: self._bullet,
            Box: self._box,
            Quotation: self._quotation,
            Callout: self._callout,
            Table: self._table,
            Figure: self._figure,
            ReferenceEntry: self._reference,
            PageBreak: self._page_break,
        }
        # By id, looked up once: python-docx goes through all styles each time it is given a name.
        if adopt:
            self._styles = lend_styles(document)
            self._width = text_width(document)
            self._numbered = numbers_headings(document)
        else:
            prepare(document, clean(draft.header))
            self._styles = {style.name: style.style_id for style in document.styles}
            self._width, self._numbered = _TEXT_WIDTH, True
            properties(document, draft)

    def add(self, block: Block) -> None:
        self._parts[type(block)](block)  # type: ignore[operator]

    # ------------------------------------------------------------------------------ within a line
    def _para(self, style: str, parts: Iterable[Run] = (), *, keep: bool = False) -> Any:
        paragraph = self._new(style)
        self._fill(paragraph, parts)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def _new(self, style: str) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._styles[style]
        return paragraph

    def _fill(self, paragraph: Any, parts: Iterable[Run]) -> None:
        for part in parts:
            if isinstance(part, str):
                paragraph.add_run(clean(part))
            elif isinstance(part, Strong):
                paragraph.add_run(clean(part.text)).bold = True
            elif isinstance(part, Emphasis):
                paragraph.add_run(clean(part.text)).italic = True
            elif isinstance(part, Cite):
                self._cite(paragraph, part.number)
            else:
                self._see(paragraph, part.id)

    def _cite(self, paragraph: Any, number: int) -> None:
        if number not in self.draft.listed:
            paragraph._p.append(run(f"[{number}]", "Citation"))
            return
        paragraph._p.append(run("[", "Citation"))
        for made in complex_field(f"REF ref_{number} \\h", str(number), "Citation"):
            paragraph._p.append(made)
        paragraph._p.append(run("]", "Citation"))

    def _see(self, paragraph: Any, id: str) -> None:
        name = self.draft.names.get(id, "")
        kind, _, number = name.partition(" ")
        if kind == "section":
            paragraph.add_run("section ")
        switch = "\\r \\h" if kind in {"section", "appendix"} else "\\h"
        shown = {"section": number, "appendix": f"Appendix {number}"}.get(kind, name)
        for made in complex_field(f"REF {_anchor(id)} {switch}", shown):
            paragraph._p.append(made)

    def _marked(self, paragraph: Any, name: str, inner: list[Any]) -> None:
        self._bookmarks += 1
        paragraph._p.append(bookmark_start(name, self._bookmarks))
        for made in inner:
            paragraph._p.append(made)
        paragraph._p.append(bookmark_end(self._bookmarks))

    # -------------------------------------------------------------------------------- the blocks
    def _title(self, block: Title) -> None:
        self._para("Title", (block.text,))
        self._para("Subtitle", (block.subtitle,))
        for line in block.lines:
            self._para("Subtitle", (line,))

    def _contents(self, block: Contents) -> None:
        """Word's contents, its entries filled in already.

        The page numbers come when Word lays out the pages, which it is asked to do on opening: none
        are guessed here.
        """
        self._para("Contents Heading", (block.heading,))
        headings = [b for b in self.draft.blocks if isinstance(b, Heading)]
        opening = complex_field('TOC \\o "1-2" \\h \\z \\u \\t "Appendix Heading,1"', "")
        begin, end = opening[:3], opening[-1]
        last = None
        for n, heading in enumerate(headings):
            last = self._new(f"TOC {heading.level}")
            for made in begin if n == 0 else ():
                last._p.append(made)
            link = element("w:hyperlink", anchor=_anchor(heading.id), history="1")
            number = self.draft.names[heading.id].split(" ", 1)[1]
            if heading.appendix:
                link.append(run(f"Appendix {number}  {heading.text}"))
            else:
                for made in (run(number), _tab()) if self._numbered else ():
                    link.append(made)
                link.append(run(heading.text))
            last._p.append(link)
        if last is not None:
            last._p.append(end)

    def _heading(self, block: Heading) -> None:
        style = "Appendix Heading" if block.appendix else f"Heading {block.level}"
        paragraph = self._new(style)
        if self._new_page:
            paragraph.paragraph_format.page_break_before = True
            self._new_page = False
        self._marked(paragraph, _anchor(block.id), [run(block.text)])

    def _paragraph(self, block: Paragraph) -> None:
        self._para("Note" if block.note else "Normal", block.runs, keep=block.keep)

    def _bullet(self, block: Bullet) -> None:
        self._para("List Bullet", block.runs, keep=block.keep)

    def _box(self, block: Box) -> None:
        """A table of one cell: it frames whole paragraphs, and breaks over pages where it must."""
        table = self.document.add_table(rows=1, cols=1)
        table.style = "Table Grid"
        cell = table.rows[0].cells[0]
        _frame(cell)
        head = cell.paragraphs[0]
        head._p.style = self._styles["Box Heading"]
        self._fill(head, (block.title,))
        for item in block.items:
            paragraph = cell.add_paragraph()
            paragraph._p.style = self._styles["List Bullet"]
            self._fill(paragraph, item)
        self._new("Note")  # Word joins tables that touch

    def _quotation(self, block: Quotation) -> None:
        self._para("Extract", block.runs)

    def _callout(self, block: Callout) -> None:
        self._para("Callout", block.runs)

    def _page_break(self, _: PageBreak) -> None:
        self._new_page = True

    def _caption(self, caption: Caption, kind: str, *, keep: bool) -> None:
        paragraph = self._new("Caption")
        paragraph.paragraph_format.keep_with_next = keep
        number = self.draft.names[caption.id].split(" ")[1]
        inner = [run(f"{kind} "), *complex_field(f"SEQ {kind} \\* ARABIC", number)]
        self._marked(paragraph, _anchor(caption.id), inner)
        paragraph._p.append(run(f": {caption.text}"))

    def _table(self, block: Table) -> None:
        from docx.shared import Cm

        self._caption(block.caption, "Table", keep=True)
        table = self.document.add_table(rows=0, cols=len(block.columns))
        table.style = "Table Grid"
        table.autofit = False
        _dress(table, block)
        widths = [Cm(self._width * share) for share in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for n, row in enumerate((block.columns, *block.rows)):
            added = table.add_row()
            cells = added.cells
            _row_rules(added._tr, header=n == 0)
            for column, words in enumerate(row):
                cells[column].width = widths[column]
                self._cell(cells[column], words, block, column, header=n == 0, last=n == len(block.rows))
        if block.note:
            self._para("Note", block.note)

    def _cell(self, cell: Any, words: str, block: Table, column: int, *, header: bool, last: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._styles["Table Text Small" if block.small else "Table Text"]
        paragraph.add_run(clean(words)).bold = header
        if column in block.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        # A short table stays on one page, and its note with it; a long one keeps its head with its first row.
        if header or (len(block.rows) <= 10 and (not last or block.note)):
            paragraph.paragraph_format.keep_with_next = True
        if header:
            properties = cell._tc.get_or_add_tcPr()
            properties.append(element("w:shd", val="clear", color="auto", fill="DCE6F1"))

    def _figure(self, block: Figure) -> None:
        from docx.shared import Cm

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(draw(block.chart)), width=Cm(self._width - 0.2))
        described = shape._inline.docPr
        described.set("descr", clean(block.alt))
        described.set("title", clean(block.caption.text))
        described.set("name", self.draft.names[block.caption.id])
        self._caption(block.caption, "Figure", keep=bool(block.note))
        if block.note:
            self._para("Note", block.note)

    def _reference(self, block: ReferenceEntry) -> None:
        paragraph = self._new("Reference Entry")
        paragraph._p.append(run("["))
        self._marked(paragraph, f"ref_{block.number}", [run(str(block.number))])
        paragraph._p.append(run("]"))
        paragraph._p.append(_tab())
        self._fill(paragraph, block.runs)


def _anchor(id: str) -> str:
    """A bookmark's name: letters, digits and underscores, at most 40, the same for the same id."""
    return "b_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in id)[:38]


def _tab() -> Any:
    made = element("w:r")
    made.append(element("w:tab"))
    return made


def _row_rules(row: Any, *, header: bool) -> None:
    properties = row.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))


def _frame(cell: Any) -> None:
    """A blue line around a cell, a tint, and room inside."""
    properties = cell._tc.get_or_add_tcPr()
    borders = element("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{side}", val="single", sz="8", space="0", color="0B3D6B"))
    properties.append(borders)
    properties.append(element("w:shd", val="clear", color="auto", fill="F2F6FB"))
    margins = element("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(element(f"w:{side}", w="113", type="dxa"))
    properties.append(margins)


_AFTER_BORDERS = frozenset({"shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription"})


def _dress(table: Any, block: Table) -> None:
    """Thin grey rules, room in the cells, and words for those who cannot see the table."""
    properties = table._tbl.tblPr
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="A6A6A6"))
    for side in ("left", "right", "insideV"):
        borders.append(element(f"w:{side}", val="nil"))
    at = next(
        (n for n, child in enumerate(properties) if child.tag.rpartition("}")[2] in _AFTER_BORDERS), len(properties)
    )
    properties.insert(at, borders)
    properties.append(element("w:tblCaption", val=clean(block.caption.text)))


def properties(document: Any, draft: Draft) -> None:
    """Say in the file's properties what it is, and nothing about who made it."""
    about = document.core_properties
    about.title, about.subject, about.keywords = clean(draft.title), clean(draft.subject), clean(draft.keywords)
    about.author = about.last_modified_by = about.comments = ""
    about.language = "en-GB"
    about.created = about.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    about.revision = 1
