"""What was found, as plain data in a file: reports are drawn from it without looking again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from send_qual.language import sentences
from send_qual.study.files import write_text
from send_qual.study.plain_data import json_of
from send_qual.themes._clusters import FIRM
from send_qual.themes._decided import Decision, Place, read_decisions
from send_qual.themes.emergent import HARDLY, EmergentThemes, codes_of

if TYPE_CHECKING:
    from send_qual.codebook import Codebook

__all__ = ["RECORD", "ThemeRow", "ThemesRecord", "TopicRow", "read_record", "record_of", "write_record"]

RECORD = "themes.json"
_FORMAT = 1
_EXTRACT = 70  # words; of a longer passage those sentences are shown that have most of the theme's terms
_EXTRACTS = 4


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """An emergent theme by its places.

    Parameters
    ----------
    id, label : str
    terms : tuple of str
        The most telling first.
    passages : tuple of Place
        Uncoded passages, the most typical first.
    documents : int
    extracts : tuple of Place
        Words of typical passages, each of another document.
    also, nearest : int, str
        Coded passages that say much the same, and the code most of them have.
    coherence, uncoded, expected, p : float
    within_field : bool
        As in :class:`send_qual.themes.EmergentTheme`.
    """

    id: str
    label: str
    terms: tuple[str, ...]
    passages: tuple[Place, ...]
    documents: int
    extracts: tuple[Place, ...]
    also: int
    nearest: str
    coherence: float
    uncoded: float
    expected: float
    p: float
    within_field: bool = False


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic, and the share of its passages that each code covers.

    Parameters
    ----------
    label : str
    passages, documents : int
    shares : mapping of str to float
        By the id of a theme of the codebook; ``""`` for no code.
    """

    label: str
    passages: int
    documents: int
    shares: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shares", MappingProxyType(dict(self.shares)))


@dataclass(frozen=True, slots=True)
class ThemesRecord:
    """Topics and emergent themes of a corpus, and what they were found among.

    Parameters
    ----------
    made : str
        When (UTC).
    corpus, codebook, codebook_version : str
    documents : mapping of str to str
        Id of each document -> hash of its text.
    passages, uncoded, decided : int
        How many passages were looked at, have no code, and have none but were decided on before.
    codings, suggested : int
        How many codings there were, and how many of them nobody had reviewed.
    stability, without : float
        Adjusted Rand index of topics; share of passages without one.
    themes : tuple of ThemeRow
    topics : tuple of TopicRow
    notices : tuple of str
    decisions : tuple of Decision
        On themes of this corpus, as they stand beside the codebook now.
    """

    made: str
    corpus: str
    codebook: str
    codebook_version: str
    documents: Mapping[str, str]
    passages: int
    uncoded: int
    decided: int
    codings: int
    suggested: int
    stability: float | None
    without: float | None
    themes: tuple[ThemeRow, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    notices: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "documents", MappingProxyType(dict(self.documents)))

    @property
    def hardly_coded(self) -> bool:
        """Whether so few passages have a code that the others' lack of one says nothing."""
        return self.passages - self.uncoded < HARDLY * self.passages

    @property
    def firm(self) -> bool:
        """Whether the topics come out so alike on passages drawn anew that they are more than hints."""
        return self.stability is not None and self.stability >= FIRM

    def __repr__(self) -> str:
        return f"ThemesRecord({self.corpus!r}, {len(self.themes)} emergent themes, {len(self.topics)} topics)"


def record_of(found: EmergentThemes) -> ThemesRecord:
    """What was found as plain data; of the passages only their places."""
    topics, book = found.topics, found.codings.codebook
    table = found.overlap() if len(topics) else None
    rows = [
        TopicRow(
            topic.label,
            len(topic.passages),
            topic.documents,
            {} if table is None else _shares(table[table["topic"] == topic.id]),
        )
        for topic in topics
    ]
    uncoded = sum(not own for own in codes_of(found.passages, found.codings))
    return ThemesRecord(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        corpus=topics.corpus.name,
        codebook=book.name if book else "",
        codebook_version=book.version if book else "",
        documents={document.id: document.sha256 for document in topics.corpus},
        passages=len(found.passages),
        uncoded=uncoded,
        decided=len(found.decided),
        codings=len(found.codings),
        suggested=sum(row.status == "suggested" for row in found.codings),
        stability=round(topics.stability, 4) if len(topics) else None,
        without=round(topics.without, 4) if len(topics) else None,
        themes=tuple(_theme(found, theme.id) for theme in found),
        topics=tuple(rows),
        notices=found.notices,
        decisions=read_decisions(book, topics.corpus.name) if book else (),
    )


