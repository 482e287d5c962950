"""From the documents of a corpus to every stretch that may identify somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from send_qual.corpus.document import Document
from send_qual.pseudonyms._candidates import find_cases, find_roles
from send_qual.pseudonyms._consent import find_consent
from send_qual.pseudonyms._contacts import CONTACTS
from send_qual.pseudonyms._dates import find_dates
from send_qual.pseudonyms._hit import Found, Speaker, seeds
from send_qual.pseudonyms._landmarks import find_landmarks
from send_qual.pseudonyms._model_labels import label, stretches
from send_qual.pseudonyms._name_lists import Lists, lists, words_of
from send_qual.pseudonyms._name_runs import find_runs, known_words
from send_qual.pseudonyms._organisations import Organisation, find_organisations
from send_qual.pseudonyms._person_names import Name, Passage, gather
from send_qual.pseudonyms._residue_check import sweep

__all__ = ["detect"]

_OFFERED = (
    ("role", find_roles, "a post that one person may hold"),
    ("case", find_cases, "what few children or families share"),
    ("consent", find_consent, "somebody limits what may be quoted: nothing of the turn is, until it is decided on"),
)


def detect(
    documents: Sequence[Document],
    speakers: Sequence[Speaker] = (),
    labels: Mapping[str, Sequence[tuple[int, int, str]]] | None = None,
    *,
    keep_year: bool = False,
) -> list[Found]:
    """All that may identify somebody, in the order of documents and places.

    Names, dates and contact data do not overlap each other; posts and case details, which are offered for decision, may
    hold some of them.

    Parameters
    ----------
    documents : sequence of Document
    speakers : sequence of Speaker
        Their names are looked for in every document.
    labels : mapping of str to sequence of (int, int, str), optional
        What :func:`label` found in each document, by id; looked for where it is not given.
    keep_year : bool
        Leave the years of dates standing.
    """
    table = lists()
    passages: list[Passage] = []
    fixed: list[Found] = []
    for document in documents:
        known = labels[document.id] if labels is not None else label(document)
        for offset, text in stretches(document):
            local = [(a - offset, b - offset, kind) for a, b, kind in known if offset <= a and b <= offset + len(text)]
            found = _fixed(document.id, offset, text, local, keep_year)
            fixed += found
            passages.append(_passage(document.id, offset, text, local, found, table))
    names = gather(passages, table, seeds(speakers))
    mentions = sweep(passages, names, table)
    named = [
        Found(document, m.start, m.end, _kind(m.name), m.name, m.name.why)
        for document, found in mentions.items()
        for m in found
    ]
    offered = [
        Found(document.id, offset + a, offset + b, kind, None, why)
        for document in documents
        for offset, text in stretches(document)
        for kind, find, why in _OFFERED
        for a, b in find(text)
        if kind != "consent" or not _asks(document, offset + a)
    ]
    order = {d.id: k for k, d in enumerate(documents)}
    return sorted([*_apart([*fixed, *named]), *offered], key=lambda f: (order[f.document], f.start, -f.end))


def _asks(document: Document, position: int) -> bool:
    """Whether the interviewer speaks there."""
    return any(s.role == "interviewer" for s in document.segments if s.start <= position < s.end)


def _fixed(
    document: str, offset: int, text: str, labels: Sequence[tuple[int, int, str]], keep_year: bool
) -> list[Found]:
    """Contacts and dates: what their form alone tells."""
    found = [
        Found(document, offset + a, offset + b, "contact", None, f"the form of a {CONTACTS[kind]}", CONTACTS[kind])
        for a, b, kind in labels
        if kind in CONTACTS
    ]
    dates = [
        Found(document, offset + a, offset + b, "date", None, "a date")
        for a, b in find_dates(text, keep_year=keep_year)
    ]
    return _apart([*found, *dates])


def _passage(
    document: str, offset: int, text: str, labels: Sequence[tuple[int, int, str]], fixed: Sequence[Found], table: Lists
) -> Passage:
    words = tuple(words_of(text))
    taken = known_words(words, table.known)
    blocked = list(taken)
    spans = sorted((f.start - offset, f.end - offset) for f in fixed)
    k = 0
    for n, word in enumerate(words):
        while k < len(spans) and spans[k][1] <= word.start:
            k += 1
        if k < len(spans) and spans[k][0] < word.end:
            blocked[n] = True
    organisations = _beside(find_organisations(words, table, taken), find_landmarks(text, words))
    for organisation in organisations:
        blocked[organisation.first : organisation.last + 1] = [True] * (organisation.last + 1 - organisation.first)
    model = [entry for entry in labels if entry[2] not in CONTACTS]
    runs = find_runs(text, words, blocked, table, model)
    return Passage(document, offset, text, words, tuple(blocked), tuple(organisations), tuple(runs))


def _beside(organisations: Sequence[Organisation], landmarks: Sequence[Organisation]) -> list[Organisation]:
    """Landmarks where no organisation stands: "Wexcombe Civic Centre" is one name."""
    held = {k for o in organisations for k in range(o.first, o.last + 1)}
    free = [m for m in landmarks if not held & set(range(m.first, m.last + 1))]
    return sorted([*organisations, *free], key=lambda o: o.first)


_PLACES = frozenset({"place", "street", "building", "landscape"})


def _kind(name: Name) -> str:
    return "person" if name.kind == "person" else "place" if name.kind in _PLACES else "organisation"


_RANK = {"contact": 0, "date": 1, "organisation": 2, "place": 2, "person": 2}


def _apart(found: Sequence[Found]) -> list[Found]:
    """Without overlaps: the surer kind stays, then the longer."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.document, f.start, _RANK[f.kind], -(f.end - f.start))):
        last = kept[-1] if kept and kept[-1].document == one.document else None
        if last is None or one.start >= last.end:
            kept.append(one)
        elif (_RANK[one.kind], one.start - one.end) < (_RANK[last.kind], last.start - last.end):
            kept[-1] = one
    return kept
