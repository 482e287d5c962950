"""Posts and case details that may point to one person: found, and offered for decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from send_qual.language import sentences
from send_qual.pseudonyms._single_children import single_children

__all__ = ["find_cases", "find_roles"]

_POST = (
    r"(?:(?:interim|acting|deputy|assistant|associate|executive|corporate|strategic|regional|national"
    r"|principal|senior|lead|first|only|former"
    r"|new|dedicated|designated|independent|joint|chief|service|team|area|trust['’]s|council['’]s|vice)[\s-]+){0,3}"
    r"(?:director(?: of [A-Za-z'’ ]{3,40}?)?|head(?: ?teacher| of [A-Za-z'’ ]{3,40}?)?"
    r"|chief exec(?:utive)?|lead member(?: for [A-Za-z'’ ]{3,30})?"
    r"|portfolio holder|leader of the (?:council|opposition)|DCS|DCO|DMO|DSCO|designated (?:clinical"
    r"|medical|social care) officer|SENCO|SENDCO|SEND lead"
    r"|(?:SEND|SEN|casework|commissioning|inclusion|transition|improvement|health|service|team"
    r"|education|programme|data) (?:manager|lead|officer|adviser"
    r"|advisor|partner|consultant|analyst)|manager|commissioner|(?:educational "
    r"|clinical )?psychologist|paediatrician|psychiatrist|inspector|HMI"
    r"|(?:co-?)?chair(?:woman|man|person)?|governor|trustee|councillor|caseworker|tribunal officer"
    r"|nurse|therapist|analyst|adviser|advisor)"
)
_OWN = re.compile(
    rf"\b(?:I'm|I’m|I am|I was|I've been|I’ve been|I became|my (?:role|job|title|post) (?:is|was|as)"
    rf"|I (?:work|worked|started|came in|joined) as)\s+"
    rf"(?:currently |now |also |still |actually |um,? |uh,? )*((?:the |an? |our )?{_POST}\b[^.?!;,\n]{{0,60}})",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:I'm|I’m|I am|I was|she's|she is|she was|he's|he is|he was)\s+((?:the|one of the)\s+(?:only"
    r"|first|last|youngest|oldest|longest[- ]serving)\b[^.?!;,\n]{3,80})",
    re.IGNORECASE,
)
_TIED = re.compile(
    rf"\b((?:the |our |their )?{_POST}\s+(?:at|of|for|in"
    rf"|from)\s+(?:the\s+)?[A-Z][\w'’-]+(?:\s+(?:and\s+)?[A-Z][\w'’-]+)*)"
)

_CHILD = (
    r"(?:child|boy|girl|lad|lass|kid|baby|toddler|teenager|twins?|son|daughter|young (?:man|woman"
    r"|person|lad|boy|girl)|little (?:boy|girl|one|lad)"
    r"|family|pupil|student|case|mum|mother|dad|father|parents?|he|she|brother|sister)"
)
_ABOUT_ONE = re.compile(
    rf"\b(?:(?:there was|there's|there is|we had|we've got|I've got|I had|I remember|I think of|I know"
    rf"|one|a|this|that|her|his|my|another)\s+(?:\w+\s+){{0,3}}{_CHILD}"
    r"|he['’]?s|she['’]?s|he was|she was|his|her)\b",
    re.IGNORECASE,
)
_UNUSUAL = (
    re.compile(
        r"\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
        r"|fifteen|sixteen|seventeen)(?:[- ]years?[- ]old|(?= (?:and|now|with|who|when)\b))",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:syndrome|diabet\w+|shunt|cleft|transplant\w*|haemophil\w+|albin\w+"
        r"|tube[- ]fed|peg[- ]fed|tracheostomy|ventilat\w+|oxygen|wheelchair|blind|deaf\w*"
        r"|deafblind|epilep\w+|seizures?|cancer|leuk\w+|tumour"
        r"|brain injury|cerebral palsy|muscular dystrophy|selective(?:ly)? mut\w+|self[- ]harm\w*"
        r"|suicid\w*|overdose|sectioned|in hospital|life[- ]limiting|"
        r"palliative|hospice|genetic|rare|chromosom\w+|amput\w+|stroke|adopted|fostered|orphan\w*|refugee"
        r"|asylum|killed|murder\w*|died|drowned|prison|arrested|"
        r"excluded|tribunal|judicial review|in the (?:paper|papers|news)|on the news|on telly|headlines"
        r"|sleeping on|homeless|abus\w+|triplets?|twins?)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:only (?:one|child|person|family|boy|girl)|the first (?:child|person|family)"
        r"|everybody knows|everyone knows|nobody else|one in (?:a|the))\b",
        re.IGNORECASE,
    ),
)


def find_roles(text: str) -> Iterator[tuple[int, int]]:
    """Posts: the speaker's own, those tied to a named body, and those only one person can hold.

    Examples
    --------
    >>> text = "I'm the head of inclusion for the county. She was the first dedicated officer there. A director said."
    >>> [text[a:b] for a, b in find_roles(text)]
    ['the head of inclusion for the county', 'the first dedicated officer there']
    """
    spans = [match.span(1) for pattern in (_OWN, _ONLY, _TIED) for match in pattern.finditer(text)]
    at = -1
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start >= at:
            at = end
            yield start, start + len(text[start:end].rstrip())


def find_cases(text: str) -> Iterator[tuple[int, int]]:
    """Sentences that tell of one child or family something that few have, and the stories of single children.

    Of the first kind are two such marks, or one beside a child; of the second, see :mod:`._single_children`.

    Examples
    --------
    >>> text = "Waits were long. There was one lad, seven years old, tube fed. We hired two people."
    >>> [text[a:b] for a, b in find_cases(text)]
    ['There was one lad, seven years old, tube fed.']
    """
    parts = list(sentences(text))
    marked = [span for span in parts if _is_marked(text[slice(*span)])]
    told = [s for s in single_children(text, parts) if not any(a < s[1] and s[0] < b for a, b in marked)]
    yield from sorted([*marked, *told])


def _is_marked(sentence: str) -> bool:
    """Whether a sentence about one child or family has marks that few share."""
    if not re.search(rf"\b{_CHILD}\b", sentence, re.IGNORECASE) or not _ABOUT_ONE.search(sentence):
        return False
    marks = sum(len({m[0].lower() for m in pattern.finditer(sentence)}) for pattern in _UNUSUAL)
    own = r"(?:my|his|her|their) (?:\w+ )?(?:brother|sister|grandson|granddaughter|nephew|niece)"
    child = re.search(rf"\b(?:lad|boy|girl|child|son|daughter|twins?|baby|young \w+|{own})\b", sentence, re.IGNORECASE)
    return marks >= (1 if child else 2)
