"""Codings to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from send_qual.codebook import Code, Codebook, Facet, known_facet
from send_qual.coding import Answer, Codings
from send_qual.corpus import Document, kind_of
from send_qual.errors import SendQualError
from send_qual.findings._basis import basis
from send_qual.findings._comparison import compare as side_by_side
from send_qual.findings._counts import Groups, counts, groups_of, tally, together
from send_qual.findings._evidence import Case, case_of, evidence
from send_qual.findings._issues import issue_findings, unit_of
from send_qual.findings._outcomes import judgement_of, outcomes
from send_qual.findings._published import DATE, check_date, dated, published_since
from send_qual.findings.model import Findings
from send_qual.findings.patterns import arguments
from send_qual.findings.sentences._dates import long_date
from send_qual.findings.sentences._practice import practices
from send_qual.findings.sentences._statements import statements

__all__ = ["counted_findings", "findings"]

_MOST_GROUPS = 8  # of documents: with more, each holds too few


def findings(
    codings: Codings,
    *,
    issues: Iterable[Answer] | None = None,
    compare: str | Findings | None = None,
    since: str | None = None,
) -> Findings:
    """Draw findings from codings.

    Parameters
    ----------
    codings : Codings
        With ``.corpus`` and ``.codebook``, as ``code()`` gives them; without them, documents and
        codes are taken from the codings alone. Rejected codings do not count; people's go first.
    issues : iterable of Answer, optional
        Answers to the codebook's report-level questions, from ``judge_issues``.
    compare : str or Findings, optional
        A tranche to compare with: the findings of another corpus; a value of the documents'
        attribute ``tranche``; or a date (``"2024-05-01"``) that parts the documents published
        before it from the others.
    since : str, optional
        Only documents published on or after this date (``"2024-05-01"``); the earlier tranche of a comparison
        still sees all, the later one holds those.

    Returns
    -------
    Findings

    Raises
    ------
    SendQualError
        Where ``compare`` names no tranche that is there, a date is not a date, or no document is that late.

    Examples
    --------
    >>> from send_qual.coding import Coding, Codings
    >>> rows = [Coding("a.txt", 0, 4, "Wait", "health", "AB", facets={"polarity": "challenge"}, status="applied")]
    >>> drawn = findings(Codings(tuple(rows)))
    >>> drawn.statements[0].sentence
    'Challenges in health were identified in the one document.'
    """
    answers = tuple(issues or ())
    codings = _complete(codings)
    chosen, notices = _since(codings, since)
    drawn = _worded(counted_findings(chosen, answers))
    options = {k: v for k, v in (("since", since), ("compare", compare if isinstance(compare, str) else None)) if v}
    comparison = None
    if isinstance(compare, Findings):
        comparison = side_by_side(compare, drawn)
        options["compare"] = compare.label
    elif compare:
        one, other, said = _part(codings, compare)
        other, left = _later(other, chosen, compare, since)
        notices += (*said, *left)
        sides = [counted_findings(group, answers, label) for label, group in (one, other)]
        comparison = side_by_side(*sides)
    return replace(drawn, comparison=comparison, options=options, notices=(*drawn.notices, *notices))


def _complete(codings: Codings) -> Codings:
    """The codings with a corpus and codebook; where they have none, what the rows alone tell."""
    if codings.codebook is None:
        ids = dict.fromkeys(
            "/".join(parts[:n]) for c in codings.rows for parts in [c.code.split("/")] for n in range(1, len(parts) + 1)
        )
        codes = (Code(id, id.rsplit("/", 1)[-1].replace("-", " ").capitalize(), id.rpartition("/")[0]) for id in ids)
        made = Codebook("codings", "", tuple(sorted(codes, key=lambda c: c.id)), _facets(codings))
        codings = replace(codings, codebook=made)
    return codings


def _facets(codings: Codings) -> tuple[Facet, ...]:
    """The facets that codings have: as the package knows them, else with the values that were met."""
    met: dict[str, set[str]] = {}
    for coding in codings.rows:
        for facet, value in coding.facets.items():
            met.setdefault(facet, set()).add(value)
    return tuple(
        known_facet(id, values) or Facet(id, id.replace("-", " ").capitalize(), tuple(sorted(values)))
        for id, values in sorted(met.items())
    )


def counted_findings(codings: Codings, answers: tuple[Answer, ...] = (), label: str = "") -> Findings:
    """What one set of documents amounts to in numbers: cases, evidence, tally and counts, without a sentence."""
    codings = _complete(codings)
    book, corpus = codings.codebook, codings.corpus
    if book is None:  # _complete has seen to it
        raise TypeError("codings without a codebook")
    cases = _cases(codings)
    here = {c.document for c in cases}
    known = {code.id for code in book}
    strangers = sorted({c.code for c in codings.rows} - known)
    codings = codings.where(lambda c: c.code in known and c.document in here)
    passages = evidence(codings)
    judged = judgement_of(corpus or ())
    table = tally(passages, book, (c.document for c in cases))
    many = "1 code is" if len(strangers) == 1 else f"{len(strangers)} codes are"
    was = "was" if len(strangers) == 1 else "were"
    said = f"{many} not in the codebook {book.name} and {was} not counted: {', '.join(strangers)}."
    name = corpus.name if corpus is not None else ""
    return Findings(
        name=name,
        label=label or name,
        unit=unit_of(corpus or ()),
        codebook=book,
        codings=codings,
        cases=cases,
        evidence=passages,
        tally=table,
        counts=counts(table),
        issues=issue_findings(answers, book, cases, corpus),
        judgement=judged,
        outcomes=outcomes(cases, judged),
        together=together(table),
        attributes=counts(table, _groups(cases, corpus or ())),
        basis=basis(codings, len(passages), [a for a in answers if a.document in here]),
        left_out=corpus.left_out if corpus is not None else (),
        notices=(said,) if strangers else (),
    )


def _worded(drawn: Findings) -> Findings:
    """The same with sentences, arguments and good practice."""
    said = statements(drawn.tally, drawn.issues, drawn.unit)
    labels = [case.label for case in drawn.cases]
    return replace(
        drawn,
        statements=said,
        arguments=arguments(drawn.evidence, drawn.codebook, labels),
        practices=practices(drawn.tally, drawn.cases),
    )


def _groups(cases: tuple[Case, ...], documents: Iterable[Document]) -> Groups:
    """The groups of documents that share a value of an attribute; a fact that no overview groups by parts none."""
    apart = {
        fact for document in documents for kind in [kind_of(document)] for fact in {*kind.facts} - {*kind.grouping}
    }
    most = min(_MOST_GROUPS, len(cases) - 1)  # at least one value is shared
    found = groups_of(((c.document, c.attributes) for c in cases), most=most, without=apart)
    return {name: found[name] for name in sorted(found)}


def _cases(codings: Codings) -> tuple[Case, ...]:
    if codings.corpus is not None:
        return tuple(case_of(d) for d in codings.corpus)
    return tuple(Case(id, id) for id in dict.fromkeys(c.document for c in codings.rows))


# ------------------------------------------------------------------------------- which documents
def _only(codings: Codings, test: Callable[[Document], bool]) -> Codings:
    if codings.corpus is None:
        return codings
    corpus = codings.corpus.where(test)
    ids = {d.id for d in corpus}
    return replace(codings.where(lambda c: c.document in ids), corpus=corpus)


def _since(codings: Codings, since: str | None) -> tuple[Codings, tuple[str, ...]]:
    if not since:
        return codings, ()
    check_date(since, "since")
    if codings.corpus is None:
        raise SendQualError(f"since {since}: the codings come without their documents, so no date is known.")
    undated = [d.id for d in codings.corpus if not dated(d)]
    said = f"Without a date, and so not among those published since {since}: {', '.join(undated)}."
    there = {d.id for d in published_since(codings.corpus, since)}
    return _only(codings, lambda d: d.id in there), (said,) if undated else ()


Group = tuple[str, Codings]


def _part(codings: Codings, tranche: str) -> tuple[Group, Group, tuple[str, ...]]:
    """The two tranches, the earlier first, each with what it is called."""
    if DATE.fullmatch(tranche):
        check_date(tranche, "compare")
        undated = [d.id for d in codings.corpus or () if not dated(d)]
        said = (f"Without a date, and so in neither tranche: {', '.join(undated)}.",) if undated else ()
        before = _only(codings, lambda d: "" < dated(d) < tranche)
        after = _only(codings, lambda d: dated(d) >= tranche)
        day = long_date(tranche)
        parted = ((f"published before {day}", before), (f"published from {day}", after), said)
    else:
        values = {d.attributes.get("tranche", "") for d in codings.corpus or ()} - {""}
        if tranche not in values:
            there = (
                f"The tranches here are: {', '.join(sorted(values))}"
                if values
                else "The documents have no attribute tranche"
            )
            raise SendQualError(
                f"compare {tranche!r}: there is no such tranche. {there}; a date such as 2024-05-01 or the folder "
                "of another corpus also does."
            )
        rest = sorted(values - {tranche})
        named = _only(codings, lambda d: d.attributes.get("tranche", "") == tranche)
        others = _only(codings, lambda d: d.attributes.get("tranche", "") in rest)
        parted = (*_in_time((tranche, named), (", ".join(rest), others)), ())
    if not all(g[1].corpus and len(g[1].corpus) for g in parted[:2]):
        raise SendQualError(
            f"compare {tranche!r}: all documents lie on one side of it, so there is nothing to compare."
        )
    return parted


def _later(later: Group, chosen: Codings, compare: str, since: str | None) -> tuple[Group, tuple[str, ...]]:
    """The later tranche, of the documents that the findings are drawn from; called by the day it then begins."""
    there = {d.id for d in chosen.corpus or ()}
    kept = _only(later[1], lambda d: d.id in there)
    if not kept.corpus:
        option = f"compare {compare!r}, since {since}"
        raise SendQualError(f"{option}: none of the later tranche ({later[0]}) was published since then.")
    between = [d.id for d in later[1].corpus or () if d.id not in there]
    if not since or not between:
        return (later[0], kept), ()
    begins = f"published from {long_date(since)}"
    label = begins if DATE.fullmatch(compare) else f"{later[0]}, {begins}"
    return (label, kept), (f"In neither tranche, for they were published before {since}: {', '.join(between)}.",)


def _in_time(one: Group, other: Group) -> tuple[Group, Group]:
    """The two in order of their first dates; without dates in order of their names."""
    first = [min((dated(d) for d in g[1].corpus or () if dated(d)), default="") for g in (one, other)]
    in_order = first[0] <= first[1] if all(first) and first[0] != first[1] else one[0] <= other[0]
    return (one, other) if in_order else (other, one)
