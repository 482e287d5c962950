"""What could still identify somebody in transcripts that are to be quoted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.corpus.corpus import Corpus
from send_qual.errors import SendQualError
from send_qual.pseudonyms._consent import withheld
from send_qual.pseudonyms._detect import detect
from send_qual.pseudonyms._hit import Speaker, label_tokens
from send_qual.pseudonyms._model_labels import labels_by_document
from send_qual.pseudonyms.proposals import decisions_from

__all__ = ["Identifier", "identifiers"]

_NO_NAMES = frozenset({"interviewer", "participant", "interviewee", "respondent", "researcher", "moderator", "speaker"})
_ALIKE = 80  # of 100


@dataclass(frozen=True, slots=True)
class Identifier:
    """A stretch of a document that may identify somebody.

    ``kind`` is that of a proposal of :func:`pseudonymise` (``"person"``, ``"place"``, ``"organisation"``, ``"date"``,
    ``"contact"``, ``"role"``, ``"case"``), ``"speaker"`` for a label that names who speaks, or ``"consent"`` for a
    turn in which somebody limits what may be quoted.
    """

    document: str
    start: int
    end: int
    kind: str
    text: str


def identifiers(corpus: Corpus, *, progress: Callable[[int, int, str], None] | None = None) -> tuple[Identifier, ...]:
    """Find what may identify somebody, by the recognisers that pseudonymising uses.

    What the researcher decided to keep (``decisions.csv`` beside the pseudonymised documents) is not told again.

    Parameters
    ----------
    corpus : Corpus
    progress : callable, optional
        ``progress(done, total, what)``.
    """
    speakers = [
        Speaker(d.id, name, "")
        for d in corpus
        for name in dict.fromkeys(s.speaker for s in d.segments if s.kind == "turn" and s.speaker)
        if set(label_tokens(name)) - _NO_NAMES
    ]
    kept = _kept(corpus.home)
    documents = list(corpus)
    labels = labels_by_document(documents, progress)
    found = [
        Identifier(f.document, f.start, f.end, f.kind, corpus[f.document].text[f.start : f.end])
        for f in detect(documents, speakers, labels)
    ]
    named = [Identifier(s.document, 0, 0, "speaker", s.printed) for s in speakers]
    return (*named, *(_whole(f, corpus) for f in found if not _is_kept(f, kept)))


def _whole(one: Identifier, corpus: Corpus) -> Identifier:
    """Of a sentence that limits what may be quoted all that it is about."""
    if one.kind != "consent":
        return one
    document = corpus[one.document]
    start, end = withheld(document, one.start, one.end)
    return replace(one, start=start, end=end, text=document.text[start:end])


def _is_kept(one: Identifier, kept: frozenset[str]) -> bool:
    """Whether somebody decided to keep it; posts and cases may since have lost the names inside them."""
    from rapidfuzz import fuzz

    key = _key(one.text)
    return key in kept or (one.kind in {"role", "case", "consent"} and any(fuzz.ratio(key, k) >= _ALIKE for k in kept))


def _key(text: str) -> str:
    return " ".join(text.split()).casefold().replace("’", "'")


def _kept(home: Path | None) -> frozenset[str]:
    """The texts that somebody decided to keep."""
    from send_qual.pseudonyms._decided import decisions_table

    if home is None:
        return frozenset()
    folder = home.parent if home.name == "documents" else home
    path = folder / "decisions.csv"
    if not path.is_file():
        return frozenset()
    try:
        made = decisions_from(decisions_table(path.read_bytes(), path.name)[0], path.name)
    except (OSError, ValueError, SendQualError):  # a broken table keeps nothing back: what is found is told
        return frozenset()
    own = (_key(d.replacement) for d in made if d.action == "replace" and d.replacement)
    return frozenset(_key(d.text) for d in made if d.action == "keep").union(own)
