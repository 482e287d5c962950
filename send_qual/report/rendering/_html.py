"""A draft report as one HTML file: no scripts, figures inside, readable in print."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape

from send_qual.report.rendering._blocks import (
    Block,
    Box,
    Bullet,
    Callout,
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
    See,
    Strong,
    Table,
    Title,
)
from send_qual.report.rendering._clean import clean
from send_qual.report.rendering._figures import draw

__all__ = ["blocks_html", "html_text"]

_CSS = """
:root { color-scheme: light; }
body { font: 16px/1.5 Arial, "Liberation Sans", Helvetica, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3 { color: #0b3d6b; line-height: 1.2; }
h1 { font-size: 2rem; margin: 1rem 0 .5rem; }
h2 { font-size: 1.45rem; margin: 2.6rem 0 .6rem; border-top: 1px solid #ccc; padding-top: 1.2rem; }
h3 { font-size: 1.12rem; margin: 1.6rem 0 .5rem; }
.subtitle { color: #595959; font-size: 1.15rem; margin: .2rem 0; }
nav ol { list-style: none; padding-left: 0; margin: .3rem 0; } nav ol ol { padding-left: 1.6rem; }
nav .n { display: inline-block; min-width: 2.4rem; }
a { color: #0b3d6b; } a:focus-visible { outline: 3px solid #b45f06; outline-offset: 2px; }
.callout { background: #fff4e5; border-left: 5px solid #b45f06; padding: .7rem 1rem; margin: 1.2rem 0; }
.box { border: 1px solid #0b3d6b; background: #f2f6fb; padding: .6rem 1rem; margin: 1rem 0; }
.box h4 { color: #0b3d6b; margin: 0 0 .4rem; font-size: 1rem; }
blockquote { margin: .2rem 0 .7rem 2rem; color: #333; }
ul { padding-left: 1.3rem; } li { margin: .35rem 0; }
.note { color: #595959; font-size: .86rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1.2rem 0 .3rem; font-size: .92rem; }
table.small { font-size: .82rem; }
caption, figcaption { text-align: left; font-weight: bold; color: #0b3d6b; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid #a6a6a6; }
thead th { background: #dce6f1; } th.num, td.num { text-align: right; }
tbody th { font-weight: normal; }
figure { margin: 1.4rem 0 .3rem; } img { max-width: 100%; height: auto; }
.cite { text-decoration: none; white-space: nowrap; }
.refs { list-style: none; padding: 0; font-size: .84rem; } .refs li { padding-left: 2.6rem; text-indent: -2.6rem; }
.refs .n { display: inline-block; min-width: 2.6rem; text-indent: 0; }
:target { background: #fff4e5; }
@media print {
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  a { color: inherit; text-decoration: none; }
  h2, h3, caption { break-after: avoid; }
  tr, figure, blockquote, .callout { break-inside: avoid; }
  thead { display: table-header-group; }
  @page { size: A4; margin: 2.2cm; }
}
"""


def html_text(draft: Draft) -> str:
    """A draft as a whole HTML page; every word of it escaped."""
    body = _blocks(draft.blocks, draft)
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_e(draft.title)}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def blocks_html(blocks: Sequence[Block], draft: Draft) -> str:
    """Some blocks of a draft as HTML without the page around them; every word escaped."""
    return _blocks(blocks, draft)


def _e(text: str) -> str:
    return escape(clean(text), quote=True)


def _blocks(blocks: Sequence[Block], draft: Draft) -> str:
    """Blocks one after another, bullets and references gathered into lists."""
    out: list[str] = []
    inside = ""
    for block in blocks:
        listed = (
            "ul" if isinstance(block, (Bullet, Quotation)) and (inside == "ul" or isinstance(block, Bullet)) else ""
        )
        listed = 'ul class="refs"' if isinstance(block, ReferenceEntry) else listed
        if listed != inside:
            out += [f"</{inside.split(maxsplit=1)[0]}>"] if inside else []
            out += [f"<{listed}>"] if listed else []
            inside = listed
        if inside == "ul" and isinstance(block, Quotation) and out[-1].endswith("</li>"):
            out[-1] = (
                f"{out[-1].removesuffix('</li>')}\n{_block(block, draft)}</li>"  # an extract belongs to its sentence
            )
        elif made := _block(block, draft):
            out.append(made)
    if inside:
        out.append(f"</{inside.split()[0]}>")
    return "\n".join(out)


def _block(block: Block, draft: Draft) -> str:
    match block:
        case Title() | Heading():
            return _heading(block, draft)
        case Contents():
            return _contents(block, draft)
        case Table():
            return _table(block, draft)
        case Figure():
            return _figure(block, draft)
        case Box() | PageBreak():
            return _box(block, draft) if isinstance(block, Box) else ""
    before, after = _AROUND[type(block)]
    note = ' class="note"' if isinstance(block, Paragraph) and block.note else ""
    number = f"{block.number}" if isinstance(block, ReferenceEntry) else ""
    return f"{before.format(note=note, n=number)}{_runs(block.runs, draft)}{after}"


def _box(block: Box, draft: Draft) -> str:
    items = "\n".join(f"<li>{_runs(item, draft)}</li>" for item in block.items)
    return f'<section class="box"><h4>{_e(block.title)}</h4>\n<ul>\n{items}\n</ul></section>'


_AROUND: dict[type, tuple[str, str]] = {
    Paragraph: ("<p{note}>", "</p>"),
    Bullet: ("<li>", "</li>"),
    Quotation: ("<blockquote>", "</blockquote>"),
    Callout: ('<div class="callout" role="note">', "</div>"),
    ReferenceEntry: ('<li id="ref-{n}"><span class="n">[{n}]</span>', "</li>"),
}


def _heading(block: Title | Heading, draft: Draft) -> str:
    if isinstance(block, Title):
        lines = "".join(f'\n<p class="subtitle">{_e(line)}</p>' for line in (block.subtitle, *block.lines) if line)
        return f"<h1>{_e(block.text)}</h1>{lines}"
    tag = f"h{block.level + 1}"
    return f'<{tag} id="{_e(block.id)}">{_e(_short(draft.names[block.id]))} {_e(block.text)}</{tag}>'


def _short(name: str) -> str:
    kind, _, number = name.partition(" ")
    return number if kind == "section" else f"Appendix {number}:"


def _runs(parts: Iterable[Run], draft: Draft) -> str:
    out = []
    for part in parts:
        match part:
            case str():
                out.append(_e(part))
            case Strong():
                out.append(f"<strong>{_e(part.text)}</strong>")
            case Emphasis():
                out.append(f"<em>{_e(part.text)}</em>")
            case Cite() if part.number not in draft.listed:
                out.append(f'<span class="cite">[{part.number}]</span>')
            case Cite():
                label = f'<a class="cite" href="#ref-{part.number}" aria-label="Reference {part.number}">'
                out.append(f"{label}[{part.number}]</a>")
            case See():
                out.append(f'<a href="#{_e(part.id)}">{_e(_named(draft.names.get(part.id, "")))}</a>')
    return "".join(out)


def _named(name: str) -> str:
    return f"Appendix {name[9:]}" if name.startswith("appendix ") else name


def _contents(block: Contents, draft: Draft) -> str:
    """The headings as nested lists of links."""
    items: list[tuple[str, list[str]]] = []
    for heading in (b for b in draft.blocks if isinstance(b, Heading)):
        number = f'<span class="n">{_e(_short(draft.names[heading.id]))}</span>'
        link = f'<a href="#{_e(heading.id)}">{number} {_e(heading.text)}</a>'
        if heading.level == 1 or not items:
            items.append((link, []))
        else:
            items[-1][1].append(f"<li>{link}</li>")
    parts = [(link, f"<ol>{''.join(below)}</ol>" if below else "") for link, below in items]
    inner = "\n".join(f"<li>{link}{below}</li>" for link, below in parts)
    return f'<nav aria-label="{_e(block.heading)}">\n<h2>{_e(block.heading)}</h2>\n<ol>\n{inner}\n</ol>\n</nav>'


def _table(block: Table, draft: Draft) -> str:
    def cell(tag: str, words: str, column: int, scope: str = "") -> str:
        kind = ' class="num"' if column in block.numeric else ""
        return f"<{tag}{kind}{scope}>{_e(words)}</{tag}>"

    head = "".join(cell("th", words, n, ' scope="col"') for n, words in enumerate(block.columns))
    rows = "\n".join(
        "<tr>"
        + "".join(cell("td" if n else "th", words, n, "" if n else ' scope="row"') for n, words in enumerate(row))
        + "</tr>"
        for row in block.rows
    )
    name = draft.names[block.caption.id]
    widths = "".join(f'<col style="width:{100 * share:.0f}%">' for share in block.widths)
    note = f'\n<p class="note">{_runs(block.note, draft)}</p>' if block.note else ""
    small = ' class="small"' if block.small else ""
    return (
        f'<div class="scroll"><table{small} id="{_e(block.caption.id)}">'
        f"<caption>{_e(name)}: {_e(block.caption.text)}</caption>"
        f"<colgroup>{widths}</colgroup>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>{note}"
    )


def _figure(block: Figure, draft: Draft) -> str:
    picture = base64.b64encode(draw(block.chart)).decode("ascii")
    name = draft.names[block.caption.id]
    note = f'\n<p class="note">{_runs(block.note, draft)}</p>' if block.note else ""
    return (
        f'<figure id="{_e(block.caption.id)}"><img alt="{_e(block.alt)}" src="data:image/png;base64,{picture}">'
        f"<figcaption>{_e(name)}: {_e(block.caption.text)}</figcaption></figure>{note}"
    )
