"""A desk in Chromium without JupyterLab: the shipped bundle on one side, the bridge on the other, messages between.

What JupyterLab adds (keys, focus, kernels) is tested in a real one; here a screen costs a fraction of a second, so that
many of them can be looked at: corpora of reports and of interviews, long names, many codes, widths, light and dark.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from send_qual.desk._bridge import Bridge
from send_qual.desk._work import Work

STATIC = Path(__file__).resolve().parents[2] / "send_qual" / "desk" / "static"
ADDRESS = "http://desk.test/"
DARK = {"--jp-layout-color1": "#111111", "--jp-layout-color2": "#222222", "--jp-ui-font-color0": "#ffffff"}
DARK |= {"--jp-ui-font-color1": "#e0e0e0", "--jp-content-font-family": "system-ui, sans-serif"}

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>desk</title>
<link rel="stylesheet" href="desk.css"><style>body {{ margin: 8px; background: {paper}; {variables} }}</style>
<body data-jp-theme-light="{light}"><div id="here"></div>
<script type="module">
import desk from "./desk.js";
let hear = () => {{}};
const tell = (words) => hear({{}}, [new TextEncoder().encode(words)]);
const model = {{
  get: () => "bench", on: (_, fn) => {{ hear = fn; }}, off: () => {{}},
  send: async (message) => {{ await window.gate; for (const words of await window.toPython(message)) tell(words); }},
}};
window.tell = tell;
desk.render({{ model, el: document.getElementById("here") }});
</script></body></html>"""


class Bench:
    """A desk to sit at.

    Parameters
    ----------
    page : playwright Page
        A new one.
    work : Work
    compare : tuple of str
    dark : bool
    """

    def __init__(self, page: Any, work: Work, compare: tuple[str, ...] = (), *, dark: bool = False) -> None:
        self.page, self.work, self.bridge = page, work, Bridge(work, compare)
        variables = "; ".join(f"{name}: {value}" for name, value in DARK.items()) if dark else ""
        html = PAGE.format(variables=variables, light=str(not dark).lower(), paper="#111" if dark else "#fff")
        kinds = {".js": "text/javascript", ".css": "text/css"}

        def served(route: Any) -> None:
            name = route.request.url.removeprefix(ADDRESS)
            file = STATIC / (name or "-")
            if file.is_file():
                route.fulfill(body=file.read_text(encoding="utf-8"), content_type=kinds[file.suffix])
            else:
                route.fulfill(body="" if name else html, content_type="text/html")

        page.route(f"{ADDRESS}**", served)
        page.expose_function("toPython", self._answered)
        page.goto(ADDRESS)
        page.wait_for_selector('.sqd[data-ready="true"]')
        page.wait_for_timeout(400)  # handles come after a pause, rows frame by frame
        self.desk = page.locator(".sqd")

    def _answered(self, message: dict[str, Any]) -> list[str]:
        answer = self.bridge.answer(message)
        return [json.dumps(told) for told in (*self.bridge.news(), answer)]

    def press(self, *keys: str) -> None:
        """Press keys in the text."""
        self.desk.locator(".text").focus()
        for key in keys:
            self.page.keyboard.press(key)

    def select(self, words: str, clicks: int = 0) -> None:
        """Drag over words of the text by mouse; or click on their beginning."""
        box = self.page.evaluate(BOX, words)
        middle = box["y"] + box["height"] / 2
        if clicks:
            self.page.mouse.click(box["x"] + 3, middle, click_count=clicks)
            return
        self.page.mouse.click(box["x"] + 3, middle)  # lets go of what is selected, which would be dragged
        self.page.mouse.move(box["x"] + 1, middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + box["width"] - 1, middle, steps=3)
        self.page.mouse.up()

    def slow(self) -> None:
        """Python does not answer, until :meth:`quick`."""
        self.page.evaluate("() => { window.gate = new Promise((go) => { window.go = go; }); }")

    def quick(self) -> None:
        """Python answers again."""
        self.page.evaluate("() => window.go()")
        self.page.wait_for_function("document.querySelector('.sqd .saved').textContent === 'saved'")

    def blue(self) -> str:
        """What looks selected: the browser's own selection."""
        return self.page.evaluate("() => getSelection().toString()")

    def quotes(self) -> list[tuple[str, str]]:
        """What is coded with what."""
        return [(c.code, c.quote) for c in self.work.standing() if self.work.is_mine(c)]

    def names(self) -> list[str]:
        """The codes in the margin."""
        return self.desk.locator(".name bdi").all_inner_texts()

    def told(self, words: str) -> None:
        """Wait until the desk says something."""
        self.page.wait_for_function("w => document.querySelector('.sqd .told').textContent.includes(w)", arg=words)

    def tell(self) -> None:
        """What was done in Python meanwhile."""
        for push in self.bridge.news():
            self.page.evaluate("words => window.tell(words)", json.dumps(push))


BOX = """words => {
    for (const element of document.querySelectorAll('.sqd .words')) {
        const at = element.firstChild?.data?.indexOf(words) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(element.firstChild, at);
        range.setEnd(element.firstChild, at + words.length);
        const {x, y, width, height} = range.getClientRects()[0];
        return {x, y, width, height};
    }
}"""

# What a person would see as broken, measured: names of what sticks out, overlaps or is cut without a tooltip.
MEASURED = """() => {
  const found = [];
  const name = (e) => `${e.tagName.toLowerCase()}.${e.className} "${e.textContent.slice(0, 30)}"`;
  const seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden";
  const box = (e) => e.getBoundingClientRect();
  const root = document.querySelector(".sqd");
  const parts = [...root.children].filter((e) => seen(e) && !e.matches(".popup, .told, .splitter"));
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  parts.forEach((a, n) => parts.slice(n + 1).forEach((b) => {
    if (overlap(box(a), box(b))) found.push(`${name(a)} lies over ${name(b)}`);
  }));
  for (const part of parts) {
    const limit = box(part);
    for (const e of part.querySelectorAll("*")) {
      if (!seen(e) || !e.checkVisibility({ contentVisibilityAuto: true })) continue;
      const at = box(e);
      // Within the window of what scrolls, only the width is promised.
      const out = at.right > limit.right + 1 || at.left < limit.left - 1;
      if (out) found.push(`${name(e)} sticks out of ${part.className}`);
      const hides = getComputedStyle(e).overflowX === "hidden" && e.clientWidth > 0;
      const cut = hides && e.scrollWidth > e.clientWidth + 1;
      if (cut && !e.closest("[title], .name") ) found.push(`${name(e)} is cut without a tooltip`);
    }
  }
  const rows = [...root.querySelectorAll(".document, .code")].filter(seen);
  for (const row of rows) {
    const inside = [...row.children].filter((e) => seen(e) && !e.matches(".progress"));
    inside.forEach((a, n) => inside.slice(n + 1).forEach((b) => {
      if (overlap(box(a), box(b))) found.push(`${name(a)} lies over ${name(b)}`);
    }));
    const words = row.querySelector(".title, .codename");
    if (box(words).width < 40) found.push(`${name(words)} has ${box(words).width} px`);
  }
  return [...new Set(found)].slice(0, 12);
}"""
