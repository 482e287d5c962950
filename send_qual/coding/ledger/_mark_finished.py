"""Marking documents as finished, and taking that back; and reading what is finished in a corpus."""

from __future__ import annotations

from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.coding._make import known_code
from send_qual.coding.ledger._events import Event, as_one, new_event
from send_qual.coding.ledger._finished_marks import Finished, finished_in
from send_qual.coding.ledger.ledger import all_ledgers, open_ledger
from send_qual.coding.span import shares_half, words_at
from send_qual.corpus import Corpus, Document, read_corpus
from send_qual.errors import Fault, SendQualError

__all__ = ["finish", "read_finished", "reopen"]


def finish(
    corpus: str | Path | Corpus,
    document: str,
    *,
    coder: str,
    codebook: str | Codebook = "",
    code: str = "",
    span: tuple[int, int] | None = None,
) -> Finished:
    """Mark a document as finished by a coder: from now on only people's codings count in it.

    Parameters
    ----------
    corpus : str, Path or Corpus
        By name or folder, or read.
    document : str
        Id.
    coder : str
        Initials or a name; the mark is an event in this coder's ledger.
    codebook : str or Codebook, optional
        Finished for this codebook only; default: whatever the codebook.
    code : str, optional
        Only this code and its sub-codes are finished.
    span : tuple of (int, int), optional
        Only this stretch of the text is, half-open in code points.

    Returns
    -------
    Finished
        As it stands; what is marked so already is not written again.

    Raises
    ------
    SendQualError
        Where there is no such document, stretch or code, or the corpus has no folder.

    Examples
    --------
    >>> import tempfile
    >>> home = Path(tempfile.mkdtemp())
    >>> (home / "documents").mkdir()
    >>> _ = (home / "documents" / "p01.txt").write_text("We had no data.", encoding="utf-8")
    >>> finish(home, "p01.txt", coder="SG").words
    'p01.txt'
    >>> [(one.document, one.coder) for one in read_finished(home)]
    [('p01.txt', 'SG')]
    >>> reopen(home, "p01.txt", coder="SG"), read_finished(home)
    (1, ())
    """
    read, home = _opened(corpus)
    ledger = open_ledger(home, coder)
    new = _mark(_document(read, document), ledger.coder, codebook, code, span)
    standing = ledger.read().state.finished
    if new.target in standing:
        return standing[new.target]
    event = new_event("finished", ledger.coder, finished=new)
    ledger.append([event])
    return event.finished or new


def reopen(
    corpus: str | Path | Corpus,
    document: str,
    *,
    coder: str,
    code: str = "",
    span: tuple[int, int] | None = None,
) -> int:
    """Take back what a coder marked as finished in a document: suggestions are to be decided on there again.

    Parameters
    ----------
    corpus : str, Path or Corpus
    document : str
        Id.
    coder : str
        Whose marks; only one's own can be taken back.
    code : str, optional
        Only marks on this code; default: all.
    span : tuple of (int, int), optional
        Only marks on a stretch that shares half of the shorter with this one.

    Returns
    -------
    int
        How many marks were taken back, as one gesture.
    """
    read, home = _opened(corpus)
    ledger = open_ledger(home, coder)
    marks = ledger.read().state.finished.values()
    there = [one for one in marks if one.document == document and code in ("", one.code)]
    if span:
        wanted = _mark(_document(read, document), ledger.coder, "", "", span).span
        places = {one.target: at.span for one in there for at in finished_in([one], read)[0]}
        there = [one for one in there if wanted and (at := places.get(one.target)) and shares_half(at, wanted)]
    events: list[Event] = [new_event("reopened", ledger.coder, finished=one) for one in there]
    ledger.append(as_one(events))
    return len(events)


def read_finished(corpus: str | Path | Corpus, codebook: Codebook | None = None) -> tuple[Finished, ...]:
    """Read what people marked as finished in a corpus, from all their ledgers.

    Parameters
    ----------
    corpus : str, Path or Corpus
        By name or folder; or read: then stretches are found again by their words where the text changed, and those
        that are not to be found are left out.
    codebook : Codebook, optional
        Only marks that hold for this codebook.

    Returns
    -------
    tuple of Finished
        In the order of documents, then of coders.
    """
    home = corpus.home if isinstance(corpus, Corpus) else corpus
    if home is None:
        return ()
    marks: list[Finished] = []
    for ledger in all_ledgers(home):
        marks += ledger.read().state.finished.values()
    if codebook:
        marks = [one for one in marks if one.codebook in ("", codebook.name)]
    marks.sort(key=lambda one: (one.document, one.coder, one.code, one.start or 0))
    return tuple(finished_in(marks, corpus)[0]) if isinstance(corpus, Corpus) else tuple(marks)


def _opened(corpus: str | Path | Corpus) -> tuple[Corpus, Path]:
    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus)
    if read.home is None:
        mend = "Read it from a folder with read_corpus"
        raise SendQualError(Fault(read.name, "a corpus made in memory has no ledger to keep the mark in", mend))
    return read, read.home


def _document(corpus: Corpus, id: str) -> Document:
    if id not in {one.id for one in corpus}:
        names = ", ".join(one.id for one in corpus.documents[:5]) + (", ..." if len(corpus) > 5 else "")
        mend = f"Write it as it stands in the folder: {names}" if names else "There are no documents in it"
        raise SendQualError(Fault(corpus.name, f"there is no document {id!r} in this corpus", mend))
    return corpus[id]


def _mark(
    document: Document, coder: str, codebook: str | Codebook, code: str, span: tuple[int, int] | None
) -> Finished:
    book = codebook if isinstance(codebook, Codebook) else None
    if code:
        known_code(code, book)
    name = codebook.name if isinstance(codebook, Codebook) else codebook
    if span is None:
        return Finished(document.id, coder, code, codebook=name)
    (start, end), text = span, document.text
    if not 0 <= start < end <= len(text):
        mend = f"Give a start and an end within its {len(text)} characters"
        raise SendQualError(Fault(document.id, f"{start}-{end} is no passage of it", mend))
    _, before, after = words_at(text, start, end)
    return Finished(document.id, coder, code, start, end, "", name, text[start:end], before, after)
