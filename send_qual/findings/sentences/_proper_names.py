"""Names of services, programmes and groups in a sentence: what makes a practice specific."""

from __future__ import annotations

import re

from send_qual.findings._evidence import Case

__all__ = ["names_in", "place_words"]

# Capitalised words of every report: bodies, documents and statuses that name no particular practice.
_EVERYWHERE_WORDS = (
    "send sen ehc ehcp education health care plan plans camhs nhs icb lap la ofsted cqc dfe hmi ap year years key "
    "stage january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday children child young people parents parent carers carer families leaders "
    "inspectors local area partnership council county city borough special educational needs disabilities "
    "disability integrated board boards asd adhd neet autism covid covid-19 pandemic eotas ehe senco sencos gp "
    "gps act code practice practitioners social workers england english national government department schools "
    "school reception adulthood brexit ics nhse section pfa semh ld lac cyp cypmhs quality i the a in at for with "
    "when since as these this they it pru ehcna ehcnas arp arps syndrome team service services"
)
_EVERYWHERE = frozenset(_EVERYWHERE_WORDS.split())
# Services that every area has under the same name: worth half a name.
_COMMON = (
    "SENDIASS|DSR|dynamic support registers?|FAP|fair access panel|DCO|designated clinical officer|DSCO|"
    "designated social care officer|MHSTs?|mental health support teams?|Portage|virtual school|parent carer forum|PCF|"
    "healthy child programme|local offer|educational psychology service|Information,? Advice and Support Services?"
)
_COMMON_PATTERN = re.compile(rf"\b(?:{_COMMON})\b", re.IGNORECASE)
_QUOTED = re.compile(r"[‘“\"]([^‘’“”\"\n]{2,60}(?:’[a-z][^‘’“”\"\n]{0,40})?)[’”\"](?!\w)")
_CAPITAL = r"[A-Z][\w’'&+-]*"
_RUN = re.compile(rf"{_CAPITAL}(?:\s(?:of|and|for|the|in|to|on|{_CAPITAL}|\d[\d-]*))*(?:\s{_CAPITAL})|{_CAPITAL}")
_KIND = re.compile(
    r"^\W{0,2}\s?(?:\w+\s)?(?:team|service|programme|project|approach|scheme|hub|group|network|tool|toolkit|"
    r"initiative|course|pathway|app|"
    r"model|strategy|panel|offer|forum|college|centre|training|framework|sessions?|meetings?|workshops?|"
    r"clinics?|passports?)s?\b",
    re.IGNORECASE,
)


def place_words(case: Case) -> frozenset[str]:
    """The words of an area's name and councils, in lower case: they do not make a service specific."""
    text = " ".join([case.label, case.attributes.get("councils", "")])
    return frozenset(re.findall(r"[a-z]+", text.lower())) - {"and", "of", "the"}


def names_in(text: str, places: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names in a text: those of its own, and those that every area has.

    Examples
    --------
    >>> names_in("Families value the ‘Bright Start’ programme and the Harbour Steps team.")
    (('Bright Start', 'Harbour Steps'), ())
    >>> names_in("Leaders in Northmoor use the dynamic support register.", frozenset({"northmoor"}))
    ((), ('dynamic support register',))
    """
    common = tuple(dict.fromkeys(m.group() for m in _COMMON_PATTERN.finditer(text)))
    rest = _COMMON_PATTERN.sub(lambda m: "·" * len(m.group()), text)
    own = [m.group(1) for m in _QUOTED.finditer(rest) if _is_name(m.group(1), rest[m.end() :])]
    bare = _QUOTED.sub(lambda m: "·" * len(m.group()), rest)
    for found in _RUN.finditer(bare):
        words = [w for w in re.split(r"[\s’']+", found.group()) if w]
        opens = _opens_sentence(bare, found.start())
        telling = [w for w in words if w[:1].isupper() and w.lower().rstrip("s") not in places | _EVERYWHERE]
        telling = [w for w in telling if w.lower() not in places | _EVERYWHERE]
        if opens and words and telling[:1] == words[:1] and not _abbreviation(words[0]):
            telling = telling[1:]  # its capital may be the sentence's
        if telling:
            own.append(found.group().removesuffix("’s").strip())
    return tuple(dict.fromkeys(own)), common


def _abbreviation(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def _opens_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(' ‘“("')
    return not before or before[-1] in ".!?:•\n"


def _is_name(quoted: str, after: str) -> bool:
    """A quoted name, not somebody's words: it has a capital or figure, or the kind of thing follows."""
    words = quoted.split()
    return len(words) <= 8 and (any(w[0].isupper() or w[0].isdigit() for w in words) or bool(_KIND.match(after)))
