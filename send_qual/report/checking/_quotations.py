"""Every quotation of a draft, word for word in the document and on the page that it is said to stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from send_qual.corpus import Document
from send_qual.report.checking._lines import Line
from send_qual.report.checking._record import Record

__all__ = ["Checked", "check_quotations"]

_QUOTED = re.compile(r"“([^“”]*)”")
_AFTER = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)?), page (\d+)\)")
_BEFORE = re.compile(r"^(.+?)(?: \(\d\))?, page (\d+): $")
_MARK = re.compile(r"^(.+?) \((\d)\), page \d+: “")
_ELLIPSIS = re.compile(r"\s*…\s*")
_STOPS = ".!?…:;•–—-"


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was checked.

    Parameters
    ----------
    line : int
        Number of the line.
    kind : str
        ``"quotation"``, ``"number"``, ``"area"``, ``"reference"`` or ``"table"``.
    what : str
        As it stands in the draft.
    fault : str
        What is wrong; ``""`` where nothing is.
    """

    line: int
    kind: str
    what: str
    fault: str = ""


def check_quotations(line: Line, record: Record) -> Iterator[Checked]:
    """Check the quotations of a line.

    A quotation with a place is held against that document and page. One without is held against all documents where it
    has more words than a name; names of codes are no quotations.
    """
    if marked := _MARK.match(line.text):
        outcome = record.outcome(marked[1])[:1]
        yield Checked(
            line.n, "area", marked[0], "" if outcome == marked[2] else f"{marked[1]} has the outcome {outcome}"
        )
    names = {code.name.lower() for code in record.codebook}
    for hit in _QUOTED.finditer(line.text):
        words = hit[1]
        after = _AFTER.match(line.text, hit.end())
        before = _BEFORE.match(line.text[: hit.start()])
        if place := after or before:
            yield Checked(line.n, "quotation", words, _placed(words, place[1], int(place[2]), record))
        elif len(words.split()) >= 4 and words.lower() not in names:
            fault = "" if any(_within(words, d, record) is not None for d in record.corpus) else "stands in no document"
            yield Checked(line.n, "quotation", words, fault)


def _placed(words: str, label: str, page: int, record: Record) -> str:
    documents = record.documents.get(label, ())
    if not documents:
        return f"no document is called {label}"
    for document in documents:
        found = _within(words, document, record)
        if found is not None:
            pages = {record.page(document, at) for at in found} - {None}
            return "" if page in pages or not pages else f"stands on page {min(p for p in pages if p)}, not {page}"
    return f"does not stand so in {label}"


def _within(words: str, document: Document, record: Record) -> list[int] | None:
    """Where a quotation begins in a document, all places where it may; None where it does not stand there whole."""
    pieces = [piece for piece in _ELLIPSIS.split(words) if piece.strip()]
    if not pieces:
        return None
    starts = []
    for first, end in record.places(document, pieces[0]):
        if not words.lstrip().startswith("…") and not _begins(document, first):
            continue
        at: int | None = end
        for piece in pieces[1:]:
            at = next((e for a, e in record.places(document, piece) if at is not None and a >= at), None)
        if at is not None and (words.rstrip().endswith("…") or _ends(document, at)):
            starts.append(first)
    return starts or None


def _begins(document: Document, at: int) -> bool:
    """Whether a sentence, point or passage begins here."""
    before = document.text[:at].rstrip(" \t“‘\"'(")
    starts = any(s.start <= at <= s.start + 3 for s in document.segments)
    return starts or not before or before[-1] in _STOPS or before.endswith("\n") or before.rstrip("’”)")[-1:] in _STOPS


def _ends(document: Document, at: int) -> bool:
    """Whether a sentence, a passage or a point of a list ends here, but for the comma at its end."""
    after = document.text[at:].lstrip(" \t”’\"')")
    rest = next((document.text[at : s.end] for s in document.segments if s.start < at <= s.end), after)
    if not rest.strip(" \t\n,;") or rest.strip(" \t\n,;") in {"and", "or"}:
        return True
    return not after or document.text[at - 1] in ".!?…:”’" or after[0] in ".!?;\n"
