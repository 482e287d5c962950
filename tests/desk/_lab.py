"""A JupyterLab that runs on a small fictional study, and somebody at a desk in it."""

from __future__ import annotations

import contextlib
import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

BOOK = """\
# What we agreed on in March.
name: talk
version: "1.0"
title: Talk about plans
facets:
  - id: polarity
    name: Polarity
    values: [facilitator, challenge, mixed]
codes:
  - id: waits
    name: Waits
    definition: How long children wait for help.
    include: [Waiting for a plan]
    exclude: [Waiting at a bus stop]
    examples: ["We waited a year for the plan."]
    colour: "#0072b2"
    codes:
      - id: plans   # kept apart since June
        name: Late plans
        definition: A plan that came after its date.
  - id: people
    name: People
    definition: Who helps, and how.
    colour: "#d55e00"
"""

TALK = """\
WEBVTT

00:00:01.000 --> 00:00:06.000
<v Interviewer>How did it begin?</v>

00:00:07.000 --> 00:00:19.000
<v P01>We waited a whole year for the plan. Nobody rang us. Then one person listened, and it went well.</v>

00:00:20.000 --> 00:00:24.000
<v Interviewer>Who was that?</v>

00:00:25.000 --> 00:00:41.000
<v P01>The new key worker. She rang every week 🙂 and she knew my son's name. The café on Mill Lane was our office.</v>

00:00:42.000 --> 00:00:59.000
<v P01>Before that there were letters, only letters. The last one came in June. I still have it.</v>
"""


