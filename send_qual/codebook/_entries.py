"""A YAML file as entries that know their line; every fault is kept, none raised at once."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from send_qual.codebook._compose import compose
from send_qual.corpus import fix_text
from send_qual.errors import Fault, SendQualError

__all__ = ["Entry", "Faults", "bytes_of", "entry_of", "nearest"]

_LARGEST = 1_000_000  # bytes; a codebook of 100 codes has about 60,000


@dataclass(slots=True)
class Faults:
    """The faults of one file, collected."""

    place: str
    rows: dict[tuple[int, Fault], None] = field(default_factory=dict)

    def add(self, line: int, problem: str, mend: str = "") -> None:
        """Note a fault, once; lines count from 1, 0 stands for the file as a whole."""
        self.rows[line, Fault(f"{self.place} line {line}" if line else self.place, problem, mend)] = None

    def settle(self, *others: Faults) -> None:
        """Raise them all, in the order of the file, if there are any; then those of other files."""
        found = [fault for one in (self, *others) for _, fault in sorted(one.rows, key=lambda row: row[0])]
        if found:
            raise SendQualError(found)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Words that name the one most likely meant, or ``""``."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Perhaps `{close[0]}` is meant" if close else ""


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


_EMPTY = "tag:yaml.org,2002:null"


class Entry:
    """One mapping of the file: its keys are asked for by the type they must have.

    What is missing or of another type is noted in ``faults`` and answered by an empty value, so
    that the rest of the file is still checked.
    """

    def __init__(self, node: Any, faults: Faults, what: str) -> None:
        self.faults = faults
        self.what = what
        self.line = _line(node)
        self._nodes: dict[str, Any] = {}
        self._lines: dict[str, int] = {}
        self._again: list[tuple[str, int]] = []
        for key, value in node.value:
            if key.id != "scalar":
                faults.add(_line(key), f"a key of {what} is not a word", "Write `key: value`")
            elif key.value in self._nodes:
                self._again.append((key.value, _line(key)))
            else:
                self._nodes[key.value] = value
                self._lines[key.value] = _line(key)

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def only(self, known: tuple[str, ...]) -> None:
        """Note every key that is not one of these, or is given twice."""
        for key, line in self._lines.items():
            if key not in known:
                mend = nearest(key, known) or f"The keys known here are {', '.join(known)}"
                self.faults.add(line, f"`{key}:` is not a key of {self.what}", mend)
        for key, line in self._again:
            self.faults.add(line, f"`{key}:` is given twice in {self.what}", "Keep one of them")

    def at(self, key: str) -> int:
        """The line of a key; that of the entry where the key is missing."""
        return self._lines.get(key, self.line)

    def text(self, key: str, required: str = "") -> str:
        """The text of a key; ``required`` says what to do where it is missing."""
        if key not in self._nodes:
            if required:
                self.faults.add(self.line, f"{self.what} has no `{key}:`", required)
            return ""
        return self._scalar(self._nodes[key], self._lines[key], f"`{key}:` of {self.what}")

    def number(self, key: str, default: float) -> float:
        """The number of a key."""
        words = self.text(key)
        if not words:
            return default
        try:
            return float(words)
        except ValueError:
            self.faults.add(self.at(key), f"`{key}:` is {words!r}, not a number", "Write it as 0.5 or 1")
            return default

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts of a key."""
        return tuple(text for text, _ in self.lined_texts(key))

    def lined_texts(self, key: str) -> list[tuple[str, int]]:
        """The list of texts of a key, each with its line."""
        found = []
        for node in self._items(key):
            text = self._scalar(node, _line(node), f"an item of `{key}:` of {self.what}")
            if text:
                found.append((text, _line(node)))
        return found

    def entries(self, key: str, what: str) -> list[Entry]:
        """The list of mappings of a key."""
        return [item for item in self.texts_or_entries(key, what, texts=False) if isinstance(item, Entry)]

    def texts_or_entries(self, key: str, what: str, *, texts: bool = True) -> list[tuple[str, int] | Entry]:
        """The list of a key, where an item may be a plain text (with its line) or a mapping."""
        found: list[tuple[str, int] | Entry] = []
        for node in self._items(key):
            if node.id == "mapping":
                found.append(Entry(node, self.faults, what))
            elif not texts:
                self.faults.add(_line(node), f"{what} is {_kind(node)}, not a list of keys", "Write `- id: ...`")
            elif text := self._scalar(node, _line(node), what):
                found.append((text, _line(node)))
        return found

    def _items(self, key: str) -> list[Any]:
        node = self._nodes.get(key)
        if node is None:
            return []
        if node.id == "sequence":
            return list(node.value)
        if node.id == "scalar" and node.tag == _EMPTY:
            self.faults.add(self._lines[key], f"`{key}:` of {self.what} is empty", "Give its items or delete the line")
        else:
            mend = "Write each item on its own line after a hyphen"
            self.faults.add(self._lines[key], f"`{key}:` of {self.what} is {_kind(node)}, not a list", mend)
        return []

    def _scalar(self, node: Any, line: int, what: str) -> str:
        if node.id != "scalar":
            mend = "Write words; put them in quotes if they hold a colon, brackets or braces"
            self.faults.add(line, f"{what} is {_kind(node)}, not text", mend)
            return ""
        text = "" if node.tag == _EMPTY else str(node.value).strip()
        if not text:
            self.faults.add(line, f"{what} is empty", "Give it a value or delete the line")
        return text


