"""The research team's report: a pseudonymised, coded corpus of interviews to Word, HTML and Excel."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from send_qual.codebook import Codebook, read_codebook
from send_qual.coders import code, default_coder
from send_qual.coding import Codings, merge, read_codings
from send_qual.coding.span import touches
from send_qual.corpus import Corpus, default_codebook, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.findings import InterviewFindings, interviews
from send_qual.pseudonyms import Identifier, identifiers
from send_qual.report._draft_record import Quoted
from send_qual.report._drafts import DRAFT_DATA, drafts_of, safe_name
from send_qual.report._emergent_found import emergent_state, with_emergent
from send_qual.report._lessons import lessons_statement
from send_qual.report._provenance import provenance_json
from send_qual.report._results import Results, write_results
from send_qual.report._up_to_date import standing, state_of
from send_qual.report.interviews._chapters import ReportDraft, draft_chapters
from send_qual.report.interviews._disclosure import Disclosure, DisclosureError
from send_qual.report.interviews._disclosure_decisions import (
    check_disclosure,
    read_disclosure_decisions,
    style_decided,
    withheld_by_decision,
    without_rows,
    write_disclosures,
)
from send_qual.report.interviews._method import Accepted
from send_qual.report.interviews._recognisable import event_spans
from send_qual.report.interviews._record import report_record
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.interviews._tables import report_workbook, trail_workbook
from send_qual.report.interviews._template import fill_template
from send_qual.report.rendering import html_text, save
from send_qual.study import output_folder

__all__ = ["ReportResult", "interview_findings", "report", "write_report"]

Progress = Callable[[int, int, str], None]
WORD = "report.docx"
TRAIL = "trail-for-the-team-only.xlsx"


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What a report wrote.

    Parameters
    ----------
    folder : pathlib.Path
    word : pathlib.Path
    files : tuple of pathlib.Path
        All files written, the Word file first.
    left_out : tuple of Fault
        Interviews that could not be read.
    notices : tuple of str
    study : InterviewFindings or None
        What they were drawn from; ``None`` where they stood already and nothing was drawn.
    accepted : tuple of Disclosure
        What the disclosure check found and was told to accept.
    """

    folder: Path
    word: Path
    files: tuple[Path, ...]
    left_out: tuple[Fault, ...]
    notices: tuple[str, ...]
    study: InterviewFindings | None
    accepted: tuple[Disclosure, ...] = ()


def report(
    corpus: str | Path | Corpus,
    *,
    codebook: str | Path | Codebook | None = None,
    template: str | Path | None = None,
    out: str | Path | None = None,
    accept_disclosure: str = "",
    style: ReportStyle | None = None,
    progress: Progress | None = None,
) -> ReportResult:
    """Read, code, check and draft: from pseudonymised interviews to the report in the team's template.

    Parameters
    ----------
    corpus : str, pathlib.Path or Corpus
        The pseudonymised interviews: a name under ``corpora/``, a folder or a file.
    codebook : str, pathlib.Path or Codebook, optional
        Default the one for the kind of talk that most of the documents are of.
    template : str or pathlib.Path, optional
        A Word file with fields (:data:`send_qual.report.FIELDS`); default the included one.
    out : str or pathlib.Path, optional
        Folder for the files; default ``outputs/<corpus>-report`` in the study (or here). Where they stand there
        already and nothing they follow from has changed, they are left alone.
    accept_disclosure : str
        Why the report is to be written although somebody could be recognised in it; stands in its appendix.
    style : ReportStyle, optional
    progress : callable, optional
        Called as ``progress(done, total, what)``.

    Returns
    -------
    ReportResult

    Raises
    ------
    DisclosureError
        Where the disclosure check finds something and no reason is given; nothing is written then.
    SendQualError
        Where there is no such corpus, codebook or template, or a file cannot be written.
    """
    style = style or ReportStyle()
    named = read_codebook(codebook) if isinstance(codebook, str | Path) else codebook
    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus, progress=progress)
    book = named or read_codebook(default_codebook(read.with_documents(), talk=True))
    human = read_codings(read, book)
    folder = _folder(out, read.name)
    state = _state(read, book, human, style, template, accept_disclosure, folder)
    if there := standing(folder, state, drafts_of(read.name, read.home)):
        return ReportResult(folder, folder / WORD, there.files, read.left_out, there.notices, None)
    codings = merge(code(read, book, progress=progress), human, people_only=style.reviewed_only)
    found = identifiers(read, progress=progress)
    study = interview_findings(codings, style, found)
    notices = tuple(str(fault) for fault in codings.notices)
    checked = _checked(study, style, found, template, accept_disclosure)
    return _written(checked, folder, notices, state)


