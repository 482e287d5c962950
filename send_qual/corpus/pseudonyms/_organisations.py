"""Organisations and streets told by the word they end in: councils, trusts, schools, hospitals, forums, newspapers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from send_qual.corpus.pseudonyms._words import TITLES, Lists, Word

__all__ = ["GENERIC", "Organisation", "find_organisations"]

_HEADS: dict[str, str] = {
    "council": "council",
    "councils": "council",
    "mbc": "council",
    "cc": "council",
    "borough": "council",
    "corporation": "council",
    "trust": "trust",
    "nhs": "trust",
    "nhsft": "trust",
    "ft": "trust",
    "healthcare": "trust",
    "icb": "icb",
    "ics": "icb",
    "ccg": "icb",
    "board": "board",
    "system": "icb",
    "academy": "school",
    "academies": "school",
    "school": "school",
    "schools": "school",
    "primary": "school",
    "primaries": "school",
    "secondary": "school",
    "juniors": "school",
    "infants": "school",
    "infant": "school",
    "junior": "school",
    "nursery": "school",
    "college": "school",
    "high": "school",
    "grammar": "school",
    "comprehensive": "school",
    "prep": "school",
    "special": "school",
    "pru": "school",
    "federation": "school",
    "university": "university",
    "hospital": "hospital",
    "infirmary": "hospital",
    "hospice": "hospital",
    "surgery": "hospital",
    "clinic": "hospital",
    "general": "hospital",
    "practice": "hospital",
    "forum": "forum",
    "pcf": "forum",
    "voice": "forum",
    "voices": "forum",
    "together": "forum",
    "partnership": "organisation",
    "alliance": "organisation",
    "association": "organisation",
    "charity": "organisation",
    "foundation": "organisation",
    "cic": "organisation",
    "ltd": "organisation",
    "limited": "organisation",
    "plc": "organisation",
    "therapies": "organisation",
    "therapy": "organisation",
    "rotary": "organisation",
    "society": "organisation",
    "institute": "organisation",
    "church": "organisation",
    "mosque": "organisation",
    "club": "organisation",
    "fc": "organisation",
    "united": "organisation",
    "rovers": "organisation",
    "police": "organisation",
    "constabulary": "organisation",
    "housing": "organisation",
    "homes": "organisation",
    "network": "organisation",
    "sendiass": "organisation",
    "mencap": "organisation",
    "mind": "organisation",
    "scouts": "organisation",
    "group": "organisation",
    "team": "organisation",
    "service": "organisation",
    "services": "organisation",
    "centre": "centre",
    "center": "centre",
    "hub": "centre",
    "unit": "centre",
    "house": "building",
    "hall": "building",
    "lodge": "building",
    "court": "building",
    "tower": "building",
    "towers": "building",
    "building": "building",
    "ward": "building",
    "suite": "building",
    "gazette": "newspaper",
    "herald": "newspaper",
    "news": "newspaper",
    "echo": "newspaper",
    "post": "newspaper",
    "mercury": "newspaper",
    "chronicle": "newspaper",
    "times": "newspaper",
    "observer": "newspaper",
    "argus": "newspaper",
    "star": "newspaper",
    "advertiser": "newspaper",
    "journal": "newspaper",
    "mail": "newspaper",
    "express": "newspaper",
    "citizen": "newspaper",
    "telegraph": "newspaper",
    "examiner": "newspaper",
    "courier": "newspaper",
    "standard": "newspaper",
    "independent": "newspaper",
    "press": "newspaper",
    "radio": "newspaper",
    "fm": "newspaper",
    "street": "street",
    "road": "street",
    "lane": "street",
    "avenue": "street",
    "close": "street",
    "drive": "street",
    "crescent": "street",
    "terrace": "street",
    "square": "street",
    "way": "street",
    "gardens": "street",
    "grove": "street",
    "walk": "street",
    "row": "street",
    "quay": "street",
    "wharf": "street",
    "mews": "street",
    "estate": "street",
    "park": "street",
    "bridge": "street",
    "station": "street",
    "roundabout": "street",
    "bypass": "street",
    "island": "place",
    "valley": "place",
    "forest": "place",
    "moor": "place",
    "green": "place",
    "hill": "place",
    "bay": "place",
    "cross": "place",
    "heath": "place",
    "common": "place",
    "village": "place",
    "shire": "place",
}
"""The last word of a name, in lower case -> what is named."""

_WEAK = frozenset(
    {
        "board",
        "system",
        "group",
        "team",
        "service",
        "services",
        "network",
        "high",
        "special",
        "secondary",
        "general",
        "voice",
        "voices",
    }
    | {
        "together",
        "mind",
        "infant",
        "junior",
        "borough",
        "housing",
        "homes",
        "mail",
        "press",
        "standard",
        "independent",
        "practice",
    }
    | {
        "post",
        "times",
        "star",
        "express",
        "way",
        "close",
        "walk",
        "row",
        "park",
        "green",
        "hill",
        "common",
        "cross",
        "bay",
        "island",
    }
    | {
        "church",
        "club",
        "general",
        "forest",
        "valley",
        "village",
        "partnership",
        "therapy",
        "court",
        "building",
        "united",
        "citizen",
    }
    | {
        "unit",
        "hub",
        "drive",
        "grammar",
        "prep",
        "charity",
        "society",
        "institute",
        "foundation",
        "radio",
        "nhs",
        "police",
        "station",
    }
)
"""Heads that also end expressions that name nothing: with them a name must not be an ordinary word."""

GENERIC = frozenset(
    "county city borough district town parish local authority unitary metropolitan royal council the of and for in on at upon with "
    "community primary secondary special high infant junior nursery independent free grammar mainstream church england catholic ce rc "
    "c of e va vc children children's childrens young people people's family families parent parents carer carers nhs foundation "
    "integrated care partnership health healthcare mental acute hospital hospitals university teaching multi academy academies trust "
    "school schools improvement send sen education youth justice safeguarding headteachers heads head executive scrutiny wellbeing "
    "regional national international general sixth form further higher virtual pupil referral unit resource base early years area "
    "inclusion strategic combined clinical commissioning group support service services team board forum steering working task finish "
    "reference oversight operational delivery programme project network specialist outreach alternative provision short breaks day "
    "centre center house hall civic office offices leisure sports medical surgery gp walk-in child development assessment social "
    "adult adults transition transitions disability disabilities disabled autism neurodevelopmental therapy therapies speech language "
    "occupational big little great upper lower new old north south east west northern southern eastern western central mid shire "
    "first second third next last other another every each this that these those our your their my his her its same whole main station "
    "boarding residential day maintained private public voluntary faith learning federation co-operative joint multi-agency".split()
)
"""Words that alone make no name: "the Parent Carer Forum" is anybody's."""

