"""The clauses of a sentence that can stand alone, by its syntax: who does what, without what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from send_qual.language import parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Clause", "clauses_of", "plainly"]

_SHORTEST = 4
# What hangs on a clause: others joined to it, remarks, conditions and reasons (told apart by their own cues).
_HANGING = frozenset({"advcl", "parataxis", "dep", "meta", "intj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_SET_OFF = frozenset(",–(-;")
_AFTER_COMMA = frozenset({"relcl", "appos", "acl", "prep", "advmod", "npadvmod"})
_LISTS = re.compile(r"^(?:such|including|like|e\.g|particularly|especially)$", re.IGNORECASE)
# "Not all", "few" and "all" are no mere numbers: with "some" in their place a clause says something else.
_QUANTIFIER = re.compile(
    r"^(?:(?:far )?too many|(?:a )?(?:large |significant |small |growing )?(?:number|minority|majority) of|a few|"
    r"many|most|some|several)(?: of the)? (?=\w)",
    re.IGNORECASE,
)
_CONDITIONS = frozenset({"where", "when", "whenever", "if", "once", "unless", "until"})
_PARTS = frozenset(",;:–-()[].")
_CONNECTS = re.compile(
    r"^(?:however|overall|also|therefore|consequently|as a (?:result|consequence)|in addition|additionally|"
    r"furthermore|moreover|"
    r"nevertheless|similarly|for (?:example|instance)|in (?:turn|particular|general|contrast)|currently|at present|"
    r"plus|too)\b",
    re.IGNORECASE,
)
_HEARD = frozenset(
    "say tell report describe feel think believe know recognise accept acknowledge expect hope understand".split()  # noqa: SIM905
)
_HANGS = re.compile(r"\b(?:to|of|for|with|in|by|on|at|from|and|or|that|than|as|their|the|a|an)$", re.IGNORECASE)
_SPEAKERS = frozenset({"i", "we", "you", "people", "everybody", "everyone", "nobody", "somebody"})
_POINTERS = frozenset({"this", "these", "that", "those", "such", "it", "its", "here"})
_SEND = re.compile(r" (?:with|who have) SEND\b(?=[ ,.])")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that reads by itself.

    Parameters
    ----------
    text : str
        Its words, one space between them, without full stop.
    lemmas : frozenset of str
        Of its words that carry meaning, in small letters.
    subject : str
        Head of its subject in small letters; ``""`` for none.
    leans : bool
        Whether its subject points to what stands before, so that it says nothing without that; not "we" or "I".
    named : frozenset of str
        Proper names in it.
    figures : bool
        Whether it holds a number in figures.
    negated : bool
    future : bool
        Whether it speaks of what will, should or may be.
    past : bool
        Whether it tells of what was.
    conditional : bool
        Whether the sentence says where, when, how often or for whom it holds.
    hearsay : bool
        Whether it tells what somebody said, knows or believes: that does not show it.
    ties : bool
        Whether it is about "it", "this" or "those" anywhere.
    predicate : str
        What is said of the subject.
    cut : bool
        Whether something is left out that no comma parts from it.
    """

    text: str
    lemmas: frozenset[str]
    subject: str
    leans: bool
    named: frozenset[str]
    figures: bool
    negated: bool
    future: bool
    past: bool
    conditional: bool
    hearsay: bool
    ties: bool
    predicate: str
    cut: bool

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def hangs(self) -> bool:
        """Whether it ends on a word that something must follow."""
        return _HANGS.search(self.text) is not None

    @property
    def quantifier(self) -> str:
        """The words for how many that it begins with: "too many"."""
        found = _QUANTIFIER.match(self.text)
        return found[0].strip().lower() if found else ""


def clauses_of(sentences: Iterable[str]) -> Iterator[tuple[Clause, ...]]:
    """The clauses of each sentence, in its order; a sentence without a verb has none.

    Examples
    --------
    >>> said = "However, families wait too long for therapy, because two posts are vacant."
    >>> [clause.text for clause in next(clauses_of([said]))]
    ['families wait too long for therapy']
    """
    for document in parsed(sentences):
        yield tuple(c for head in _heads(document) if (c := _clause(head)) is not None)


def _heads(document: Doc) -> Iterator[Token]:
    """The verbs that a clause of its own hangs on: of the sentence, and those joined to it that have a subject."""
    for sentence in document.sents:
        waiting = [sentence.root]
        while waiting:
            head = waiting.pop(0)
            yield head
            waiting += [t for t in head.children if t.dep_ in {"conj", "ccomp"} and _own_subject(t) and not _that(t)]


def _own_subject(token: Token) -> bool:
    return any(t.dep_ in _SUBJECTS for t in token.children)


def _that(token: Token) -> bool:
    """Whether a clause is what another one says ("leaders know that ..."): it is not asserted by itself."""
    return token.dep_ == "ccomp"


def _clause(head: Token) -> Clause | None:
    subject = next((t for t in head.children if t.dep_ in _SUBJECTS), None)
    if subject is None or head.pos_ not in {"VERB", "AUX"}:
        return None
    left_out = {t.i for child in _left_out(head) for t in child.subtree}
    tokens = [t for t in head.subtree if t.i not in left_out]
    text = _joined(tokens)
    if len(text.split()) < _SHORTEST:
        return None
    content = [t for t in tokens if t.pos_ in {"NOUN", "VERB", "ADJ", "PROPN", "ADV"} and not t.is_stop and len(t) > 2]
    verbs = [head, *(t for t in head.children if t.dep_ in {"aux", "auxpass"})]
    return Clause(
        text,
        frozenset(t.lemma_.lower() for t in content),
        subject.lemma_.lower(),
        _leans(subject),
        frozenset(t.text for t in tokens if t.pos_ == "PROPN"),
        any(t.like_num and any(c.isdigit() for c in t.text) for t in tokens),
        any(t.dep_ == "neg" for t in tokens),
        any(t.tag_ == "MD" and t.lower_ not in {"can", "ca", "cannot"} for t in verbs),
        all(t.tag_ not in {"VBZ", "VBP", "MD"} for t in verbs) and any(t.tag_ == "VBD" for t in verbs),
        _conditional(head),
        head.lemma_.lower() in _HEARD and any(t.dep_ == "ccomp" for t in head.children),
        any(t.lower_ in _POINTERS and t.dep_ != "mark" for t in tokens),
        _joined([t for t in tokens if t.i not in {s.i for s in subject.subtree}]),
        _cut(head, left_out),
    )


