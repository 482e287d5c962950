"""Runs of capitals that may be names, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from send_qual.pseudonyms._name_lists import TITLES, Lists, Word

__all__ = ["Run", "find_runs", "known_words"]

_GREETING = re.compile(
    r"(?:^|\W)(?:thanks(?: so much| a lot| very much| again| ever so much)?|thank you(?: so much"
    r"| very much)?|hi|hiya|hello|morning"
    r"|afternoon|evening|cheers|bye|goodbye|sorry|okay|ok|right|yes|no|yeah|well|so|now|come on"
    r"|listen|look|oh|ah|god|please|love you"
    r"|go on|see you|over to you|back to you|welcome|congratulations|bless you|dear|and you|you see"
    r"|you know|meet you|see|tell me)"
    r"[\s,.!–—-]+$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:called|named|name's|name is|names are|nickname is|known as|christened|surname is|i'm|i am"
    r"|this is|that's|that is|it's|it is|it was"
    r"|with me is|speaking to|talking to|here with|i said|says|said|goes|he's going|she's going"
    r"|going),?\s+(?:a |an |only |just )?[\"“‘']?$",
    re.IGNORECASE,
)
_KIN = (
    r"predecessor|successor|colleague|friend|mate|boss|manager|deputy|director|head|chair|husband"
    r"|wife|partner|son|daughter|boy|girl"
    r"|lad|child|kid|kids|twins?|baby|brother|sister|mum|mother|dad|father|gran|nan|grandson"
    r"|granddaughter|nephew|niece|aunt|uncle|cousin|neighbour"
    r"|adviser|advisor|officer|caseworker|worker|senco|teacher|headteacher|nurse|doctor|gp|consultant"
    r"|paediatrician|psychologist|psychiatrist"
    r"|therapist|analyst|commissioner|inspector|councillor|member|leader|chief exec|chief executive"
    r"|secretary|pa|assistant|coordinator"
    r"|co-ordinator|clerk|governor|solicitor|barrister|judge|mp|minister|person|man|woman|guy|chap"
    r"|bloke|lady|gentleman|mum of|dog|cat|"
    r"young man|young woman|young person|young lad|pupil|student|boyfriend|girlfriend|carer"
    r"|foster carer|social worker|key worker|rep|trustee"
)
_APPOSED = re.compile(
    rf"\b(?:{_KIN})(?:s)?(?:\s+(?:is|was|are|were))?(?:,|\s+called|\s+named)?\s+[\"“‘']?$", re.IGNORECASE
)
_SOMEBODY = (
    rf"(?:{_KIN}|fella|feller|fellow|lass|wench|nurse|mam|mammy|nana|nani|somebody|someone|one|puppy|rabbit|hamster|pony|horse"
    r"|tortoise|budgie|parrot|goldfish|spaniel|labrador|terrier|whippet|kitten)"
)
_NAMED = re.compile(
    rf"\b(?:{_SOMEBODY}s?(?: (?!who\b)[a-z]+){{0,3}},? (?:called|named|by the name of|known as"
    rf"|whose name(?:['’]s| is| was))"
    rf"|(?:call(?:s|ed)?|nickname(?:d)?) (?:him|her|me|them|it)|(?:his|her|my|their) (?:nick)?name(?:['’]s| is| was)"
    rf"|(?:my|our|his|her|their|me) (?:[a-z]+ )?(?:{_SOMEBODY}),?"
    r"|(?:the|that) [a-z]+ one,|me and|I and|goes by|answers to) [\"“‘']?$",
    re.IGNORECASE,
)
"""What only a name follows, also one that is an ordinary word: "a lad called", "our dog", "me and"."""
_NAMED_AFTER = re.compile(
    rf"^(?: and (?:I|me)\b|, (?:my|our|his|her|their) (?:[a-z]+ )?(?:{_SOMEBODY})\b"
    r"|(?:, | )?(?:bless|God rest) (?:him|her)\b)"
)
_PRONOUN_AFTER = re.compile(r"^,? (?:and |but |so |because |cos )?(?:s?he|him|her|his)(?:['’]\w+)?\b", re.IGNORECASE)
_KIN_AFTER = re.compile(
    r"^['’]s?\s+(?:mum|mother|dad|father|parents|gran|nan|family|brother|sister|plan|mam|husband|wife"
    r"|phone|desk|office|job|team)\b"
)
_CHILD = re.compile(
    r"\b(?:son|daughter|boy|girl|lad|lass|child|kid|kiddie|little one|pupil|student|baby|twins?"
    r"|young man|young woman|young person|young lad"
    r"|grandson|granddaughter|toddler|teenager)s?\b[^.?!]{0,30}$",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|near|across|around|outside|throughout|over in|up in|down in|out in|out by|over at|round"
    r"|from|to|into|at|of|via|past|than in|for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PLACED_SURE = re.compile(
    r"\b(?:in|near|throughout|outside|based in|live in|lives in|lived in|moved to|went to live in"
    r"|drive to|drive from|between)\s+$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"^\s+(?:said|says|was|is|had|has|did|does|came|comes|went|goes|rang|rings|told|tells|asked|asks"
    r"|wrote|writes|left|leaves|knew|knows"
    r"|wanted|wants|would|will|could|can|and i|and me|started|runs|ran|works|worked|got|gets|thinks"
    r"|thought|sat|stood|put|took|made|used"
    r"|who|whose|from|gave|kept|retired|died|moved|became|brought|sent|emailed|called|joined|resigned"
    r"|never|always|just|really|actually|bless)\b"
)
_MET = re.compile(
    r"\b(?:told|asked|rang|called|phoned|emailed|texted|met|meet|saw|see|know|knew|know|love|loved"
    r"|with|and|or|bless|thank|thanked|ask|tell|ring"
    r"|email|text|replaced|replaces|hired|appointed|recruited|trusted|believe|miss|missed|had|got"
    r"|under|after|before|by|like|because|when|if|that"
    r"|but|then|did|does|was|is|has|until|since|where|what|poor|old|young|little|big|dear|lovely|our"
    r"|my|her|his|their)\s+$",
    re.IGNORECASE,
)
_STOOD_AT = re.compile(
    r"(?<!look )(?<!looks )(?<!looked )(?<!looking )(?<!shout )(?<!shouted )(?<!shouting )(?<!laugh )(?<!laughed )"
    r"(?<!smiled )(?<!angry )(?<!mad )(?<!cross )\b(?:at|near|north of|south of|east of|west of|outside)\s+$",
    re.IGNORECASE,
)
_SURNAMES_KNOWN = frozenset(
    [
        "black",
        "white",
        "green",
        "west",
        "north",
        "east",
        "south",
        "church",
        "ford",
        "head",
        "hall",
        "williams",
        "down",
        "guides",
        "boots",
        "word",
        "rio",
        "newton",
        "isos",
        "lord",
        "bishop",
        "mayor",
        "page",
        "english",
        "french",
        "german",
        "irish",
        "scott",
        "welsh",
        "london",
        "england",
        "ireland",
        "holland",
        "wales",
        "christian",
        "christmas",
        "friday",
        "monday",
        "noon",
        "day",
        "may",
        "reform",
    ]
)
_PLACEHOLDERS = frozenset(
    {"somebody", "someone", "something", "whatsit", "whatshisname", "whatshername", "thingy", "thing", "so-and-so"}
    | {"day", "who", "whoever"}
)
"""What follows a title where the name is not said, and "Lady Day"."""
MODALS = frozenset(
    {
        "will",
        "may",
        "mark",
        "bill",
        "sue",
        "rob",
        "frank",
        "pat",
        "grant",
        "chase",
        "don",
        "nick",
        "josh",
        "rich",
        "drew",
    }
)
"""First names that are verbs: at the head of a sentence what follows tells."""


@dataclass(frozen=True, slots=True)
class Run:
    """Capitals that stand together, words ``[first, last]``, and what their place says.

    ``cues`` may hold ``"title"``, ``"named"`` (only a name stands here), ``"called"`` (vocative, apposition,
    introduction), ``"acts"``, ``"met"``,
    ``"placed"``, ``"placed-sure"``, ``"stood-at"`` (after a word that no person follows), ``"house"``,
    ``"child"``, and labels of the language model (``"PERSON"``,
    ``"GPE"`` ...).
    """

    first: int
    last: int
    cues: frozenset[str]
    opens: bool


def known_words(words: Sequence[Word], phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> list[bool]:
    """For each word whether it is part of a phrase that identifies nobody: longest first, begun by a capital."""
    taken = [False] * len(words)
    at = 0
    while at < len(words):
        size = 1
        if words[at].capital:
            for phrase in phrases.get(words[at].low, ()):
                if all(k < len(words) and words[k].low in {p, p.removesuffix("s")} for k, p in enumerate(phrase, at)):
                    size = len(phrase)
                    taken[at : at + size] = [True] * size
                    break
        at += size
    return taken


def find_runs(
    text: str, words: Sequence[Word], taken: Sequence[bool], lists: Lists, labels: Sequence[tuple[int, int, str]]
) -> list[Run]:
    """The runs of a text.

    Parameters
    ----------
    text : str
    words : sequence of Word
    taken : sequence of bool
        Words that are not to be looked at: of known phrases, of organisations found.
    lists : Lists
    labels : sequence of (int, int, str)
        What the language model found: start, end, label.
    """
    runs = []
    at = 0
    while at < len(words):
        word = words[at]
        if word.low in TITLES and word.capital and at + 1 < len(words) and _after_title(words, at):
            end = at + 1
            while (
                end < len(words)
                and (
                    words[end].gap == " "
                    or (words[end].gap == ". " and (end == at + 1 or len(words[end - 1].text) == 1))
                )
                and words[end].capital
                and end - at < 4
                and not _stops(words, end, taken)
            ):
                end += 1
            runs.append(_run(text, words, at, end - 1, labels, {"title"}))
            at = end
            continue
        if not word.capital or taken[at] or (word.acronym and len(word.text) > 1):
            at += 1
            continue
        end = at + 1
        while end < len(words) and (_goes_on(words, end, taken, lists) or _joins_place(words, end)):
            end += 1
        first = at
        if word.opens and end - at > 1 and _only_opens(word, words[at + 1], lists):
            first = at + 1
        runs.append(_run(text, words, first, end - 1, labels, set()))
        at = end
    return [run for run in runs if run.first <= run.last]


def _after_title(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1]
    if following.low in _PLACEHOLDERS:
        return False
    if words[at].ending or following.gap not in {" ", ". "} or not following.capital:
        return False
    return not (
        words[at].low
        in {"miss", "sir", "father", "sister", "lord", "lady", "nurse", "master", "judge", "captain", "madam"}
        and following.acronym
    )


def _stops(words: Sequence[Word], k: int, taken: Sequence[bool]) -> bool:
    return (words[k - 1].ending != "") or (
        taken[k]
        and words[k].low not in _SURNAMES_KNOWN
        and len(words[k].text) > 1
        and k > 0
        and words[k - 1].low not in TITLES
    )


def _goes_on(words: Sequence[Word], k: int, taken: Sequence[bool], lists: Lists) -> bool:
    word = words[k]
    if not word.capital or word.gap not in {" ", "-"} or word.opens or words[k - 1].ending:
        return False
    if word.acronym and len(word.text) > 1:
        return False
    if words[k - 1].low in {"isle", "vale", "forest", "port"}:
        return True
    if taken[k]:
        before = words[k - 1].low
        alone = lists.is_known(word.low) and lists.is_ordinary(word.low) and not (k + 1 < len(words) and taken[k + 1])
        first = before in lists.given or (before in lists.given_ordinary and before not in MODALS)
        return (word.low in _SURNAMES_KNOWN or alone) and first
    return True


def _joins_place(words: Sequence[Word], k: int) -> bool:
    """The joining word of "Isle of Brear", "Newton upon Derwent", "Ashby le Street"."""
    if k + 1 >= len(words) or not words[k + 1].capital or words[k].gap != " " or words[k + 1].gap != " ":
        return False
    if words[k].low == "of":
        return words[k - 1].low in {"isle", "isles", "vale", "forest", "bay"}
    return words[k].low in {"upon", "le", "juxta"}


def _only_opens(word: Word, following: Word, lists: Lists) -> bool:
    """Whether the first word of a run has its capital only from opening a sentence."""
    low = word.low
    if low in lists.given or lists.is_place(low):
        return False
    if low in lists.given_ordinary:
        return low in MODALS and (following.low in lists.given or following.low in lists.given_ordinary)
    return lists.is_ordinary(low)


def _run(
    text: str,
    words: Sequence[Word],
    first: int,
    last: int,
    labels: Sequence[tuple[int, int, str]],
    cues: set[str],
) -> Run:
    if first > last:
        return Run(first, last, frozenset(cues), opens=False)
    start, end = words[first].start, words[last].end
    before, after = text[max(0, start - 60) : start], text[end : end + 24]
    greeted = _GREETING.search(before) and (after[:1] in {",", ".", "!", "?", ""} or before.rstrip()[-1:] == ",")
    vocative = (
        before.rstrip().endswith(",")
        and re.match(r"[,.?!]|$", after)
        and not re.search(r"\b(?:in|at|and|or|of)\b[^,.?!]*,\s*$", before)
    )
    if greeted or (vocative and after[:1] != ",") or _CALLED.search(before) or _APPOSED.search(before):
        cues.add("called")
    if _NAMED.search(before) or (_NAMED_AFTER.match(after) and not _PLACED.search(before)):
        cues.add("named")
    if re.search(r"\b(?:at|from|to|in|into|of|near|outside|over at|out by)\s+the\s+$", before):
        cues.add("house")
    if words[first].opens and re.match(r"!|,\s+(?:[a-z]|I\b)", after):
        cues.add("addressed")
    for cue, pattern in (
        ("met", _MET),
        ("placed", _PLACED),
        ("placed-sure", _PLACED_SURE),
        ("child", _CHILD),
        ("stood-at", _STOOD_AT),
    ):
        if pattern.search(before):
            cues.add(cue)
    if (
        _ACTS.match(after)
        or _PRONOUN_AFTER.match(after)
        or _KIN_AFTER.match(after)
        or (words[first].opens and re.match(r"['’]s\s", after))
    ):
        cues.add("acts")
    if re.match(r"['’]s\s+(?:mum|mother|dad|father|parents|mam|family)\b", after):
        cues.add("child")
    for a, b, label in labels:
        if a < end and b > start and b - a <= (end - start) + 24:
            cues.add(label)
    return Run(first, last, frozenset(cues), words[first].opens)
