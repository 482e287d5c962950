"""Retrieved segments as the browser is told them, each with what stands around it; and as a file with references."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from send_qual.coding import Coding
from send_qual.coding.span import touches
from send_qual.corpus import Document, Segment
from send_qual.desk._offsets import to_utf16
from send_qual.desk._retrieve import Query, retrieved
from send_qual.errors import SendQualError
from send_qual.study import output_folder

if TYPE_CHECKING:
    from send_qual.desk._work import Work

__all__ = ["FORMATS", "in_words", "retrieve", "rows", "write"]

FORMATS = (".docx", ".xlsx", ".html")
_AROUND = 400  # characters of its passage that are shown on either side
_PAGE = 100  # rows that are told at once; the list asks for more as it is read


def retrieve(work: Work, query: Query, others: Iterable[str]) -> list[Coding]:
    """The codings that are asked for: one's own, suggestions, and those of the other coders who are shown."""
    shown = set(others)
    standing: dict[str, list[tuple[str, Coding]]] = {}
    for document in work.corpus:
        here = standing[document.id] = []
        for coding in work.standing(document.id):
            state = _state(work, coding)
            if state != "theirs" or coding.coder in shown:
                here.append((state, coding))
    return retrieved(query, work.corpus, standing)


def rows(work: Work, found: Sequence[Coding], first: int) -> dict[str, Any]:
    """One page of what was found, from a row on, and how many there are in how many documents."""
    memos = work.memos()
    page = [_row(work, coding, memos) for coding in found[first : first + _PAGE]]
    told = {"total": len(found), "documents": len({coding.document for coding in found}), "mark": mark_of(work, found)}
    states = Counter(_state(work, coding) for coding in found)
    return {"rows": page, **told, "states": dict(states)}


def mark_of(work: Work, found: Sequence[Coding]) -> str:
    """What is the same only for the same codings in the same order: who acts on a list acts on what was seen."""
    return hashlib.sha256("\n".join(map(work.id_of, found)).encode()).hexdigest()[:16]


def _state(work: Work, coding: Coding) -> str:
    return "mine" if work.is_mine(coding) else "suggested" if coding.status == "suggested" else "theirs"


def _row(work: Work, coding: Coding, memos: Mapping[str, str]) -> dict[str, Any]:
    document = work.corpus[coding.document]
    start, end = to_utf16(document.text, [coding.start, coding.end])
    before, after, told = _around(document, coding)
    return {
        "id": work.id_of(coding),
        "document": coding.document,
        "start": start,
        "end": end,
        "code": coding.code,
        "facets": dict(coding.facets),
        "coder": coding.coder,
        "status": coding.status,
        "mine": work.is_mine(coding),
        "confidence": coding.confidence,
        "memo": coding.memo or memos.get(work.id_of(coding), ""),
        "before": before,
        "words": document.text[coding.start : coding.end],
        "after": after,
        "place": told,
    }


def _around(document: Document, coding: Coding) -> tuple[str, str, str]:
    """The rest of the passages that a coding lies in, and whose they are and where."""
    here = [one for one in document.segments if touches(one, coding)]
    if not here:
        return "", "", ""
    before = document.text[max(here[0].start, coding.start - _AROUND) : coding.start]
    after = document.text[coding.end : min(here[-1].end, coding.end + _AROUND)]
    cut_before = coding.start - _AROUND > here[0].start
    cut_after = coding.end + _AROUND < here[-1].end
    told = _place(here[0], coding.start)
    return ("…" if cut_before else "") + before, after + ("…" if cut_after else ""), told


def _place(segment: Segment, start: int) -> str:
    page = segment.page_at(start)
    return ", ".join(filter(None, (segment.speaker, segment.time, f"page {page}" if page else "")))