def _folder(out: str | Path | None, corpus: str) -> Path:
    return Path(out) if out else output_folder(f"{safe_name(corpus)}-report")


def _state(
    read: Corpus,
    book: Codebook,
    human: Codings,
    style: ReportStyle,
    template: str | Path | None,
    accepted: str,
    folder: Path,
) -> str:
    """A hash over all that a report follows from: who speaks in which turn, and what was decided to be kept, too."""
    turns = [(d.id, [(s.start, s.end, s.speaker, s.role, s.time) for s in d.segments]) for d in read]
    beside = [_hash(file) for file in _beside(read.home) if file.is_file()]
    return state_of(
        [read],
        book,
        human,
        style=repr(style),
        coder=default_coder(read),
        template=_hash(template),
        accepted=accepted,
        turns=hashlib.sha256(repr(turns).encode()).hexdigest(),
        beside=repr(beside),
        disclosures=repr([(*one.key, one.action, one.why) for one in read_disclosure_decisions(read)]),
        themes=emergent_state(read.name, book, folder),
        day=date.today().isoformat(),
    )


def _beside(home: Path | None) -> tuple[Path, ...]:
    """The tables that stand beside a corpus: who took part, and what may stay in the text."""
    if home is None:
        return ()
    folder = home.parent if home.name == "documents" else home
    return tuple(
        place / name for place in dict.fromkeys((folder, home)) for name in ("attributes.csv", "decisions.csv")
    )


def interview_findings(
    codings: Codings, style: ReportStyle | None = None, found: Iterable[Identifier] = ()
) -> InterviewFindings:
    """The findings that a report of this style is drawn from, quotations that may identify somebody avoided.

    What ``disclosures.csv`` beside the corpus says is to be left out is left out.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook.
    style : ReportStyle, optional
    found : iterable of Identifier
        From :func:`send_qual.pseudonyms.identifiers`.
    """
    style, found = style or ReportStyle(), tuple(found)
    risky: dict[str, list[tuple[int, int]]] = {}
    withheld: dict[str, list[tuple[int, int]]] = {}
    for one in found:
        if one.kind != "speaker":
            kept = withheld if one.kind == "consent" else risky
            kept.setdefault(one.document, []).append((one.start, one.end))
    decisions = read_disclosure_decisions(codings.corpus)
    if codings.corpus is not None:
        for document in codings.corpus:
            risky.setdefault(document.id, []).extend(event_spans(document.text))
        for id, spans in withheld_by_decision(codings.corpus, found, decisions).items():
            withheld.setdefault(id, []).extend(spans)
    study = interviews(codings, quotations=style.quotations, risky=risky, leave_out=style.leave_out, withheld=withheld)
    study = without_rows(study, decisions)
    return replace(study, findings=with_emergent(study.findings, hide=found))


def write_report(
    study: InterviewFindings,
    out: str | Path | None = None,
    *,
    style: ReportStyle | None = None,
    found: Iterable[Identifier] = (),
    template: str | Path | None = None,
    accept_disclosure: str = "",
    notices: Iterable[str] = (),
) -> ReportResult:
    """Write every file of a report, once the disclosure check has nothing to say or its findings are accepted.

    Parameters
    ----------
    study : InterviewFindings
    out : str or pathlib.Path, optional
        A file there that somebody edited since it was drafted is kept in ``drafts/`` of the corpus, or of the study.
    style : ReportStyle, optional
    found : iterable of Identifier
    template : str or pathlib.Path, optional
    accept_disclosure : str
    notices : iterable of str

    Raises
    ------
    DisclosureError
        Where something is disclosed and not accepted in words.
    """
    checked = _checked(study, style or ReportStyle(), found, template, accept_disclosure)
    return _written(checked, _folder(out, study.findings.name), tuple(notices))


