"""Search in texts, and in what was coded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from send_qual.codebook import compile_pattern
from send_qual.coding import Coding
from send_qual.corpus import Document
from send_qual.errors import Fault, SendQualError

__all__ = ["KINDS", "Hit", "hits_in_codings", "hits_in_text", "pattern_of"]

KINDS = ("part", "word", "lemma", "pattern")
_WORD = re.compile(r"\w+(?:[’']\w+)?")

_ALIKE = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]', "-": "[-‐‑–]"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was searched for.

    Parameters
    ----------
    document : str
    start, end : int
        Half-open, in code points.
    coding : str
        The id of the coding it was found in; ``""`` for the text itself.
    found_in : str
        ``"text"``, ``"code"``, ``"quote"`` or ``"memo"``.
    """

    document: str
    start: int
    end: int
    coding: str = ""
    found_in: str = "text"


def pattern_of(words: str, kind: str = "part", texts: Iterable[str] = ()) -> re.Pattern[str] | None:
    """What is searched for, as a pattern; case never matters.

    Parameters
    ----------
    words : str
    kind : str
        ``"part"``: these letters, any spaces between, straight or curly quotation marks; ``"word"``: the same as whole
        words; ``"lemma"``: these words in any inflection; ``"pattern"``: a regular expression.
    texts : iterable of str
        With ``"lemma"``: whose words are looked through for inflections.

    Returns
    -------
    re.Pattern or None
        ``None`` for nothing.

    Raises
    ------
    SendQualError
        For another kind, or a pattern that is none.
    """
    if kind not in KINDS:
        raise SendQualError(Fault(f"kind={kind!r}", f"a search is one of {', '.join(KINDS)}"))
    parts = unicodedata.normalize("NFC", words).split()
    if not parts:
        return None
    if kind == "pattern":
        return _written(unicodedata.normalize("NFC", words.strip()))
    spelt = [_spelt(part) for part in parts]
    if kind == "lemma":
        from send_qual.language import forms_of

        vocabulary = {word for text in texts for word in _WORD.findall(text)}
        spelt = [
            "(?:" + "|".join(sorted(map(_spelt, forms_of(part, vocabulary)), key=len)[::-1]) + ")" for part in parts
        ]
    joined = r"\s+".join(spelt)
    return re.compile(joined if kind == "part" else rf"(?<!\w){joined}(?!\w)", re.IGNORECASE)


def _spelt(word: str) -> str:
    return "".join(_ALIKE.get(letter) or re.escape(letter) for letter in word)


def _written(pattern: str) -> re.Pattern[str]:
    try:
        return compile_pattern(pattern, re.IGNORECASE, owner="search")
    except re.error as error:
        mend = "Write it as one, or search for words"
        raise SendQualError(Fault(f"search for {pattern!r}", f"this is no pattern ({error.msg})", mend)) from None


def hits_in_text(pattern: re.Pattern[str], documents: Iterable[Document]) -> Iterator[Hit]:
    """Every place of a text where the words stand."""
    for document in documents:
        for match in pattern.finditer(document.text):
            if match.end() > match.start():
                yield Hit(document.id, match.start(), match.end())


def hits_in_codings(
    pattern: re.Pattern[str], codings: Iterable[Coding], names: Mapping[str, str], id_of: Callable[[Coding], str]
) -> Iterator[Hit]:
    """Every coding whose code, by its name in ``names`` or its id, quotation or memo has the words."""
    codes: dict[str, bool] = {}
    for coding in codings:
        code = coding.code
        if code not in codes:
            codes[code] = bool(pattern.search(names.get(code, "")) or pattern.search(code))
        where = "code" if codes[code] else "quote" if pattern.search(coding.quote) else ""
        where = where or ("memo" if coding.memo and pattern.search(coding.memo) else "")
        if where:
            yield Hit(coding.document, coding.start, coding.end, id_of(coding), where)
