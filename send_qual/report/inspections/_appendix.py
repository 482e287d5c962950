"""How the overview was made, the judgements behind it, and the numbered references."""

from __future__ import annotations

from send_qual.codebook import STRENGTH, WEAKNESS, origin_statement
from send_qual.findings import BORDERLINE, QUANTITIES, Findings, IssueFinding, days, long_date
from send_qual.report._basis import basis_note, decisions_statement
from send_qual.report._lessons import lessons_statement
from send_qual.report._phrases import listing
from send_qual.report.inspections._matrix import matrix_blocks
from send_qual.report.rendering import Block, Bullet, Caption, Citations, Heading, Paragraph, Strong, Table, runs

__all__ = ["appendix_blocks"]


def appendix_blocks(findings: Findings, cite: Citations, drawn: str) -> list[Block]:
    """Method, judgements, reports included, references."""
    blocks = _method(findings, drawn)
    if findings.issues:
        blocks += [Heading(1, "Report-level questions", "issues-appendix", appendix=True), _issue_table(findings)]
        blocks += matrix_blocks(findings)
    if findings.n:
        name = f"{findings.unit.capitalize()}s included"
        blocks += [Heading(1, name, "included", appendix=True), _included(findings)]
    entries = cite.entries()
    if entries:
        blocks += [
            Heading(1, "References", "references", appendix=True),
            Paragraph(
                runs(
                    "Each number in square brackets in the text leads here: the reports the statement or extract "
                    "rests on, the pages, and in brackets the number of the passage in the table of segments "
                    "(the command send-qual segments). The words of every passage are in findings.xlsx, sheet "
                    "References, under the same numbers."
                )
            ),
            *entries,
        ]
    return blocks


def _method(findings: Findings, drawn: str) -> list[Block]:
    basis, book = findings.basis, findings.codebook
    blocks: list[Block] = [
        Heading(1, "How this overview was made", "method", appendix=True),
        Paragraph(
            runs(
                Strong("Reading. "),
                f"{findings.n} {findings.unit}s were read and parted into passages{_parted(findings)}.",
            )
        ),
        Paragraph(
            runs(
                Strong("Coding. "),
                f"Passages were coded with the codebook {book.name}, version "
                f"{book.version or 'not given'}{f' (sha256 {book.sha256[:12]}…)' if book.sha256 else ''}, "
                f"{len(book.themes)} themes and {len(book.codes) - len(book.themes)} sub-codes, by "
                f"{', '.join(basis.coders) or 'nobody yet'}. Origin of the codes: {origin_statement(book)}",
            )
        ),
        Paragraph(
            runs(
                Strong("Decisions. "),
                f"{decisions_statement(basis)} What became of every suggestion and coding is in findings.xlsx, sheet "
                "Decisions.",
            )
        ),
        Paragraph(
            runs(
                Strong("Counting. "),
                f"“n of N” counts {findings.unit}s with at least one such passage. A passage counts once under a "
                f"theme, its sub-codes included.{_counted_twice(findings)}",
            )
        ),
    ]
    blocks += _uncounted(findings)
    if words := lessons_statement(findings):
        blocks.append(Paragraph(runs(Strong("What the machine had seen. "), words)))
    if findings.issues:
        judges = f" (by {', '.join(basis.judges)})" if basis.judges else ""
        blocks.append(
            Paragraph(
                runs(
                    Strong("Report-level questions. "),
                    f"{len(findings.issues)} questions were answered yes or no for each {findings.unit} as a "
                    f"whole{judges}, each yes "
                    f"with the passage that decides it. Answers held with a confidence under {BORDERLINE:.0%} "
                    "are called borderline: a second reader might well turn them.",
                )
            )
        )
    blocks += _ranking(findings)
    blocks += [_quantity_table(findings)]
    blocks += _set_aside(findings)
    blocks += _left_out(findings)
    blocks.append(
        Paragraph(runs(Strong("Drawn "), f"on {drawn}. Versions, hashes and options are in provenance.json."))
    )
    return blocks


def _set_aside(findings: Findings) -> list[Block]:
    """What is coded so and not counted in the sentences on sub-codes, because its own words do not bear it out."""
    n = sum(len(statement.aside) for statement in findings.statements)
    if not n:
        return []
    words = (
        f"{n} {'passage is' if n == 1 else 'passages are'} coded under a sub-code without a sentence that bears it out "
        "(a plan, the other side, an earlier time, another matter): the statements on sub-codes do not count "
        f"{'it' if n == 1 else 'them'}; the sheet To check lists {'it' if n == 1 else 'them'} for a person to decide."
    )
    return [Paragraph(runs(Strong("Set aside. "), words))]


def _parted(findings: Findings) -> str:
    if findings.unit != "report":
        return ""
    return (
        " (paragraphs, bullets and single areas for improvement or priority action); front pages, the description of "
        "the partnership and the closing pages were not coded"
    )