def _kind(node: Any) -> str:
    return {"mapping": "a set of keys", "sequence": "a list"}.get(node.id, "plain text")


def entry_of(raw: bytes, faults: Faults, what: str) -> Entry | None:
    """The top of a YAML file; ``None`` where it cannot be read at all, which is then noted in ``faults``."""
    text = _decoded(raw, faults)
    if faults.rows:
        return None
    node = _composed(text, faults)
    if faults.rows:
        return None
    if node is None or (node.id == "scalar" and not node.value.strip()):
        faults.add(0, f"the file is empty, where {what} should be", "Begin it with `name:`")
        return None
    if node.id != "mapping":
        faults.add(_line(node), f"{what} begins with {_kind(node)}", "Begin it with `name:`, `version:` and `codes:`")
        return None
    _refuse_references(node, faults)
    return None if faults.rows else Entry(node, faults, what)


def bytes_of(path: Path, faults: Faults) -> bytes:
    """The bytes of a file; ``b""`` where they cannot be had, which is then noted in ``faults``."""
    try:
        if path.is_dir():
            faults.add(0, "this is a folder, not a codebook", "Name the .yaml file in it")
        elif (size := path.stat().st_size) > _LARGEST:
            faults.add(0, f"the file has {size / 1e6:.0f} MB; a codebook has less than 1 MB", "Is it the right file")
        else:
            return path.read_bytes()
    except OSError as error:
        faults.add(0, f"the file cannot be read ({error.strerror})", "Check that it exists and that you may open it")
    return b""


def _decoded(raw: bytes, faults: Faults) -> str:
    try:
        return fix_text(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        mend = "Save it as UTF-8 text (in Notepad: Save as, Encoding UTF-8)"
        faults.add(line, "this is not UTF-8 text", mend)
        return ""


def _composed(text: str, faults: Faults) -> Any:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.add(mark.line + 1 if mark else 0, *_in_words(str(error.problem or error.context)))
    except YAMLError as error:  # a character YAML does not allow
        at = text.count("\n", 0, getattr(error, "position", 0)) + 1
        faults.add(at, "there is a control character here", "Delete it and type the words again")
    except RecursionError:
        faults.add(0, "the file is nested too deeply to be a codebook", "Look for stray brackets")
    return None


_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    ("character '\\t'", "the line begins with a tab", "Indent with spaces"),
    ("mapping values are not allowed", "there is a second colon in this line", "Put the text in quotes"),
    ("another document", "a second document begins here (`---`)", "Keep one codebook in one file"),
    ("undefined alias", "a word begins with `*`, which YAML takes for a reference", "Put the text in quotes"),
    ("end of stream", "a quotation mark or bracket is not closed before the end of the file", "Close it"),
    ("<stream end>", "a quotation mark or bracket is not closed before the end of the file", "Close it"),
)


def _in_words(problem: str) -> tuple[str, str]:
    for mark, words, mend in _PROBLEMS:
        if mark in problem:
            return words, mend
    mend = "Compare the indentation with the lines above; put text that holds any of : # { } [ ] * & ! in quotes"
    return f"this is not YAML ({problem})", mend


def _refuse_references(root: Any, faults: Faults) -> None:
    """Note YAML anchors used twice: a few lines of them can stand for millions."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            faults.add(_line(node), f"`&{node.anchor}` is used again by `*{node.anchor}`", "Write the words out twice")
            return
        seen.add(id(node))
        if node.id == "mapping":
            waiting.extend(part for pair in node.value for part in pair)
        elif node.id == "sequence":
            waiting.extend(node.value)
