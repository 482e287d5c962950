"""What people decide on what could tell who somebody is: the list ``disclosures.csv`` beside a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.corpus import Corpus
from send_qual.corpus._attributes import table_rows
from send_qual.errors import Fault, SendQualError
from send_qual.findings import InterviewFindings
from send_qual.findings.interview_study._participants import people
from send_qual.pseudonyms import Identifier
from send_qual.report.interviews._disclosure import Disclosure, disclosures_of, shown_groups
from send_qual.report.interviews._style import ReportStyle
from send_qual.study.tables import formula_unsafe, write_csv

__all__ = [
    "DISCLOSURES",
    "DisclosureDecision",
    "check_disclosure",
    "read_disclosure_decisions",
    "style_decided",
    "withheld_by_decision",
    "without_rows",
    "write_disclosures",
]

DISCLOSURES = "disclosures.csv"
COLUMNS = ("where", "what", "decision", "why", "what to do", "kind", "document", "participant", "about")
_ACTIONS = {"": "", "print": "print", "keep": "print", "leave out": "leave out", "leave-out": "leave out"}
_OF_WORDS = frozenset({"identifier", "event"})
_OF_PEOPLE = frozenset({"role", "combination"})
_PLACES_TOLD = 5


@dataclass(frozen=True, slots=True)
class DisclosureDecision:
    """What somebody decided on one thing that could give somebody away.

    Parameters
    ----------
    kind, document, about : str
        As those of the :class:`Disclosure`.
    action : str
        ``"print"``, ``"leave out"`` or ``""``: none yet.
    why : str
        The reason to print it; stands in the report's appendix.
    where, what : str
        As the list told it.
    """

    kind: str
    document: str
    about: str
    action: str = ""
    why: str = ""
    where: str = ""
    what: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about, however a spreadsheet wrote it."""
        return _key(self.kind, self.document, self.about)


def _key(kind: str, document: str, about: str) -> tuple[str, str, str]:
    return kind.strip(), document.strip(), " ".join(about.split()).casefold().replace("’", "'")


def _file(corpus: Corpus | None) -> Path | None:
    """Where the list of a corpus lies; ``None`` for one that was made in memory."""
    home = corpus.home if corpus is not None else None
    if home is None:
        return None
    return (home.parent if home.name == "documents" else home) / DISCLOSURES


def read_disclosure_decisions(corpus: Corpus | None) -> tuple[DisclosureDecision, ...]:
    """The rows of ``disclosures.csv`` beside a corpus; none where there is no such list.

    Raises
    ------
    SendQualError
        Where a column is missing, a row cannot be read, a decision is none, or one to print has no reason; all at once.
    """
    path = _file(corpus)
    if path is None or not path.is_file():
        return ()
    faults: list[Fault] = []
    rows = table_rows(path, faults)
    made = []
    for number, row in rows.items():
        cell = {name.strip().casefold(): formula_unsafe(value).strip() for name, value in row.items()}
        place = f"{DISCLOSURES} row {number}"
        if missing := [name for name in ("decision", "why", "kind", "document", "about") if name not in cell]:
            mend = "Put it back, or delete the file: the next run writes it anew, without decisions"
            raise SendQualError(Fault(DISCLOSURES, f"the column {missing[0]!r} is missing", mend))
        said = " ".join(cell["decision"].casefold().split())
        if said not in _ACTIONS:
            mend = "Write print or leave out, or leave it empty"
            faults.append(Fault(place, f"{cell['decision']!r} is no decision", mend))
            continue
        if _ACTIONS[said] == "print" and not cell["why"]:
            faults.append(Fault(place, "it is to be printed, and no reason is given", "Write one into the column why"))
        if _ACTIONS[said] == "leave out" and cell["kind"] == "names":
            mend = "Pseudonymise them, or write print and a reason"
            faults.append(Fault(place, "transcripts that name who speaks cannot be left out here", mend))
        told = (cell.get(name, "") for name in ("where", "what"))
        made.append(
            DisclosureDecision(
                cell["kind"], cell["document"], cell["about"], _ACTIONS[said], cell["why"], *told
            )
        )  # fmt: skip
    if faults:
        raise SendQualError(faults)
    return tuple(made)


def check_disclosure(
    study: InterviewFindings, style: ReportStyle | None = None, identifiers: Iterable[Identifier] = ()
) -> tuple[Disclosure, ...]:
    """What a report of these findings would give away, and what somebody decided on it in ``disclosures.csv``.

    Parameters
    ----------
    study : InterviewFindings
        Of :func:`interview_findings`, which leaves out what is to be left out.
    style : ReportStyle, optional
    identifiers : iterable of Identifier
        What :func:`send_qual.pseudonyms.identifiers` still finds in the transcripts.

    Returns
    -------
    tuple of Disclosure
        What was decided to be printed bears the reason in ``why``; all else is open.
    """
    decisions = read_disclosure_decisions(study.findings.codings.corpus)
    why = {one.key: one.why for one in decisions if one.action == "print"}
    found = disclosures_of(study, style_decided(study, style or ReportStyle(), decisions), identifiers)
    return tuple(replace(one, why=why.get(_key(one.kind, one.document, one.about), "")) for one in found)


