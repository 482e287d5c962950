"""What the notebooks on interviews show: who speaks, what is to be replaced, quotations, matrix, disclosures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from send_qual.corpus import Corpus
from send_qual.errors import Fault, SendQualError
from send_qual.findings import InterviewFindings
from send_qual.kinds.interview import read_cases
from send_qual.pseudonyms import Pseudonymised
from send_qual.report.interviews import FIELDS, Disclosure
from send_qual.report.rendering import View, table_view

__all__ = ["cases", "disclosures", "fields", "matrix", "participants", "proposals", "quotations", "speakers", "turns"]

_KINDS = {
    "person": "name of a person",
    "place": "name of a place",
    "organisation": "name of an organisation",
    "contact": "contact details",
    "date": "date",
    "role": "a post",
    "case": "details of a child or family",
    "consent": "what is not to be quoted",
    "added": "added by you",
}


def speakers(corpus: Corpus) -> View:
    """Show who speaks in each interview, as what, and how much.

    Examples
    --------
    >>> speakers(Corpus("empty", ()))
    Who speaks (0 rows)
    """
    rows = []
    for document in corpus:
        turns = [s for s in document.segments if s.kind == "turn"]
        for name in dict.fromkeys(s.speaker for s in turns):
            mine = [s for s in turns if s.speaker == name]
            words = sum(len(document.words(s).split()) for s in mine)
            role = mine[0].role or "not known"
            told = document.attributes.get("roles_by", "")
            rows.append((document.id, name or "(no name)", role, len(mine), f"{words:,}", told))
    columns = ("Interview", "Speaker", "Part", "Turns", "Words", "Told by")
    note = "Only what participants say is coded. Wrong? Write it into attributes.csv and run this cell again."
    return table_view("Who speaks", columns, rows, numeric=frozenset({3, 4}), note=note)


def cases(corpus: Corpus) -> View:
    """Show what ``attributes.csv`` says of those who speak."""
    rows = read_cases(corpus.home) if corpus.home is not None else ()
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    note = "Names stand here: this table stays where the raw transcripts are." if _named(rows) else ""
    shown = [tuple(row.get(name, "") for name in columns) for row in rows]
    return table_view("Who they are", tuple(name.capitalize() for name in columns), shown, note=note)


def _named(rows: Iterable[Mapping[str, str]]) -> bool:
    """Whether the table names somebody: a speaker who is not called by the participant's id."""
    return any(
        row.get("speaker") and row["speaker"] != row.get("participant") and row.get("role") != "interviewer"
        for row in rows
    )


def proposals(made: Pseudonymised, kind: str = "") -> View:
    """Show what is to be replaced, by what, with the words around it; all kinds, or one.

    Raises
    ------
    SendQualError
        Where there is no such kind.
    """
    if kind and kind not in _KINDS:
        raise SendQualError(Fault(f"kind {kind!r}", "there is none", f"Write one of {', '.join(_KINDS)}"))
    frame = made.table()
    rows = [
        (
            row["text"], _KINDS.get(row["kind"], row["kind"]), row["proposal"],
            " ".join(filter(None, (row["decision"], row["replace as"]))), row["mentions"], row["context"],
        )
        for row in frame.to_dict("records")
        if not kind or row["kind"] == kind
    ]  # fmt: skip
    columns = ("Words", "What", "Proposal", "Your decision", "Times", "Where")
    note = f"Nobody else should see this table: it holds the names. It lies in {made.decisions.name} too."
    return table_view("What is to be replaced", columns, rows, numeric=frozenset({4}), note=note)


def turns(corpus: Corpus, document: str, *, first: int = 1, most: int = 8) -> View:
    """Show some turns of an interview.

    Raises
    ------
    SendQualError
        Where the corpus has no such interview.
    """
    if document not in {d.id for d in corpus}:
        known = ", ".join(d.id for d in corpus)
        raise SendQualError(Fault(document, "there is no such interview here", f"Write one of {known}"))
    read = corpus[document]
    spoken = [s for s in read.segments if s.kind == "turn"][first - 1 : first - 1 + most]
    rows = [(s.time, s.speaker or "(no name)", read.words(s)) for s in spoken]
    return table_view(f"{document}, from turn {first}", ("Time", "Speaker", "Words"), rows)


def participants(study: InterviewFindings) -> View:
    """Show the participants of a study and what is known of them."""
    names = list(dict.fromkeys(k for p in study.participants for k in p.attributes))
    rows = [(p.id, len(p.documents), *(p.attributes.get(n, "") for n in names)) for p in study.participants]
    columns = ("Participant", "Interviews", *(n.capitalize() for n in names))
    return table_view("Who took part", columns, rows, numeric=frozenset({1}))


def quotations(study: InterviewFindings, theme: str = "") -> View:
    """Show the quotations of the report, of all themes or one, with the key to leave each out by."""
    book = study.findings.codebook
    rows = [
        (q.key, book[q.code].name, *(q.value(f) for f in book.facets), q.participant, q.text)
        for q in study.quotations
        if not theme or q.code.split("/")[0] == theme
    ]
    return table_view("Quotations", ("Key", "Sub-theme", *(f.name for f in book.facets), "Who", "Words"), rows)


def matrix(study: InterviewFindings, *, by: str = "participant") -> View:
    """Show the framework matrix: participants (or roles) by themes, each cell in their own words."""
    cells = {"participant": study.matrix, "role": study.matrix_by_role}.get(by)
    if cells is None:
        raise SendQualError(Fault(f"by {by!r}", "the matrix has no such rows", "Write participant or role"))
    themes = study.findings.themes()
    found = {(c.row, c.theme): f"{c.passages}: {c.summary}" for c in cells}
    rows = [(row, *(found.get((row, t.id), "") for t in themes)) for row in dict.fromkeys(c.row for c in cells)]
    note = "The number of passages, then the most telling words on what helps and what hinders."
    return table_view("Framework matrix", (by.capitalize(), *(t.name for t in themes)), rows, note=note)


def disclosures(found: Iterable[Disclosure]) -> View:
    """Show what the disclosure check found, and what to do about each."""
    rows = [(d.place, d.problem, f"may be printed: {d.why}" if d.why else d.mend) for d in found]
    if not rows:
        return View("<p>The disclosure check found nothing. It cannot know what readers know: read the quotations.</p>")
    return table_view("Somebody could be recognised", ("Where", "What", "What to do"), rows)


def fields() -> View:
    """Show what a Word template may name."""
    rows = [
        (f"{{{{{name} }}}}" if name.startswith("p ") else f"{{{{ {name} }}}}", told) for name, told in FIELDS.items()
    ]
    return table_view("Fields of a template", ("Field", "What comes there"), rows)
