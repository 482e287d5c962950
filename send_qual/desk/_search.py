"""Search in texts, and in what was coded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from send_qual.coding import Coding
from send_qual.corpus import Document

__all__ = ["Hit", "hits_in_codings", "hits_in_text", "pattern_of"]

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


def pattern_of(words: str) -> re.Pattern[str] | None:
    """Words as they may stand in a text: any case, any spaces between, straight or curly quotation marks."""
    parts = unicodedata.normalize("NFC", words).split()
    if not parts:
        return None
    spelt = ("".join(_ALIKE.get(letter) or re.escape(letter) for letter in part) for part in parts)
    return re.compile(r"\s+".join(spelt), re.IGNORECASE)


def hits_in_text(pattern: re.Pattern[str], documents: Iterable[Document]) -> Iterator[Hit]:
    """Every place of a text where the words stand."""
    for document in documents:
        for match in pattern.finditer(document.text):
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
