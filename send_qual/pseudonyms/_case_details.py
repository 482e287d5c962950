"""``attributes.csv`` for a pseudonymised copy: who took part, without anybody's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from send_qual.corpus.corpus import Corpus
from send_qual.errors import Fault, SendQualError
from send_qual.pseudonyms._key import read_key
from send_qual.pseudonyms.pseudonymise import Pseudonymised
from send_qual.study.files import staged, write_bytes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cases_of_copy", "names_a_place"]

_NAMES = frozenset({"person", "place", "organisation", "contact", "added"})
_DATES = frozenset({"date", "interviewed", "day"})
_PLACES = re.compile(r"\b(?:area|place|town|city|region|site|council|authority|school|trust|employer|organisation)\b")
_KIND = re.compile(r"\b(?:type|kind|size|phase)\b")


def cases_of_copy(
    raw: Corpus, made: Pseudonymised, broader: Mapping[str, str] | None = None, *, keep: bool = False
) -> Path:
    """Write ``attributes.csv`` beside the pseudonymised documents.

    Speakers go by their ids, names of places and bodies by the forms they have in the copy, days are left out; roles
    and kinds of organisation may be made broader, so that none stands for one person.

    Parameters
    ----------
    raw : Corpus
        As read, with its own ``attributes.csv``.
    made : Pseudonymised
        What :func:`pseudonymise` did with it.
    broader : mapping of str to str, optional
        A role, kind of organisation or other value of the raw table -> what it is to be called.
    keep : bool
        Leave the rows that stand there already, as somebody may have made roles broader in them, and add what is new.

    Returns
    -------
    pathlib.Path
        The table written. An older one that says something else, as after an edit by hand, is kept in ``edited/``.

    Raises
    ------
    SendQualError
        Where there is no ``attributes.csv``, or ``broader`` names a value that is not in it.
    """
    import pandas as pd

    from send_qual.kinds.interview import case_ids, read_cases
    from send_qual.kinds.interview._labels import label_of

    rows = read_cases(raw.home) if raw.home is not None else ()
    if not rows:
        mend = "Make one: a row per participant with document, participant, speaker, role, organisation type, area"
        raise SendQualError(Fault(f"{raw.name}/attributes.csv", "there is no such table", mend))
    broader = dict(broader or {})
    there = {value for row in rows for value in row.values()}
    if unknown := [value for value in broader if value not in there]:
        mend = "Write it as the table has it"
        raise SendQualError(Fault("attributes.csv", f"nobody has the value {value!r}", mend) for value in unknown)
    ids = {(id, label_of(name)): new for (id, name), new in case_ids(raw, rows).items()}
    names = {normalize("NFC", entry.source): name for name, entry in read_key(made.key).documents.items()}
    forms = _forms(made)
    lettered: dict[tuple[str, str], str] = {}
    out = []
    for row in rows:
        document = row.get("document", "")
        new = {k: _in_forms(broader.get(v, v), forms) for k, v in row.items() if k not in _DATES}
        new |= {k: _letter(k, v, lettered) for k, v in new.items() if v == row[k] and _may_name(k, v)}
        speaker = ids.get((document, label_of(row.get("speaker", ""))), "")
        asks = row.get("role", "").casefold() == "interviewer"
        new["document"] = names.get(document, document)
        new["speaker"] = speaker or ("Interviewer" if asks else row.get("participant", ""))
        new["participant"] = "" if asks else row.get("participant") or speaker
        out.append(new)
    path = made.decisions.parent / "attributes.csv"
    if keep:
        made_before = {(row.get("document", ""), row.get("speaker", "")): row for row in read_cases(path.parent)}
        out = [made_before.get((row["document"], row["speaker"]), row) for row in out]
    return _placed(pd.DataFrame(out), path)


def _placed(table: pd.DataFrame, path: Path) -> Path:
    """Put the table in place; an older one that says something else may have been edited, and is kept."""
    from send_qual.study.tables import write_csv

    with staged(path.parent) as new:
        write_csv(table, new.folder / path.name)
        if path.is_file() and path.read_bytes() != (new.folder / path.name).read_bytes():
            day = datetime.fromtimestamp(path.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H.%M.%S")
            write_bytes(
                new.folder / "edited" / f"{path.stem} (before {day}){path.suffix}", path.read_bytes(), private=True
            )
    return path


def names_a_place(column: str, value: str) -> bool:
    """Whether a value of an attribute may tell the name of a place or body: no letter stands for it yet.

    Examples
    --------
    >>> [names_a_place(*x) for x in (("area", "Wexcombe"), ("area", "Area B"), ("organisation type", "School"))]
    [True, False, False]
    """
    stands_for = re.fullmatch(rf"{re.escape(column)} (?:[a-z]|\d+)|\[.*\]", value, re.IGNORECASE)
    return stands_for is None and _may_name(column, value)


def _may_name(column: str, value: str) -> bool:
    """Whether a cell may name a place or body though nobody named it so in an interview; "several" does not."""
    column = column.casefold()
    return bool(_PLACES.search(column)) and not _KIND.search(column) and value[:1].isupper()


def _letter(column: str, value: str, lettered: dict[tuple[str, str], str]) -> str:
    """``Area A``, ``Area B``: the same for the same value."""
    n = sum(c == column for c, _ in lettered)
    letter = chr(ord("A") + n) if n < 26 else str(n + 1)
    return lettered.setdefault((column, value), f"{column.capitalize()} {letter}")


def _forms(made: Pseudonymised) -> list[tuple[re.Pattern[str], str]]:
    """Names as they were said, the longest first, and what stands in their place."""
    said = {p.text: p.replacement for p in made.proposals if p.kind in _NAMES and p.status == "replace"}
    order = sorted(said, key=lambda text: (-len(text), text))
    return [(re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE), said[text]) for text in order]


def _in_forms(value: str, forms: list[tuple[re.Pattern[str], str]]) -> str:
    """A cell with the forms for the names in it; what is once in brackets is not looked at again."""
    for pattern, form in forms:
        parts = re.split(r"(\[[^\]]*\])", value)
        value = "".join(p if p.startswith("[") else pattern.sub(lambda _, form=form: form, p) for p in parts)
    return value
