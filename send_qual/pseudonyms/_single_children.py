"""Stories of single children: one is brought in ("there's a little lad, Corey, ..."), and something is told of them.

What identifies is seldom a rare word: it is a child singled out, with a name, an age or a trait. So it is the form of
such a story that is looked for, not what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["single_children"]

_WHO = (
    r"(?:child|boy|girl|lad|lass|lassie|bairn|kid|kiddie|baby|toddler|teenager|pupil|student|youngster|tot|twin"
    r"|young (?:man|woman|person|lad|lady|girl|boy|chap|fella)|little (?:one|chap|fella|man|lady)"
    r"|year (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|\d+))"
)
_KIN = (
    r"(?:son|daughter|grandson|granddaughter|eldest|youngest|nephew|niece"
    r"|(?:little|big|younger|older|youngest|eldest|middle|twin) (?:\w+ )?"
    r"(?:boy|girl|lad|lass|one|child|brother|sister))"
)
_KIND = (
    r"(?:(?!(?:old|new|single|average|typical|other|different|a|an|the|for|of|with|to|in|on|at|and|or|from|by|who)\b)"
    r"[\w'’-]+ ){0,3}?"
)
_HAVE = (
    r"(?:there(?:['’]s| is| was)|(?:I|we|you|she|he|they)(?:['’]ve|['’]d)?(?: had| got| have| know| knew| met| saw"
    r"| taught| remember| worked with| looked after)?|remember|take|think of|thinking of|thinking about|it was)"
)
_BROUGHT_IN = re.compile(rf"\b{_HAVE}\s+(?:this |that |a |an |one |another ){_KIND}{_WHO}\b", re.IGNORECASE)
_OWN = re.compile(
    rf"\b(?:[Mm]y|[Hh]er|[Hh]is|[Oo]ur|[A-Z]\w+['’]s)\s+(?:own )?{_KIND}{_KIN}\b|\b[Mm]y (?:lad|boy|girl|lass)\b"
)
_ANY = re.compile(rf"\b(?:a|one|this) {_KIND}{_WHO}\b", re.IGNORECASE)
_NAMED = re.compile(
    r"^(?: \w+){0,2},? (?:called|named|known as|I['’]ll call|we['’]ll call)\b"
    r"|^ [A-Z][a-z]+(?=,)|^(?: \w+){0,2}, (?:I['’]ll say )?[A-Z][a-z]+(?=[,.])"
)
_AGE = (
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen)"
)
_AGED = re.compile(
    rf"^[^.?!;]{{0,40}}?(?:, {_AGE}(?=[,.;?!]| now| and)"
    rf"|\b(?:aged|of|at|was|turned) {_AGE}\b|\b{_AGE}[- ]years?[- ]old)"
)
_TRAIT = re.compile(
    r"^,? (?:who(?:se|['’]s|['’]d)?\b|with (?:a|an|the|no|three|two|severe|profound|complex)\b"
    r"|with [A-Z]|in (?:[Yy]ear \w|[Rr]eception|[Nn]ursery)|on (?:oxygen|a (?!hundred|thousand|fixed)\w+)\b"
    r"|that (?:had|has|was|is|would|could|can)\b|up |down |over |out |at one of |doesn|don['’]t|can['’]t|couldn)"
)
_POSSESSED = re.compile(
    r"^['’]s (?!cent|serv|social|right|home|nurs|need|voice|view|name|work|team|trust|plan\b.{0,20}should)"
)
_EITHER = re.compile(
    r"\b(?:lad|lass|lassie|young (?:man|woman|lad|lady|chap|fella)|little (?:man|lady|fella|chap))$", re.IGNORECASE
)
_CHILDLIKE = re.compile(
    r"\b(?:schools?|class(?:room)?|nursery|sixth form|m[au]m(?:my)?|mother|dad(?:dy)?|father|parents?|grandm\w+"
    r"|nan|gran|teachers?|taxi|playground|uniform|reading age|year (?:\d+|[a-z]+)|foster\w*|excluded"
    r"|diagnos\w+|plan)\b",
    re.IGNORECASE,
)
_LIKENED = re.compile(r"\b(?:for|like|as|than|to) $", re.IGNORECASE)
_STAFF = re.compile(
    r"^,? (?:from|in|on|at|of) (?:the |our |their |its |a )?(?:(?!Year |Reception|Key )[A-Z]|data|finance|housing"
    r"|teams?|office|council"
    r"|department|service|board|trust|panel|commissioning|admin|desk|phones?|reception|agency|contract|fixed)"
    r"|^ (?:on|with) (?:(?:a|two|three) hundred|\d)"
    r"|^[^.?!;]{0,60}\b(?:did the|was doing the|data|finance|spreadsheets?|worked|works|agency|contract|officer|manager"
    r"|caseworker|councillor|director|accountant|emails)\b"
)
_GOES_ON = re.compile(r"\b(?:he|she|him|his|her|hers|they['’]d got (?:him|her))\b", re.IGNORECASE)
_OPENS_WITH = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:he|she|his|her|him)(?:['’]\w+)?\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:if|every|each|any|no|never|whether|not|when|unless|without|would have|could be|single)\b", re.IGNORECASE
)
_THEN = re.compile(
    r"(?:boy|girl|twins?) who (?:only |just |never )?(?:had|was|could|would|did|spoke|said|came|went|\w+ed)"
    r"(?:n['’]t)?\b"
    r"|(?:son|grandson|brother|little boy|my (?:lad|boy))\b[^.?!]{0,60}[,;] ?(?:and |but )?he (?!is\b|['’]s\b)\w+"
    r"|(?:daughter|granddaughter|sister|little girl)\b[^.?!]{0,60}[,;] (?:and |but )?she (?!is\b|['’]s\b)\w+",
    re.IGNORECASE,
)
"""What somebody once did tells of one child, not of any."""
_CONDITION = re.compile(
    r"(?:^|[,;:] ?)(?:and |but |so )?(?:if|when|whenever|unless|suppose|say)\b[^,;]*$", re.IGNORECASE
)
_MOST = 3


def single_children(text: str, parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a single child is brought in and told of: the sentence, and those after it that go on about them.

    Parameters
    ----------
    text : str
        A turn.
    parts : sequence of (int, int)
        Its sentences.

    Examples
    --------
    >>> text = "We wait. There's a boy, Kit, mad for tractors. He never spoke. A boy needs a school. A lad in HR left."
    >>> parts = [(0, 8), (9, 46), (47, 62), (63, 84), (85, 103)]
    >>> [text[a:b] for a, b in single_children(text, parts)]
    ["There's a boy, Kit, mad for tractors. He never spoke."]
    """
    at = 0
    while at < len(parts):
        start, end = parts[at]
        after = text[end : parts[min(at + 2, len(parts) - 1)][1]]
        if not _is_story(text[start:end], after):
            at += 1
            continue
        last = at
        while last + 1 < len(parts) and last - at < _MOST - 1 and _GOES_ON.search(text, *parts[last + 1]):
            last += 1
        yield start, parts[last][1]
        at = last + 1


