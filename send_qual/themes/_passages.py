"""What topics are made of: the passages of a corpus that say enough to have one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from send_qual.coders import cut_passages
from send_qual.corpus import Corpus
from send_qual.language import stop_words

__all__ = ["Passage", "gather"]

_LEAST_WORDS = 8  # shorter ones (headings, "Yes, exactly.") have no topic of their own,
_LEAST_CONTENT = 4  # nor have those with fewer different words that say something ("Thank you, good night.")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage by its place; a report's bullet, or some sentences of a turn.

    Parameters
    ----------
    document : str
    start, end : int
        Half-open span in code points of the document's text.
    text : str
    """

    document: str
    start: int
    end: int
    text: str

    def __repr__(self) -> str:  # never the text: it may be confidential
        return f"Passage({self.document!r}, {self.start}, {self.end})"


def gather(corpus: Corpus) -> tuple[Passage, ...]:
    """The passages of a corpus, without those of fewer than eight words, small talk and repetitions.

    They come in an order that their words alone make: what is drawn of them by lot, and so what is found, does not hang
    on how files are called or in which order they are read.

    What stands in several documents word for word (a standing paragraph of every report) is boilerplate and
    left out altogether; what one document repeats is kept once.
    """
    found: dict[str, list[Passage]] = {}
    for document in corpus:
        for segment in cut_passages(document):
            text = document.words(segment)
            words = _LETTERS.findall(text.casefold())
            if len(words) >= _LEAST_WORDS and len(set(words) - stop_words()) >= _LEAST_CONTENT:
                found.setdefault(" ".join(words), []).append(Passage(document.id, segment.start, segment.end, text))
    once = {words: same[0] for words, same in found.items() if len({p.document for p in same}) == 1}
    return tuple(once[words] for words in sorted(once, key=_lot))


def _lot(words: str) -> bytes:
    return hashlib.sha256(words.encode()).digest()
