"""The look of the Word file: page, fonts, styles, numbering, head and foot."""

from __future__ import annotations

from typing import Any

from send_qual.report.rendering._word_fields import complex_field, element

__all__ = ["NUMBERING", "prepare"]

FONT = "Arial"
_INK, _BLUE, _GREY = "1A1A1A", "0B3D6B", "595959"

NUMBERING = """
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
 <w:abstractNum w:abstractNumId="91"><w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1"/>
   <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/>
   <w:lvlText w:val="%1.%2"/>
   <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="680" w:hanging="680"/></w:pPr></w:lvl>
 </w:abstractNum>
 <w:abstractNum w:abstractNumId="92"><w:multiLevelType w:val="singleLevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:pStyle w:val="AppendixHeading"/>
   <w:lvlText w:val="Appendix %1"/>
   <w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="2211"/></w:tabs>
    <w:ind w:left="2211" w:hanging="2211"/></w:pPr></w:lvl>
 </w:abstractNum>
 <w:abstractNum w:abstractNumId="93"><w:multiLevelType w:val="hybridMultilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>
   <w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr></w:lvl>
 </w:abstractNum>
 <w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>
 <w:num w:numId="92"><w:abstractNumId w:val="92"/></w:num>
 <w:num w:numId="93"><w:abstractNumId w:val="93"/></w:num>
</w:numbering>
"""


def prepare(document: Any, header: str) -> None:
    """Give an empty document its page, styles, numbering, head and foot."""
    _page(document)
    _numbering(document)
    _base(document)
    _headings(document)
    _body_styles(document)
    _contents_styles(document)
    _head_and_foot(document, header)


def _page(document: Any) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.different_first_page_header_footer = True


def _numbering(document: Any) -> None:
    """Add our numbering to the template's: headings, appendices, bullets."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    ours = list(parse_xml(NUMBERING.strip()))
    first = next((n for n, child in enumerate(numbering) if child.tag == qn("w:num")), len(numbering))
    for child in reversed([o for o in ours if o.tag == qn("w:abstractNum")]):
        numbering.insert(first, child)  # the schema wants all abstract ones first
    numbering.extend([o for o in ours if o.tag == qn("w:num")])


def _font(style: Any, size: float, *, bold: bool = False, italic: bool = False, colour: str = _INK) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _space(
    style: Any, before: float, after: float, *, line: float = 1.1, left: float = 0.0, keep_next: bool = False
) -> None:
    from docx.shared import Cm, Pt

    fmt = style.paragraph_format
    fmt.space_before, fmt.space_after, fmt.line_spacing = Pt(before), Pt(after), line
    fmt.keep_with_next, fmt.widow_control = keep_next, True
    if left:
        fmt.left_indent = Cm(left)


def _style(document: Any, name: str, base: str = "Normal", following: str = "") -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    have = {s.name for s in document.styles}
    style = document.styles[name] if name in have else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    style.quick_style = True
    if following:
        style.next_paragraph_style = document.styles[following]
    return style


def _number(style: Any, number: str, level: str) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(f"{{{properties.nsmap['w']}}}numPr"):
        properties.remove(old)
    numbered = properties.get_or_add_numPr()
    numbered.append(element("w:ilvl", val=level))
    numbered.append(element("w:numId", val=number))


def _base(document: Any) -> None:
    from docx.oxml.ns import qn

    normal = document.styles["Normal"]
    _font(normal, 10.5)
    _space(normal, 0, 6)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA"))
    _update_on_opening(document.settings.element)


def _update_on_opening(settings: Any) -> None:
    """Ask Word to bring contents and references up to date; in its place in the schema's order."""
    from docx.oxml.ns import qn

    after = (
        "hdrShapeDefaults",
        "footnotePr",
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "mathPr",
        "themeFontLang",
        "clrSchemeMapping",
    )
    at = next((n for n, child in enumerate(settings) if child.tag.rpartition("}")[2] in after), len(settings))
    if settings.find(qn("w:updateFields")) is None:
        settings.insert(at, element("w:updateFields", val="true"))


