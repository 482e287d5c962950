"""A draft as plain blocks, and the same blocks as Word, HTML, Excel and figures; the subject does not matter here."""

from send_qual.report.rendering._blocks import (
    Block,
    Box,
    Bullet,
    Callout,
    Caption,
    Chart,
    Cite,
    Cited,
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
    See,
    Strong,
    Table,
    Title,
    plain,
    runs,
)
from send_qual.report.rendering._citations import Citations
from send_qual.report.rendering._clean import clean
from send_qual.report.rendering._excel import workbook
from send_qual.report.rendering._figures import draw
from send_qual.report.rendering._html import blocks_html, html_text
from send_qual.report.rendering._progress import progress
from send_qual.report.rendering._save import busy, save
from send_qual.report.rendering._view import View, table_view
from send_qual.report.rendering._word import Writer, properties, word_bytes
from send_qual.report.rendering._word_styles import prepare

__all__ = [
    "Block",
    "Box",
    "Bullet",
    "Callout",
    "Caption",
    "Chart",
    "Citations",
    "Cite",
    "Cited",
    "Contents",
    "Draft",
    "Emphasis",
    "Figure",
    "Heading",
    "PageBreak",
    "Paragraph",
    "Quotation",
    "ReferenceEntry",
    "Run",
    "See",
    "Strong",
    "Table",
    "Title",
    "View",
    "Writer",
    "blocks_html",
    "busy",
    "clean",
    "draw",
    "html_text",
    "plain",
    "prepare",
    "progress",
    "properties",
    "runs",
    "save",
    "table_view",
    "word_bytes",
    "workbook",
]
