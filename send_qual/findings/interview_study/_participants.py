"""Who speaks where: from the turns of transcripts to the participants of a study."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from send_qual.corpus import Corpus, Document
from send_qual.corpus._document_names import about_documents
from send_qual.findings.interview_study.model import Participant
from send_qual.kinds.interview import case_ids, read_cases

__all__ = ["People", "people"]

_NO_ATTRIBUTES = frozenset({"document", "file", "participant", "case", "speaker", "kind", "roles_by"})


@dataclass(frozen=True, slots=True)
class People:
    """The participants of a corpus, and which of them speaks at a place."""

    participants: tuple[Participant, ...]
    _turns: Mapping[str, tuple[tuple[int, ...], tuple[str, ...]]]

    def at(self, document: str, start: int) -> str:
        """The id of who speaks there; ``""`` for an interviewer, or where it is not known."""
        starts, speakers = self._turns.get(document, ((), ()))
        n = bisect_right(starts, start)
        return speakers[n - 1] if n else ""


def people(corpus: Corpus) -> People:
    """The participants of a corpus, in the order of their ids.

    A document in which nobody is known to speak (notes, a typed account) is one participant by itself.
    """
    rows = _rows(corpus)
    ids = case_ids(corpus, rows)
    speaks: dict[str, list[str]] = {}
    turns: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {}
    for n, document in enumerate(corpus, 1):
        speakers = _speakers(document, ids)
        if not any(speakers):
            own = document.attributes.get("participant") or f"D{n:02d}"
            speakers = [own if s.role != "interviewer" else "" for s in document.segments]
        turns[document.id] = (tuple(s.start for s in document.segments), tuple(speakers))
        for id in dict.fromkeys(filter(None, speakers)):
            speaks.setdefault(id, []).append(document.id)
    known = {row["participant"]: row for row in rows if row.get("participant")}
    found = [Participant(id, tuple(where), _known_of(id, where, known, corpus)) for id, where in speaks.items()]
    return People(tuple(sorted(found, key=lambda p: p.id)), turns)


def _rows(corpus: Corpus) -> list[dict[str, str]]:
    """``attributes.csv`` with the documents' ids, whether or not the table writes their suffix."""
    return about_documents(read_cases(corpus.home) if corpus.home is not None else (), corpus)


def _speakers(document: Document, ids: Mapping[tuple[str, str], str]) -> list[str]:
    """Who speaks in each segment; nobody in an interviewer's turn or in what is no turn."""
    answers = {s.speaker for s in document.segments if s.kind == "turn" and s.speaker and s.role != "interviewer"}
    only = ids.get((document.id, next(iter(answers))), "") if len(answers) == 1 else ""
    speakers = []
    for s in document.segments:
        if s.kind != "turn" or s.role == "interviewer":
            speakers.append("")
        elif s.speaker:
            speakers.append(ids.get((document.id, s.speaker), ""))
        else:
            speakers.append(only if s.role == "participant" else "")
    return speakers


def _known_of(id: str, where: list[str], known: Mapping[str, Mapping[str, str]], corpus: Corpus) -> dict[str, str]:
    row: Mapping[str, str] = known.get(id, {})
    if not row and not known:  # a corpus made in memory: what is known of the document
        row = corpus[where[0]].attributes
    return {k: v for k, v in row.items() if k and k not in _NO_ATTRIBUTES and v}