def withheld_by_decision(
    corpus: Corpus, found: Sequence[Identifier], decisions: Iterable[DisclosureDecision]
) -> dict[str, list[tuple[int, int]]]:
    """Document id -> stretches that are to be left out: the words themselves, or all that a participant says."""
    out: dict[str, list[tuple[int, int]]] = {}
    who = None
    for one in decisions:
        if one.action != "leave out":
            continue
        if one.kind in _OF_WORDS:
            for id, start, end in _stretches(corpus, found, one):
                out.setdefault(id, []).append((start, end))
        elif one.kind in _OF_PEOPLE and not one.about.startswith("row "):
            who = who or people(corpus)
            speaker = one.about.partition(":")[0]
            for document in corpus:
                turns = [(s.start, s.end) for s in document.segments if who.at(document.id, s.start) == speaker]
                out.setdefault(document.id, []).extend(turns)
    return out


def _stretches(corpus: Corpus, found: Sequence[Identifier], one: DisclosureDecision) -> Iterable[tuple[str, int, int]]:
    """Where in its document the words of a decision stand."""
    if one.kind == "identifier":
        for other in found:
            if _key(one.kind, other.document, other.text) == one.key:
                yield other.document, other.start, other.end
        return
    document = next((d for d in corpus if d.id == one.document), None)
    words = one.about.split()
    if document is None or not words:
        return
    at = document.text.find(words[0])
    while at >= 0:  # printed words may have been shortened: as many as stand there
        said, end = document.text[at : at + len(one.about) + 80].split(), at
        if said[: min(6, len(words))] == words[:6]:
            end = at + len(one.about)
            yield document.id, at, end
        at = document.text.find(words[0], max(end, at + 1))


def style_decided(study: InterviewFindings, style: ReportStyle, decisions: Iterable[DisclosureDecision]) -> ReportStyle:
    """The style with tables dropped and cells of one person hidden where that was decided."""
    gone = [one.about for one in decisions if one.kind == "cell" and one.action == "leave out"]
    if not gone:
        return style
    named = {name for name in shown_groups(study, style) if f"names by {name}" in gone}
    if named:
        style = replace(style, by=tuple(name for name in shown_groups(study, style) if name not in named))
    return replace(style, mask_cells=True) if any(not about.startswith("names by ") for about in gone) else style


def without_rows(study: InterviewFindings, decisions: Iterable[DisclosureDecision]) -> InterviewFindings:
    """The findings without the rows of the matrix that are to be left out: a participant's, or those of a role."""
    gone = {one.about.partition(":")[0] for one in decisions if one.action == "leave out" and one.kind in _OF_PEOPLE}
    if not gone:
        return study
    return replace(
        study,
        matrix=tuple(cell for cell in study.matrix if cell.row not in gone),
        matrix_by_role=tuple(cell for cell in study.matrix_by_role if f"row {cell.row}" not in gone),
    )


def write_disclosures(corpus: Corpus | None, disclosures: Iterable[Disclosure]) -> Path | None:
    """Write the list to decide on beside the corpus, readable by its owner only, as it holds the words themselves.

    What was decided before stays in it, also on what is not found any more.

    Parameters
    ----------
    corpus : Corpus or None
    disclosures : iterable of Disclosure
        As :func:`check_disclosure` found them.

    Returns
    -------
    pathlib.Path or None
        ``None`` for a corpus without a folder.

    Raises
    ------
    SendQualError
        Where the list that stands there cannot be read; it is left as it is.
    """
    import pandas as pd

    path = _file(corpus)
    if path is None:
        return None
    before = {one.key: one for one in read_disclosure_decisions(corpus)}
    rows: dict[tuple[str, str, str], list[Disclosure]] = {}
    for one in disclosures:
        rows.setdefault(_key(one.kind, one.document, one.about), []).append(one)
    out = []
    for key, members in rows.items():
        first, decided = members[0], before.pop(key, None)
        where = list(dict.fromkeys(one.place for one in members))
        told = "; ".join(where[:_PLACES_TOLD]) + (f"; {len(where) - _PLACES_TOLD} more" * (len(where) > _PLACES_TOLD))
        action, why = (decided.action, decided.why) if decided else ("", "")
        mend = f"{first.mend}. Or decide here: print (and why), or leave out"
        out.append((told, first.problem, action, why, mend, *_about(first)))
    for old in before.values():
        if old.action:
            gone = "decided earlier; not found now"
            out.append((old.where, old.what, old.action, old.why, gone, *_about(old)))
    return write_csv(pd.DataFrame(out, columns=list(COLUMNS)), path, private=True)


def _about(one: Disclosure | DisclosureDecision) -> tuple[str, str, str, str]:
    """Kind, document, participant and words: whose a row is, `send-qual forget` sees by it."""
    told = one.about.partition(":")[0] if one.kind in _OF_PEOPLE and ":" in one.about else ""
    return one.kind, one.document, told, one.about
