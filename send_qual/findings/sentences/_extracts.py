"""Short extracts: which sentences of a passage to show, and where to cut them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from send_qual.codebook import Code, Codebook, Issue, Term, runs_away
from send_qual.language import sentences, tie_of

__all__ = [
    "Sentence",
    "opened",
    "shorten",
    "speaks",
    "split",
    "term_pattern",
    "theme_pattern",
    "trimmed",
    "without_asides",
]

Sentence = tuple[int, int, str]
"""Start and end in the passage, and the words."""

# Explanations in brackets ("a way of working where children ...") are the report's, not the finding.
_ASIDE = re.compile(r"\s*\((?=[^()]*\s[^()]*\s[^()]*\s[^()]*\s[^()]*\s)[^()]*\)")
_CLAUSE_END = re.compile(
    r"[,;:–—](?=\s)|\s(?=(?:because|which|who|while|when|where|although|so that|but|and|including|such as|to|"
    r"for|with|in|from)\s)"
)
# Words that an extract must not end on.
_DANGLING = re.compile(
    r"[\s,;:–—]+(?:and|or|but|so|to|for|with|in|of|the|a|an|their|that|such|as|which|who|from|by|on|at|is|are|not|"
    r"including|while|where|when|because|um+|er+|you know)$",
    re.IGNORECASE,
)
# What is left of a list when one of its points is taken out.
_DEBRIS = re.compile(r"^[•▪●◦*–-]\s+|(?:[;,]\s*(?:and|or)?|[;,:])\s*$")
_INFLECTION = re.compile(r"(?:ies|ing|ed|es|e|s|y)$")


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of a passage."""
    return tuple((start, end, text[start:end]) for start, end in sentences(text) if text[start:end].strip())


def without_asides(text: str) -> str:
    """Long explanations in brackets give way to an ellipsis, line breaks to spaces.

    Examples
    --------
    >>> without_asides("The forum (a group of parents and carers who meet monthly) is heard.")
    'The forum … is heard.'
    """
    return re.sub(r" …(?=[.,;:])", "…", " ".join(_ASIDE.sub(" …", text).split()))


def opened(text: str) -> str:
    """An extract without the word that ties it to the sentence before.

    Examples
    --------
    >>> opened("For example, nurses visit every school."), opened("Nurses visit every school.")
    ('…nurses visit every school.', 'Nurses visit every school.')
    """
    rest = text.removeprefix(tie_of(text))
    return f"…{rest[2:]}" if rest != text and re.match(r", \w", rest) else text


def shorten(text: str, limit: int = 35) -> str:
    """Cut words down to a limit at a clause, with an ellipsis; asides in brackets go first.

    Examples
    --------
    >>> shorten("The early help team runs weekly clinics in all four towns, and families value them.", 10)
    'The early help team runs weekly clinics…'
    >>> shorten("The forum (a group of parents and carers who meet monthly) is heard.")
    'The forum … is heard.'
    """
    text = opened(_DEBRIS.sub("", without_asides(text)))
    words = text.split()
    if len(words) <= limit:
        return text
    head = " ".join(words[:limit])
    # A cut in the first half loses the point: better a few words that dangle than none that tell.
    ends = [m.start() for m in _CLAUSE_END.finditer(head) if m.start() > len(head) * 0.55]
    strong = [m.start() for m in re.finditer(r"[,;:–—](?=\s)", head) if m.start() > len(head) * 0.55]
    return f"{trimmed(head[: max(strong or ends or [len(head)])])}…"


def trimmed(text: str) -> str:
    """Words without those at their end that lead on to what is left out.

    Examples
    --------
    >>> trimmed("the clinics, which are")
    'the clinics'
    """
    text = text.strip(" ,;:–—")
    while (shorter := _DANGLING.sub("", text)) != text:
        text = shorter
    return text.rstrip(" ,;:–—")


def _stem(word: str) -> str:
    """What the inflections of a word share, roughly: enough to find a sentence, not to code it."""
    return _INFLECTION.sub("", word) if len(word) > 4 else word


def _term(term: Term) -> str:
    if term.kind == "pattern":
        return f"(?:{_small(term.text)})"
    words = [re.escape(w) for w in re.split(r"[\s-]+", term.text.lower()) if w]
    if term.kind == "lemma":
        words = [rf"{re.escape(_stem(w))}\w{{0,4}}" for w in re.split(r"[\s-]+", term.text.lower()) if w]
    return rf"\b{'[ -]'.join(words)}\b"


def _small(pattern: str) -> str:
    r"""A pattern for text in small letters; ``\\W`` and its like stay."""
    return re.sub(r"(?<!\\)[A-Z]", lambda letter: letter.group().lower(), pattern)


@lru_cache(maxsize=65536)
def speaks(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text speaks of what :func:`theme_pattern` looks for.

    Examples
    --------
    >>> speaks(term_pattern([Term("waiting list")]), "Waiting lists are long.")
    True
    """
    return pattern.search(text.lower().replace("’", "'")) is not None


def term_pattern(terms: Iterable[Term]) -> re.Pattern[str] | None:
    """One pattern that finds the words of these terms in small letters; ``None`` where there are none.

    A pattern that could run away is left out: which sentence is quoted hangs on the other terms then.
    """
    parts = []
    for term in terms:
        try:
            re.compile(part := _term(term))
        except re.error:  # the codebook's own reader reports a faulty pattern; here it only finds nothing
            continue
        if not (term.kind == "pattern" and runs_away(part)):
            parts.append(part)
    return re.compile("|".join(parts)) if parts else None


def theme_pattern(codebook: Codebook, about: Code | Issue) -> re.Pattern[str] | None:
    """The words of a code with its sub-codes, or of an issue (its own, else those of its codes)."""
    if isinstance(about, Code):
        return term_pattern(t for code in (about, *codebook.under(about.id)) for t in code.terms)
    if about.terms:
        return term_pattern(about.terms)
    codes = [codebook[id] for id in about.codes if id in codebook]
    return term_pattern(t for code in codes for t in code.terms)
