"""What a notebook shows of double coding: agreement code by code, document by document, and what to talk about.

Nothing is counted here: the figures are those that ``send-qual agreement --out`` writes.
"""

from __future__ import annotations

from math import isnan

from send_qual.agreement import CodeReliability, Disagreement, DoubleCoded, Reliability
from send_qual.coding import Codings
from send_qual.report.rendering import View, table_view

__all__ = ["codes", "differences", "documents", "over_time", "settled"]

_BASES = {
    "documents": "Intervals by leaving out each document in turn.",
    "posterior": "*: a posterior of the counts, as few documents, or few with the code, were coded twice.",
    "too few documents": "Where no interval stands there are too few documents for one.",
}


def codes(told: Reliability, codings: Codings) -> View:
    """Show how far two coders agree on each code that one of them gave."""
    given = [row for row in told if row.n > 0 and not row.facet and row.second]
    rows = [
        (
            _name(codings, row),
            f"{row.first}, {row.second}",
            f"{row.n:,.0f}",
            *(_figure(row.figures[one]) for one in ("percent", "kappa", "ac1", "alpha")),
            _interval(row),
        )
        for row in given
    ]
    columns = (
        "Code",
        "Coders",
        f"{told.unit.capitalize()}s with it",
        "Percent",
        "Kappa",
        "AC1",
        "Alpha",
        "95% interval",
    )
    note = " ".join(words for basis, words in _BASES.items() if any(row.basis == basis for row in given))
    return table_view("Agreement by code", columns, rows, numeric=frozenset(range(2, 8)), note=note)


def documents(twice: DoubleCoded) -> View:
    """Show what became of each document that two coders read."""
    rows = [
        (row.document, f"{row.first}, {row.second}", row.units, f"{row.alike / max(row.units, 1):.0%}", row.differences,
         row.left, row.state)
        for row in twice.documents
    ]  # fmt: skip
    columns = ("Document", "Coders", f"{twice.unit.capitalize()}s", "Alike", "Differences", "Left to settle", "State")
    note = "Undisputed: nothing differs, edges included; such a document is closed without a third."
    return table_view("Documents coded twice", columns, rows, numeric=frozenset(range(2, 6)), note=note)


def over_time(twice: DoubleCoded) -> View:
    """Show agreement in the order in which the documents were coded."""
    rows = [
        (f"{one.begin} to {one.end}", f"{one.first}, {one.second}", len(one.documents), _figure(one.alpha),
         f"{one.alike:.0%}", f"{one.rates[0]:.1f}", f"{one.rates[1]:.1f}")
        for one in twice.stretches
    ]  # fmt: skip
    columns = ("Coded", "Coders", "Documents", "Alpha", "Units alike", "Codings a hundred, first", "second")
    note = (
        ""
        if rows
        else "From four documents on, coded one after the other by two coders; of these no order is on record."
    )
    return table_view("In the order of coding", columns, rows, numeric=frozenset(range(2, 7)), note=note)


def differences(told: Reliability, codings: Codings, *, rows: int = 12) -> View:
    """Show where coders differ, in the order of the text: what they have to talk about."""
    found = [(pair, one) for pair, some in told.differences.items() for one in some]
    shown = [_difference(codings, pair, one) for pair, one in found[:rows]]
    columns = ("Document", "Passage", "What differs", "First", "Second")
    return table_view(f"Differences to talk about: {len(shown)} of {len(found)}", columns, shown)


def settled(before: Reliability, after: Reliability, codings: Codings) -> View:
    """Show alpha of each code before and after differences were settled."""
    later = {(row.code, row.first, row.second): row for row in after if not row.facet}
    rows = [
        (_name(codings, row), f"{row.first}, {row.second}", _figure(row.figures["alpha"]),
         _figure(later[row.code, row.first, row.second].figures["alpha"]))
        for row in before
        if row.n > 0 and not row.facet and row.second and (row.code, row.first, row.second) in later
    ]  # fmt: skip
    note = "Agreement after discussion is no measure of reliability: it tells how far differences could be settled."
    columns = ("Code", "Coders", "Before", "After")
    return table_view("Alpha before and after discussion", columns, rows, numeric=frozenset({2, 3}), note=note)


def _difference(codings: Codings, pair: tuple[str, str], one: Disagreement) -> tuple[str, ...]:
    row = next(coding for coding in (one.first, one.second) if coding)

    def said(own: bool) -> str:
        coding = one.first if own else one.second
        who = pair[0] if own else pair[1]
        if coding is None:
            return f"{who}: no code"
        value = coding.facets.get(one.facet, "none") if one.facet else ""
        book = codings.codebook
        name = book[coding.code].name if book and coding.code in book else coding.code
        return f"{who}: {name}{f', {value}' if value else ''}"

    return row.document, row.quote, one.kind, said(True), said(False)


def _name(codings: Codings, row: CodeReliability) -> str:
    book = codings.codebook
    return book[row.code].name if book and row.code in book else row.code


def _figure(value: float) -> str:
    return "-" if isnan(value) else f"{value:.2f}"


def _interval(row: CodeReliability) -> str:
    found = row.intervals.get("alpha")
    if found is None or isnan(found.low):
        return "-"
    return f"{found.low:.2f} to {found.high:.2f}{'*' if row.basis == 'posterior' else ''}"
