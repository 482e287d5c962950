"""Questions that are shown together, as a codebook lists them."""

from __future__ import annotations

from send_qual.codebook._entries import Entry, nearest
from send_qual.codebook.codebook import Series

__all__ = ["series_of"]

_KEYS = ("id", "name", "text", "need", "issues", "together", "together_text")
_FEWEST = 2


def series_of(entry: Entry, known: tuple[str, ...]) -> Series:
    """One series of a codebook whose questions are known, its faults noted."""
    entry.only(_KEYS)
    id = entry.text("id", "Give it an id")
    entry.what = f"series `{id}`" if id else entry.what
    issues = []
    for part in entry.entries("issues", f"a question of {entry.what}"):
        part.only(("issue", "name"))
        issue = part.text("issue", "Name the question by its id under `issues:`")
        _check(issue, part.at("issue"), part, known)
        issues.append((issue, part.text("name", "Say what it is called in the figure")))
    if len(issues) < _FEWEST:
        entry.faults.add(entry.line, f"{entry.what} has fewer than two questions", "List them under its `issues:`")
    for issue, line in entry.lined_texts("together"):
        _check(issue, line, entry, tuple(one for one, _ in issues))
    if ("together" in entry) != ("together_text" in entry):
        mend = "Give both, or delete the one"
        entry.faults.add(entry.line, f"{entry.what} has one of `together:` and `together_text:`", mend)
    return Series(
        id=id,
        name=entry.text("name", "Give it a name: the heading above the figure"),
        text=entry.text("text", "Say in a sentence what the questions have in common"),
        need=entry.text("need", "Say what reports with a yes do, after `reports that`"),
        issues=tuple(issues),
        together=entry.texts("together"),
        together_text=entry.text("together_text"),
    )


def _check(issue: str, line: int, entry: Entry, known: tuple[str, ...]) -> None:
    if issue and issue not in known:
        mend = nearest(issue, known) or f"The questions are {', '.join(known)}"
        entry.faults.add(line, f"{entry.what} names the question `{issue}`, which is not among them", mend)