@dataclass
class Lab:
    """A running JupyterLab and the folder it stands on."""

    folder: Path
    port: int
    token: str

    def corpus(self, name: str, **documents: str) -> Path:
        """A corpus of its own for a test: the talk, and files by name, with ``_`` for the dot."""
        home = self.folder / "corpora" / name
        (home / "documents").mkdir(parents=True, exist_ok=True)
        for file, text in ({"p01_vtt": TALK} | documents).items():
            (home / "documents" / file.replace("_", ".")).write_text(text, encoding="utf-8", newline="")
        (self.folder / "codebooks" / f"{name}.yaml").write_text(BOOK.replace("name: talk", f"name: {name}"), "utf-8")
        return home

    def notebook(self, name: str, *cells: str) -> str:
        """Write a notebook; its path as JupyterLab knows it."""
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(book, self.folder / f"{name}.ipynb")
        return f"{name}.ipynb"

    def api(self, method: str, path: str) -> Any:
        """Ask the server, as JupyterLab does."""
        address = f"http://127.0.0.1:{self.port}/api/{path}"
        asked = urllib.request.Request(address, method=method, headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 -- our own server
            return json.loads(answer.read() or b"null")

    def kernel(self, notebook: str) -> str:
        """The id of the kernel a notebook runs on."""
        return next(s["kernel"]["id"] for s in self.api("GET", "sessions") if s["path"] == notebook)

    def stop_kernels(self) -> None:
        """All notebooks let go."""
        for session in self.api("GET", "sessions"):
            self.api("DELETE", f"sessions/{session['id']}")


class Seat:
    """Somebody at a desk in JupyterLab."""

    def __init__(self, lab: Lab, page: Any, notebook: str) -> None:
        self.lab, self.page, self.notebook = lab, page, notebook
        self.desk = page.locator(".sqd").first

    def open(self) -> None:
        """Open the notebook, in the page that earlier tests left where there is one: JupyterLab loads slowly."""
        if "/lab/" in self.page.url:
            self.page.evaluate("path => jupyterapp.commands.execute('docmanager:open', {path})", self.notebook)
        else:
            address = f"http://127.0.0.1:{self.lab.port}/lab/tree/{self.notebook}"
            self.page.goto(f"{address}?token={self.lab.token}&reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_selector(".jp-Spinner", state="detached")
        self.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')

    def leave(self) -> None:
        """Close the notebook, saved, so that nothing asks."""
        self.page.evaluate("jupyterapp.commands.execute('docmanager:save-all')")
        self.page.evaluate("jupyterapp.commands.execute('application:close-all')")
        self.page.wait_for_selector(".jp-NotebookPanel", state="detached")
        self.lab.stop_kernels()

    def run(self, cell: int = 0, *, wait: bool = True) -> None:
        """Run a cell; its desk is ready then."""
        prompt = self.page.locator(".jp-Cell .jp-InputPrompt").nth(cell)
        before = prompt.inner_text()
        for _ in range(20):  # a notebook that is still settling may lose the focus again, or ask for a kernel
            question = self.page.locator(".jp-Dialog .jp-mod-accept")
            if question.count():
                question.first.click()
            with contextlib.suppress(Exception):  # a question may have come up just now
                self.page.locator(".jp-Cell .jp-InputArea-editor").nth(cell).click(timeout=3000)
            self.page.keyboard.press("Control+Enter")
            self.page.wait_for_timeout(300)
            if prompt.inner_text() != before:
                break
        if wait:
            self.ready()

    def ready(self) -> None:
        shown = self.page.wait_for_selector('.sqd[data-ready="true"], .jp-RenderedText[data-mime-type*="stderr"]')
        assert self.desk.count(), shown.inner_text()[-1500:]
        for _ in range(20):  # until the page lies still: JupyterLab scrolls of its own accord
            self.desk.evaluate("e => e.scrollIntoView({block: 'start'})")
            before = self.desk.bounding_box()
            self.page.wait_for_timeout(120)
            if self.desk.bounding_box() == before:
                break

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme and wait until it is seen: meanwhile all of it is hidden."""
        self.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", name)
        self.page.wait_for_selector(f'body[data-jp-theme-name="{name}"]', state="attached")
        self.page.wait_for_timeout(500)
        self.page.wait_for_selector("#main")
        self.page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
        self.page.wait_for_selector("#main")

    def focus(self) -> None:
        self.page.wait_for_selector("#main")  # shown: JupyterLab hides all of itself while it changes its theme
        self.desk.locator(".text").focus()
        self.page.wait_for_function("document.activeElement.matches('.sqd .text')")

    def saved(self) -> None:
        """Wait until the desk says that everything is saved."""
        self.page.wait_for_function("document.querySelector('.sqd .saved').textContent === 'saved'")

    def told(self, words: str) -> None:
        """Wait until it says something."""
        self.page.wait_for_function(
            "w => document.querySelector('.sqd .told').textContent.includes(w)", arg=words, timeout=8000
        )

    def names(self) -> list[str]:
        """What stands in the margin: the codes in order, suggestions with a question mark."""
        parts = "names => names.map(n => [...n.querySelectorAll('bdi, .sign')].map(e => e.textContent).join(' '))"
        return self.desk.locator(".name").evaluate_all(parts)

    def box_of(self, words: str, row: str = ".words", line: int = 0) -> dict[str, float]:
        """Where words of the text are on the screen: on their first line, or with -1 on their last."""
        return self.page.evaluate(
            """([words, row, line]) => {
                for (const element of document.querySelectorAll('.sqd ' + row)) {
                    const at = element.firstChild?.data?.indexOf(words) ?? -1;
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(element.firstChild, at);
                    range.setEnd(element.firstChild, at + words.length);
                    const box = [...range.getClientRects()].at(line);
                    return {x: box.x, y: box.y, width: box.width, height: box.height};
                }
            }""",
            [words, row, line],
        )

    def click_on(self, words: str, clicks: int = 1, **options: Any) -> None:
        box = self.box_of(words)
        self.page.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2, click_count=clicks, **options)

    def drag_over(self, first: str, last: str) -> None:
        """From the beginning of some words to the end of others."""
        begin, end = self.box_of(first), self.box_of(last, line=-1)
        self.page.mouse.move(begin["x"] + 1, begin["y"] + begin["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(end["x"] + end["width"] - 1, end["y"] + end["height"] / 2, steps=5)
        self.page.mouse.up()

    def events(self, coder: str = "SG", name: str = "") -> list[dict[str, Any]]:
        """The lines of a ledger."""
        path = (
            self.lab.folder / "corpora" / (name or self.notebook.removesuffix(".ipynb")) / "codings" / f"{coder}.jsonl"
        )
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def written(self, number: int, coder: str = "SG") -> dict[str, Any]:
        """Wait until a ledger has so many events; the last of them."""
        for _ in range(100):
            events = self.events(coder)
            if len(events) >= number:
                break
            self.page.wait_for_timeout(50)
        assert len(events) == number
        return events[-1]
