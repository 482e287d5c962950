"""YAML to a codebook, or every fault of the file at once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from send_qual.codebook._check import (
    CODE_KEYS,
    check_facet,
    check_formerly,
    check_issue,
    check_known,
    check_once,
    check_pattern,
    check_terms,
)
from send_qual.codebook._entries import Entry, Faults, bytes_of, entry_of
from send_qual.codebook._read_series import series_of
from send_qual.codebook._worked_examples import read_worked
from send_qual.codebook.codebook import Code, Codebook, Issue, Term
from send_qual.codebook.facet import Facet, FacetValue
from send_qual.study import find_codebook

__all__ = ["read_codebook"]

_WHAT = "the codebook"
_CODEBOOK_KEYS = ("name", "version", "title", "description", "facets", "codes", "issues", "series")
_FACET_KEYS = ("id", "name", "values", "definition", "also")
_VALUE_KEYS = (
    "id", "sign", "name", "noun", "label", "box", "heading", "phrase", "verb", "mark", "colour", "also",
)  # fmt: skip
_ISSUE_KEYS = ("id", "name", "question", "statement", "codes", "sections", "terms")
_TERM_KINDS = ("phrase", "lemma", "pattern")
_ORIGINS = ("deductive", "inductive")

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def read_codebook(name_or_path: str | Path) -> Codebook:
    """Read a codebook by its name or from its YAML file.

    Parameters
    ----------
    name_or_path : str or Path
        ``"area-send"`` finds ``codebooks/area-send.yaml`` of the study, else the one the package
        brings; anything that is a file is read as it is.

    Returns
    -------
    Codebook
        Codes in the order of the file, each before its sub-codes.

    Raises
    ------
    SendQualError
        With every fault of the file: place and line, what is wrong, what to do.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "tea.yaml"
    >>> _ = path.write_text('''
    ... name: tea
    ... version: "1"
    ... codes:
    ...   - id: kettle
    ...     name: The kettle
    ...     definition: Everything said of kettles.
    ...     codes:
    ...       - {id: whistle, name: Whistling, definition: Its whistle., terms: [whistle]}
    ... ''', encoding="utf-8")
    >>> [code.id for code in read_codebook(path)]
    ['kettle', 'kettle/whistle']
    """
    path = find_codebook(str(name_or_path))
    faults = Faults(_as_named(path))
    raw = bytes_of(path, faults)
    faults.settle()
    book = _faultless(raw) or _told(raw, faults)
    beside = path.with_name(f"{path.stem}.examples.jsonl")
    worked_faults = Faults(_as_named(beside))
    worked = read_worked(beside, book, worked_faults) if beside.is_file() else ()
    faults.settle(worked_faults)
    return replace(book, worked=worked, path=path)


@lru_cache(maxsize=4)  # a code made while coding is written, checked and read again: the same bytes each time
def _faultless(raw: bytes) -> Codebook | None:
    """The codebook that a file says, kept by its bytes; ``None`` where they have a fault."""
    faults = Faults("")
    entry = entry_of(raw, faults, _WHAT)
    book = _codebook(entry, hashlib.sha256(raw).hexdigest()) if entry else None
    return None if faults.rows else book


def _told(raw: bytes, faults: Faults) -> Codebook:
    """The codebook as far as its file says one, its faults noted by their lines."""
    entry = entry_of(raw, faults, _WHAT)
    if entry is None:
        faults.settle()
        raise AssertionError("a file without an entry has a fault")
    return _codebook(entry, hashlib.sha256(raw).hexdigest())


def _as_named(path: Path) -> str:
    here = Path.cwd()
    absolute = path.absolute()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else str(path)


def _codebook(entry: Entry, sha256: str) -> Codebook:
    entry.only(_CODEBOOK_KEYS)
    facets = [(_facet(part), part.at("id")) for part in entry.entries("facets", "a facet")]
    check_once([(facet.id, line) for facet, line in facets], "facet", entry.faults)
    told = len(entry.faults.rows)
    parts = entry.entries("codes", "a code")
    if not parts and len(entry.faults.rows) == told:
        entry.faults.add(entry.at("codes"), "the codebook has no codes", "List them under `codes:`")
    values = tuple(dict.fromkeys(value for facet, _ in facets for value in facet.values))
    codes = [found for part in parts for found in _codes(part, "", values)]
    check_once([(code.id, line) for code, line in codes], "code", entry.faults)
    ids = tuple(code.id for code, _ in codes)
    check_formerly(codes, entry.faults)
    issues = [(_issue(part, ids), part.at("id")) for part in entry.entries("issues", "an issue")]
    check_once([(issue.id, line) for issue, line in issues], "issue", entry.faults)
    asked = tuple(issue.id for issue, _ in issues)
    series = [(series_of(part, asked), part.at("id")) for part in entry.entries("series", "a series of questions")]
    check_once([(one.id, line) for one, line in series], "series", entry.faults)
    return Codebook(
        name=_id(entry, "name", "Give it a short name of small letters, digits and hyphens"),
        version=entry.text("version", 'Write for instance `version: "1.0"`'),
        codes=tuple(code for code, _ in codes),
        facets=tuple(facet for facet, _ in facets),
        issues=tuple(issue for issue, _ in issues),
        title=entry.text("title"),
        description=entry.text("description"),
        sha256=sha256,
        series=tuple(one for one, _ in series),
    )


def _id(entry: Entry, key: str, required: str) -> str:
    id = entry.text(key, required)
    if id and not _ID.fullmatch(id):
        plain = re.sub(r"[^a-z0-9_-]+", "-", id.rsplit("/", 1)[-1].lower()).strip("-_")
        why = "the path comes from the nesting" if "/" in id else "small letters a-z, digits, - and _ only"
        mend = f"Write `{key}: {plain}`" if plain else "Give it another"
        entry.faults.add(entry.at(key), f"`{key}: {id}` will not do ({why})", mend)
        return plain or id
    return id


def _facet(entry: Entry) -> Facet:
    id = _id(entry, "id", "Give it an id")
    entry.what = f"facet `{id}`" if id else entry.what
    entry.only(_FACET_KEYS)
    told = [_value(item) for item in entry.texts_or_entries("values", f"a value of {entry.what}")]
    values = tuple(value.id for value in told)
    plain = all(value == FacetValue(value.id) for value in told)  # then it may be one that the package knows
    facet = Facet(
        id,
        entry.text("name") or id.capitalize(),
        values,
        entry.text("definition"),
        () if plain else tuple(told),
        entry.texts("also"),
    )
    check_facet(facet, entry)
    if plain:
        check_known(facet, entry)
    return facet


def _value(item: tuple[str, int] | Entry) -> FacetValue:
    if not isinstance(item, Entry):
        return FacetValue(item[0])
    item.only(_VALUE_KEYS)
    item.text("id", "Give it an id: the word that stands in tables")
    words = {key: item.text(key) for key in _VALUE_KEYS if key != "also" and key in item}
    return FacetValue(**{"id": "", **words, "colour": words.get("colour", "").lower()}, also=item.texts("also"))


def _codes(entry: Entry, parent: str, values: tuple[str, ...]) -> list[tuple[Code, int]]:
    """A code and its sub-codes, each with its line."""
    own = _id(entry, "id", "Give it an id of small letters, digits and hyphens")
    id = f"{parent}/{own}" if parent else own
    entry.what = f"code `{id}`" if own else entry.what
    entry.only((*CODE_KEYS, *values))
    colour = entry.text("colour")
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        entry.faults.add(entry.at("colour"), f"`colour: {colour}` is no colour", 'Write it as `"#0072b2"`, in quotes')
    origin = entry.text("origin") or "deductive"
    if origin not in _ORIGINS:
        entry.faults.add(entry.at("origin"), f"`origin: {origin}` is not known", f"Write {' or '.join(_ORIGINS)}")
    added_on = entry.text("added_on")
    if added_on and not _is_day(added_on):
        entry.faults.add(entry.at("added_on"), f"`added_on: {added_on}` is no day", "Write it as 2024-01-31")
    code = Code(
        id=id,
        name=entry.text("name", "Give it a name as it should stand in tables"),
        parent=parent,
        definition=entry.text("definition"),
        include=entry.texts("include"),
        exclude=entry.texts("exclude"),
        examples=entry.texts("examples"),
        terms=_terms(entry),
        phrases=tuple((value, entry.text(value)) for value in values if value in entry),
        colour=colour.lower(),
        origin=origin,
        added_by=entry.text("added_by"),
        added_on=added_on,
        formerly=entry.texts("formerly"),
    )
    below = [found for part in entry.entries("codes", f"a sub-code of `{id}`") for found in _codes(part, id, values)]
    return [(code, entry.at("id")), *below]


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _issue(entry: Entry, codes: tuple[str, ...]) -> Issue:
    id = _id(entry, "id", "Give it an id of small letters, digits and hyphens")
    entry.what = f"issue `{id}`" if id else entry.what
    entry.only(_ISSUE_KEYS)
    check_issue(entry, codes)
    return Issue(
        id=id,
        question=entry.text("question", "Ask what is to be answered with yes or no"),
        codes=entry.texts("codes"),
        sections=entry.texts("sections"),
        terms=_terms(entry),
        name=entry.text("name"),
        statement=entry.text("statement"),
    )


def _terms(entry: Entry) -> tuple[Term, ...]:
    found = []
    for item in entry.texts_or_entries("terms", f"a term of {entry.what}"):
        if isinstance(item, Entry):
            found.append((_term(item), item.line))
        else:
            found.append((Term(_spaced(item[0])), item[1]))
    check_terms(found, entry)
    return tuple(term for term, _ in found)


def _term(entry: Entry) -> Term:
    entry.only((*_TERM_KINDS, "weight", "unless"))
    kinds = [kind for kind in _TERM_KINDS if kind in entry]
    if len(kinds) != 1:
        has = " and ".join(f"`{kind}:`" for kind in kinds) or "none"
        entry.faults.add(entry.line, f"{entry.what} has {has} of phrase, lemma, pattern", "Give exactly one of them")
        return Term("", unless=entry.texts("unless"))
    kind = kinds[0]
    words = entry.text(kind)
    term = Term(
        words if kind == "pattern" else _spaced(words), kind, entry.number("weight", 1.0), entry.texts("unless")
    )
    if kind == "pattern" and term.text:
        check_pattern(term.text, entry.at(kind), entry)
    for pattern, line in entry.lined_texts("unless"):
        check_pattern(pattern, line, entry)
    if not 0 < term.weight <= 1:
        mend = "1 decides alone, less is a hint"
        entry.faults.add(entry.at("weight"), f"`weight:` of {entry.what} must be above 0 and at most 1", mend)
    return term


def _spaced(words: str) -> str:
    return " ".join(words.split())
