"""Files with what is forgotten taken out, from their bytes to new ones; ``None`` where nothing of it is in them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from send_qual.coding.forgetting._traces import Traces, bare
from send_qual.coding.ledger._events import Event, replay
from send_qual.corpus._text_encoding import decoded
from send_qual.study.plain_data import json_of

__all__ = ["decisions_without", "key_without", "ledger_without", "table_without", "workbook_without"]

_WHOSE = ({"document", "file"}, {"participant"})  # what says whose a row is; the first of them that is there
_MORE = "…"  # between the places that a context quotes: each may be of another document
_DEEPEST = 10  # rows within which a table's headings stand


def ledger_without(data: bytes, gone: Callable[[str], bool]) -> tuple[bytes, int, Counter[str]]:
    """A ledger's other lines as they stood, how many went, and what stood in those by code and status."""
    kept, went, events, away = [], 0, [], set[str]()
    for line in data.splitlines(keepends=True):
        try:
            event = Event.from_json(json_of(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            kept.append(line)
            continue
        about = event.document
        if (about and gone(about)) or (event.kind == "undone" and event.target in away):
            away.add(event.id)
            events.append(event)
            went += 1
        else:
            kept.append(line)
    stood = Counter(f"{coding.code} {coding.status}" for coding in replay(events).codings.values())
    return b"".join(kept), went, stood


def table_without(data: bytes, name: str, gone: Callable[[dict[str, str]], bool]) -> tuple[bytes, int] | None:
    """A CSV without the rows of what is forgotten, and how many went."""
    text, _ = decoded(data, name)
    head = text[: text.find("\n") + 1] or text
    separator = max(",;\t", key=head.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    at, headings = _headings(rows)
    if headings is None:
        return None
    kept = [row for k, row in enumerate(rows) if k <= at or not gone(dict(zip(headings, row, strict=False)))]
    if len(kept) == len(rows):
        return None
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(kept)
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return (mark + out.getvalue()).encode(), len(rows) - len(kept)


def _headings(rows: Iterable[list[Any]]) -> tuple[int, list[str] | None]:
    for at, row in enumerate(rows):
        named = [str(cell or "").strip().casefold() for cell in row]
        if any(one & set(named) for one in _WHOSE):
            return at, named
        if at >= _DEEPEST:
            break
    return 0, None


def workbook_without(data: bytes, gone: Callable[[dict[str, str]], bool]) -> tuple[bytes, int] | None:
    """A workbook without the rows of what is forgotten, and how many went."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    went = 0
    for sheet in book.worksheets:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=min(sheet.max_row, 500_000))]
        at, headings = _headings(rows)
        if headings is None:
            continue
        cells = [[str(value if value is not None else "") for value in row] for row in rows]
        away = [k for k in range(at + 1, len(rows)) if gone(dict(zip(headings, cells[k], strict=False)))]
        for k in reversed(away):
            sheet.delete_rows(k + 1)
        went += len(away)
    if not went:
        return None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), went


def decisions_without(data: bytes, traces: Traces) -> tuple[bytes, int] | None:
    """A table of decisions without the texts that only the forgotten documents had, nor contexts quoted from them."""
    text, _ = decoded(data, "decisions.csv")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or "text" not in rows[0]:
        return None
    said, quoted = rows[0].index("text"), rows[0].index("context") if "context" in rows[0] else None
    kept, changed = [rows[0]], 0
    for row in rows[1:]:
        if len(row) > said and bare(row[said]) not in traces.others:
            changed += 1
            continue
        if quoted is not None and len(row) > quoted:
            left = _MORE.join(part for part in row[quoted].split(_MORE) if bare(part) in traces.others)
            changed += left != row[quoted]
            row[quoted] = left
        kept.append(row)
    if not changed:
        return None
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(kept)
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return (mark + out.getvalue()).encode(), changed


def key_without(path: Path, traces: Traces, home: Path) -> tuple[bytes, int] | None:
    """The key without the entries of the forgotten documents, and the names that only they had."""
    body = json_of(path.read_text(encoding="utf-8-sig"))
    documents = {n: e for n, e in body["documents"].items() if not traces.is_one(home, n)}
    kept = "\n".join(old.casefold() for e in documents.values() for _, _, old in e["replacements"])
    labels = {old.casefold() for e in documents.values() for _, old in e["labels"]}
    forms = {
        name: form
        for name, form in body["forms"].items()
        if bare(name) in traces.others or name in kept or name in labels
    }
    people = {
        who: id for who, id in body.get("participants", {}).items() if not traces.is_one(home, who.partition("/")[0])
    }
    new = {**body, "documents": documents, "forms": forms, "participants": people}
    went = sum(len(body.get(part, {})) - len(new[part]) for part in ("documents", "forms", "participants"))
    return (json.dumps(new, ensure_ascii=False, indent=1).encode(), went) if went else None
