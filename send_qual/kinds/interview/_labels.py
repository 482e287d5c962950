"""Speaker labels: what can be one, and which of the candidates in a file are believed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from send_qual.kinds.interview._times import BESIDE, STAMP

__all__ = [
    "LABEL",
    "LABELLED",
    "METADATA",
    "believed_labels",
    "could_name",
    "is_code",
    "label_of",
    "looks_like_name",
    "marked",
    "role_of",
]

_HEAD = 200
"""Characters in which a head with its label, times and brackets has room."""
LABEL = r"[^\W_][^:\uff1a\n\t\[\]<>]{0,59}?|\+\d{1,3}(?:[ -]?\(?\d{2,6}\)?){2,4}|[@~][^\W_][^:\n\t\[\]<>]{0,58}?"
"""What can stand for a name: letters first, a telephone number, an account."""
LABELLED = re.compile(
    rf"[\s*_\u200e]*(?:(?P<time>{STAMP})[\s*_]*[-–—:]?\s*)?[*_]{{0,3}}\[?(?P<label>{LABEL})\]?[*_]{{0,3}}\s*"
    rf"(?:\[(?!\s*\d)[^\]\n]{{1,30}}\]\s*)?"
    rf"(?:[,–—-]?\s*(?P<time2>{STAMP})\s*)?[:\uff1a][*_]{{0,3}}(?P<tail>\s*{BESIDE})?[*_]{{0,3}}(?:\s+|$)",
    re.IGNORECASE,
)
"""``Name: words``, ``[00:03] Name: words``, ``Name (00:03): words``, ``Name: [00:03] words``."""

_INTERVIEWER = re.compile(
    r"(?:lead |co-?|first |second |the )?(?:interviewer|moderator|researcher|interviewing|facilitator)s?"
    r"|int(?:r|er|vr|erv)?|iv(?:er|r)?|i|q|question|mod|fac|res",
    re.IGNORECASE,
)
_PARTICIPANT = re.compile(
    r"(?:the )?(?:participant|interviewee|respondent|informant|expert|speaker|subject|guest)"
    r"|p|part|ppt|pt|resp|rsp|r|a|answer|iee|ie|ive|s|(?:focus group )?member|male|female|man|woman"
    r"|parent|carer|teacher|senco|head ?teacher",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[\s._\-#]*(?:no\.?\s*)?\d{1,3}[a-z]?|[\s._\-#]+(?:[A-H]|one|two|three|four))$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")

METADATA = re.compile(
    r"(?:interview|participant|interviewee|interviewer|respondent|date|time|day|place|location|venue|length|duration"
    r"|transcrib\w+|typist|style|conventions|project|study|title|file(?: ?name)?|recording|recorded|audio|role"
    r"|job title|position|organi[sz]ation|area|region|local authority|council|present|attendees|id|reference|ref|code"
    r"|version|status|checked|consent|platform|medium|mode|language|name|email|e-mail|phone|telephone|notes?|key"
    r"|confidentiality|word count|number|no|page|subject|gender|age|sector|started|ended|start|end)"
    r"(?:\s+(?:and|of|/|&|no\.?|number|id|code|name|time|date|place|details?|type|by|with|the|interview|participant"
    r"|interviewee|interviewer|recording|audio|transcript|project|study))*(?:\s*(?:\d+|\([^)]*\)))?",
    re.IGNORECASE,
)
"""A key of the particulars that stand above a typed transcript."""

_CODE = re.compile(
    r"[A-Za-z]{1,12}[\s._-]*\d{1,3}[a-z]?|[A-Z]{1,4}"
    r"|(?i:(?:unknown |unidentified )?(?:speaker|male|female|man|woman|voice)(?:\s+(?:\d+|[A-H]))?)"
)
_TOGETHER = re.compile(
    r"(?:all|everyone|everybody|both|several|many|group|chorus|audience|others?)"
    r"(?: (?:participants|speakers|voices|together))?"
    r"|(?:multiple|several|various|many|overlapping|two|three|unknown|unidentified|unclear|inaudible|another) "
    r"(?:participant|speaker|voice|person|people|parent|man|woman|male|female|respondent|member)s?",
    re.IGNORECASE,
)
"""A label for several who speak together, or for one who is not known."""
_JOINED = re.compile(r"\s*(?:&|/|(?<=\w)\s?\+|,|;|\||\s[-–—]\s|\band\b|\bwith\b)\s*")
_WORDS = """
    yes no yeah yep nope ok okay so well and but or because also then now however again first firstly second secondly
    third thirdly finally lastly next example note nb ps remember point question answer reason result conclusion
    summary action the this that these those it its there here what why how when where which who whose if as at in on
    by for from to with not maybe perhaps right sure thanks thank sorry hello hi morning afternoon something anything
    one two three four five my our your their his her i we you they he she like just honestly basically actually
    obviously anyway interesting good great fine hmm um uh er erm mm mhm oh ah section chapter table figure appendix
    source url http https www image photo link page continued monday tuesday wednesday thursday friday
