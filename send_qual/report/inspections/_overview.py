"""The main job: a corpus of inspection reports to the draft overview and its tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook, read_codebook
from send_qual.coders import code, default_coder, judge_issues
from send_qual.coding import Answer, Codings, decision_table, merge, people_first, read_answers, read_codings
from send_qual.corpus import Corpus, default_codebook, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.findings import Findings, dated, findings, published_since
from send_qual.report._drafts import drafts_of, safe_name
from send_qual.report._emergent_found import emergent_state, with_emergent
from send_qual.report._lessons import lessons_statement
from send_qual.report._provenance import provenance_json
from send_qual.report._results import Results, write_results
from send_qual.report._up_to_date import standing, state_of
from send_qual.report.checking import Record, check_draft
from send_qual.report.inspections._appendix import reader_notices
from send_qual.report.inspections._areas import is_date, one_per_area
from send_qual.report.inspections._draft import draft_report
from send_qual.report.inspections._export import to_excel
from send_qual.report.inspections._kinds import kind_notices
from send_qual.report.inspections._record import overview_record
from send_qual.report.inspections._tables import issues_table, practice_table, reports_table
from send_qual.report.rendering import busy, html_text, save, word_bytes
from send_qual.study import find_corpus, output_folder
from send_qual.study.tables import write_csv

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OverviewResult", "overview", "write_overview"]

Progress = Callable[[int, int, str], None]
SAMPLE = "sample-area-send"
WORD = "overview.docx"
CHECK = "draft_check.csv"


@dataclass(frozen=True, slots=True)
class OverviewResult:
    """What an overview wrote, and what it could not use.

    Parameters
    ----------
    folder : pathlib.Path
    word : pathlib.Path
        The draft report.
    files : tuple of pathlib.Path
        All files written, the draft first.
    left_out : tuple of Fault
        Files that could not be read.
    notices : tuple of str
        What the user should know besides.
    findings : Findings or None
        ``None`` where the files stood there already and nothing had changed.
    """

    folder: Path
    word: Path
    files: tuple[Path, ...]
    left_out: tuple[Fault, ...]
    notices: tuple[str, ...]
    findings: Findings | None = None


def overview(
    corpus: str | Path | Corpus | None = None,
    *,
    codebook: str | Path | Codebook | None = None,
    since: str | None = None,
    compare: str | None = None,
    out: str | Path | None = None,
    reviewed_only: bool = False,
    progress: Progress | None = None,
) -> OverviewResult:
    """Read, code, judge and draft: everything from a folder of reports to the Word file.

    Parameters
    ----------
    corpus : str, pathlib.Path or Corpus, optional
        Name under ``corpora/``, any folder of reports, or a file; default the fictional sample.
    codebook : str, pathlib.Path or Codebook, optional
        Name under ``codebooks/`` or a file; default the one for the kind that most of the documents are of.
    since : str, optional
        Only reports published on or after this date (``"2024-05-01"``).
    compare : str, optional
        A tranche to compare with: a value of the attribute ``tranche``, a date that parts the
        reports, or the name or folder of another corpus. Where reports have exactly two tranches,
        these are compared unasked.
    out : str or pathlib.Path, optional
        Folder for the files; default ``outputs/<corpus>`` in the study (or here). Where they stand there
        already and nothing they follow from has changed, they are left alone.
    reviewed_only : bool
        Count only what people coded and accepted, and what they answered; the draft says so.
    progress : callable, optional
        Called as ``progress(done, total, what)``.

    Returns
    -------
    OverviewResult

    Raises
    ------
    SendQualError
        Where there is no such corpus or codebook, or a file cannot be written.
    """
    named = read_codebook(codebook) if isinstance(codebook, str | Path) else codebook
    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus or SAMPLE, progress=progress)
    book = named or read_codebook(default_codebook(read.with_documents()))
    if since:
        published_since(read, since)  # where it leaves nothing, that is told before anything is coded
    read = one_per_area(read, compare)
    earlier = _other_corpus(compare, read, progress)
    human = read_codings(read, book)
    folder = Path(out) if out else output_folder(safe_name(read.name))
    state = state_of(
        [read, *earlier], book, human, since=since, compare=compare, themes=emergent_state(read.name, book, folder),
        answers=repr(read_answers(read, book)), reviewed_only=str(reviewed_only),
        coder=repr([default_coder(one) for one in (read, *earlier)]),
    )  # fmt: skip
    if there := standing(folder, state, drafts_of(read.name, read.home)):
        return OverviewResult(folder, folder / WORD, there.files, read.left_out, there.notices)
    tranche = compare or _default_tranche(read)
    coded = _coded(read, book, progress, since=None if tranche else since, people_only=reviewed_only)
    against = [_coded(one, book, progress, people_only=reviewed_only) for one in earlier]
    before = findings(against[0], issues=_answered(against[0])) if against else tranche
    drawn = with_emergent(findings(coded, issues=_answered(coded), compare=before, since=since), folder)
    drawn = replace(drawn, notices=(*drawn.notices, *map(str, coded.notices)))
    return write_overview(drawn, folder, state=state, progress=progress)


def _coded(
    corpus: Corpus, book: Codebook, progress: Progress | None, *, since: str | None = None, people_only: bool
) -> Codings:
    """People's codings first, then the machine's; reports before ``since`` need no coding."""
    later = published_since(corpus, since) if since else corpus
    both = merge(code(later, book, progress=progress), read_codings(corpus, book), people_only=people_only)
    return replace(both, corpus=corpus)


def _answered(codings: Codings) -> tuple[Answer, ...]:
    """People's answers to the report-level questions first, then the machine's, unless only people's count."""
    if codings.corpus is None or codings.codebook is None:
        return ()
    machine = () if codings.people_only else judge_issues(codings)
    return people_first(machine, read_answers(codings.corpus, codings.codebook))


