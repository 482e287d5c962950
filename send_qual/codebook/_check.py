"""What a codebook must keep to beyond the types of its keys."""

from __future__ import annotations

import re
import warnings

from send_qual.codebook._entries import Entry, Faults, nearest
from send_qual.codebook._patterns import compile_pattern
from send_qual.codebook.codebook import Code, Term
from send_qual.codebook.facet import SIGNS, Facet, known_facet
from send_qual.corpus import sections

__all__ = ["CODE_KEYS", "check_facet", "check_issue", "check_known", "check_once", "check_pattern", "check_terms"]

CODE_KEYS = (
    "id", "name", "definition", "include", "exclude", "examples", "terms", "colour", "origin", "added_by",
    "added_on", "formerly", "codes",
)  # fmt: skip
"""What a codebook may say of a code, besides its wording for each value of a facet."""

_SHOWN = 200  # letters of a pattern
_TAKEN = (
    "document", "start", "end", "quote", "prefix", "suffix", "codebook", "code", "theme", "coder", "status",
    "confidence", "reason", "memo", "created", "codebook_version", "facets",
    # of review sheets
    "where", "question", "before", "passage", "after", "decision", "reviewer", "why", "sure", "id", "sheet", "filled",
    "finished",
    # of tables of findings
    "name", "number", "kind", "about", "sentence", "passages", "documents", "reports", "interviews", "participants",
    "of", "n", "reviewed", "what", "outcome", "by", "counted", "attribute", "value", "quotation", "key", "page",
)  # fmt: skip


def check_once(ids: list[tuple[str, int]], what: str, faults: Faults) -> None:
    """No id may be given twice."""
    first: dict[str, int] = {}
    for id, line in ids:
        if id and id in first:
            faults.add(line, f"{what} `{id}` is given again; the first is in line {first[id]}", "Give it another id")
        first.setdefault(id, line)


def check_formerly(codes: list[tuple[Code, int]], faults: Faults) -> None:
    """What a code was called is no code of today, and no two codes were called so."""
    now = {code.id for code, _ in codes}
    first: dict[str, str] = {}
    for code, line in codes:
        for old in code.formerly:
            if old in now:
                mend = "Take it out of `formerly:`, or give one of the two another id"
                faults.add(line, f"`{old}`, which code `{code.id}` was called formerly, is a code still", mend)
            elif first.setdefault(old, code.id) != code.id:
                mend = "Codings with it can go to one of them only"
                faults.add(line, f"codes `{first[old]}` and `{code.id}` were both called `{old}` formerly", mend)


def check_pattern(pattern: str, line: int, entry: Entry) -> None:
    """A regular expression must compile, and match more than nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            compiled = compile_pattern(pattern, re.IGNORECASE)
    except (re.error, FutureWarning, OverflowError, RecursionError) as error:
        mend = "Correct it; put it in single quotes so that YAML leaves backslashes alone"
        shown = repr(pattern) if len(pattern) <= _SHOWN else f"{pattern[:_SHOWN]!r}..."
        entry.faults.add(line, f"the pattern {shown} of {entry.what} cannot be used: {error}", mend)
        return
    if compiled.search(""):
        mend = "Ask for at least one letter in it"
        entry.faults.add(line, f"the pattern {pattern!r} of {entry.what} matches everywhere, even nothing", mend)


def check_terms(terms: list[tuple[Term, int]], entry: Entry) -> None:
    """A term stands once in a code: of two, nobody could say whose weight counts."""
    first: dict[tuple[str, str], int] = {}
    for term, line in terms:
        key = (term.kind, term.text if term.kind == "pattern" else term.text.casefold())
        if term.text and key in first:
            problem = f"the {term.kind} {term.text!r} of {entry.what} is given again; the first is in line {first[key]}"
            entry.faults.add(line, problem, "Keep one of them")
        first.setdefault(key, line)


def check_facet(facet: Facet, entry: Entry) -> None:
    """A facet has values, each once, and its id is not the name of another column."""
    line = entry.at("values")
    if not facet.values:
        entry.faults.add(line, f"{entry.what} has no values", "List them: `values: [first, second]`")
    if facet.id in _TAKEN:
        entry.faults.add(
            entry.at("id"), f"`{facet.id}` is already a column of the table of codings", "Rename the facet"
        )
    for value in sorted({v for v in facet.values if facet.values.count(v) > 1}):
        entry.faults.add(line, f"{entry.what} has the value `{value}` twice", "Keep one of them")
    for value in facet.values:
        if value in CODE_KEYS:
            mend = "Name it otherwise: codes word their findings by the names of values"
            entry.faults.add(line, f"the value `{value}` of {entry.what} is the name of a key of codes", mend)
    for one in facet.words:
        if one.sign and one.sign not in SIGNS:
            entry.faults.add(line, f"`sign: {one.sign}` of `{one.id}` is not known", f"Write {', '.join(SIGNS)}")
        if one.colour and not re.fullmatch(r"#[0-9a-f]{6}", one.colour):
            entry.faults.add(line, f"`colour: {one.colour}` of `{one.id}` is no colour", 'Write it as `"#0072b2"`')


def check_known(facet: Facet, entry: Entry) -> None:
    """A facet that the package knows, named by its values alone, has no others: they would have no sign."""
    known = known_facet(facet.id)
    for value in facet.values if known else ():
        if known and value not in known.values:
            mend = nearest(value, known.values) or f"Say what it is: `- {{id: {value}, sign: ...}}`"
            entry.faults.add(entry.at("values"), f"`{value}` is no value of {entry.what} that is known here", mend)


def check_issue(entry: Entry, codes: tuple[str, ...]) -> None:
    """An issue draws on codes of this codebook and on sections that reports have."""
    for code, line in entry.lined_texts("codes"):
        if code not in codes:
            mend = nearest(code, codes) or "Use the full id of a code of this file, as `theme/sub-code`"
            entry.faults.add(line, f"{entry.what} names the code `{code}`, which is not in this codebook", mend)
    for section, line in entry.lined_texts("sections"):
        if section not in (known := tuple(sections())):
            mend = nearest(section, known) or f"The sections are {', '.join(known)}"
            entry.faults.add(line, f"{entry.what} names the section `{section}`, which reports do not have", mend)
    if "codes" not in entry and "terms" not in entry:
        mend = "Add `codes:` or `terms:`"
        entry.faults.add(entry.line, f"{entry.what} says neither by which codes nor by which terms it is judged", mend)
