"""A piece of escaped HTML that shows itself in a notebook, and a table of that kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["View", "table_view"]

_CSS = """
.sq-view { font: 14px/1.45 Arial, "Liberation Sans", Helvetica, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 64rem; padding: .2rem .4rem; }
.sq-view .sq-scroll { overflow: auto; max-height: 42rem; }
.sq-view table { border-collapse: collapse; width: 100%; margin: .4rem 0; font-size: 13px;
  table-layout: auto !important; }
.sq-view caption { text-align: left; font-weight: bold; color: #0b3d6b; padding: .3rem 0; }
.sq-view th, .sq-view td { text-align: left !important; vertical-align: top; padding: .3rem .5rem; max-width: none;
  border: 0; border-bottom: 1px solid #a6a6a6; white-space: normal; overflow-wrap: break-word; background: #fff; }
.sq-view thead th { position: sticky; top: 0; background: #dce6f1; }
.sq-view tbody th { font-weight: normal; }
.sq-view th.num, .sq-view td.num { text-align: right !important; white-space: nowrap; }
.sq-view td.brief { white-space: nowrap; }
.sq-view td.key { font-family: monospace; white-space: nowrap; }
.sq-view .note { color: #595959; font-size: 12.5px; }
.sq-view .warn { border-left: 5px solid #b45f06; background: #fff4e5; padding: .4rem .7rem; margin: .4rem 0; }
.sq-view h2, .sq-view h3 { color: #0b3d6b; line-height: 1.2; margin: 1rem 0 .4rem; font-weight: bold; }
.sq-view h2 { font-size: 19px; } .sq-view h3 { font-size: 16px; }
.sq-view blockquote { margin: .2rem 0 .6rem 1.5rem; padding: 0; border: 0; color: #333; font-size: 13px; }
.sq-view ul { padding-left: 1.3rem; margin: .3rem 0; list-style: disc; } .sq-view li { margin: .3rem 0; }
.sq-view ul.refs { list-style: none; padding: 0; font-size: 12.5px; }
.sq-view .cite { text-decoration: none; white-space: nowrap; color: #0b3d6b; }
.sq-view .callout { background: #fff4e5; border-left: 5px solid #b45f06; padding: .5rem .8rem; margin: .8rem 0; }
.sq-view .box { border: 1px solid #0b3d6b; background: #f2f6fb; padding: .4rem .8rem; margin: .6rem 0; }
.sq-view .box h4 { color: #0b3d6b; margin: 0 0 .3rem; font-size: 14px; }
.sq-view figure { margin: .8rem 0; } .sq-view img { max-width: 44rem; width: 100%; height: auto; }
.sq-view figcaption { font-weight: bold; color: #0b3d6b; }
.sq-view summary { cursor: pointer; color: #0b3d6b; font-size: 13px; margin: .4rem 0; }
@media print { .sq-view .sq-scroll { max-height: none; overflow: visible; } }
"""

_BRIEF = 13  # characters


@dataclass(frozen=True, slots=True)
class View:
    """Something to look at in a notebook.

    Parameters
    ----------
    html : str
        Escaped already.
    words : str
        The same in a line, for where there is no HTML.
    """

    html: str
    words: str = ""

    def __repr__(self) -> str:
        return self.words or "View()"

    def _repr_html_(self) -> str:
        return f"<style>{_CSS}</style><div class='sq-view'>{self.html}</div>"


def table_view(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numeric: frozenset[int] = frozenset(),
    note: str = "",
) -> View:
    """A table whose cells wrap; the first column names the row."""

    def cell(value: object, n: int, tag: str) -> str:
        words = "" if value is None else str(value)
        brief = "brief" if tag == "td" and len(words) <= _BRIEF else ""  # dates and names are not cut in two
        kind = "num" if n in numeric else "key" if columns[n] == "Key" else brief
        shown = f" class='{kind}'" if kind else ""
        return f"<{tag}{shown}>{escape(words)}</{tag}>"

    head = "".join(cell(c, n, "th") for n, c in enumerate(columns)).replace("<th", "<th scope='col'")
    body = ["<tr>" + "".join(cell(v, n, "td" if n else "th") for n, v in enumerate(row)) + "</tr>" for row in rows]
    foot = f"<p class='note'>{escape(note)}</p>" if note else ""
    html = (
        f"<div class='sq-scroll'><table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>{foot}"
    )
    return View(html, f"{caption} ({len(body)} rows)")
