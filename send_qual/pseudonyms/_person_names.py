"""Which runs of capitals are names of people and places: evidence gathered over a whole corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from send_qual.pseudonyms._name_lists import TITLES, Lists, Word, entries_of
from send_qual.pseudonyms._name_runs import MODALS, Run
from send_qual.pseudonyms._organisations import GENERIC, Organisation

__all__ = ["Evidence", "Name", "Passage", "gather"]

_DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "great", "little", "upper", "lower", "new", "old", "st", "saint", "mid", "isle"}
)
_PLACES_ORDINARY = frozenset(" ".join(entries_of("places-ordinary.txt")).split())
_PLACE_ENDS = tuple(" ".join(entries_of("place-endings.txt")).split())


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that was looked at: its words, and the organisations and runs found in it."""

    document: str
    offset: int
    text: str
    words: tuple[Word, ...]
    taken: tuple[bool, ...]
    organisations: tuple[Organisation, ...]
    runs: tuple[Run, ...]


@dataclass(slots=True)
class Name:
    """A person, place or organisation as the corpus has it.

    ``tokens`` is its fullest form in lower case, ``kind`` ``"person"``, ``"place"`` or an organisation's kind;
    ``speaks_in`` are the documents in which the person is a speaker.
    """

    tokens: tuple[str, ...]
    kind: str
    aliases: set[tuple[str, ...]] = field(default_factory=set)
    child: bool = False
    why: str = ""
    speaks_in: frozenset[str] = frozenset()


