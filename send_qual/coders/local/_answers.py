"""What a model said of a passage, held against passage and codebook: nothing else gets through."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coders.local._prompt import MOST, NOT_SAID, SURENESS
from send_qual.coding.span import Span
from send_qual.study.plain_data import json_of

__all__ = ["DROPPED", "Answer", "Said", "checked", "from_bytes", "to_bytes"]

DROPPED = {
    "words": "whose words are not in the passage",
    "code": "with a code that the codebook does not have",
    "shape": "that are no codings",
    "many": f"beyond {MOST} for one passage",
    "value": "of whose facets a value was left out, for the facet does not have it",
}
"""Why something that a model said does not count, in words."""

_LEAST_WORDS = 3  # of a quotation: less is found anywhere
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_ALIKE = ("'’‘`", '"“”„', "-–—\u2010\u2011")
_AROUND = " \t\n\r'’‘`\"“”„….,;:"


@dataclass(frozen=True, slots=True)
class Said:
    """A coding that a model gave a passage and that stood the check; ``start`` and ``end`` count from the passage."""

    start: int
    end: int
    code: str
    sure: str
    facets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What stood the check, and how much did not, by the keys of :data:`DROPPED`."""

    said: tuple[Said, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


def checked(content: str, passage: str, codebook: Codebook) -> Answer | None:
    """Hold an answer against passage and codebook; None where it is no JSON.

    A code must be one of the codebook (its id, or a name that one code alone has). A quotation must stand in the
    passage word by word; kinds of quotation marks and dashes, spaces and capitals may differ: what is coded is the
    passage's own.

    Examples
    --------
    >>> from send_qual.codebook import Code
    >>> book = Codebook("tea", "1", (Code("cup", "Cup"),))
    >>> content = '{"codings": [{"code": "cup", "quote": "The cup\u2019s cracked", "sure": "high"}, {"code": "pot"}]}'
    >>> answer = checked(content, "Look. The cup's cracked again.", book)
    >>> [(one.start, one.end, one.code) for one in answer.said], dict(answer.dropped)
    ([(6, 23, 'cup')], {'code': 1})
    """
    rows = _rows(content)
    if rows is None:
        return None
    dropped: Counter[str] = Counter()
    if len(rows) > MOST:
        dropped["many"] = len(rows) - MOST
    said: dict[tuple[int, int, str], Said] = {}
    for row in rows[:MOST]:
        code, quote = (row.get("code"), row.get("quote")) if isinstance(row, dict) else (None, None)
        if not isinstance(row, dict) or not isinstance(code, str):
            dropped["shape"] += 1
        elif not (id := _code(code, codebook)):
            dropped["code"] += 1
        elif not isinstance(quote, str) or not (span := _place(quote, passage)):
            dropped["words"] += 1
        else:
            facets, refused = _facets(row.get("facets"), codebook)
            dropped["value"] += refused
            sure = row.get("sure")
            one = Said(*span, id, sure if isinstance(sure, str) and sure in SURENESS else "low", facets)
            said.setdefault((*span, id), one)
    return Answer(tuple(said.values()), {key: n for key, n in dropped.items() if n})


def to_bytes(answer: Answer) -> bytes:
    """An answer as it is kept: places, codes, sureness and counts, no words of the document."""
    rows = [(one.start, one.end, one.code, one.sure, dict(one.facets)) for one in answer.said]
    return json.dumps([rows, dict(answer.dropped)], separators=(",", ":")).encode()


def from_bytes(kept: bytes | None) -> Answer | None:
    """An answer that was kept; None where it was not, or is not what :func:`to_bytes` wrote."""
    if kept is None:
        return None
    try:
        rows, dropped = json_of(kept)
        return Answer(tuple(Said(*row) for row in rows), dict(dropped))
    except (ValueError, TypeError):
        return None


def _rows(content: str) -> list[Any] | None:
    """The list of codings in an answer, which some models lay between fences or behind a thought."""
    text = _THOUGHT.sub("", content)
    begins = min((n for n in (text.find("{"), text.find("[")) if n >= 0), default=-1)
    ends = max(text.rfind("}"), text.rfind("]"))
    if begins < 0:
        return None
    try:
        found = json_of(text[begins : ends + 1])
    except ValueError:
        return None
    rows = found.get("codings") if isinstance(found, dict) else found
    return rows if isinstance(rows, list) else None


def _code(said: str, codebook: Codebook) -> str:
    if said in codebook:
        return said
    named = [code.id for code in codebook if code.name.casefold() == said.strip().casefold()]
    return named[0] if len(named) == 1 else ""


def _facets(said: object, codebook: Codebook) -> tuple[dict[str, str], int]:
    """Values that the book's facets have, and whether another was said."""
    if not isinstance(said, dict):
        return {}, 0
    told = {facet: said.get(facet.id) for facet in codebook.facets}
    given = {
        facet: value for facet, value in told.items() if value not in (None, "", NOT_SAID) or value in facet.values
    }
    good = {facet.id: value for facet, value in given.items() if isinstance(value, str) and value in facet.values}
    return good, int(len(good) < len(given))


def _place(quote: str, passage: str) -> Span | None:
    """Where a quotation stands in a passage."""
    least = min(_LEAST_WORDS, len(passage.split()))
    if len(quote) > 2 * len(passage) + len(_AROUND):
        return None
    for words in dict.fromkeys((quote.strip(), quote.strip(_AROUND))):
        parts = words.split()
        if len(parts) < least:
            continue
        pattern = r"\s+".join("".join(map(_letter, part)) for part in parts)
        found = re.search(rf"(?<!\w){pattern}(?!\w)", passage, re.IGNORECASE)
        if found:
            return Span(found.start(), found.end())
    return None


def _letter(letter: str) -> str:
    alike = next((kinds for kinds in _ALIKE if letter in kinds), "")
    return f"[{re.escape(alike)}]" if alike else re.escape(letter)