def write_overview(
    drawn: Findings, out: str | Path | None = None, *, state: str = "", progress: Progress | None = None
) -> OverviewResult:
    """Write every file of an overview from findings that are there already.

    Parameters
    ----------
    drawn : Findings
    out : str or pathlib.Path, optional
        Folder for the files; default ``outputs/<corpus>`` in the study (or here). A file there that somebody
        edited since it was drafted is kept in ``drafts/`` of the corpus, or of the study.
    state : str
        Hash over all that the findings follow from, by which a later run knows that nothing changed.
    progress : callable, optional
        Called as ``progress(done, total, what)``.

    Raises
    ------
    SendQualError
        Where a file cannot be written: open in Word or Excel, or no permission.
    """
    folder = Path(out) if out else output_folder(safe_name(drawn.name))
    draft = draft_report(drawn)
    word = word_bytes(draft)
    checked = check_draft(word, _record(drawn))
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        "codings.csv": drawn.codings.to_frame,
        "coding_decisions.csv": lambda: decision_table(drawn.basis.decisions, facets=drawn.codebook.facet_ids()),
        "reports.csv": lambda: reports_table(drawn),
        "issues.csv": lambda: issues_table(drawn),
        "good_practice.csv": lambda: practice_table(drawn),
        CHECK: checked.to_frame,
    }
    steps: dict[str, Callable[[Path], object]] = {
        WORD: lambda path: save(path, word),
        "overview.html": lambda path: save(path, html_text(draft).encode("utf-8")),
        "findings.xlsx": lambda path: to_excel(drawn, path),
        **{name: partial(_csv, make) for name, make in tables.items()},
    }
    notices = tuple(
        filter(
            None,
            (
                *drawn.notices,
                *kind_notices(drawn),
                *reader_notices(drawn),
                lessons_statement(drawn),
                f"{checked.sentence} See {CHECK}." if checked.faults else "",
            ),
        )
    )
    corpus = drawn.codings.corpus
    results = Results(
        folder,
        WORD,
        steps,
        overview_record(drawn, draft),
        lambda files: provenance_json(drawn, state=state, files=files, notices=notices),
        drafts_of(drawn.name, corpus.home if corpus is not None else None),
        lambda _: True,  # reports are published
    )
    files, kept = write_results(results, what="writing the overview", progress=progress)
    return OverviewResult(folder, folder / WORD, files, drawn.left_out, (*kept, *notices), drawn)


def _record(drawn: Findings) -> Record:
    """What the draft is held against."""
    answers = [(v.document, f.issue.id, v.yes, v.borderline) for f in drawn.issues for v in f.verdicts]
    sizes = drawn.comparison.of if drawn.comparison is not None else ()
    return Record.of(drawn.codings.corpus or Corpus("", ()), drawn.codings, answers, sizes)


def _csv(make: Callable[[], pd.DataFrame], path: Path) -> Path:
    try:
        return write_csv(make(), path)
    except OSError as error:
        raise busy(path, error) from error


# ------------------------------------------------------------------------------------- the tranche
def _tranches(corpus: Corpus) -> set[str]:
    return {d.attributes.get("tranche", "") for d in corpus} - {""}


def _default_tranche(corpus: Corpus) -> str | None:
    """The earlier of two tranches; without dates the first by name."""
    values = sorted(_tranches(corpus))
    if len(values) != 2:
        return None
    days = {v: [dated(d) for d in corpus if d.attributes.get("tranche") == v and dated(d)] for v in values}
    return min(values, key=lambda v: min(days[v])) if all(days.values()) else values[0]


def _other_corpus(compare: str | None, corpus: Corpus, progress: Progress | None) -> list[Corpus]:
    """The other corpus, where ``compare`` names one; none for a tranche or a date.

    Raises
    ------
    SendQualError
        Where it is the corpus itself, or nothing in it can be read.
    """
    if not compare or compare in _tranches(corpus) or is_date(compare):
        return []
    try:
        place = find_corpus(compare)
    except SendQualError:
        return []  # findings() says which tranches there are
    if corpus.home is not None and place.resolve() == corpus.home.resolve():
        there = ", ".join(sorted(_tranches(corpus)))
        mend = f"Name one of its tranches ({there}), " if there else "Name "
        raise SendQualError(
            Fault(f"compare {compare!r}", "this is the corpus itself", f"{mend}a day, or another corpus")
        )
    other = one_per_area(read_corpus(compare, progress=progress))
    if not len(other):
        raise SendQualError((Fault(f"compare {compare!r}", "no report in it could be read"), *other.left_out))
    return [other]
