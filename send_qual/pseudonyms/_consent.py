"""Words that somebody limits the use of: "off the record", "between you and me", "don't put my name to it"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from send_qual.corpus.document import Document
from send_qual.language import sentences

__all__ = ["find_consent", "withheld"]

_ASKED = (
    r"(?:(?:^|[,;:–—]\s*|\b(?:please|but|and|so|just|well|you)\s+)(?:don['’]?t|do not|won['’]?t)"
    r"|\brather you (?:didn['’]?t|did not)|\bwouldn['’]?t want (?:you to|that|this|it)"
    r"|\b(?:asked?|ask you|prefer) not to)"
)
"""What opens a request not to do something; "they didn't write it down" is none."""
_RECORDER = r"(?:that|it|this|the (?:tape|recorder|recording))"
_PAPERS = r"(?:report|notes?|transcript|minutes|paper|tape|record)"
_CONFIDE = r"(?:tell|told|telling|say|said|saying|speak|speaking|spoke|this|that|is|was|it)"
_SHOULD = r"\bI (?:probably |really )?should(?:n['’]?t| not)(?: really)?"
_ONLY = r"(?:\b(?:just|strictly|purely|this is|that['’]?s|stays?|kept|keep (?:it|this|that))\s+|(?:^|[,;:–—]\s*))"
_CUES = re.compile(
    "|".join(
        (
            r"\boff[- ]the[- ]record\b",
            rf"{_ASKED}\s+(?:\w+\s+){{0,2}}(?:quot|nam|mention|attribut|us|put|writ|say)\w*\s+(?:me\b|(?:my|our) name)",
            rf"{_ASKED}\s+(?:\w+\s+)?(?:quot|publish|print|repeat|minut|record|attribut)\w*\s+(?:that|this|it|what)\b",
            rf"{_ASKED}\s+(?:\w+\s+)?(?:put|write|use|include)\s+(?:that|this|it)\s+(?:down|in (?:the|your) {_PAPERS})",
            r"\b(?:without|leave|leaving|keep|keeping)\s+(?:out\s+)?my name\b",
            rf"\b(?:keep|leave|kept)\s+(?:me|that|this|it|us)\s+out of\s+(?:it|this|that|(?:the|your) {_PAPERS})\b",
            rf"\bnot (?:for|to be) (?:quot\w+|publication|published|the {_PAPERS})\b",
            rf"\b(?:turn|switch)\s+(?:{_RECORDER}\s+off|off\s+{_RECORDER})\b",
            r"\b(?:stop|pause)\s+(?:the\s+)?(?:tape|record(?:er|ing))\b",
            r"\byou (?:didn['’]?t|did not|haven['’]?t) heard? (?:that|this|it) from me\b",
            rf"{_SHOULD} (?:be (?:saying|telling)|(?:say|have said) (?:this|that|it))\b",
            rf"{_ONLY}between (?:you and me|us|ourselves|these (?:four )?walls)(?=\s*(?:[,.;:!?…–—]|$|and these|but))",
            rf"\b{_CONFIDE}\s+(?:\w+\s+){{0,3}}in (?:strict |the strictest |complete |total )?confidence\b",
            r"\b(?:this|that|it)(?:['’]s| is| was| (?:has to|must|should) be) (?:strictly |highly )?confidential\b",
        )
    ),
    re.IGNORECASE,
)
_ANNOUNCED = 20
"""Words of a turn that only announces what is then said in the next one: "Can I say something off the record?\""""


def find_consent(text: str) -> Iterator[tuple[int, int]]:
    """Sentences in which somebody limits what may be done with their words.

    Examples
    --------
    >>> text = "We waited. That is off the record, mind. He grew in confidence. It grew between us and them."
    >>> [text[a:b] for a, b in find_consent(text)]
    ['That is off the record, mind.']
    """
    for start, end in sentences(text):
        if _CUES.search(text[start:end]):
            yield start, end


def withheld(document: Document, start: int, end: int) -> tuple[int, int]:
    """What is not to be quoted for a sentence that says so: its turn, and the speaker's next where it only announces.

    Parameters
    ----------
    document : Document
    start, end : int
        The sentence, in code points of the document's text.

    Returns
    -------
    tuple of (int, int)
    """
    turns = document.segments
    at = next((n for n, s in enumerate(turns) if s.start <= start < s.end), None)
    if at is None:
        return start, end
    turn = turns[at]
    if len(document.words(turn).split()) > _ANNOUNCED:
        return turn.start, turn.end
    after = next((s for s in turns[at + 1 : at + 4] if s.kind == "turn" and s.speaker == turn.speaker), turn)
    return turn.start, after.end