def _headings(document: Any) -> None:
    for name, size, before, number, level in (("Heading 1", 16, 20, "91", "0"), ("Heading 2", 12.5, 12, "91", "1")):
        style = document.styles[name]
        _font(style, size, bold=True, colour=_BLUE)
        _space(style, before, 6, line=1.0, keep_next=True)
        style.next_paragraph_style = document.styles["Normal"]
        _number(style, number, level)
    appendix = _style(document, "Appendix Heading", "Heading 1", "Normal")
    appendix.element.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "AppendixHeading")
    _number(appendix, "92", "0")
    contents = _style(document, "Contents Heading", "Normal", "Normal")
    _font(contents, 14, bold=True, colour=_BLUE)
    _space(contents, 18, 6, keep_next=True)
    title = document.styles["Title"]
    _font(title, 26, bold=True, colour=_BLUE)
    _space(title, 24, 6, line=1.0)
    for border in title.element.get_or_add_pPr().findall(f"{{{title.element.nsmap['w']}}}pBdr"):
        title.element.pPr.remove(border)
    subtitle = document.styles["Subtitle"]
    _font(subtitle, 14, colour=_GREY)
    _space(subtitle, 0, 4)
    for spacing in subtitle.element.rPr.findall(f"{{{subtitle.element.nsmap['w']}}}spacing"):
        subtitle.element.rPr.remove(spacing)


def _body_styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    bullet = document.styles["List Bullet"]
    _space(bullet, 0, 4)
    _number(bullet, "93", "0")
    box = _style(document, "Box Heading", "Normal", "List Bullet")
    _font(box, 11, bold=True, colour=_BLUE)
    _space(box, 2, 4, line=1.0, keep_next=True)
    quotation = _style(document, "Extract", "Normal")
    _font(quotation, 10, colour="333333")
    _space(quotation, 0, 5, left=1.0)
    note = _style(document, "Note", "Normal", "Normal")
    _font(note, 8.5, colour=_GREY)
    _space(note, 3, 10, line=1.0)
    caption = document.styles["Caption"]
    _font(caption, 9.5, bold=True, colour=_BLUE)
    _space(caption, 10, 4, line=1.0, keep_next=True)
    cell = _style(document, "Table Text", "Normal")
    _font(cell, 9.5)
    _space(cell, 1.5, 1.5, line=1.0)
    small = _style(document, "Table Text Small", "Table Text")
    _font(small, 8.5)
    reference = _style(document, "Reference Entry", "Normal")
    _font(reference, 7.5)
    _space(reference, 0, 1.5, line=1.0)
    reference.paragraph_format.left_indent, reference.paragraph_format.first_line_indent = _cm(0.75), _cm(-0.75)
    callout = _style(document, "Callout", "Normal", "Normal")
    _space(callout, 8, 10)
    callout.paragraph_format.keep_together = True
    _callout_box(callout)
    cited = document.styles.add_style("Citation", WD_STYLE_TYPE.CHARACTER)
    cited.font.color.rgb = RGBColor.from_string(_BLUE)


def _cm(value: float) -> Any:
    from docx.shared import Cm

    return Cm(value)


def _callout_box(style: Any) -> None:
    """A bar on the left and a tint: set off in black and white too."""
    properties = style.element.get_or_add_pPr()
    border = element("w:pBdr")
    border.append(element("w:left", val="single", sz="24", space="8", color="B45F06"))
    shade = element("w:shd", val="clear", color="auto", fill="FFF4E5")
    indent = properties.find(f"{{{properties.nsmap['w']}}}spacing")
    at = list(properties).index(indent) if indent is not None else len(properties)
    properties.insert(at, border)
    properties.insert(at + 1, shade)


def _contents_styles(document: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER

    for name, left, bold in (("TOC 1", 0.0, True), ("TOC 2", 0.8, False)):
        style = _style(document, name, "Normal")
        _font(style, 10, bold=bold)
        _space(style, 2 if bold else 0, 1, line=1.0, left=left)
        style.paragraph_format.tab_stops.add_tab_stop(_cm(left + (0.8 if bold else 1.1)))
        style.paragraph_format.tab_stops.add_tab_stop(_cm(16.2), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _head_and_foot(document: Any, header: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text = header
    head.style = document.styles["Header"]
    _font(head.style, 8.5, colour=_GREY)
    _font(document.styles["Footer"], 8.5, colour=_GREY)
    for foot in (section.footer.paragraphs[0], section.first_page_footer.paragraphs[0]):
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.style = document.styles["Footer"]
        for part in ("Page ", ("PAGE", "1"), " of ", ("NUMPAGES", "1")):
            if isinstance(part, str):
                foot.add_run(part)
            else:
                for made in complex_field(*part):
                    foot._p.append(made)
