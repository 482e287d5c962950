"""Lending styles to a template of the team's own: what it has stays as it is, what it lacks is added."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from send_qual.report.rendering._word_styles import NUMBERING, prepare

__all__ = ["lend_styles", "numbers_headings", "text_width"]

_OURS = ("91", "92", "93")


def text_width(document: Any) -> float:
    """Width between the margins of the last section, in cm; where the report is written."""
    section = document.sections[-1]
    width = section.page_width - section.left_margin - section.right_margin
    return float(width.cm) if hasattr(width, "cm") else float(width) / 360_000


def numbers_headings(document: Any) -> bool:
    """Whether the document's own headings bear numbers."""
    heading = next((s for s in document.styles if s.name == "Heading 1"), None)
    return heading is not None and bool(_numbers(heading.element))


def lend_styles(document: Any) -> dict[str, str]:
    """Add the styles that a document lacks.

    Returns
    -------
    dict of str to str
        The name of each style the report uses -> its id in this document.
    """
    from docx import Document

    lender = Document()
    prepare(lender, "")
    have = {style.name.casefold(): style.style_id for style in document.styles}
    ids = {style.name: have.get(style.name.casefold(), "") for style in lender.styles}
    taken = {style.style_id for style in document.styles}
    lent = []
    for style in lender.styles:
        if not ids[style.name]:
            ids[style.name] = style.style_id if style.style_id not in taken else f"SendQual{style.style_id}"
            lent.append((style, ids[style.name]))
    theirs = {style.style_id: ids[style.name] for style in lender.styles}
    numbers = _lend_numbering(document, lender, theirs) if any(_numbers(s.element) for s, _ in lent) else {}
    for style, id in lent:
        document.styles.element.append(_translated(style.element, id, theirs, numbers))
    return ids


def _numbers(element: Any) -> list[Any]:
    return [e for e in element.iter() if e.tag.endswith("}numId")]


def _translated(element: Any, id: str, theirs: dict[str, str], numbers: dict[str, str]) -> Any:
    from docx.oxml.ns import qn

    made = deepcopy(element)
    made.set(qn("w:styleId"), id)
    for default in [key for key in made.attrib if key.endswith("}default")]:
        del made.attrib[default]
    for tag in ("w:basedOn", "w:next", "w:link"):
        for named in made.findall(qn(tag)):
            named.set(qn("w:val"), theirs.get(named.get(qn("w:val")), named.get(qn("w:val"))))
    for face in [e for e in made.iter() if e.tag == qn("w:rFonts")]:
        face.getparent().remove(face)  # the letters are those of the template's own Normal
    for number in _numbers(made):
        number.set(qn("w:val"), numbers.get(number.get(qn("w:val")), number.get(qn("w:val"))))
    return made


def _lend_numbering(document: Any, lender: Any, theirs: dict[str, str]) -> dict[str, str]:
    """Bring our numbering under numbers that are free there; only lent styles are tied to it."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    try:
        numbering = document.part.part_related_by(RT.NUMBERING).element
    except KeyError:
        document.part.relate_to(lender.part.numbering_part, RT.NUMBERING)
        return {n: n for n in _OURS}
    used = {int(n.get(qn("w:numId"))) for n in numbering.findall(qn("w:num"))}
    used |= {int(n.get(qn("w:abstractNumId"))) for n in numbering.findall(qn("w:abstractNum"))}
    first = max([*used, 90]) + 1
    numbers = {old: str(first + n) for n, old in enumerate(_OURS)}
    xml = re.sub(r'"(9[123])"', lambda m: f'"{numbers[m[1]]}"', NUMBERING.strip())
    xml = re.sub(r'(<w:pStyle w:val=")(\w+)"', lambda m: f'{m[1]}{theirs.get(m[2], m[2])}"', xml)
    made = list(parse_xml(xml))
    at = next((n for n, child in enumerate(numbering) if child.tag == qn("w:num")), len(numbering))
    for child in reversed([m for m in made if m.tag == qn("w:abstractNum")]):
        numbering.insert(at, child)
    numbering.extend([m for m in made if m.tag == qn("w:num")])
    return numbers
