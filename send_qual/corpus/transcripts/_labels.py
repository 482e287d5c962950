"""Speaker labels: what can be one, and which of the candidates in a file are believed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from send_qual.corpus.transcripts._times import BRACKETED, STAMP

__all__ = ["LABELLED", "METADATA", "believed_labels", "is_code", "label_of", "looks_like_name", "role_of"]

LABELLED = re.compile(
    rf"\s*(?:(?P<time>{STAMP})\s*[-–—:]?\s*)?\[?(?P<label>[^\W_][^:\n\t\[\]]{{0,59}}?)\]?\s*(?:\[(?!\s*\d)[^\]\n]{{1,30}}\]\s*)?"
    rf"(?:[,–—-]?\s*(?P<time2>{STAMP})\s*)?[:\uff1a](?P<tail>\s*{BRACKETED})?(?:\s+|$)",
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
_JOINED = re.compile(r"\s*(?:&|/|\+|,|;|\band\b|\bwith\b)\s*")
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


def label_of(printed: str) -> str:
    """One key for all printings of a label.

    Examples
    --------
    >>> label_of(" Interviewer 1 ") == label_of("INTERVIEWER1")
    True
    """
    return re.sub(r"[\s.]+", "", _ASIDE.sub("", printed)).casefold()


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
        return told.pop() if len(told) == 1 else ""
    stem = _NUMBER.sub("", plain).strip() if not re.fullmatch(r"[A-Za-z]", plain) else plain
    if _INTERVIEWER.fullmatch(stem):
        return "interviewer"
    if re.fullmatch(r"(?:the )?speaker|s|male|female|man|woman", stem, re.IGNORECASE):
        return ""
    return "participant" if _PARTICIPANT.fullmatch(stem) else ""


def is_code(label: str) -> bool:
    """Whether a label is a role, initials or a case number rather than a name."""
    plain = _ASIDE.sub("", label).strip(" .?")
    if _TOGETHER.fullmatch(plain):
        return True
    if len(parts := _JOINED.split(plain)) > 1:
        return all(part and (is_code(part) or looks_like_name(part)) for part in parts)
    if plain.casefold() in _NO_NAME and len(plain) > 1 and not role_of(label):
        return False
    return bool(role_of(label) or _CODE.fullmatch(plain))


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


def believed_labels(texts: Sequence[str], *, cues: bool = False, pattern: re.Pattern[str] = LABELLED) -> frozenset[str]:
    """The keys of the labels that really name speakers.

    A label is believed when it says a role (``INT``, ``P6``) or looks like a name, and when labels are the manner of
    the file: they recur, and a fair share of its lines (a tenth of its cues, a fifth of its paragraphs; less where
    both an interviewer and a participant are labelled as such) bears one.

    Parameters
    ----------
    texts : sequence of str
        Lines or cues.
    cues : bool
        Whether they are cues: there a speaker can go on over many without a label.
    pattern : re.Pattern
        What a labelled line looks like, with a group ``label``.
    """
    found: Counter[str] = Counter()
    small: Counter[str] = Counter()
    strong: set[str] = set()
    full = [t for t in texts if t.strip()]
    for text in full:
        if (match := pattern.match(text)) is None:
            continue
        printed = match["label"].strip()
        if is_code(printed) or looks_like_name(printed):
            found[label_of(printed)] += 1
        elif looks_like_name(printed.title()) and len(printed.split()) <= 3 and "(" not in printed:
            small[label_of(printed)] += 1
        if role_of(printed) or _TOGETHER.fullmatch(printed) or (_JOINED.search(printed) and is_code(printed)):
            strong.add(label_of(printed))
    if sum(found.values()) + sum(n for n in small.values() if n >= 2) >= len(full) * 0.8:
        found.update({key: n for key, n in small.items() if n >= 2})  # "tunde o.": where nearly each line has a label
    recurring = {key for key, n in found.items() if n >= 2 or key in strong}
    labelled = sum(found[key] for key in recurring)
    share = 0.03 if len({role_of(key) for key in strong & recurring}) > 1 else 0.1 if cues else 0.2
    if recurring and labelled >= 2 and labelled >= len(full) * share:
        # Who speaks once: where hardly a line is without a label, or where otherwise one person would talk alone.
        once = cues or len(recurring) == 1
        return frozenset(recurring) | {key for key in found if once or labelled + found[key] >= len(full) * 0.8}
    if len(found) >= 2 and sum(found.values()) >= len(full) * 0.8:
        return frozenset(found)  # a handful of lines, nearly each with a label
    return frozenset()