def _shares(rows: Any) -> dict[str, float]:
    return {str(code): round(float(share), 4) for code, share in zip(rows["code"], rows["share"], strict=True)}


def _theme(found: EmergentThemes, id: str) -> ThemeRow:
    theme = found[id]
    places = [(p.document, p.start, p.end) for p in (found.passages[n] for n in theme.passages)]
    terms = [term for term, _ in theme.terms]
    return ThemeRow(
        id=theme.id,
        label=theme.label,
        terms=tuple(terms),
        passages=tuple(places),
        documents=theme.documents,
        extracts=tuple(_extract(found, n, terms) for n in theme.representative[:_EXTRACTS]),
        also=len(theme.also),
        nearest=theme.nearest,
        coherence=theme.coherence,
        uncoded=round(theme.uncoded, 4),
        expected=round(theme.expected, 4),
        p=float(f"{theme.p:.2g}"),  # it may be very small, never none
        within_field=theme.within_field,
    )


def _extract(found: EmergentThemes, n: int, terms: list[str]) -> Place:
    """The place of a passage's words, or of those of its sentences that say most of the theme."""
    passage = found.passages[n]
    if len(passage.text.split()) <= _EXTRACT or found.topics.words is None:
        return (passage.document, passage.start, passage.end)
    spans = sentences(passage.text)
    said = [len(set(found.topics.words.of(passage.text[a:b])) & set(terms)) for a, b in spans]
    first = last = max(range(len(spans)), key=lambda at: (said[at], -at))
    while True:
        nearby = [at for at in (first - 1, last + 1) if 0 <= at < len(spans)]
        fits = [at for at in nearby if _words(passage.text, spans[min(at, first)][0], spans[max(at, last)][1])]
        if not fits:
            return (passage.document, passage.start + spans[first][0], passage.start + spans[last][1])
        best = max(fits, key=lambda at: (said[at], at))
        first, last = min(first, best), max(last, best)


def _words(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) <= _EXTRACT


def write_record(found: EmergentThemes, folder: Path) -> Path:
    """Write what was found as ``themes.json``: places and terms, no passage of a document."""
    row = {"format": _FORMAT, **_plain(record_of(found))}
    return write_text(folder / RECORD, json.dumps(row, indent=1, ensure_ascii=False) + "\n")


def _plain(record: ThemesRecord) -> dict[str, Any]:
    kept = [one.name for one in fields(record) if one.name != "decisions"]  # these stand beside the codebook
    row = {name: getattr(record, name) for name in kept}
    row["documents"] = dict(record.documents)
    row["themes"] = [asdict(theme) for theme in record.themes]
    row["topics"] = [
        {"label": t.label, "passages": t.passages, "documents": t.documents, "shares": dict(t.shares)}
        for t in record.topics
    ]
    return row


def read_record(path: Path, codebook: Codebook | None = None) -> ThemesRecord | None:
    """What :func:`write_record` wrote, with the decisions that stand beside the codebook now.

    Returns
    -------
    ThemesRecord or None
        ``None`` where there is no such file, or it is not one of this version's: as good as none, it can be made
        again.
    """
    try:
        row = json_of(path.read_text(encoding="utf-8"))
        if row.pop("format") != _FORMAT:
            return None
        row["themes"] = tuple(_read_theme(one) for one in row["themes"])
        row["topics"] = tuple(TopicRow(**one) for one in row["topics"])
        row["notices"] = tuple(row["notices"])
        record = ThemesRecord(**row)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return replace(record, decisions=read_decisions(codebook, record.corpus)) if codebook else record


def _read_theme(row: dict[str, Any]) -> ThemeRow:
    places = {
        key: tuple((str(document), int(start), int(end)) for document, start, end in row[key])
        for key in ("passages", "extracts")
    }
    return ThemeRow(**{**row, **places, "terms": tuple(row["terms"])})