@dataclass(frozen=True, slots=True)
class _Checked:
    """A report that may be written."""

    study: InterviewFindings
    made: ReportDraft
    word: bytes
    template: str
    disclosures: tuple[Disclosure, ...]
    reason: str
    identifiers: tuple[Identifier, ...]

    @property
    def told_why(self) -> str:
        """For which reason what was found is printed."""
        return f"for this reason: {self.reason}" if self.reason else "each for a reason given in the appendix"


def _checked(
    study: InterviewFindings,
    style: ReportStyle,
    found: Iterable[Identifier],
    template: str | Path | None,
    accept_disclosure: str,
) -> _Checked:
    found = tuple(found)
    corpus = study.findings.codings.corpus
    disclosures = check_disclosure(study, style, found)
    style = style_decided(study, style, read_disclosure_decisions(corpus))
    reason = " ".join(accept_disclosure.split())
    if not reason and (undecided := [one for one in disclosures if not one.why]):
        raise DisclosureError(undecided, write_disclosures(corpus, disclosures))
    made = draft_chapters(study, style, Accepted(disclosures, reason) if disclosures else None)
    word = fill_template(made, template)  # before anything is written: a faulty template leaves the folder as it was
    return _Checked(study, made, word, _hash(template), disclosures, reason if disclosures else "", found)


def _written(one: _Checked, folder: Path, notices: tuple[str, ...], state: str = "") -> ReportResult:
    """Every file; ``state`` is kept with them, so that the same need not be drawn again."""
    study, found = one.study, one.disclosures
    more = [("Disclosures accepted", f"{len(found)}, {one.told_why}")] if found else []
    notices = tuple(filter(None, (*study.findings.notices, *notices, lessons_statement(study.findings))))
    record = {
        "state": state,
        "notices": list(notices),
        "template": one.template,
        "style": asdict(one.made.style),
        "participants": study.n,
        "disclosures_accepted": {
            "reason": one.reason,
            # not the words themselves
            "found": [{"kind": d.kind, "place": d.place} | ({"why": d.why} if d.why else {}) for d in found],
        },
    }
    corpus = study.findings.codings.corpus
    results = Results(
        folder,
        WORD,
        {
            WORD: lambda path: save(path, one.word),
            "report.html": lambda path: save(path, html_text(one.made.draft).encode("utf-8")),
            "report.xlsx": lambda path: save(path, report_workbook(study, one.made.style, more)),
            TRAIL: lambda path: save(path, trail_workbook(study, one.made.cited)),
        },
        report_record(study, signed=one.made.style.attribution == "participant"),
        lambda files: provenance_json(study.findings, files=files, **record),
        drafts_of(study.findings.name, corpus.home if corpus is not None else None),
        partial(_may_be_shown, study, one.identifiers),
        DRAFT_DATA[1],
    )
    files, kept = write_results(results, what="writing the report")
    said = (*kept, *notices)
    return ReportResult(folder, folder / WORD, files, study.findings.left_out, said, study, found)


def _may_be_shown(study: InterviewFindings, found: tuple[Identifier, ...], quoted: Quoted) -> bool:
    """Whether an earlier quotation may be told of in its words: it is still there, and identifies nobody."""
    here = any(case.document == quoted.document for case in study.findings.cases)
    risky = (i for i in found if i.document == quoted.document and i.kind != "speaker")
    return here and not any(touches(i, quoted) for i in risky)


def _hash(template: str | Path | None) -> str:
    """What the template was; ``""`` for the included one."""
    if template is None:
        return ""
    try:
        return hashlib.sha256(Path(template).read_bytes()).hexdigest()
    except OSError as error:
        raise SendQualError(Fault(Path(template).name, "the template cannot be read", "Check the file")) from error
