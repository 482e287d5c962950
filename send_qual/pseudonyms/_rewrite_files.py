"""Files written anew with other words: the same format, the same lay-out, nothing of the old file's hidden parts."""

from __future__ import annotations

import datetime as dt
import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import fix_text
from send_qual.corpus.pages._odt import own_namespaces
from send_qual.corpus.pages.page import Line, Mark, Page
from send_qual.kinds.interview._cues import Cue, shown_cues, write_cues
from send_qual.kinds.interview.read import FORMATS, TABLES, page_of
from send_qual.kinds.interview.script import Script, clock

__all__ = ["COPIED", "edited", "write_anew"]

COPIED = frozenset({*FORMATS, ".html", ".htm"})
"""Formats whose copies have the same format; talk kept as data becomes captions, all others Word files."""

Edits = Mapping[int, Sequence[tuple[int, int, str]]]


def edited(line: Line, edits: Sequence[tuple[int, int, str]]) -> Line:
    """A line with other words in it, its bold and italic stretches moved along.

    Examples
    --------
    >>> line = edited(Line("Ana: Ask Will now.", marks=(Mark(0, 4, "bold"),)), [(0, 3, "P01"), (9, 13, "[name]")])
    >>> line.text, line.marks
    ('P01: Ask [name] now.', (Mark(start=0, end=4, style='bold'),))
    """

    def moved(at: int, *, end: bool) -> int:
        shift = 0
        for start, stop, new in edits:
            if at >= stop and (stop > start or not end):
                shift += len(new) - (stop - start)
            elif at > start:
                return start + shift + (len(new) if end else 0)
        return at + shift

    text, at = [], 0
    for start, stop, new in edits:
        text += [line.text[at:start], new]
        at = stop
    marks = tuple(Mark(moved(m.start, end=False), moved(m.end, end=True), m.style) for m in line.marks)
    return replace(line, text="".join([*text, line.text[at:]]), marks=marks)


def write_anew(name: str, data: bytes, suffix: str, script: Script, edits: Edits, voices: Mapping[int, str]) -> bytes:
    """The bytes of a new file.

    Parameters
    ----------
    name : str
        Of the file, for messages.
    data : bytes
        The old file.
    suffix : str
        Its format.
    script : Script
        What was read from it.
    edits : mapping of int to sequence of (int, int, str)
        See :meth:`Script.edits`.
    voices : mapping of int to str
        For each line with a voice tag its new name.
    """
    lines = [edited(line, edits.get(k, ())) for k, line in enumerate(script.lines)]
    if suffix in {".vtt", ".srt"}:
        text, _ = decoded(data, name)
        cues, _ = shown_cues(fix_text(text), srt=suffix == ".srt")
        rows = [
            (
                line.paragraph,
                (voices.get(k, line.voice) or None) if line.voice is not None else None,
                " ".join(line.text.split()),
            )
            for k, line in enumerate(lines)
        ]
        return write_cues(cues, rows, srt=suffix == ".srt").encode()
    if suffix in {".txt", ".md"}:
        return "\n".join(line.text for line in lines).encode()
    if suffix in TABLES:
        return _to_captions(lines, voices).encode()
    if suffix in {".html", ".htm"}:
        return _to_html(page_of(name, data, suffix), lines).encode()
    if suffix == ".odt":
        with own_namespaces():
            return _to_odt(page_of(name, data, suffix), lines)
    return _to_word(page_of(name, data, suffix) if suffix == ".docx" else _laid_out(lines), lines)


def _laid_out(lines: Sequence[Line]) -> Page:
    """Lines of any file as a page: its paragraphs one below the other."""
    headings = {line.paragraph: 1 for line in lines if line.heading}
    return Page(list(lines), [*dict.fromkeys(line.paragraph for line in lines)], headings=headings)


def _to_captions(lines: Sequence[Line], voices: Mapping[int, str]) -> str:
    """Talk that was kept as data, as WebVTT."""
    starts = [told[1] if (told := clock(line.time)) else 0.0 for line in lines]
    cues = [Cue(start, max(start, after), "") for start, after in pairwise([*starts, starts[-1] + 1])] if lines else []
    rows = [
        (k, (voices.get(k, line.voice) or None) if line.voice is not None else None, " ".join(line.text.split()))
        for k, line in enumerate(lines)
    ]
    return write_cues(cues, rows, srt=False)