@dataclass(slots=True)
class Evidence:
    """What the corpus says of each word and run: counted, and weighed by :func:`gather`."""

    cues: dict[tuple[str, ...], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lower: Counter[str] = field(default_factory=Counter)
    middle: Counter[str] = field(default_factory=Counter)


def _plain(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(w.low for w in words if w.low not in TITLES or len(words) == 1)


def gather(
    passages: Iterable[Passage], lists: Lists, seeds: Mapping[tuple[str, ...], Name]
) -> dict[tuple[str, ...], Name]:
    """The names of a corpus, by every form in which they may stand.

    Parameters
    ----------
    passages : iterable of Passage
    lists : Lists
    seeds : mapping
        Names known from the start, in the same shape: those of the speakers.

    Returns
    -------
    dict
        Lower-case words -> the name they are a form of.
    """
    passages = tuple(passages)
    evidence = Evidence()
    for passage in passages:
        for word, taken in zip(passage.words, passage.taken, strict=True):
            if not word.capital:
                evidence.lower[word.low] += not taken  # what an address holds in small letters may be a name
            elif not word.opens:
                evidence.middle[word.low] += 1
        for run in passage.runs:
            tokens = _plain(passage.words[run.first : run.last + 1])
            if tokens:
                evidence.cues[tokens].update([*run.cues, "n", "opens" if run.opens else "middle"])
    names: dict[tuple[str, ...], Name] = dict(seeds)
    for passage in passages:
        for organisation in passage.organisations:
            _enter_organisation(organisation, passage, names, lists)
    for tokens in sorted(evidence.cues, key=lambda t: (-len(t), t)):
        if tokens in names or not _is_name(tokens, evidence, lists):
            continue
        _enter(tokens, _kind(tokens, evidence, lists, names), evidence, names, lists)
    return names


def _enter_organisation(
    found: Organisation, passage: Passage, names: dict[tuple[str, ...], Name], lists: Lists
) -> None:
    full = tuple(w.low for w in passage.words[found.first : found.last + 1])
    name = names.get(full)
    if name is None:
        name = names[full] = Name(full, found.kind, {full}, why=f"the name of a {found.kind}")
    if found.kind in {"street", "building", "place", "landscape"}:
        return
    telling = [t for t in found.name if len(t) > 2]
    for token in telling:
        if (
            lists.is_ordinary(token)
            and not lists.is_place(token)
            and (token in lists.given_ordinary or len(telling) > 1)
        ):
            continue
        if found.area:
            area = names.setdefault(
                (token,), Name((token,), "place", {(token,)}, why="an area named in an organisation")
            )
            area.aliases.add((token,))
        elif (token,) not in names:
            names[(token,)] = name
    if len(found.name) > 1 and found.name not in names:
        names[found.name] = name
    initials = "".join(t[0] for t in full if t not in {"and", "of", "the", "&"})
    if len(initials) >= 3:
        names.setdefault((f"={initials}",), name)


def _is_name(tokens: tuple[str, ...], evidence: Evidence, lists: Lists) -> bool:
    cues = evidence.cues[tokens]
    plain = [t for t in tokens if not lists.is_known(t)]
    first = tokens[0]
    if cues["title"] or not plain:
        return bool(cues["title"])
    if any(t in lists.given for t in tokens) or (cues["named"] and cues["middle"] and first not in lists.function):
        return first not in TITLES or len(tokens) > 1
    if len(tokens) == 1 and _is_no_name(first, cues, evidence, lists):
        return False
    if strange := [t for t in plain if not lists.is_ordinary(t)]:
        return bool(cues["middle"]) or not all(evidence.lower[t] for t in strange)
    if any(lists.is_place(t) for t in plain):
        return _is_place_name(plain, cues, lists)
    given = first in lists.given_ordinary
    return _is_given_name(tokens, cues) if given else bool(cues["middle"]) and _odd_capital(tokens, cues, evidence)


def _is_no_name(word: str, cues: Counter[str], evidence: Evidence, lists: Lists) -> bool:
    """Whether a capital alone says nothing: words of the trade, "Thirty-odd", what the corpus has in small letters."""
    if word in lists.given_ordinary:
        return False
    if word in TITLES or word in lists.function or (word in GENERIC and not cues["house"]):
        return True
    if "-" in word and all(lists.is_ordinary(part) for part in word.split("-") if part):
        return not (cues["called"] and cues["acts"])
    return evidence.lower[word] >= max(1, evidence.middle[word])


def _is_place_name(plain: Sequence[str], cues: Counter[str], lists: Lists) -> bool:
    """Whether a place of the gazetteer is meant, and not the ordinary word ("reading", "deal")."""
    if any(lists.is_place(t) and t not in _PLACES_ORDINARY for t in plain):
        return True
    placed = cues["placed"] or cues["GPE"] or cues["LOC"]
    return bool((cues["middle"] and placed) or cues["placed-sure"])


def _is_given_name(tokens: tuple[str, ...], cues: Counter[str]) -> bool:
    """Whether a first name is meant, and not the ordinary word ("will", "hope")."""
    middle = bool(cues["middle"])
    if tokens[0] == "may":
        return middle and bool(cues["called"] or cues["acts"])
    if len(tokens) > 1:
        return middle or tokens[0] not in MODALS
    return middle or bool((cues["called"] or cues["PERSON"]) and cues["acts"] and tokens[0] not in MODALS)


def _odd_capital(tokens: tuple[str, ...], cues: Counter[str], evidence: Evidence) -> bool:
    """Whether an ordinary word with a capital inside a sentence, and nowhere in lower case, is a name."""
    if cues["called"] and cues["PERSON"]:
        return True
    if all(evidence.lower[t] for t in tokens):
        return len(tokens) > 1 and bool(cues["PERSON"] and (cues["acts"] or cues["met"] or cues["called"]))
    if len(tokens) > 1 or cues["placed-sure"] or cues["house"]:
        return True
    return bool(cues["PERSON"] or cues["GPE"] or cues["LOC"] or cues["FAC"] or (cues["ORG"] and len(tokens) == 1))


def _kind(tokens: tuple[str, ...], evidence: Evidence, lists: Lists, names: Mapping[tuple[str, ...], Name]) -> str:
    cues = evidence.cues[tokens]
    person = (
        3.0 * cues["title"]
        + 3.0 * cues["named"]
        + 2.0 * cues["called"]
        + cues["acts"]
        + 0.5 * cues["met"]
        + cues["PERSON"]
        + cues["addressed"]
        + cues["child"]
    )
    place = 1.5 * cues["placed-sure"] + 0.7 * cues["placed"] + cues["GPE"] + cues["LOC"] + cues["FAC"]
    person += 4.0 * (tokens[0] in lists.given) + 3.0 * (tokens[0] in lists.given_ordinary)
    place += 4.0 * (tokens in lists.places.get(tokens[0], ())) + 2.0 * (tokens[0] in _DIRECTIONS)
    place += 0.8 * tokens[-1].endswith(_PLACE_ENDS) * (not cues["title"])
    known = names.get(tokens[-1:])
    if known is not None and known.kind == "place" and tokens[0] not in lists.given:
        place += 2.0
    if _only_stood_at(cues) and tokens[0] not in lists.given and tokens[0] not in lists.given_ordinary:
        return "place"  # what a model calls it by its look weighs less than where it stands, in all of its mentions
    return "place" if place > person else "person"


def _only_stood_at(cues: Counter[str]) -> bool:
    """Whether every mention stands where a place does, and none does, or is called or met, as a person is."""
    somebody = sum(cues[cue] for cue in ("title", "named", "called", "acts", "met", "addressed", "child"))
    return not somebody and 0 < cues["n"] == cues["stood-at"]


def _enter(
    tokens: tuple[str, ...], kind: str, evidence: Evidence, names: dict[tuple[str, ...], Name], lists: Lists
) -> None:
    cues = evidence.cues[tokens]
    if len(tokens) == 1 and tokens in names:
        names[tokens].child |= cues["child"] > 0 and names[tokens].kind == "person"
        return
    name = names.setdefault(tokens, Name(tokens, kind, {tokens}))
    name.child |= kind == "person" and cues["child"] > 0
    seen = sorted(c for c in cues if c not in {"n", "opens", "middle", "stood-at"})
    name.why = f"a {kind}'s name: {', '.join(seen)}" if seen else f"a {kind}'s name"
    for token in tokens:
        if (
            len(tokens) == 1
            or len(token) < 3
            or token in _DIRECTIONS
            or lists.is_known(token)
            or token in lists.function
            or token in GENERIC
        ):
            continue
        if kind == "place" and lists.is_ordinary(token) and not lists.is_place(token):
            continue
        names.setdefault((token,), name)
        name.aliases.add((token,))
