"""Lines of print to chunks: running heads taken out, paragraphs, bullets and headings told apart by their places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from send_qual.corpus.pdf._line_joins import unfinished
from send_qual.corpus.pdf._lines import HYPHEN, Line, Page

__all__ = [
    "Chunk",
    "Print",
    "chunks_of",
    "joined_pages",
    "page_turns",
    "print_of",
    "runs_over",
    "without_running_heads",
]

_MARK = re.compile(r"^([▪◼•●○◦‣⁃∙■□❑❖➢➤►▶◆✓✔\uf000-\uf0ff])\s*(?=\S|$)|^([-–—−*])\s+(?=\S)")
_ENDS = re.compile(r"[.!?][\"'’”)\]]*$")


@dataclass(frozen=True, slots=True)
class Print:
    """How most of a document is set: the size of its body text and the step from line to line, in points."""

    size: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines of one page that read as one paragraph, bullet, heading or part of a table's cell.

    Parameters
    ----------
    lines : tuple of Line
        The first without its bullet mark.
    mark : str
        The bullet's mark, else ``""``.
    heading : bool
        Set off by weight or size.
    left : float
        Where the mark, or the first line, begins.
    ruled : bool
        A border runs between it and the chunk before it.
    """

    lines: tuple[Line, ...]
    mark: str = ""
    heading: bool = False
    left: float = 0.0
    ruled: bool = False

    @property
    def page(self) -> int:
        """Page of its first line."""
        return self.lines[0].page

    @property
    def top(self) -> float:
        """Base line of its first line."""
        return self.lines[0].y

    @property
    def bottom(self) -> float:
        """Base line of its last line."""
        return self.lines[-1].y

    @property
    def indent(self) -> float:
        """Where its running text begins, after a mark."""
        return self.lines[-1].x0 if len(self.lines) > 1 else self.lines[0].x0

    @property
    def raw(self) -> str:
        """Its words, lines set one after another without the hyphens at their ends: for looking at, not for keeping."""
        return re.sub(rf"{HYPHEN}\s*", "", " ".join(line.text for line in self.lines)).strip()


def print_of(pages: Sequence[Page]) -> Print:
    """The size and pitch that most characters of a document have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    steps: Counter[float] = Counter()
    for page in pages:
        for a, b in zip(page.lines, page.lines[1:], strict=False):
            if abs(a.size - size) < 0.6 and 0.9 * size < a.y - b.y < 2.5 * size and abs(a.x0 - b.x0) < 60:
                steps[round((a.y - b.y) * 2) / 2] += 1
    if not steps:
        return Print(size, 1.2 * size)
    # the step inside paragraphs, also where short paragraphs make the step between them the commoner one
    inside = min(step for step, count in steps.items() if count >= 0.2 * max(steps.values()))
    return Print(size, max(step for step in steps if step <= inside + 0.5))


def without_running_heads(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without what is printed at the same place on page after page.

    Lines at the top or foot are compared with their figures masked, so that page numbers and dates count as the same.
    """
    seen: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for page in pages:
        for line in _margins(page):
            seen[_masked(line.text)].append((page.number, line.y))
    heads = {key: places for key, places in seen.items() if _recurs(places, len(pages))}
    kept = []
    for page in pages:
        gone = {id(line) for line in _margins(page) if _is_head(line, heads, page)}
        kept.append(replace(page, lines=tuple(line for line in page.lines if id(line) not in gone)))
    return tuple(kept)


def _margins(page: Page) -> list[Line]:
    """Lines in the outer eighth of a page, at top and foot, by their place and not by their order in the file."""
    return [line for line in page.lines if not 0.125 < line.y / max(page.height, 1.0) < 0.875]


def _masked(text: str) -> str:
    return re.sub(r"\d+|\b[ivxl]+$", "#", re.sub(r"\s+", " ", text).strip().lower())