"""
_NO_NAME = frozenset(_WORDS.split())
_PARTICLES = frozenset({"van", "von", "de", "der", "den", "di", "da", "la", "le", "el", "al", "bin", "ibn", "of", "ap"})


@lru_cache(maxsize=4096)
def label_of(printed: str) -> str:
    """One key for all printings of a label.

    Examples
    --------
    >>> label_of(" Interviewer 1 ") == label_of("INTERVIEWER1")
    True
    """
    return re.sub(r"[\s.]+", "", _ASIDE.sub("", printed)).casefold()


@lru_cache(maxsize=4096)
def role_of(label: str) -> str:
    """What a label says of the role: ``"interviewer"``, ``"participant"`` or ``""``.

    Examples
    --------
    >>> [role_of(x) for x in ("INT", "Interviewer 2", "P6", "Respondent", "Speaker 1", "May")]
    ['interviewer', 'interviewer', 'participant', 'participant', '', '']
    """
    plain = _ASIDE.sub("", label).strip(" .?")
    if len(parts := _JOINED.split(plain)) > 1:
        told = {role_of(part) for part in parts if part}
        named = len(told) == 2 and "" in told and all(role_of(part) or looks_like_name(part) for part in parts)
        return max(told) if len(told) == 1 or named else ""
    stem = _NUMBER.sub("", plain).strip() if not re.fullmatch(r"[A-Za-z]", plain) else plain
    if _INTERVIEWER.fullmatch(stem):
        return "interviewer"
    if re.fullmatch(r"(?:the )?speaker|s|male|female|man|woman", stem, re.IGNORECASE):
        return ""
    return "participant" if _PARTICIPANT.fullmatch(stem) else ""


@lru_cache(maxsize=4096)
def is_code(label: str) -> bool:
    """Whether a label is a role, initials or a case number rather than a name."""
    plain = _ASIDE.sub("", label).strip(" .?")
    if _TOGETHER.fullmatch(plain):
        return True
    if _joint(plain):
        return any(is_code(part) for part in _JOINED.split(plain))
    if plain.casefold() in _NO_NAME and len(plain) > 1 and not role_of(label):
        return False
    return bool(role_of(label) or _CODE.fullmatch(plain))


def _joint(plain: str) -> bool:
    """Whether a label joins several names or codes: "P1 & P3", "Hale, Marta", "Interviewer/Marta"."""
    parts = _JOINED.split(plain)
    return len(parts) > 1 and all(part and (is_code(part) or looks_like_name(part)) for part in parts)


@lru_cache(maxsize=4096)
def looks_like_name(label: str) -> bool:
    """Whether a label can be a person's name or initials.

    Examples
    --------
    >>> [looks_like_name(x) for x in ("Ana Reed", "Will", "DR O'NEILL", "Anna van Dijk (Guest)", "The answer", "So")]
    [True, True, True, True, False, False]
    >>> looks_like_name("Jean-Luc d’Arcy"), looks_like_name("محمد علي")
    (True, True)
    """
    plain = _ASIDE.sub("", label).strip()
    tokens = re.findall(r"[^\s,]+", plain)
    if not 1 <= len(tokens) <= 5 or not re.match(r"[^\W\d_]", plain):
        return False
    if tokens[0].casefold().strip(".'’") in _NO_NAME or (plain != plain.upper() and METADATA.fullmatch(plain)):
        return False
    shape = re.compile(r"[^\W\d_][\w'’.\-\u0300-\u036f]*")
    capital = [re.sub(r"^(?:d|l|o|dell|al|el)['’-](?=\w)", "", t) for t in tokens if t.casefold() not in _PARTICLES]
    return bool(capital) and all(shape.fullmatch(t) and not t[0].islower() for t in capital)


@lru_cache(maxsize=4096)
def could_name(label: str) -> bool:
    """Whether a label that recurs can stand for a speaker though it is no name: "iPhone", "Meeting Room 3", "user12".

    Examples
    --------
    >>> [could_name(x) for x in ("iPhone", "+44 7700 900123", "Ana | Oak School", "TO", "To", "And then we said so")]
    [True, True, True, True, False, False]
    """
    plain = _ASIDE.sub("", label).strip(" *_")
    tokens = plain.split()
    ended = plain[-1:] in {*".?!,;"} and not re.search(r"\b[^\W\d_]\.$", plain)
    if not tokens or len(tokens) > 8 or len(plain) > 60 or ended or METADATA.fullmatch(plain):
        return False
    if plain.count("(") != plain.count(")") or not re.search(r"[^\W\d_]|\d{6}", plain.replace(" ", "")):
        return False
    return tokens[0].casefold().strip(".'’") not in _NO_NAME or (plain.isupper() and len(plain) <= 4)


def marked(text: str, marks: str) -> bool:
    """Whether a character of a head is where a head can be: asked first, for most lines of talk have none."""
    return any(mark in text[:_HEAD] for mark in marks)


def believed_labels(
    texts: Sequence[str],
    *,
    cues: bool = False,
    alone: bool = False,
    pattern: re.Pattern[str] = LABELLED,
    marks: str = ":\uff1a",
) -> frozenset[str]:
    """The keys of the labels that really name speakers.

    A label is believed when it says a role (``INT``, ``P6``) or looks like a name, and when labels are the manner of
    the file: they recur, and a fair share of its lines (a tenth of its cues, a fifth of its paragraphs; less where
    both an interviewer and a participant are labelled as such) bears one. A label of any other shape is believed where
    it recurs and hardly a line is without a label, or where it recurs as often as those that are believed.

    Parameters
    ----------
    texts : sequence of str
        Lines or cues.
    cues : bool
        Whether they are cues: there a speaker can go on over many without a label.
    alone : bool
        Whether a label has a line of its own, above the words.
    pattern : re.Pattern
        What a labelled line looks like, with a group ``label``.
    marks : str
        Characters of which one stands in every head of this pattern.
    """
    found: Counter[str] = Counter()
    other: Counter[str] = Counter()
    strong: set[str] = set()
    full = [t for t in texts if t.strip()]
    for text in full:
        if not marked(text, marks) or (match := pattern.match(text)) is None:
            continue
        printed = match["label"].strip()
        joint = _joint(_ASIDE.sub("", printed).strip(" .?"))
        if joint or is_code(printed) or looks_like_name(printed):
            found[label_of(printed)] += 1
        elif could_name(printed):
            other[label_of(printed)] += 1
        if joint or role_of(printed) or _TOGETHER.fullmatch(printed):
            strong.add(label_of(printed))
    lines = max(len(full) - alone * (found.total() + other.total()), 1)
    again = {key: n for key, n in other.items() if n >= 2 and key not in found}
    if found.total() + sum(again.values()) >= lines * 0.8:
        found.update(again)  # "tunde o.": where nearly each line has a label
    usual = max((n for n in found.values() if n >= 2), default=0)
    found.update({key: n for key, n in again.items() if n >= max(3, usual / 3) and usual and key not in found})
    recurring = {key for key, n in found.items() if n >= 2 or key in strong}
    labelled = sum(found[key] for key in recurring)
    share = 0.03 if len({role_of(key) for key in strong & recurring}) > 1 else 0.1 if cues else 0.2
    if recurring and labelled >= 2 and labelled >= lines * share:
        # Who speaks once: where hardly a line is without a label, or where otherwise one person would talk alone.
        once = cues or len(recurring) == 1
        return frozenset(recurring) | {key for key in found if once or labelled + found[key] >= lines * 0.8}
    if len(found) >= 2 and found.total() >= lines * 0.8:
        return frozenset(found)  # a handful of lines, nearly each with a label
    return frozenset()
