"""The signs of a practice that a reviewer would cite, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from send_qual.findings.sentences._proper_names import names_in
from send_qual.findings.sentences._selection import leans
from send_qual.language import begins_in_air

__all__ = ["Signs", "signs"]

# What is offered or done: something another area could ask about.
_PROVISION = re.compile(
    r"\b(?:teams?|services?|programmes?|pathways?|panels?|hubs?|clinics?|forums?|projects?|schemes?|toolkits?|"
    r"drop-ins?|helplines?"
    r"|workshops?|outreach|courses?|apps?|portals?|mentors?|champions?|navigators?|key ?workers?|"
    r"nurture groups?|internships?|networks?"
    r"|nurses?|visitors?|therapists?|psychologists?|co-?ordinators?|advis[eo]rs?|officers?|ambassadors?|"
    r"colleges?|registers?|dashboards?"
    r"|frameworks?|protocols?|charters?|passports?|registers?|portage|events?|sessions?|tools?|centres?|"
    r"groups?|units?|packages?"
    r"|provisions?|training|travel training|resourced|crisis line|social prescribing|newsletter|website|"
    r"videos?|surveys?|audits?"
    r"|strategy|boards?|work ?streams?|placements?)\b",
)
_ACTION = re.compile(
    r"\b(?:run|runs|running|ran|deliver(?:s|ed|ing)?|train(?:s|ed)?|introduc(?:e|ed|es|ing)|commission(?:s|"
    r"ed)?|develop(?:ed|s)|"
    r"redesign(?:ed)?|integrat(?:e|ed|es|ion)|set up|launch(?:ed)?|invest(?:ed|ment)|creat(?:e|ed|es|ing)|"
    r"established|expand(?:ed)?|expansion|"
    r"appointed|recruited|opened|co-?produced|co-?designed|co-?located|built|piloted|offers?|provid(?:e|es|ed|"
    r"ing)|meets?|visits?|brings? together|"
    r"links?|work(?:s|ing)? (?:closely )?with|increased|strengthened|extended|funded|trialled|adapted)\b",
)
# What has come of it; the first kind says so outright.
_EFFECT = re.compile(
    r"\b(?:as a result|resulted in|result(?:s|ing) in|ha(?:s|ve) led to|led to|leads? to|this means(?: that)?|"
    r"which means|meaning that|consequently|"
    r"(?:has|have) (?:significantly |greatly |successfully |already )?(?:reduced|increased|improved|"
    r"transformed|enabled|helped|strengthened|made)|"
    r"reduc(?:es|ed|ing|tion)|fewer|contribut(?:es|ed|ing) to|(?:tangible|positive|significant) (?:difference|"
    r"impact|results?)|impacting positively|"
    r"success(?:es|ful|fully)|prevent(?:s|ed|ing)?|avoid(?:s|ed|ing)?|more (?:children|young people|families|"
    r"quickly|confident)|"
    r"no waiting|return(?:ed)? (?:successfully )?to)\b",
)
_AIM = re.compile(
    r"\b(?:so that|help(?:s|ing)?|ensur(?:es|ed|ing)|make sure|makes sure|enabl(?:es|ing|ed)?|supports?|"
    r"allow(?:s|ing)|improv(?:es|ing|ed)|"
    r"equips?|equipping)\b",
)
# A change that somebody could measure.
_RESULT = re.compile(
    r"\b(?:reduc(?:es|ed|ing|tion)|fewer|increased (?:levels|numbers?|capacity|confidence|take-up|uptake)|grown|"
    r"doubled|halved|"
    r"gaining|no waiting|positive results|more (?:children|young people|families)|timescale has|shorter waits?)\b"
)
_MEASURED = re.compile(
    r"\b\d[\d,.]* ?(?:%|per ?cent)|\b\d+(?:-| )?(?:weeks?|months?|days?|hours?)\b|\bhalf of\b|\bmajority\b|"
    r"\bdoubled\b|\bhalved\b|\bno waiting\b",
)
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|such as|one example|including|this includes|these include)\b", re.IGNORECASE
)
_VALUED = re.compile(
    r"\b(?:valued?|speak(?:s)? (?:very |so )?(?:highly|positively|favourably|warmly)|welcome[ds]?|"
    r"appreciat(?:e|es|ed)|prais(?:e|ed)|popular|"
    r"well[- ](?:used|regarded|received))\b",
)
_PRAISE = re.compile(
    r"\b(?:ambitio(?:n|us)|committed|commitment|passionate|dedicat(?:ed|ion)|determin(?:ed|ation)|vision|"
    r"aspirations? for|culture of|"
    r"relationships are strong|strong relationships|work(?:s|ing)? (?:well|effectively|closely) together|"
    r"at the heart|are well supported)\b",
)
_UNPROVEN = re.compile(
    r"\b(?:infancy|relatively new|due to start|underway|"
    r"early (?:stages?|days|signs|indications?)|not yet|yet to|too (?:early|recent|soon)|starting to|"
    r"beginning to|is developing|still developing|"
    r"plans? to|intends?|intended|planned|due to be|will (?:open|be|have|help|provide|support)|when fully|"
    r"going forward|in its infancy)\b",
)
_CONTRAST = re.compile(
    r"\b(?:however|although|nevertheless|but|despite|while|whilst|not all|not always|some (?:children|parents|"
    r"families) (?:do not|still)|too (?:many|long)|"
    r"inconsistent|variable|delays?|do not|does not|are not|is not|cannot|lack)\b",
)
_DEFINITION = re.compile(r"\(a way of working\b")


@dataclass(frozen=True, slots=True)
class Signs:
    """What one sentence shows of a practice.

    Parameters
    ----------
    own, common : tuple of str
        Names of its own, and names that every area has.
    provision : frozenset of str
        Kinds of service or arrangement it speaks of.
    action, effect, aim : str
        The word for something done, for what came of it, for what it is meant to do; ``""`` for none.
    marks : frozenset of str
        Further signs: ``result, figure, example, valued, unproven, contrast, leans, term, praise``.
    words : int
    """

    own: tuple[str, ...]
    common: tuple[str, ...]
    provision: frozenset[str]
    action: str
    effect: str
    aim: str
    marks: frozenset[str]
    words: int


@lru_cache(maxsize=16384)
def signs(sentence: str, places: frozenset[str] = frozenset()) -> Signs:
    """Read the signs of one sentence.

    Examples
    --------
    >>> seen = signs("As a result of the ‘Bright Start’ clinics, waits have reduced.")
    >>> seen.own, seen.effect
    (('Bright Start',), 'as a result')
    """
    own, common = names_in(sentence, places)
    small = sentence.lower()  # patterns are in small letters: quicker than ignoring case
    found = (pattern.search(small) for pattern in (_ACTION, _EFFECT, _AIM))
    action, effect, aim = (hit.group() if hit else "" for hit in found)
    marks = {name for name, pattern in _MARKS.items() if pattern.search(small)}
    if leans(sentence) or begins_in_air(sentence):
        marks.add("leans")
    provision = frozenset(m.group().removesuffix("s") for m in _PROVISION.finditer(small))
    return Signs(own, common, provision, action, effect, aim, frozenset(marks), len(sentence.split()))


_MARKS = {
    "result": _RESULT,
    "figure": _MEASURED,
    "example": _EXAMPLE,
    "valued": _VALUED,
    "unproven": _UNPROVEN,
    "contrast": _CONTRAST,
    "term": _DEFINITION,
    "praise": _PRAISE,
}
