"""Which column of a survey is what: proposed from the cells, or as ``[survey]`` in ``corpus.toml`` has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from send_qual.errors import Fault, SendQualError
from send_qual.kinds.survey._table import Answers
from send_qual.study.plain_data import settings_of

__all__ = ["Columns", "mapping_of"]

_OF_CODINGS = (("document", "start"), ("document", "quote"), ("document", "code"), ("quote", "code"))
"""Columns that stand together in a table of codings or a review, and in no survey."""
_WORDS, _LONG, _SHORT = 3, 5, 40  # words of a usual answer, of the longest at least; letters of a respondent's id
_WHEN = re.compile(r"\d{1,4}[-/.:]\d{1,2}(?:[-/.:]\d{1,4})?(?!\d)")  # a day or a time: when somebody answered, not who
_VARIED = 0.5  # answers that are not the same as another; choices from a list are


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns are.

    Parameters
    ----------
    text : tuple of str
        Columns of answers.
    id : str
        The column that names the respondent, or ``""`` (by row).
    question : str
        The column that holds the question, or ``""`` (the headings are the questions).
    attributes : tuple of str
    by : str
        ``"row"`` or ``"column"``: of which each is a document.
    """

    text: tuple[str, ...]
    id: str = ""
    question: str = ""
    attributes: tuple[str, ...] = ()
    by: str = "row"

    @property
    def told(self) -> str:
        """The mapping in words, and how another is given."""
        named = f"named by “{self.id}”" if self.id else "named by their rows"
        asked = f", the question in “{self.question}”" if self.question else ""
        beside = f"; attributes: {', '.join(self.attributes)}" if self.attributes else ""
        text = ", ".join(f"“{column}”" for column in self.text)
        other = (
            f'[survey] text = ["{self.text[0]}"], id = "{self.id}", by = "{"row" if self.by != "row" else "column"}"'
        )
        return (
            f"read as answers to a survey, one document a {self.by}: answers in {text}, respondents "
            f"{named}{asked}{beside}. If that is not so, say so in corpus.toml, as: {other}"
        )


def mapping_of(answers: Answers, path: Path) -> Columns | None:
    """The mapping of a table, or ``None`` where no column holds free text.

    Raises
    ------
    SendQualError
        Where ``corpus.toml`` names a column that is not there.
    """
    given = _given(path)
    heads = {heading.casefold() for heading in answers.headings}
    if not answers.rows or (not given and any(heads.issuperset(pair) for pair in _OF_CODINGS)):
        return None
    for column in [*_texts(given), given.get("id", ""), given.get("question", "")]:
        if column and column not in answers.headings:
            mend = f"The columns are {', '.join(answers.headings)}"
            raise SendQualError(Fault("corpus.toml [survey]", f"{path.name} has no column {column!r}", mend))
    question = given.get("question") or next((h for h in answers.headings if _is_question(answers, h)), "")
    text = _texts(given) or tuple(h for h in answers.headings if h != question and _is_free(answers, h))
    if not text:
        return None
    left = [h for h in answers.headings if h != question and h not in text]
    id = given.get("id") or next((h for h in left if _is_id(answers, h)), "")
    by = "column" if given.get("by") == "column" else "row"
    return Columns(text, id, question, tuple(h for h in left if h != id), by)


def _given(path: Path) -> dict[str, Any]:
    for folder in dict.fromkeys((path.parent, path.parent.parent)):
        try:
            told = settings_of(folder).get("survey", {})
        except (OSError, ValueError):  # none there, or none that can be read: `send-qual check` says so
            continue
        return told if isinstance(told, dict) else {}
    return {}


def _texts(given: dict[str, Any]) -> tuple[str, ...]:
    text = given.get("text", ())
    return (text,) if isinstance(text, str) else tuple(map(str, text))


def _is_free(answers: Answers, heading: str) -> bool:
    cells = answers.column(heading)
    words = [len(re.findall(r"[^\W\d_]{2,}", cell)) for cell in cells]
    varied = len(set(cells)) > _VARIED * len(cells)
    return bool(cells) and varied and sum(words) >= _WORDS * len(cells) and max(words) >= _LONG


def _is_question(answers: Answers, heading: str) -> bool:
    cells = answers.column(heading)
    return bool(cells) and all(cell.endswith("?") for cell in cells)


def _is_id(answers: Answers, heading: str) -> bool:
    cells = answers.column(heading)
    whole = len(cells) == len(answers.rows) == len(set(cells)) and all(len(cell) <= _SHORT for cell in cells)
    return whole and not all(_WHEN.match(cell) for cell in cells)
