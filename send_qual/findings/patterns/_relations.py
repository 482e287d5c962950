"""What a sentence ties to another by a cue phrase: a cause, consequence, condition, contrast or change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from send_qual.findings.sentences._extracts import Sentence
from send_qual.findings.sentences._grounds import unquotable

__all__ = ["KINDS", "Relation", "relations"]

KINDS = ("contrast", "condition", "change", "cause", "consequence")
"""In the order of an argument."""

_SHORTEST, _LONGEST = 8, 48  # words
_WITHIN = {
    "contrast": re.compile(
        r"^(?:While|Whilst|Although|Though|Whereas|Unlike|Compared (?:with|to)|In contrast to)\b|\b(?:whereas|unlike|"
        r"compared (?:with|to)|depend(?:s|ing|ent) on (?:where|which|the|who)|"
        r"var(?:y|ies|ied) (?:\w+ly )?(?:between|across|from|depending))\b"
    ),
    "condition": re.compile(
        r"^(?:Where|When|Whenever|If|Once|Unless|Until|As long as|Provided that) (?!this\b|that\b|these\b|"
        r"it\b)[^,]{8,},|"
        r"\b(?:only (?:where|when|if|once)|unless|as long as|provided that)\b"
    ),
    "change": re.compile(
        r"\b(?:used to|(?:has|have) (?:\w+ly )?(?:improved|increased|risen|grown|doubled|halved|fallen|"
        r"reduced|declined|"
        r"worsened|deteriorated|become|begun to)|(?:is|are) (?:getting|becoming) \w+|(?:in|over) (?:the )?(?:last|"
        r"past|recent) "
        r"(?:few |two |three |\w+ )?(?:years?|months?)|since 20\d\d|compared with last year)\b"
    ),
    "cause": re.compile(
        r"\b(?:because|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )due to|owing to|as a result of|"
        r"caused by|driven by|stem(?:s|ming)? from|on account of|thanks to)\b"
    ),
    "consequence": re.compile(
        r"\b(?:which (?:means|meant|leads|led|results|resulted|has led|has resulted|leaves|left|prevents)|"
        r"meaning(?: that)?|"
        r"leading to|resulting in|(?:has|have) (?:led to|resulted in|meant)|leads? to|results? in)\b"
    ),
}
# At the head of the next sentence: what came of this one, or why it is so.
_NEXT = {
    "consequence": re.compile(
        r"^(?:As a (?:result|consequence)|Consequently|Therefore|Because of this|Due to this|"
        r"(?:And )?[Ss]o(?=,? (?:we|they|I|"
        r"people|families|parents|the)\b)|Th(?:is|ese \w+) (?:means?|has meant|leads? to|(?:has|have) led to|"
        r"results? in|"
        r"(?:has|have) resulted in|leaves?|prevents?|creates?|causes?))\b"
    ),
    "cause": re.compile(r"^(?:This|That|It)(?: is|['’]s) (?:\w+ )?(?:because|due to|owing to|caused by)\b"),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a passage ties to one of its sentences.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    start, end : int
        Half-open span in the passage: the sentence, or with the one after it where that tells.
    """

    kind: str
    start: int
    end: int


def relations(sentences: Sequence[Sentence], n: int) -> tuple[Relation, ...]:
    """What is tied to the ``n``-th sentence of a passage, in it or in the one after it, in the order of an argument.

    Nothing where the words could not be quoted by themselves.

    Examples
    --------
    >>> passage = "Families wait too long because posts are left vacant. As a result, children fall behind at school."
    >>> cut = passage.index("As")
    >>> said = ((0, cut - 1, passage[: cut - 1]), (cut, len(passage), passage[cut:]))
    >>> [(r.kind, r.end == len(passage)) for r in relations(said, 0)]
    [('cause', False), ('consequence', True)]
    """
    start, end, sentence = sentences[n]
    if unquotable(sentence):
        return ()
    found = {kind: end for kind, pattern in _WITHIN.items() if pattern.search(sentence)}
    if n + 1 < len(sentences):
        _, last, following = sentences[n + 1]
        found.update({kind: last for kind, pattern in _NEXT.items() if kind not in found and pattern.match(following)})
    told = (Relation(kind, start, found[kind]) for kind in KINDS if kind in found)
    return tuple(one for one in told if _SHORTEST <= _words(sentences, one) <= _LONGEST)


def _words(sentences: Sequence[Sentence], one: Relation) -> int:
    return sum(len(words.split()) for start, end, words in sentences if one.start <= start and end <= one.end)