def _cut(head: Token, left_out: set[int]) -> bool:
    """Whether words are left out that no comma, bracket or "and" parts from what stays."""
    for before, here in pairwise(head.subtree):
        ends = here.i in left_out and before.i not in left_out and here.i > head.i
        if ends and here.text not in _PARTS and before.text not in _PARTS and here.dep_ != "cc":
            return True
    return False


def _conditional(head: Token) -> bool:
    """Whether a clause hangs on this one that says where, when or if it holds."""
    hanging = [t for t in head.children if t.dep_ == "advcl"]
    if any(t.lower_ in _CONDITIONS for clause in hanging for t in clause.subtree if t.i <= clause.i):
        return True
    fronted = [
        t for t in head.children if t.dep_ in {"prep", "advmod", "npadvmod"} and t.i < head.i and _before_comma(t)
    ]
    return any(not _CONNECTS.match(" ".join(w.text for w in t.subtree)) for t in fronted)


def _before_comma(token: Token) -> bool:
    after = token.right_edge.i + 1
    return after < len(token.doc) and token.doc[after].text == ","


def _leans(subject: Token) -> bool:
    if subject.tag_ == "EX" or subject.lower_ in _SPEAKERS:
        return False
    return subject.pos_ == "PRON" or subject.tag_ == "DT" or _points(subject)


def _points(subject: Token) -> bool:
    """Whether a subject is what was spoken of before: "this work", "these plans", "such delays"."""
    return any(t.lower_ in _POINTERS | {"their"} for t in subject.lefts)


def _left_out(head: Token) -> Iterator[Token]:
    """The parts of a clause that are clauses of their own, or that can be spared."""
    yield from (child for child in head.children if _is_apart(child, head))
    for token in head.subtree:
        inserted = token.dep_ in {"relcl", "appos"} and _before(token) in {",", "(", "–"}
        listed = token.dep_ == "prep" and _LISTS.match(token.text)
        if inserted or listed or (token.dep_ == "advcl" and not _purpose(token)):
            yield token


def _is_apart(child: Token, head: Token) -> bool:
    """Whether a child of a verb is no part of what it says: joined, hanging on it, or set off by commas."""
    if child.dep_ == "punct":
        return child.text in {".", ";", ":"}
    if child.dep_ == "cc":
        return _joins(child)
    if child.dep_ in {"conj", "ccomp"} and child.pos_ in {"VERB", "AUX"} and _own_subject(child):
        return not _says(child)
    if child.dep_ in _HANGING:
        return not _purpose(child)
    after_comma = child.left_edge.i > head.left_edge.i and _before(child) in _SET_OFF
    before_comma = child.i < head.i and _after(child) in {",", "–"}
    return (after_comma and child.dep_ in _AFTER_COMMA) or (before_comma and child.dep_ not in _SUBJECTS)


def _before(token: Token) -> str:
    """The word before all that hangs on a token."""
    first = token.left_edge.i
    return str(token.doc[first - 1].text) if first else ""


def _after(token: Token) -> str:
    """The word after all that hangs on a token."""
    last = token.right_edge.i + 1
    return str(token.doc[last].text) if last < len(token.doc) else ""


def _purpose(token: Token) -> bool:
    """Whether a clause says what for, in so many words and without a comma: "not enough to meet needs"."""
    first = token.left_edge
    to = any(t.lower_ == "to" and t.dep_ == "aux" for t in token.lefts)
    return to and first.lower_ == "to" and first.i > token.head.i and _before(token) not in _SET_OFF


def _says(child: Token) -> bool:
    """Whether a clause is the object of its verb, without which that says nothing."""
    return child.dep_ == "ccomp" and child.i > child.head.i


def _joins(token: Token) -> bool:
    """Whether "and" joins two clauses rather than two words."""
    after = [t for t in token.head.children if t.dep_ == "conj" and t.i > token.i]
    return bool(after) and _own_subject(after[0])


def _joined(tokens: list[Token]) -> str:
    words = "".join(t.text_with_ws for t in tokens)
    words = re.sub(r"\s*\([^()]*\)?", "", words)
    words = re.sub(r"\s+([,.;:’'])", r"\1", " ".join(words.split()))
    return re.sub(r"(?:\s*[,;:–-])+(?=\s*[,;:–-]|$)", "", words).strip(" .,;:–-")


def plainly(clause: Clause, hedge: str = "") -> str:
    """A clause as a statement on many: how many of them gives way to ``hedge``, that they have SEND to nothing.

    Examples
    --------
    >>> (clause,) = next(clauses_of(["Too many children with SEND wait too long."]))
    >>> plainly(clause), plainly(clause, "some")
    ('Children wait too long', 'Some children wait too long')
    """
    text = _SEND.sub("", clause.text + ".").removesuffix(".")
    if clause.quantifier:
        text = f"{hedge} {_QUANTIFIER.sub('', text)}".strip()
    return text[:1].upper() + text[1:]