def _is_story(sentence: str, after: str) -> bool:
    """Whether a sentence brings in a single child; ``after`` is what is said next."""
    for pattern in (_BROUGHT_IN, _OWN, _ANY):
        for match in pattern.finditer(sentence):
            before, rest = sentence[: match.start()], sentence[match.end() :]
            if _STAFF.match(rest) or _CONDITION.search(before):
                continue
            either = _EITHER.search(match[0]) and " little " not in match[0]
            named = pattern is _BROUGHT_IN and rest.startswith(",") and _NAMED.match(rest)
            if either and not (named or _AGED.match(rest) or _CHILDLIKE.search(sentence + after)):
                continue  # "a lad" may be a colleague
            if _NAMED.match(rest) or (_AGED.match(rest) and not _LIKENED.search(before)):
                return True
            if _THEN.search(match[0] + rest):
                return True
            if pattern is _ANY or _ALL.search(sentence, max(0, match.start() - 40), match.start() + 1):
                continue
            if _TRAIT.match(rest) or _singled(match[0], rest):
                return True
            if pattern is _BROUGHT_IN and (_OPENS_WITH.match(after) or re.search(r"(?:boy|girl)$", match[0])):
                return True
    return False


def _singled(who: str, rest: str) -> bool:
    """Whether something of one child is told of: "a little girl's plan", but no "child's plan", which is any."""
    return bool(_POSSESSED.match(rest)) and not re.search(
        r"(?:child|kid|person|pupil|student|baby)$", who, re.IGNORECASE
    )
