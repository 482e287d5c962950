"""Topics over time or by attribute, and what tells two groups of documents apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from send_qual.errors import Fault, SendQualError
from send_qual.themes._keyness import log_odds
from send_qual.themes.topics import Topics

__all__ = ["contrast_terms", "contrast_topics", "hierarchy", "saturation", "topics_over"]

_DAY = re.compile(r"(\d{4})-(\d\d)-\d\d")
_LEAST = 3  # documents that must have a term for it to be compared


def topics_over(topics: Topics, attribute: str = "published") -> pd.DataFrame:
    """How topics spread over an attribute of the documents; days are taken together by half-year.

    Parameters
    ----------
    topics : Topics
    attribute : str
        ``"published"``, ``"outcome"`` or any other that the documents have.

    Returns
    -------
    pandas.DataFrame
        One row per topic and value: ``topic, label, value, passages, documents`` (with a passage of it),
        ``of`` (documents of that value), ``share`` (of that value's passages).

    Raises
    ------
    SendQualError
        Where no document has the attribute.
    """
    value_of = _values(topics, attribute)
    values = sorted(set(value_of.values()))
    rows = []
    for topic in topics:
        own = [topics.passages[n].document for n in topic.passages]
        for value in values:
            inside = [d for d in own if value_of.get(d) == value]
            of = sum(v == value for v in value_of.values())
            total = sum(value_of.get(p.document) == value for p in topics.passages)
            rows.append(
                (topic.id, topic.label, value, len(inside), len(set(inside)), of, len(inside) / total if total else 0.0)
            )
    return pd.DataFrame(rows, columns=["topic", "label", "value", "passages", "documents", "of", "share"])


def contrast_topics(topics: Topics, attribute: str, a: str, b: str) -> pd.DataFrame:
    """Topics that one group of documents has more of than another.

    Documents are compared, not passages: a document's passages are no independent witnesses.

    Returns
    -------
    pandas.DataFrame
        One row per topic, the most different first: ``topic, label, share_a, share_b`` (mean share of a
        document's passages), ``documents_a, documents_b, p`` (Mann-Whitney, two-sided), ``q`` (adjusted after
        Benjamini and Hochberg).
    """
    from scipy.stats import mannwhitneyu

    of_a, of_b = _groups(topics, attribute, a, b)
    total = Counter(p.document for p in topics.passages)
    rows = []
    for topic in topics:
        own = Counter(topics.passages[n].document for n in topic.passages)
        x, y = ([own[d] / total[d] for d in group if total[d]] for group in (of_a, of_b))
        p = float(mannwhitneyu(x, y).pvalue) if x and y and len(set(x + y)) > 1 else 1.0
        has = (sum(own[d] > 0 for d in group) for group in (of_a, of_b))
        rows.append((topic.id, topic.label, float(np.mean(x or [0])), float(np.mean(y or [0])), *has, p))
    columns = ["topic", "label", "share_a", "share_b", "documents_a", "documents_b", "p"]
    return _ranked(pd.DataFrame(rows, columns=columns))


def contrast_terms(topics: Topics, attribute: str, a: str, b: str, *, count: int = 40) -> pd.DataFrame:
    """Terms that one group of documents uses more than another.

    Returns
    -------
    pandas.DataFrame
        The terms that tell most, by ``z``: ``term, log_odds`` (above 0: more in ``a``), ``z`` (Monroe, Colaresi
        and Quinn), ``documents_a, documents_b``, ``p`` (Fisher's exact test of documents that have the term),
        ``q`` (adjusted after Benjamini and Hochberg, over all terms that three documents have).
    """
    from scipy.stats import fisher_exact

    of_a, of_b = _groups(topics, attribute, a, b)
    if topics.words is None:
        return pd.DataFrame(columns=["term", "log_odds", "z", "documents_a", "documents_b", "p", "q"])
    times: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    seen: dict[str, set[str]] = {}
    for passage, own in zip(topics.passages, topics.words.terms, strict=True):
        if passage.document in of_a or passage.document in of_b:
            times[passage.document in of_b].update(own)
            for term in set(own):
                seen.setdefault(term, set()).add(passage.document)
    odds = log_odds(*times)
    rows = []
    for term, documents in seen.items():
        if len(documents) >= _LEAST:
            x, y = len(documents & of_a), len(documents & of_b)
            p = float(fisher_exact([[x, len(of_a) - x], [y, len(of_b) - y]])[1])
            rows.append((term, *odds[term], x, y, p))
    frame = _ranked(pd.DataFrame(rows, columns=["term", "log_odds", "z", "documents_a", "documents_b", "p"]))
    best = frame["z"].abs().sort_values(ascending=False, kind="stable").index[:count]
    return frame.loc[best].reset_index(drop=True)


def hierarchy(topics: Topics) -> pd.DataFrame:
    """Which topics are nearest, step by step, until all are one.

    Returns
    -------
    pandas.DataFrame
        One row per step: ``step, distance`` (cosine), ``one, other`` (labels of the topics on either side,
        joined by ``" + "``).
    """
    from scipy.cluster.hierarchy import linkage

    if len(topics) < 2:
        return pd.DataFrame(columns=["step", "distance", "one", "other"])
    sides = [topic.label for topic in topics]
    rows = []
    for step, (left, right, distance, _) in enumerate(linkage(middles(topics), "average", metric="cosine"), 1):
        rows.append((step, float(distance), sides[int(left)], sides[int(right)]))
        sides.append(f"{sides[int(left)]} + {sides[int(right)]}")
    return pd.DataFrame(rows, columns=["step", "distance", "one", "other"])


def middles(topics: Topics) -> npt.NDArray[np.float64]:
    """Mean point of each topic, shape ``(topics, k)``."""
    if topics.placed is None:
        return np.zeros((0, 1))
    return np.stack([topics.placed.points[list(topic.passages)].mean(axis=0) for topic in topics])


def saturation(topics: Topics) -> pd.DataFrame:
    """How many topics have been met after each document, in the order of the corpus and on average.

    Returns
    -------
    pandas.DataFrame
        One row per document: ``document, n`` (from 1), ``topics`` (met so far), ``expected`` (mean over all
        orders in which documents could be read).
    """
    ids = [document.id for document in topics.corpus]
    has = [{topics.passages[n].document for n in topic.passages} for topic in topics]
    met: set[int] = set()
    rows = []
    for n, id in enumerate(ids, 1):
        met |= {t for t, documents in enumerate(has) if id in documents}
        rows.append((id, n, len(met), sum(1 - _missed(len(ids), len(documents), n) for documents in has)))
    return pd.DataFrame(rows, columns=["document", "n", "topics", "expected"])


def _missed(total: int, with_it: int, read: int) -> float:
    """Chance that none of the documents read has a topic that so many of all have."""
    chance = 1.0
    for n in range(read):
        chance *= max(0, total - with_it - n) / (total - n)
    return chance


def _values(topics: Topics, attribute: str) -> dict[str, str]:
    value_of = {d.id: d.attributes.get(attribute, "") for d in topics.corpus}
    value_of = {id: value for id, value in value_of.items() if value}
    if not value_of:
        known = sorted({key for d in topics.corpus for key, value in d.attributes.items() if value})
        raise SendQualError(Fault(attribute, "no document has this attribute", f"Known here: {', '.join(known)}"))
    if all(_DAY.fullmatch(value) for value in value_of.values()):
        return {id: f"{value[:4]}, {'first' if value[5:7] < '07' else 'second'} half" for id, value in value_of.items()}
    return value_of


def _groups(topics: Topics, attribute: str, a: str, b: str) -> tuple[set[str], set[str]]:
    value_of = _values(topics, attribute)
    groups = tuple({id for id, value in value_of.items() if value == wanted} for wanted in (a, b))
    for wanted, group in zip((a, b), groups, strict=True):
        if not group:
            known = ", ".join(sorted(set(value_of.values())))
            raise SendQualError(Fault(attribute, f"no document has the value {wanted!r}", f"Known here: {known}"))
    return groups[0], groups[1]


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.sort_values("p", kind="stable").reset_index(drop=True)
    frame["q"] = _adjusted(frame["p"].to_list())
    return frame


def _adjusted(sorted_p: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg: the share of false alarms among all up to here."""
    found, least = [], 1.0
    for rank in range(len(sorted_p), 0, -1):
        least = min(least, sorted_p[rank - 1] * len(sorted_p) / rank)
        found.append(least)
    return found[::-1]