def _counted_twice(findings: Findings) -> str:
    if not findings.codebook.sided:
        return ""
    weak = findings.aspect(WEAKNESS).words.noun
    return f" A passage that is both a strength and {weak} counts in the sentences on both."


def _uncounted(findings: Findings) -> list[Block]:
    """The sub-codes of which no number is told."""
    left = findings.tally.uncounted
    names = [code.name for code in findings.codebook if code.id in left and findings.tally.under(code.id)]
    if not names:
        return []
    words = (
        f"Of {listing(names)} no number of {findings.unit}s is told: where their suggestions were judged by reading, "
        f"fewer than three in four were right, or fewer than half of what there is was found, or too few were judged. "
        "What was suggested stands in findings.xlsx; once people have decided on all of it, it is counted."
    )
    return [Paragraph(runs(Strong("Not counted. "), words))]


def _ranking(findings: Findings) -> list[Block]:
    """How practices are ranked, where the codebook has a value for them."""
    strong = findings.aspect(STRENGTH).words
    if not strong.id:
        return []
    words = (
        f"Passages of {strong.name} are ranked by how specific they are: a named service or arrangement, "
        "what was done, and what came of it rank high; praise in general, plans, and work whose effect is "
        "yet to show rank low. The score and its parts stand in good_practice.csv."
    )
    return [Paragraph(runs(Strong(f"{strong.label}. "), words))]


def _quantity_table(findings: Findings) -> Table:
    rows = [("all", f"every {findings.unit}"), *((word, meaning) for word, _, meaning in QUANTITIES)]
    return Table(
        Caption("What words for quantities stand for", "quantities"),
        ("Word", f"Share of {findings.unit}s"),
        tuple(rows),
        (0.3, 0.7),
        note=runs(f"With fewer than five {findings.unit}s only figures are given."),
    )


def _left_out(findings: Findings) -> list[Block]:
    blocks: list[Block] = []
    if findings.left_out:
        blocks.append(Paragraph(runs(Strong("Files left out. ")), keep=True))
        blocks += [Bullet(runs(str(fault))) for fault in findings.left_out]
    else:
        blocks.append(Paragraph(runs(Strong("Files left out. "), "None.")))
    blocks += [Bullet(runs(notice)) for notice in (*findings.notices, *reader_notices(findings))]
    return blocks


def reader_notices(findings: Findings) -> tuple[str, ...]:
    """What was out of the ordinary about single documents, each with the document's name."""
    corpus = findings.codings.corpus
    cases = {case.document for case in findings.cases}
    told = []
    for document in (d for d in corpus or () if d.id in cases):
        told += [f"{document.id}: {notice}" for notice in document.notices]
    return tuple(told)


def _issue_table(findings: Findings) -> Table:
    rows = [(f.issue.question, f"{len(f.yes)} of {f.of}", _areas(findings, f)) for f in findings.issues]
    return Table(
        Caption("Report-level questions and the areas where the answer is yes", "issue-areas"),
        ("Question", "Yes", "Areas"),
        tuple(rows),
        (0.36, 0.11, 0.53),
        note=runs(f"The passage that decides each yes is in findings.xlsx. {basis_note(findings)}"),
        small=True,
    )


def _areas(findings: Findings, finding: IssueFinding) -> str:
    """The areas with a yes, or, where these are most, those where nothing was found; then the borderline answers."""
    yes = {v.document for v in finding.yes}
    no = {v.document for v in finding.verdicts} - yes
    if not no:
        words = "All"
    elif len(yes) > 2 * len(no):
        words = f"All but these, where no passage was found: {_labels(findings, no)}"
    else:
        words = _labels(findings, yes) or "None"
    doubt = {v.document for v in finding.borderline}
    for kind, documents in (("yes", doubt & yes), ("no", doubt - yes)):
        if documents:
            words += f". Borderline {kind}: {_labels(findings, documents)}"
    return f"{words}."


def _labels(findings: Findings, documents: set[str]) -> str:
    return ", ".join(sorted(findings.case(d).label for d in documents))


def _included(findings: Findings) -> Table:
    inspected = any(c.attributes.get("inspection_start") for c in findings.cases)
    rows = []
    for case in sorted(findings.cases, key=lambda c: c.label):
        a = case.attributes
        dates = days(a.get("inspection_start", ""), a.get("inspection_end", ""), short=True)
        previous = days(a.get("previous_start", ""), a.get("previous_end", ""), short=True) or "none"
        row = (case.label, dates, long_date(a.get("published", ""), short=True), a.get("outcome", ""), previous)
        rows.append(row if inspected else (case.label, case.document))
    columns = ("Area", "Inspected", "Published", "Outcome", "Previous inspection") if inspected else ("Name", "File")
    return Table(
        Caption(f"{findings.unit.capitalize()}s included", "reports"),
        columns,
        tuple(rows),
        (0.21, 0.26, 0.18, 0.12, 0.23) if inspected else (0.4, 0.6),
        note=runs(
            "As printed in the reports; dates of publication from the catalogue or the file’s name. Files: reports.csv."
        ),
        small=True,
    )