def _recurs(places: list[tuple[int, float]], pages: int) -> bool:
    """On at least two pages and a third of all (recto and verso may differ), at much the same height."""
    numbers = {number for number, _ in places}
    if len(numbers) < max(2, pages / 3):
        return False
    heights = sorted(y for _, y in places)
    middle = heights[len(heights) // 2]
    return sum(abs(y - middle) < 15 for y in heights) >= 0.6 * len(heights)


def _is_head(line: Line, heads: dict[str, list[tuple[int, float]]], page: Page) -> bool:
    key = _masked(line.text)
    if key in heads:
        heights = sorted(y for _, y in heads[key])
        return abs(line.y - heights[len(heights) // 2]) < 40
    number = re.fullmatch(r"(?:page )?[-–—| ]*(\d{1,4})[-–—| ]*(?: of \d+)?", line.text.strip().lower())
    outermost = line.y <= min(o.y for o in page.lines) + 3 or line.y >= max(o.y for o in page.lines) - 3
    return bool(number) and outermost and abs(int(number[1]) - page.number) <= 30 if number else False


def chunks_of(page: Page, print_: Print) -> list[Chunk]:
    """The chunks of one page, in the order in which the file draws them."""
    edges = _right_edges(page.lines)
    found: list[Chunk] = []
    for line in page.lines:
        mark, rest = _without_mark(line)
        above = found[-1] if found else None
        if mark and above is not None and mark in "-–—−*" and not _opens_with_dash(above, line):
            mark, rest = "", line
        if mark and not rest.text:  # a mark drawn by itself: its words come next
            found.append(Chunk((rest,), mark, left=line.x0, ruled=_ruled(above, line, page)))
            continue
        if above is not None and above.mark and not above.lines[0].text and abs(above.top - line.y) < 3:
            found[-1] = replace(above, lines=(line,))
        elif above is None or mark or _parts(above, line, page, print_, edges):
            found.append(Chunk((rest,), mark, left=line.x0, ruled=_ruled(above, line, page)))
        else:
            found[-1] = replace(above, lines=(*above.lines, line))
    return [_titled(chunk, print_) for chunk in found if chunk.raw]


def _without_mark(line: Line) -> tuple[str, Line]:
    found = _MARK.match(line.text)
    if (
        found is None
        and re.match(r"o\s+\S", line.text)
        and re.search(r"courier|symbol|wingd", line.font, re.IGNORECASE)
    ):
        found = re.match(r"(o)\s+", line.text)
    if found is None:
        return "", line
    cut = found.end()
    x0 = next((x for index, x, _ in line.starts if index >= cut), line.x0)
    starts = tuple((index - cut, x, step) for index, x, step in line.starts if index > cut)
    return found[0].strip(), replace(line, text=line.text[cut:].strip(), x0=x0, starts=starts)


def _opens_with_dash(above: Chunk, line: Line) -> bool:
    """Whether a dash at the start of a line is a bullet, and not the dash of a sentence that wrapped there."""
    same = above.mark == line.text[0] and abs(above.left - line.x0) < 3
    return same or abs(above.lines[-1].x0 - line.x0) > 4 or bool(re.search(r"[.:;,]$|\b(?:and|or)$", above.raw))


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """For each left edge the furthest right that a line from there reaches."""
    edges: dict[int, float] = {}
    for line in lines:
        key = round(line.x0)
        for near in (key - 1, key, key + 1):
            edges[near] = max(edges.get(near, 0.0), line.x1)
    return edges


def _ruled(above: Chunk | None, line: Line, page: Page) -> bool:
    if above is None:
        return False
    last = above.lines[-1]
    high, low = last.y - 0.15 * last.size, line.y
    return any(
        low < rule.y < high and rule.x0 < min(last.x0, line.x0) - 1 and rule.x1 > max(last.x1, line.x1) - 1
        for rule in page.rules
    )


def _parts(above: Chunk, line: Line, page: Page, print_: Print, edges: dict[int, float]) -> bool:
    """Whether a line opens a chunk of its own."""
    last = above.lines[-1]
    step = last.y - line.y
    pitch = print_.pitch * max(last.size, line.size) / print_.size
    apart = step < 0.4 * line.size or step > 1.28 * pitch or abs(last.size - line.size) > 1.0
    beside = line.x0 > last.x1 or line.x1 < min(part.x0 for part in above.lines)
    if apart or beside or _ruled(above, line, page):
        return True
    if last.bold != line.bold and (all(part.bold for part in above.lines) or _ENDS.search(last.text)):
        return True
    if above.mark and line.x0 < above.left + 3:
        return True  # back at the margin that the mark stands on
    return bool(_ENDS.search(last.text)) and _ended_on_purpose(above, line, edges)


def _ended_on_purpose(above: Chunk, line: Line, edges: dict[int, float]) -> bool:
    """Whether the next word had room on the line before, or the next line is indented."""
    indented = not above.mark and line.x0 > min(part.x0 for part in above.lines) + 6
    return indented or _had_room(above.lines[-1], line, edges)


def _had_room(line: Line, after: Line, edges: dict[int, float]) -> bool:
    """Whether the first word of a line would have fitted on the line before: then the break was meant."""
    word = after.starts[0][1] - after.x0 if after.starts else after.x1 - after.x0 + 3
    right = max(edges.get(round(line.x0), 0.0), edges.get(round(after.x0), 0.0))
    return line.x1 + 4 + word < right


def _titled(chunk: Chunk, print_: Print) -> Chunk:
    large = all(line.size > 1.12 * print_.size for line in chunk.lines)
    bold = all(line.bold for line in chunk.lines)
    short = len(chunk.raw) <= 200 and len(chunk.lines) <= 4
    return replace(
        chunk, heading=short and not chunk.mark and (large or bold) and not chunk.raw.endswith((".", ";", ","))
    )


def joined_pages(pages: Sequence[Sequence[Chunk]], print_: Print) -> list[Chunk]:
    """Chunks of all pages, those that run over a page break put together.

    What runs over is text that stops in mid-sentence, a bullet whose next line stands at the bullet's own indent,
    or text that goes on in a small letter. Notes at the foot of a page, in smaller print, do not stand between.
    """
    found: list[Chunk] = []
    edges = _right_edges([line for chunks in pages for chunk in chunks for line in chunk.lines])
    for chunks in pages:
        rest = list(chunks)
        at = next((n for n in range(len(found) - 1, -1, -1) if found[n].lines[-1].size > print_.size - 1.2), None)
        if rest and at is not None and runs_over(found[at], rest[0], edges):
            found[at] = replace(found[at], lines=(*found[at].lines, *rest[0].lines))
            rest = rest[1:]
        found += rest
    return found


def page_turns(chunks: Sequence[Chunk], words: Callable[[Sequence[Chunk]], str]) -> tuple[tuple[int, int], ...]:
    """Where chunks that are joined to one text turn a page: offset in the text, and the page that begins there.

    Parameters
    ----------
    chunks : sequence of Chunk
    words : callable
        The text of some of them, from the first.
    """
    found: list[tuple[int, int]] = []
    page = chunks[0].page if chunks else 0
    for n, chunk in enumerate(chunks):
        for k, line in enumerate(chunk.lines):
            if line.page > page:
                before = [*chunks[:n], replace(chunk, lines=chunk.lines[:k])] if k else chunks[:n]
                found.append((len(words(before)) + 1, page := line.page))
    return tuple(found)


def runs_over(chunk: Chunk, after: Chunk, edges: dict[int, float]) -> bool:
    """Whether a chunk at the top of a page goes on with the last one of the page before."""
    if chunk.heading or after.heading or after.mark or abs(chunk.lines[-1].size - after.lines[0].size) > 1.0:
        return False
    if chunk.mark and after.left > chunk.left + 6 and abs(after.left - chunk.indent) < 6:
        return True
    if abs(after.left - chunk.indent) > 6:
        return False
    return after.raw[:1].islower() or (unfinished(chunk.raw) and not _had_room(chunk.lines[-1], after.lines[0], edges))
