"""Every number of a draft, counted once more: from its references, from what it names, or from the codings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.report.checking._lines import Line
from send_qual.report.checking._quotations import Checked
from send_qual.report.checking._record import Record

__all__ = ["References", "check_numbers", "check_reference", "references_of"]

References = Mapping[int, frozenset[str]]
"""Number in brackets -> the documents, by what they are called, in the list of references."""

_ENTRY = re.compile(r"^\[(\d+)\]\s+(.+)\.$", re.DOTALL)
_PLACE = re.compile(r"(?:(\d+) )?\(([\d, ]+)\)")
_OF = re.compile(
    r"(?:(?P<word>nearly all|most|over half|around half|some|a few)(?: of the)? (?P<unit>\w+) \()?"
    r"(?<![\d,])\b(?P<n>\d+|one|none) of (?:the |their )?(?P<of>\d+)\b(?!,\d)(?! (?:codings|answers|weeks|questions|"
    r"judged))"
)
_ALL = re.compile(r"\ball (?P<n>\d+) (?:reports|participants|documents)\b")
_CITE = re.compile(r"\[(\d+)\]")
_BRACKETED = re.compile(r"\((\d+)\) \[(\d+)\]")
_SHARES = (("nearly all", 0.9, 1.0), ("most", 0.7, 0.9), ("over half", 0.55, 0.7), ("around half", 0.45, 0.55),
           ("some", 0.2, 0.45), ("a few", 0.0, 0.2))  # fmt: skip
_NUMBER = {"one": 1, "none": 0}
_SPEAK = re.compile(r"(\d+) passages in .*speak to this theme")
_BORDER = re.compile(r"(\d+) of the (\d+) answers are borderline")
_TOGETHER = re.compile(r"“([^”]+)” and “([^”]+)” share a passage most often, (\d+) times in (\d+) of")
_MARKED = re.compile(r"^ \((\d)\)")
_NAMED = re.compile(r"(?:: | – )([^“”\[\]:–]+?)\. ?\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    places: tuple[tuple[str, int, int], ...]  # what it is called, page (0 for none), number of the passage


def references_of(lines: tuple[Line, ...], record: Record) -> References:
    """What the list of references says each number stands for."""
    return {
        entry.number: frozenset(label for label, _, _ in entry.places)
        for line in lines
        if (entry := _entry(line.text, record)) is not None
    }


def _entry(text: str, record: Record) -> _Entry | None:
    found = _ENTRY.match(text)
    if not found:
        return None
    places = []
    for part in found[2].split("; "):
        label = next((name for name in record.labels if re.match(rf"{re.escape(name)} (?:p\. \d|\()", part)), "")
        for page, passages in _PLACE.findall(part.removeprefix(label)):
            places += [(label or part, int(page or 0), int(n)) for n in passages.split(", ")]
    return _Entry(int(found[1]), tuple(places)) if places else None


def check_reference(line: Line, record: Record) -> Iterator[Checked]:
    """Check an entry of the list of references: each passage is one of the document, on that page."""
    entry = _entry(line.text, record)
    for label, page, n in entry.places if entry else ():
        documents = record.documents.get(label, ())
        fault = "" if documents else f"no document is called {label}"
        for document in documents:
            at = document.segments[n - 1] if 0 < n <= len(document.segments) else None
            pages: set[int | None] = (
                {at.page_at(at.start), at.page_at(max(at.start, at.end - 1)), *(p for _, p in at.turns)}
                if at
                else set()
            )
            pages |= {0} if at and pages == {None} else set()
            fault = "" if page in pages else f"passage {n} is not on page {page} of {label}"
            if not fault:
                break
        yield Checked(line.n, "reference", f"{label} p. {page} ({n})", fault)


def check_numbers(line: Line, record: Record, references: References) -> Iterator[Checked]:
    """Check the numbers of a sentence."""
    bare = re.sub(r"“[^“”]*”", lambda quoted: "“" + "~" * (len(quoted[0]) - 2) + "”", line.text)
    for hit in (*_OF.finditer(bare), *_ALL.finditer(bare)):
        if (of := int(hit.groupdict().get("of") or hit["n"])) != record.n and of in record.tranches:
            continue
        yield Checked(line.n, "number", hit[0], _of(hit, bare, line, record, references))
    for hit in _BRACKETED.finditer(bare):
        there = len(references.get(int(hit[2]), frozenset()))
        fault = "" if there == int(hit[1]) else f"reference [{hit[2]}] names {there}"
        yield Checked(line.n, "number", hit[0], fault)
    yield from _named(bare, line, record, references)
    yield from _single(line, record)


def _of(hit: re.Match[str], text: str, line: Line, record: Record, references: References) -> str:
    n = _NUMBER.get(hit["n"]) if hit["n"] in _NUMBER else int(hit["n"])
    of = int(hit["of"]) if "of" in hit.groupdict() else n
    if of != record.n:
        return f"there are {record.n} documents"
    word = hit.groupdict().get("word")
    if n is None:
        return ""
    if word and not next(low <= n / of < high for name, low, high in _SHARES if name == word):
        return f"“{word}” does not stand for {n} of {of}"
    if (told := _told(line, record)) is not None and not _CITE.search(text, hit.end()):
        return "" if n == told else f"{told} were counted"
    cited = _CITE.search(text, hit.end())
    clause = text[hit.end() : cited.start()] if cited else ""
    if cited and not re.search(r"\d+ of|; ", clause):
        there = len(references.get(int(cited[1]), frozenset()))
        return "" if there == n else f"reference [{cited[1]}] names {there}"
    return ""


def _told(line: Line, record: Record) -> int | None:
    """How many documents a theme's own sentences without a reference are about."""
    theme = next((t for t in record.codebook.themes if t.name == line.chapter), None)
    if theme is None:
        return None
    if _SPEAK.search(line.text):
        return len(record.cases(theme.id) | record.cases(theme.id, WEAKNESS) | record.cases(theme.id, STRENGTH))
    if "under this theme were identified" in line.text:
        return len(record.cases(theme.id, WEAKNESS))
    return None