_JOINS = frozenset({"and", "of", "the", "upon", "on", "in", "le", "under", "by", "for", "with"})
_CUT = frozenset(
    "head director leader chair chief manager member officer governor principal executive lead deputy assistant".split()
)
_PATRONS = frozenset(
    {
        "st",
        "saint",
        "king",
        "queen",
        "bishop",
        "archbishop",
        "holy",
        "sacred",
        "our",
        "all",
        "lord",
        "sir",
        "lady",
        "blessed",
    }
)
_PAPERS = frozenset("gazette herald echo mercury chronicle argus advertiser courier citizen examiner".split())
_TOP_NEVER = frozenset(
    {"high", "main", "downing", "fleet", "sesame", "coronation", "harley", "wall", "sure", "one", "two", "way"}
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A named organisation or street: its words ``[first, last]`` in the list of words.

    ``name`` holds the lower-case words that tell it from others; ``area`` says that these name the area itself, as a
    council's or a newspaper's do.
    """

    first: int
    last: int
    kind: str
    name: tuple[str, ...]

    @property
    def area(self) -> bool:
        """Whether the name is of an area: "Wexcombe Council" gives away Wexcombe."""
        return self.kind in {"council", "icb", "forum", "newspaper", "trust", "organisation", "board"}


def find_organisations(words: Sequence[Word], lists: Lists, taken: Sequence[bool]) -> list[Organisation]:
    """The organisations and streets of a text whose last word tells what they are.

    Parameters
    ----------
    words : sequence of Word
    lists : Lists
    taken : sequence of bool
        Words of phrases that identify nobody.
    """
    found: list[Organisation] = []
    at = 0
    while at < len(words):
        if not words[at].capital or words[at].acronym and not _HEADS.get(words[at].low):
            at += 1
            continue
        end = _stretch(words, at)
        one = _within(words, at, end, lists, taken) or _alone(words, at, lists)
        if one is not None:
            found.append(one)
            at = one.last + 1
        else:
            at += 1
    return found


def _stretch(words: Sequence[Word], at: int) -> int:
    """The last word of the run of capitals, with joining words inside it, that begins here."""
    end = at
    k = at + 1
    while k < len(words) and k - at < 10:
        word = words[k]
        if word.gap.strip() not in {"", "&", "-"} or "\n" in word.gap or (word.opens and word.gap.strip()):
            break
        if words[k - 1].ending and not words[k - 1].ending.lower().endswith("s"):
            break
        if word.capital or word.low in _HEADS:
            end = k
            if not word.capital:
                break
        elif word.low not in _JOINS:
            break
        k += 1
    return end


def _within(words: Sequence[Word], at: int, end: int, lists: Lists, taken: Sequence[bool]) -> Organisation | None:
    heads = [k for k in range(at + 1, end + 1) if words[k].low in _HEADS and (words[k].capital or k == end)]
    if not heads:
        return None
    head = heads[0]
    while head + 1 <= end and head + 1 in heads and not words[head + 1].gap.strip():
        head += 1
    # "Dunmere Community Health NHS Foundation Trust": heads further on belong to the same name, unless a joining word parts them
    for later in heads:
        if later > head and all(w.capital or w.low == "of" for w in words[head + 1 : later + 1]):
            head = later
    if not words[head].capital and all(lists.is_known(words[k].low) or words[k].opens for k in range(at, head)):
        return None
    first = _left(words, at, head, lists)
    telling = [words[k] for k in range(first, head) if words[k].capital and _tells(words[k], lists)]
    opener = words[at].opens and words[at].low not in lists.function and _opening_verb(words[at], lists)
    if not telling and opener and words[head].low not in _WEAK:
        alone = words[head].capital and all(w.low in GENERIC for w in words[at + 1 : head])
        first, telling = at, [words[at]] if alone else []  # "Orchard School took him"
    if not telling:
        return None
    kind = _HEADS[words[head].low]
    weak = words[head].low in _WEAK or not words[head].capital
    if weak and all(lists.is_ordinary(w.low) and not _namely(w, lists) for w in telling):
        return None
    if kind == "street" and telling[0].low in _TOP_NEVER and len(telling) == 1:
        return None
    if all(taken[k] for k in range(first, head)) and not any(_namely(w, lists) for w in telling):
        return None
    if telling[0].low in TITLES and len(telling) == 1:
        return None
    last = head if words[head].capital else head - 1
    return Organisation(first, last, kind, tuple(w.low for w in telling))


def _alone(words: Sequence[Word], at: int, lists: Lists) -> Organisation | None:
    """A school by its patron ("St Osyth's", "Bishop Rowan's"), or a local paper ("it was in the Echo")."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if (
        word.low in _PATRONS
        and following is not None
        and following.capital
        and following.gap in {" ", ". "}
        and not word.ending
    ):
        saintly = word.low in {"st", "saint"} or following.ending or word.low in {"holy", "sacred", "blessed"}
        if saintly and not lists.is_known(following.low) and following.low not in lists.function:
            return Organisation(at, at + 1, "school", (following.low,))
    if word.low in _PAPERS and not word.opens and at and words[at - 1].low == "the":
        return Organisation(at, at, "newspaper", ())
    return None