def in_words(query: Query, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """What was asked for, in a sentence."""
    named = [names.get(code, code) for code in query.codes]
    joined = {"any": " or ", "all": " and, on the same words, ", "near": f" within {query.within} passages of "}[
        query.how
    ]
    said = joined.join(named) if named else "all codes"
    if query.without:
        said += f"; not coded with {' or '.join(names.get(code, code) for code in query.without)}"
    said += "".join(f"; {facet}: {'none' if value == '-' else value}" for facet, value in query.facets.items())
    said += f"; {query.attribute}: {query.value}" if query.attribute else ""
    said += f"; in {titles.get(query.document, query.document)}" if query.document else ""
    said += f"; coded by {', '.join(query.coders)}" if query.coders else ""
    states = {"mine": "own codings", "theirs": "other people's", "suggested": "suggestions that nobody decided on"}
    return said + (f"; {', '.join(states[one] for one in query.states)}" if query.states else "")


def write(work: Work, query: Query, others: Iterable[str], path: str | Path) -> Path:
    """Write what is asked for as Word, Excel or HTML, with where each passage stands.

    Parameters
    ----------
    work : Work
    query : Query
    others : iterable of str
        The other coders who are shown.
    path : str or Path
        Its suffix says the format; a suffix alone (``".docx"``) puts it into ``outputs/`` of the study.

    Raises
    ------
    SendQualError
        Where nothing is found, the suffix is another one, or the file cannot be written.
    """
    suffix = str(path).lower() if str(path) in FORMATS else Path(path).suffix.lower()
    if suffix not in FORMATS:
        raise SendQualError(f"{path}: retrieved segments are written as {', '.join(FORMATS)}.")
    found = retrieve(work, query, others)
    if not found:
        raise SendQualError("There is nothing to write: no coding fits what is asked for.")
    if str(path) in FORMATS:
        path = output_folder(work.corpus.name) / "retrieved" / f"{'-and-'.join(_stems(query)) or 'all-codes'}{suffix}"
    return _save(Path(path), suffix, work, query, found)


def _stems(query: Query) -> Iterator[str]:
    for code in query.codes[:3]:
        yield code.replace("/", "-")[:40]


def _save(path: Path, suffix: str, work: Work, query: Query, found: Sequence[Coding]) -> Path:
    import pandas as pd

    from send_qual.report.rendering import html_text, save, word_bytes, workbook

    names = {code.id: code.name for code in work.codebook}
    titles = {document.id: document.title or document.id for document in work.corpus}
    said = in_words(query, names, titles)
    path.parent.mkdir(parents=True, exist_ok=True)
    if suffix != ".xlsx":
        draft = _draft(work, said, found, names, titles)
        return save(path, word_bytes(draft) if suffix == ".docx" else html_text(draft).encode())
    cells = []
    for coding in found:
        before, after, place = _around(work.corpus[coding.document], coding)
        told = {"document": titles[coding.document], "place": place, "quote": coding.quote}
        told |= {"code": names.get(coding.code, coding.code), **coding.facets, "coder": coding.coder}
        cells.append({**told, "status": coding.status, "memo": coding.memo, "prefix": before, "suffix": after})
    about = [
        ("Retrieved segments", f"{work.corpus.name}, {work.codebook.title or work.codebook.name}"),
        ("Codes", said),
    ]
    return save(path, workbook([*about, ("Passages", str(len(found)))], {"Segments": pd.DataFrame(cells)}))


def _draft(work: Work, said: str, found: Sequence[Coding], names: Mapping[str, str], titles: Mapping[str, str]) -> Any:
    from send_qual.report.rendering import Draft, Emphasis, Heading, Paragraph, Quotation, Strong, Title, runs

    number = len({coding.document for coding in found})
    many = "1 passage" if len(found) == 1 else f"{len(found)} passages"
    lines = (f"{many} in {number} of {len(titles)} documents", f"Coded by {', '.join(_coders(found))}")
    blocks: list[Any] = [Title("Retrieved segments", said, lines)]
    last = ""
    for coding in found:
        if coding.document != last:
            last = coding.document
            blocks.append(Heading(1, titles[last], f"document-{len(blocks)}"))
        before, after, place = _around(work.corpus[coding.document], coding)
        who = "suggested by" if coding.status == "suggested" else "coded by"
        told = [names.get(coding.code, coding.code), *coding.facets.values(), f"{who} {coding.coder}"]
        blocks.append(Paragraph(runs(Strong(place or "—"), " · ", Emphasis("; ".join(told))), keep=True))
        blocks.append(Quotation(runs(_line(before), Strong(_line(coding.quote)), _line(after))))
        if coding.memo:
            blocks.append(Paragraph(runs("Memo: ", Emphasis(_line(coding.memo)))))
    return Draft("Retrieved segments", said, f"Retrieved segments: {work.corpus.name}", tuple(blocks))


def _line(words: str) -> str:
    return words.replace("\n", " ")


def _coders(found: Sequence[Coding]) -> list[str]:
    return sorted({f"{one.coder} (suggestions)" if one.status == "suggested" else one.coder for one in found})
