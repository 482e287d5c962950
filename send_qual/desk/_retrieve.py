"""Retrieved segments: the codings of one or several codes, of all documents, narrowed as a person asks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from send_qual.coding import Coding, Spans
from send_qual.corpus import Corpus, Document
from send_qual.errors import Fault, SendQualError

__all__ = ["HOWS", "SORTS", "Query", "retrieved"]

HOWS = ("any", "all", "near")
SORTS = ("text", "code", "coder", "sure", "new")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    Parameters
    ----------
    codes : tuple of str
        Full ids; a code stands for its sub-codes too.
    how : str
        ``"any"``: a coding of any of the codes. ``"all"``: one that shares words with a coding of each of the others.
        ``"near"``: one that has a coding of each of the others in its own passage (turn or paragraph) or at most
        :attr:`within` passages away.
    within : int
    without : tuple of str
        No coding of these codes shares a word with it.
    facets : mapping of str to str
        Values it has; ``"-"`` for none.
    coders : tuple of str
        Whose codings; ``()`` for everybody's that are shown.
    states : tuple of str
        ``"mine"``, ``"theirs"``, ``"suggested"``; ``()`` for all.
    document : str
        Only in this one.
    attribute, value : str
        Only in documents that have it.
    sure_from, sure_to : float or None
        Suggestions at least so sure; at most so sure (0 to 1).
    sort : str
        ``"text"``, ``"code"``, ``"coder"``, ``"sure"`` (least sure first) or ``"new"`` (last coded first).
    """

    codes: tuple[str, ...] = ()
    how: str = "any"
    within: int = 1
    without: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    coders: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    document: str = ""
    attribute: str = ""
    value: str = ""
    sure_from: float | None = None
    sure_to: float | None = None
    sort: str = "text"

    def __post_init__(self) -> None:
        for name, known in (("how", HOWS), ("sort", SORTS)):
            if getattr(self, name) not in known:
                raise SendQualError(Fault(f"{name}={getattr(self, name)!r}", f"it is one of {', '.join(known)}"))
        if self.within < 0:
            raise SendQualError(Fault(f"within={self.within}", "it is a number of passages, 0 or more"))

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Query:
        """As the browser asks."""
        texts = ("how", "document", "attribute", "value", "sort")
        lists = ("codes", "without", "coders", "states")
        fields: dict[str, Any] = {name: str(told[name]) for name in texts if told.get(name)}
        fields |= {name: tuple(map(str, told[name])) for name in lists if told.get(name)}
        fields |= {"within": int(told["within"])} if "within" in told else {}
        fields |= {name: float(told[name]) for name in ("sure_from", "sure_to") if told.get(name) not in (None, "")}
        return cls(**fields, facets={str(k): str(v) for k, v in dict(told.get("facets") or {}).items() if v})


def retrieved(query: Query, corpus: Corpus, standing: Mapping[str, Sequence[tuple[str, Coding]]]) -> list[Coding]:
    r"""The codings that are asked for.

    Parameters
    ----------
    query : Query
    corpus : Corpus
    standing : mapping of str to sequence of (str, Coding)
        By document: its codings, each with its state (``"mine"``, ``"theirs"``, ``"suggested"``).

    Returns
    -------
    list of Coding
        In the order that is asked for.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from send_qual.corpus import read_corpus
    >>> home = Path(tempfile.mkdtemp())
    >>> _ = (home / "p01.txt").write_text("We waited.\\n\\nShe rang.", encoding="utf-8")
    >>> wait = Coding("p01.txt", 0, 9, "We waited", "waits", "SG", status="applied")
    >>> rang = Coding("p01.txt", 12, 20, "She rang", "people", "SG", status="applied")
    >>> both = {"p01.txt": [("mine", wait), ("mine", rang)]}
    >>> for how in ("any", "all", "near"):
    ...     print(how, [c.quote for c in retrieved(Query(("waits", "people"), how), read_corpus(home), both)])
    any ['We waited', 'She rang']
    all []
    near ['We waited', 'She rang']
    """
    found: list[Coding] = []
    for document in corpus:
        if query.document not in ("", document.id):
            continue
        if query.attribute and document.attributes.get(query.attribute, "") != query.value:
            continue
        seen = [one for state, one in standing.get(document.id, ()) if not query.states or state in query.states]
        found += _in_document(query, document, [one for one in seen if not query.coders or one.coder in query.coders])
    order: dict[str, Callable[[Coding], str | float]] = {
        "code": lambda one: one.code,
        "coder": lambda one: one.coder,
        "sure": lambda one: 1.0 if one.confidence is None else one.confidence,
        "new": lambda one: one.created,
    }
    if query.sort in order:  # the sort is stable: within, they stay in the order of the text
        found.sort(key=order[query.sort], reverse=query.sort == "new")
    return found


def _in_document(query: Query, document: Document, codings: Sequence[Coding]) -> list[Coding]:
    of = {code: [one for one in codings if _is(one, code)] for code in (*query.codes, *query.without)}
    wanted = list({id(one): one for code in query.codes for one in of[code]}.values()) if query.codes else [*codings]
    wanted = [one for one in wanted if all(one.facets.get(k, "-") == v for k, v in query.facets.items())]
    if query.sure_from is not None or query.sure_to is not None:
        low, high = query.sure_from or 0.0, 1.0 if query.sure_to is None else query.sure_to
        wanted = [one for one in wanted if one.confidence is not None and low <= one.confidence <= high]
    if query.how != "any":
        near = query.how == "near"
        others = {code: _Near(document, query.within, of[code]) if near else Spans(of[code]) for code in query.codes}
        wanted = [one for one in wanted if all(_is(one, c) or _any(others[c].touching(one)) for c in query.codes)]
    against = [one for code in query.without for one in of[code]]
    if against:
        barred = Spans(against)
        wanted = [one for one in wanted if not _any(barred.touching(one))]
    return sorted(wanted, key=lambda one: (one.start, one.end, one.code, one.coder))


def _is(coding: Coding, code: str) -> bool:
    return coding.code == code or coding.code.startswith(f"{code}/")


def _any(found: Iterable[Coding]) -> bool:
    return next(iter(found), None) is not None


class _Near:
    """Codings of a document, to be asked which of them lie at most so many passages from another."""

    def __init__(self, document: Document, within: int, codings: Iterable[Coding]) -> None:
        passages = list(document.passages())
        self._starts = [one.start for one in passages]
        self._ends = [one.end for one in passages]
        self._within = within
        self._places = [(self._passages(one), one) for one in codings]

    def _passages(self, coding: Coding) -> tuple[int, int]:
        """Numbers of the first and the last passage that a coding lies in, or would."""
        first = bisect_right(self._ends, coding.start)
        return first, max(first, bisect_left(self._starts, coding.end) - 1)

    def touching(self, coding: Coding) -> Iterator[Coding]:
        """Those that are near."""
        begin, end = self._passages(coding)
        for (first, last), one in self._places:
            if first <= end + self._within and last >= begin - self._within:
                yield one