def _namely(word: Word, lists: Lists) -> bool:
    low = word.low
    return low in lists.given or low in lists.given_ordinary or lists.is_place(low) or low in {"st", "saint"}


def _tells(word: Word, lists: Lists) -> bool:
    low = word.low
    return low not in GENERIC and not lists.is_known(low) and low not in lists.function and low not in _CUT


def _left(words: Sequence[Word], at: int, head: int, lists: Lists) -> int:
    """Where the name begins: after an opening word, a post, a national body or a person joined by "and"."""
    first = at
    for k in range(at, head):
        word = words[k]
        if k == at and word.opens and (word.low in lists.function or _opening_verb(word, lists)):
            first = k + 1
        elif word.low in _CUT or (lists.is_known(word.low) and word.low not in GENERIC | _PATRONS and k == first):
            first = k + 1
        elif word.low == "and" and k > first and not _joined(words[first:k], words[k + 1 : head], lists):
            first = k + 1
        elif word.low in _JOINS and k == first:
            first = k + 1
        elif word.low in {"in", "for", "with", "by", "the"} and k > first and words[k - 1].low not in _JOINS:
            first = k + 1
    while first < head and not words[first].capital:
        first += 1
    if first > at and words[first - 1].low == "the" and words[first - 1].capital and not words[first - 1].opens:
        first -= 1
    return first


def _opening_verb(word: Word, lists: Lists) -> bool:
    """An ordinary word that has its capital only from opening the sentence: "Ask Wexcombe Council"."""
    return lists.is_ordinary(word.low) and not _namely(word, lists) and word.low not in GENERIC


def _joined(left: Sequence[Word], right: Sequence[Word], lists: Lists) -> bool:
    """Whether "and" joins two names of one body ("Calder and Wharfe Council") rather than two bodies."""
    telling = [w for w in left if w.capital and _tells(w, lists)]
    if not telling or not any(w.capital and _tells(w, lists) for w in right):
        return False
    return not any(w.low in lists.given and not lists.is_place(w.low) for w in telling)