def _to_html(page: Page, lines: Sequence[Line]) -> str:
    """A web page of these words alone."""
    tags = {"bold": "b", "italic": "i", "underline": "u"}
    by_paragraph = _paragraphs(lines)

    def set_in(text: str, styles: frozenset[str]) -> str:
        opened = [tags[style] for style in sorted(styles)]
        return "".join(f"<{t}>" for t in opened) + html.escape(text) + "".join(f"</{t}>" for t in reversed(opened))

    out = []
    for block in page.blocks:
        if isinstance(block, int):
            tag = "h2" if block in page.headings or any(line.heading for line in by_paragraph.get(block, ())) else "p"
            words = "<br>".join("".join(set_in(*run) for run in _runs(line)) for line in by_paragraph.get(block, ()))
            out.append(f"<{tag}>{words}</{tag}>")
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title></title></head><body>\n'
        + "\n".join(out)
        + "\n</body></html>\n"
    )


def _paragraphs(lines: Sequence[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.paragraph, []).append(line)
    return found


def _runs(line: Line) -> list[tuple[str, frozenset[str]]]:
    """The line as stretches of one style each."""
    cuts = sorted({0, len(line.text), *(m.start for m in line.marks), *(m.end for m in line.marks)})
    out = []
    for a, b in pairwise(cuts):
        styles = frozenset(m.style for m in line.marks if m.start <= a and m.end >= b)
        if line.text[a:b]:
            out.append((line.text[a:b], styles))
    return out


def _xml_safe(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or ord(c) >= 32)


def _fill(paragraph: Any, lines: Sequence[Line]) -> None:
    """Set lines into a Word paragraph, soft breaks between them."""
    for k, line in enumerate(lines):
        if k:
            paragraph.add_run().add_break()
        for text, styles in _runs(line):
            run = paragraph.add_run(_xml_safe(text))
            for style in styles:
                setattr(run, style, True)


def _to_word(page: Page, lines: Sequence[Line]) -> bytes:
    import docx

    document = docx.Document()
    by_paragraph = _paragraphs(lines)
    for block in page.blocks:
        if isinstance(block, int):
            level = page.headings.get(block)
            paragraph = document.add_paragraph(style=None if level is None else _heading(level))
            _fill(paragraph, by_paragraph.get(block, ()))
        elif columns := max((len(row) for row in block), default=0):
            table = document.add_table(0, columns)
            for row in block:
                for cell, numbers in zip(table.add_row().cells, row, strict=False):
                    for n, number in enumerate(numbers):
                        inside = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
                        _fill(inside, by_paragraph.get(number, ()))
    package = document.part.package
    for id, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of a first page
            del package.rels[id]
    properties = document.core_properties
    for field in ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category", "identifier"):
        setattr(properties, field, "")
    properties.created = properties.modified = dt.datetime(2000, 1, 1)  # tells nothing of the interview
    properties.revision = 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _heading(level: int) -> str:
    return "Title" if level == 0 else f"Heading {min(level, 9)}"


def _to_odt(page: Page, lines: Sequence[Line]) -> bytes:
    from odf import style as odf_style
    from odf import table as odf_table
    from odf import text as odf_text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    by_paragraph = _paragraphs(lines)
    made: dict[frozenset[str], Any] = {}
    how = {
        "bold": {"fontweight": "bold"},
        "italic": {"fontstyle": "italic"},
        "underline": {"textunderlinestyle": "solid", "textunderlinetype": "single"},
    }

    def styled(styles: frozenset[str]) -> Any:
        if styles not in made:
            one = odf_style.Style(name="_".join(sorted(styles)), family="text")
            properties = {key: value for name in sorted(styles) for key, value in how[name].items()}
            one.addElement(odf_style.TextProperties(**properties))
            document.automaticstyles.addElement(one)
            made[styles] = one
        return made[styles]

    def fill(paragraph: Any, number: int) -> Any:
        from odf.teletype import addTextToElement

        for k, line in enumerate(by_paragraph.get(number, ())):
            if k:
                paragraph.addElement(odf_text.LineBreak())
            for text, styles in _runs(line):
                span = odf_text.Span(stylename=styled(styles)) if styles else odf_text.Span()
                addTextToElement(span, _xml_safe(text))
                paragraph.addElement(span)
        return paragraph

    for block in page.blocks:
        if isinstance(block, int):
            level = page.headings.get(block)
            empty = odf_text.P() if level is None else odf_text.H(outlinelevel=max(level, 1))
            document.text.addElement(fill(empty, block))
            continue
        table = odf_table.Table()
        columns = max((len(row) for row in block), default=1)
        table.addElement(odf_table.TableColumn(numbercolumnsrepeated=columns))
        for row in block:
            table_row = odf_table.TableRow()
            for numbers in row:
                cell = odf_table.TableCell()
                for number in numbers:
                    cell.addElement(fill(odf_text.P(), number))
                table_row.addElement(cell)
            table.addElement(table_row)
        document.text.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()
