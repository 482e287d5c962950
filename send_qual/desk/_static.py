"""Coded texts as HTML to be read anywhere: no script, everything escaped, stripes beside the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coding import Coding
from send_qual.corpus import Document
from send_qual.desk._rows import blocks, colours, path_of

__all__ = ["copied", "copy_html", "page_html"]

_MOST = 120_000  # characters: a notebook that grows beyond that is slow to open and to send

_STYLE = """
.sqs { max-width: 1100px; margin: 0 auto; font: 15px/1.6 system-ui, sans-serif; color: #1b1b1b; background: #ffffff; }
.sqs h2 { font-size: 18px; margin: 24px 0 4px; }
.sqs .note { color: #555; font-size: 13px; margin: 0 0 12px; }
.sqs .row { display: grid; grid-template-columns: 84px minmax(0, 1fr) 250px; gap: 0 14px; padding: 3px 0;
  content-visibility: auto; contain-intrinsic-size: auto 60px; }
.sqs .side { color: #555; font-size: 12px; line-height: 24px; text-align: right; overflow-wrap: anywhere; }
.sqs .side b { color: #1b1b1b; }
.sqs .words { white-space: pre-wrap; overflow-wrap: anywhere; }
.sqs .heading .words { font-weight: 600; }
.sqs mark { color: inherit; background: none; }
.sqs .margin { display: flex; gap: 3px; font-size: 12px; line-height: 18px; }
.sqs .lane { width: 5px; flex: none; border-radius: 2px; }
.sqs .names { padding-left: 5px; overflow-wrap: anywhere; }
.sqs .names div { margin-bottom: 2px; }
.sqs .chip { display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin-right: 4px; }
.sqs summary { padding: 6px 0; font-weight: 600; cursor: pointer; }
.sqs .memo { color: #444; font-style: italic; white-space: pre-wrap; }
"""
_IGNORED = "tex2jax_ignore mathjax_ignore"  # $..$ in a transcript stays as it was written


@dataclass(frozen=True)
class Names:
    """How codes are called, and the mark of each value of a facet."""

    codes: dict[str, str]
    marks: dict[tuple[str, str], str]


def page_html(
    title: str, documents: Iterable[Document], codings: Callable[[str], Sequence[Coding]], book: Codebook
) -> str:
    """A whole page.

    Parameters
    ----------
    title : str
    documents : iterable of Document
    codings : callable
        Those of a document, by its id.
    book : Codebook

    Returns
    -------
    str
        HTML that may load and run nothing, by its own policy.
    """
    parts = "".join(_document_html(document, codings(document.id), book) for document in documents)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f'<body><main><h1 class="sqs">{escape(title)}</h1>{parts}</main></body></html>\n'
    )


def copied(documents: Iterable[Document], opened: str) -> tuple[Document, ...]:
    """The documents that a notebook keeps a copy of: the open one, and all others where together they are short."""
    all_ = sorted(documents, key=lambda document: document.id != opened)  # the open one first, the others in order
    return tuple(all_ if sum(len(document.text) for document in all_) <= _MOST else all_[:1])


def copy_html(
    documents: Sequence[Document],
    number: int,
    codings: Callable[[str], Sequence[Coding]],
    book: Codebook,
    mark: str,
) -> str:
    """What a notebook keeps of a desk, to be read without a kernel.

    Parameters
    ----------
    documents : sequence of Document
        Those of :func:`copied`: the first is read at once, the others are folded.
    number : int
        How many documents there are in all.
    codings : callable
        Those of a document, by its id.
    book : Codebook
    mark : str
        By which a living desk hides its copy.

    Returns
    -------
    str
        An output of a notebook; without documents nothing.
    """
    if not documents:
        return ""
    if len(documents) == number:
        held = "It holds all documents" if number > 1 else "It holds the document"
    else:
        held = f'It holds the document that was open, 1 of {number}; <code>desk.to_html("coded.html")</code> writes all'
    note = f"A copy for reading, as the coding desk last saved it. {held}. To code, run the cell."
    first, *others = (_document_html(document, codings(document.id), book) for document in documents)
    folded = "".join(
        f'<details class="sqs"><summary>{escape(document.title or document.id)}</summary>{part}</details>\n'
        for document, part in zip(documents[1:], others, strict=True)
    )
    kind = f"sqs-frame sqd-static-{mark}"
    # Without its kernel JupyterLab can only say "model not found" where the desk was: the copy stands for it.
    instead = (
        f".jp-OutputArea-child:has(.sqd-static-{mark}) + .jp-OutputArea-child > .jp-OutputArea-output:not(:has(*))"
    )
    return (
        f"<style>{_STYLE}\n{instead} {{ display: none; }}</style>"
        f'<section class="{_IGNORED} {kind}"><div class="sqs"><p class="note">{note}</p></div>\n'
        f"{first}{folded}</section>\n"
    )


def _document_html(document: Document, codings: Sequence[Coding], book: Codebook) -> str:
    colour = colours(book)
    marks = {(facet.id, word.id): word.mark for facet in book.facets for word in facet.words}
    names = Names({code.id: path_of(book, code) for code in book}, marks)
    lanes = _lanes(codings)
    suggested = sum(coding.status == "suggested" for coding in codings)
    told = _count(len(codings) - suggested, "coding")
    told += f", {_count(suggested, 'suggestion')} (dashed)" if suggested else ""
    rows = "".join(_rows(document, codings, lanes, colour, names))
    return (
        f'<section class="{_IGNORED}"><div class="sqs"><h2>{escape(document.title or document.id)}</h2>'
        f'<p class="note">{told}.</p>{rows}</div></section>\n'
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _rows(document: Document, codings: Sequence[Coding], lanes: list[int], colour: Any, names: Names) -> Iterator[str]:
    order = sorted(range(len(codings)), key=lambda n: codings[n].start)
    active: list[int] = []
    at = 0
    before = ""
    for start, end, told in blocks(document):
        while at < len(order) and codings[order[at]].start < end:
            active.append(order[at])
            at += 1
        active = [n for n in active if codings[n].end > start]
        speaker = told.get("speaker", "")
        side = f"<b>{escape(speaker)}</b>" if speaker and speaker != before else ""
        before = speaker
        side += f" {escape(told['time'])}" if told.get("time") else ""
        here = [(codings[n], lanes[n]) for n in active]
        words = _words(document.text, start, end, [c for c, _ in here], colour, names)
        margin = _margin(here, start, colour, names)
        yield (
            f'<div class="row {escape(told["kind"])}"><div class="side">{side}</div>'
            f'<div class="words" dir="auto">{words}</div><div class="margin">{margin}</div></div>\n'
        )


def _words(text: str, start: int, end: int, codings: list[Coding], colour: Any, names: Names) -> str:
    edges = {start, end, *(max(start, c.start) for c in codings), *(min(end, c.end) for c in codings)}
    cuts = sorted(edges)
    parts = []
    for low, high in pairwise(cuts):
        words = escape(text[low:high])
        over = sorted((c for c in codings if c.start <= low and high <= c.end), key=lambda c: c.end - c.start)
        if over:
            style = _shade(over, colour)
            said = escape("; ".join(_told(coding, names) for coding in over))
            words = f'<mark style="{style}" title="{said}">{words}</mark>'
        parts.append(words)
    return "".join(parts)


def _shade(over: list[Coding], colour: Any) -> str:
    """A tint for what people coded, a dashed line for a suggestion."""
    made = [coding for coding in over if coding.status != "suggested"]
    tint = f"background-color:{_plain(colour, made[0])}38;" if made else ""
    dashed = [coding for coding in over if coding.status == "suggested"]
    line = f"border-bottom:2px dashed {_plain(colour, dashed[0])};" if dashed else ""
    second = f"border-bottom:2px solid {_plain(colour, made[1])};" if len(made) > 1 and not dashed else ""
    return tint + line + second


def _margin(here: list[tuple[Coding, int]], start: int, colour: Any, names: Names) -> str:
    if not here:
        return ""
    bars = {lane: coding for coding, lane in here}
    lanes = "".join(
        f'<span class="lane" style="background-color:{_plain(colour, bars[lane])}"></span>'
        if lane in bars
        else '<span class="lane"></span>'
        for lane in range(max(bars) + 1)
    )
    first = "".join(_name(coding, colour, names) for coding, _ in here if coding.start >= start)
    return f'{lanes}<div class="names">{first}</div>'


def _name(coding: Coding, colour: Any, names: Names) -> str:
    memo = f'<span class="memo"> ✎ {escape(coding.memo)}</span>' if coding.memo else ""
    chip = f'<span class="chip" style="background-color:{_plain(colour, coding)}"></span>'
    return f"<div>{chip}{escape(_told(coding, names))}{memo}</div>"


def _told(coding: Coding, names: Names) -> str:
    signs = " ".join(names.marks.get(pair, pair[1]) for pair in coding.facets.items())
    by = f"{coding.coder}?" if coding.status == "suggested" else coding.coder
    return f"{names.codes.get(coding.code, coding.code)} {signs} ({by})".replace("  ", " ")


def _plain(colour: Any, coding: Coding) -> str:
    """A colour as ``#rrggbb``, whatever a codebook says."""
    given = str(colour.get(coding.code, ""))
    plain = len(given) == 7 and given[0] == "#" and all(letter in "0123456789abcdefABCDEF" for letter in given[1:])
    return given if plain else "#767676"


def _lanes(codings: Sequence[Coding]) -> list[int]:
    """The lane of each coding: two that overlap never share one."""
    ends: list[int] = []
    lanes = [0] * len(codings)
    for n in sorted(range(len(codings)), key=lambda n: (codings[n].start, -codings[n].end)):
        free = next((lane for lane, end in enumerate(ends) if end <= codings[n].start), len(ends))
        if free == len(ends):
            ends.append(0)
        ends[free] = codings[n].end
        lanes[n] = free
    return lanes
