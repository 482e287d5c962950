"""A term among the words around it, and the words that keep its company."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from send_qual.corpus.corpus import Corpus
from send_qual.corpus.document import Document, Segment
from send_qual.errors import SendQualError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["collocations", "concordance"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def concordance(corpus: Corpus, term: str, *, context: int = 60) -> pd.DataFrame:
    """Every place of a term, in the order of the corpus (key word in context).

    Parameters
    ----------
    corpus : Corpus
    term : str
        Words, in any case, hyphen and space alike; ``*`` stands for any ending (``"wait*"``).
    context : int
        Characters on either side.

    Returns
    -------
    pandas.DataFrame
        ``document, page, time, left, term, right, start, end`` (code points of the document's text).

    Examples
    --------
    >>> from send_qual.corpus import Segment, Source
    >>> text = "Families waited. They wait still."
    >>> report = Document("a.txt", "A", text, (Segment(0, len(text)),), {}, Source("a.txt", "", "txt"))
    >>> concordance(Corpus("c", (report,)), "wait*", context=9)[["left", "term", "right"]].values.tolist()
    [['Families', 'waited', '. They wa'], ['ed. They', 'wait', 'still.']]
    """
    import pandas as pd

    pattern = _pattern(term)
    rows = []
    for document, segment in _segments(corpus):
        text = document.words(segment)
        for match in pattern.finditer(text):
            left = " ".join(text[max(0, match.start() - context) : match.start()].split())
            right = " ".join(text[match.end() : match.end() + context].split())
            start = segment.start + match.start()
            end = segment.start + match.end()
            rows.append((document.id, segment.page, segment.time, left, match[0], right, start, end))
    columns = ["document", "page", "time", "left", "term", "right", "start", "end"]
    return pd.DataFrame(rows, columns=columns).astype({"page": "Int64"})


def collocations(corpus: Corpus, term: str, *, window: int = 5, count: int = 30) -> pd.DataFrame:
    """Words that stand near a term more often than by chance.

    Parameters
    ----------
    corpus : Corpus
    term : str
        As for :func:`concordance`.
    window : int
        Words on either side.
    count : int
        How many rows at most.

    Returns
    -------
    pandas.DataFrame
        The surest first: ``word, near`` (times in the window), ``overall, expected, log_likelihood``
        (Dunning's; above 10.8 chance is less than 1 in 1000), ``documents``.
    """
    import pandas as pd

    from send_qual.language import stop_words

    pattern = _pattern(term)
    near: Counter[str] = Counter()
    overall: Counter[str] = Counter()
    where: dict[str, set[str]] = {}
    for document, segment in _segments(corpus):
        text = document.words(segment)
        words = [(m.start(), m.end(), m[0].lower().replace("’", "'")) for m in _WORD.finditer(text)]
        overall.update(word for *_, word in words)
        close: set[int] = set()
        for match in pattern.finditer(text):
            inside = [n for n, (start, end, _) in enumerate(words) if start < match.end() and end > match.start()]
            if inside:
                around = set(range(max(0, inside[0] - window), min(len(words), inside[-1] + window + 1)))
                close |= around - set(inside)
        for n in close:
            near[words[n][2]] += 1
            where.setdefault(words[n][2], set()).add(document.id)
    total, places = overall.total(), near.total()
    rows = []
    for word, times in near.items():
        expected = overall[word] * places / total
        if times > 1 and times > expected and word not in stop_words():
            sure = _log_likelihood(times, places, overall[word] - times, total - places)
            rows.append((word, times, overall[word], expected, sure, len(where[word])))
    rows.sort(key=lambda row: (-row[4], row[0]))
    return pd.DataFrame(rows[:count], columns=["word", "near", "overall", "expected", "log_likelihood", "documents"])


def _pattern(term: str) -> re.Pattern[str]:
    words = re.split(r"[\s-]+", term.strip().strip("-"))
    if not re.search(r"\w", term):
        raise SendQualError("a concordance needs a term: some letters, such as 'wait*'.")
    parts = [re.escape(word).replace(r"\*", r"[\w'’]*") for word in words]
    joined = r"[\s-]+".join(parts)
    return re.compile(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE)


def _segments(corpus: Corpus) -> list[tuple[Document, Segment]]:
    return [(document, segment) for document in corpus for segment in document.passages()]


def _log_likelihood(a: float, of_a: float, b: float, of_b: float) -> float:
    """Dunning's G2 for a word seen ``a`` times among ``of_a`` words and ``max(b, 0)`` among ``of_b``."""
    b = max(b, 0)
    share = (a + b) / (of_a + of_b)
    parts = ((a, of_a * share), (b, of_b * share))
    return 2 * sum(seen * math.log(seen / expected) for seen, expected in parts if seen > 0)
