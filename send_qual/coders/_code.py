"""Code a corpus by machine, remembering what was suggested for each document."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from send_qual.codebook import Codebook, patterns_passed_over
from send_qual.coders._choice import choose_coders, default_coder
from send_qual.coders.coder import Coder, Evidence, Suggestion, embed_together, to_coding
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document
from send_qual.errors import Fault
from send_qual.language import LANGUAGES, language_of
from send_qual.study import Cache, source_digest

__all__ = ["code"]

_TOGETHER = 20_000  # letters of the documents that are embedded in one go
_MOST_THREADS = 4  # beyond these the reading, on one thread, is what takes the time
_CACHE = Cache(
    "suggestions",
    made_by=("coders",),
    libraries=("spacy", "scikit-learn", "onnxruntime"),
    limit=128 * 2**20,
    holds="suggested codings: places, codes and sureness, no words of a document",
)


def code(
    corpus: Corpus,
    codebook: Codebook,
    coder: str | Coder = "",
    *,
    progress: Callable[[int, int, str], None] | None = None,
    language: str = "",
) -> Codings:
    """Suggest codings for every passage of a corpus.

    What was suggested is kept per document, codebook and coder, so that a second run loads no model and
    a new document costs one document.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
    coder : str or Coder
        Default: what ``coder`` in the ``corpus.toml`` of the corpus says, else ``"panel"``.
        ``"panel"`` (the coder trained for this codebook and kind of document, where there is one; else
        lexicon and semantic together, or for a codebook without terms nearness to what it says of its codes),
        ``"learned"`` (only the trained one), ``"lexicon"``, ``"semantic"``, or a coder of your own. ``"local:MODEL"``
        asks a model server on this machine (docs/local-models.md), ``"panel+local:MODEL"`` both.
    progress : callable, optional
        Called as ``progress(done, total, what)`` before each document and at the end; with a model before each passage.
    language : str
        ``"en"`` insists that all is English; else documents in other languages get no suggestions, which is said.

    Returns
    -------
    Codings
        Status ``suggested``, with confidence and reason, in document order; ``corpus`` and ``codebook``
        attached; ``notices`` name codes that a trained coder knows and the codebook does not, and
        say where a trained coder or judge was refused because its files were tampered with, and in which document
        a pattern of the codebook took so long that it was passed over; of a model, how much was dropped.

    Raises
    ------
    SendQualError
        Where there is no such coder, or a model is not to be had.

    Examples
    --------
    >>> from send_qual.codebook import Code, Term
    >>> from send_qual.corpus import Segment, Source
    >>> text = "Families wait too long for therapies."
    >>> source = Source("wexmere.txt", "", "txt")
    >>> report = Document("wexmere.txt", "Wexmere", text, (Segment(0, len(text)),), {}, source)
    >>> book = Codebook("tiny", "1", (Code("waits", "Waits", terms=(Term("wait"),)),))
    >>> for coding in code(Corpus("tiny", (report,)), book, "lexicon"):
    ...     print(coding.code, coding.confidence, coding.reason)
    waits 0.95 terms: 'wait'
    """
    whole = corpus
    corpus, foreign = (corpus, ()) if language == "en" else _in_english(corpus)
    evidence = {document.id: Evidence(document) for document in corpus}
    chosen = choose_coders(coder or default_coder(whole), codebook, tuple(evidence.values()))
    machines, model = chosen.machines, chosen.model
    signatures = {id: f"{machine.name}-{machine.version}" for id, machine in machines.items()}
    own = {type(machine): source_digest(type(machine)) for machine in machines.values()}
    by = {kind: f"{digest} {chosen.untrained}" for kind, digest in own.items()}
    keys = {d.id: _key(d, codebook, signatures[d.id], by[type(machines[d.id])]) for d in corpus}
    kept = {} if model else _CACHE.get(keys.values())  # a model's answers are kept one by one
    known = {document.id: _read(kept.get(keys[document.id])) for document in corpus}
    rows: list[Coding] = []
    told = [*foreign, *chosen.refused]
    todo = [d.id for d in corpus if known[d.id] is None and getattr(machines[d.id], "embeds", True)]
    with _embedding_ahead([evidence[id] for id in todo]):
        for done, document in enumerate(corpus):
            what = f"Coding {document.title or document.id}"
            if progress:
                progress(done, len(corpus), what)
            suggestions = known[document.id]
            if suggestions is None:
                if model and progress:
                    model.tell = partial(_passage_told, progress, done, len(corpus), what)
                with patterns_passed_over(document.id) as stopped:
                    suggestions = machines[document.id].suggest(evidence.pop(document.id).ready(), codebook)
                told += stopped
                if not stopped and not model:  # else they hang on how fast this machine is
                    _CACHE.put({keys[document.id]: _written(suggestions)})
            rows.extend(to_coding(s, document, codebook, signatures[document.id]) for s in suggestions)
    if progress:
        progress(len(corpus), len(corpus), "Coding done")
    told += model.notices() if model else ()
    return Codings((), whole, codebook, (*told, *_renamed(machines.values(), codebook))).adding(rows)


def _passage_told(
    progress: Callable[[int, int, str], None], done: int, of: int, what: str, passage: int, passages: int
) -> None:
    progress(done, of, f"{what}, passage {passage + 1} of {passages}")


def _in_english(corpus: Corpus) -> tuple[Corpus, tuple[Fault, ...]]:
    """The documents that the models can read, and what is said of the others."""
    told = {d.id: name for d in corpus if (name := language_of(d.text)[1]) != LANGUAGES["en"]}
    mend = "Code it by hand, or say --language en if it is English after all"
    problem = "it is in {}, and the models here know English only: nothing was suggested for it"
    faults = tuple(Fault(id, problem.format(name), mend) for id, name in told.items())
    return replace(corpus, documents=tuple(d for d in corpus if d.id not in told)), faults


def _renamed(machines: Iterable[Coder], codebook: Codebook) -> tuple[Fault, ...]:
    """Codes that a coder learned and the codebook does not have (any more)."""
    gone = dict.fromkeys(c for m in machines if hasattr(m, "missing") for c in m.missing(codebook))
    mend = "If it was renamed, train the coder again with `send-qual evaluate --keep`"
    problem = "the trained coder knows the code '{}', which the codebook does not have: it is not suggested"
    return tuple(Fault(codebook.name, problem.format(code), mend) for code in gone)


@contextmanager
def _embedding_ahead(todo: Sequence[Evidence]) -> Iterator[None]:
    """Documents' sentences are embedded on other cores while earlier ones are read, short documents together.

    Threads are enough, for the network runs outside Python's lock and is most of the work: they share one model, where
    processes would load one each. A text's vector does not hang on what it is embedded with, nor on how many threads.
    """
    pool = ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, _MOST_THREADS), thread_name_prefix="embedding")
    try:
        for group in _groups(todo):
            ahead = pool.submit(embed_together, group)
            for number, evidence in enumerate(group):
                evidence.waiting_for(ahead, number)
        group, todo = [], ()  # what is read is to be let go of
        yield
    finally:
        pool.shutdown(cancel_futures=True)


def _groups(todo: Sequence[Evidence]) -> Iterator[list[Evidence]]:
    """Documents in a row that are together about as long as one of some pages."""
    group: list[Evidence] = []
    letters = 0
    for evidence in todo:
        group.append(evidence)
        letters += len(evidence.document.text)
        if letters >= _TOGETHER:
            yield group
            group, letters = [], 0
    if group:
        yield group


def _key(document: Document, codebook: Codebook, signature: str, own: str) -> str:
    """All that a suggestion rests on: the words, how they are cut, the codebook, the coder and its own file."""
    return _CACHE.key(document.sha256, document.kind, document.segments, codebook.digest(), signature, own)


def _written(suggestions: tuple[Suggestion, ...]) -> bytes:
    rows = [(s.start, s.end, s.code, s.confidence, dict(s.facets), s.words, s.note) for s in suggestions]
    return json.dumps(rows, separators=(",", ":")).encode()


def _read(kept: bytes | None) -> tuple[Suggestion, ...] | None:
    if kept is None:
        return None
    try:
        rows = json.loads(kept)
        return tuple(
            Suggestion(start, end, code, confidence, facets, tuple((a, b) for a, b in words), note)
            for start, end, code, confidence, facets, words, note in rows
        )
    except (ValueError, TypeError):  # not what we wrote: as good as none
        return None