def _named(text: str, line: Line, record: Record, references: References) -> Iterator[Checked]:
    """Areas named after a count: as many as it says, those of the reference, each with its outcome."""
    for hit in _NAMED.finditer(text):
        names = _names_in(hit[1], record)
        if not names or (len(names) == 1 and len(hit[1]) > len(names[0][0]) + 8):
            continue
        cited = references.get(int(hit[2]), frozenset())
        said = {name for name, _ in names}
        if "all but " in hit[1]:
            said = set(record.labels) - said
        fault = "" if said == cited else f"reference [{hit[2]}] names {', '.join(sorted(said ^ cited))} otherwise"
        if before := re.search(r"(\d+|one) of the \d+\)?[^:]*$", text[: hit.start()]):
            n = _NUMBER.get(before[1]) or int(before[1])
            fault = fault or ("" if n == len(said) else f"{len(said)} are named, not {n}")
        wrong = [name for name, mark in names if mark and mark != (record.outcome(name)[:1] or mark)]
        fault = fault or (f"{', '.join(wrong)} has another outcome" if wrong else "")
        yield Checked(line.n, "area", hit[1], fault)


def _names_in(text: str, record: Record) -> list[tuple[str, str]]:
    """The areas in a list, with the figure behind each."""
    found: list[tuple[int, str, str]] = []
    taken: list[tuple[int, int]] = []
    for name in record.labels:
        for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(a < hit.end() and hit.start() < b for a, b in taken):
                taken.append(hit.span())
                mark = _MARKED.match(text[hit.end() :])
                found.append((hit.start(), name, mark[1] if mark else ""))
    return [(name, mark) for _, name, mark in sorted(found)]


def _single(line: Line, record: Record) -> Iterator[Checked]:
    """Numbers that only the codings or answers tell."""
    book = record.codebook
    if (hit := _SPEAK.search(line.text)) and (theme := next((t for t in book.themes if t.name == line.chapter), None)):
        n = record.total(theme.id)
        yield Checked(line.n, "number", hit[1], "" if n == int(hit[1]) else f"{n} were counted")
    if hit := _BORDER.search(line.text):
        n, of = len(record.borderline), len(record.answers)
        yield Checked(line.n, "number", hit[0], "" if (n, of) == (int(hit[1]), int(hit[2])) else f"{n} of {of} are")
    if hit := _TOGETHER.search(line.text):
        codes = [next((t.id for t in book.themes if t.name.lower() == hit[k].lower()), "") for k in (1, 2)]
        n, of = record.together(codes[0], codes[1])
        yield Checked(
            line.n, "number", hit[0], "" if (n, of) == (int(hit[3]), int(hit[4])) else f"{n} in {of} were counted"
        )
