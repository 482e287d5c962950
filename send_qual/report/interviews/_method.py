"""How the study was done, what it cannot say, and the trail: filled from the facts, not from memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Codebook, FacetValue, origin_statement
from send_qual.coding import independent, people_of
from send_qual.findings import QUANTITIES, Aspect, Cell, InterviewFindings, in_turn
from send_qual.report._basis import decisions_statement, percent, thousands
from send_qual.report._lessons import lessons_statement
from send_qual.report.interviews._disclosure import Disclosure
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.rendering import Block, Bullet, Caption, Citations, Heading, Paragraph, Strong, Table, runs

__all__ = ["Accepted", "appendix_blocks", "limitation_blocks", "method_blocks"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """Disclosures that somebody accepted, and why."""

    disclosures: tuple[Disclosure, ...]
    reason: str


# -------------------------------------------------------------------------------------------- methods
def method_blocks(study: InterviewFindings, style: ReportStyle) -> list[Block]:
    """What was done, in numbers that the program knows."""
    blocks: list[Block] = [Heading(1, "Methods", "methods"), Paragraph(runs(_material(study)))]
    blocks.append(Paragraph(runs(_coding(study))))
    if words := _agreement(study):
        blocks.append(Paragraph(runs(words)))
    if words := lessons_statement(study.findings):
        blocks.append(Paragraph(runs(words)))
    signed = {
        "participant": "Quotations are signed with the participant's number.",
        "role": "Quotations are signed with the participant's role.",
        "none": "Quotations are not signed.",
    }[style.attribution]
    blocks.append(
        Paragraph(
            runs(
                "Numbers count participants with at least one such passage (“n of N participants”)"
                f"{_counted_twice(study.findings.codebook)}. Quotations were chosen for what they "
                "say, from as many participants as possible, in 20 to 70 words where the speech allows it, and "
                f"avoiding whatever may identify somebody; the few words quoted in the boxes are those nearest to what "
                "the other participants said of the matter, cut to the point, with an ellipsis for what is left out. "
                f"{signed} Words in square brackets stand for names that were replaced. A number in brackets, [3], "
                f"leads to the passages that a sentence or quotation rests on, {_trail_of(style)}."
            )
        )
    )
    rows = [("all", "every participant"), *((word, meaning) for word, _, meaning in QUANTITIES)]
    note = runs("With fewer than five participants only figures are given.")
    columns = ("Word", "Share of participants")
    blocks.append(
        Table(Caption("What words for quantities stand for", "quantities"), columns, tuple(rows), (0.3, 0.7), note=note)
    )
    return blocks


def _trail_of(style: ReportStyle) -> str:
    """Where the trail is: it tells which passages are one person's, and so is not for a report that keeps that back."""
    if style.attribution == "participant":
        return "listed in the last appendix"
    return "listed in a table that stays with the team, for it tells which passages come from one person"


def _material(study: InterviewFindings) -> str:
    corpus = study.findings.codings.corpus
    documents = list(corpus) if corpus is not None else []
    n, spoken = len(documents), sum(len(d.words(s).split()) for d in documents for s in d.passages())
    people = f"{study.n} participant{'' if study.n == 1 else 's'}"
    words = f"about {thousands(_round(spoken))} words of theirs"
    said = f"{n} interview{'' if n == 1 else 's'} with {people} were analysed, {words}."
    forms = any(re.search(r"\[(?:name|town|area|date)\b[^\]]*\]", d.text) for d in documents)
    hidden = " Names of people, places and organisations, dates and contact details had been replaced." if forms else ""
    several = sum(len(p.documents) > 1 for p in study.participants)
    more = f" {several} took part more than once." if several else ""
    return f"{said}{more} Only what participants said was coded, not the interviewers' questions.{hidden}"


def _round(n: int) -> int:
    return round(n, -2) if n >= 1000 else n


def _coding(study: InterviewFindings) -> str:
    basis, book = study.findings.basis, study.findings.codebook
    version = f", version {book.version}" if book.version else ""
    themes, subs = len(book.themes), len(book.codes) - len(book.themes)
    told = [f"Passages were coded with the codebook “{book.name}”{version} ({themes} themes, {subs} sub-themes)"]
    told[0] += f"{_told_apart(book)}."
    told.append(f"Origin of the codes: {origin_statement(book)}")
    told.append(decisions_statement(basis))
    if basis.decisions:
        told.append(
            "What became of every suggestion and coding is told, one by one, in the table that stays with the team."
        )
    return " ".join(told)


def _told_apart(book: Codebook) -> str:
    """As what passages were coded within a theme, as the sentence goes on."""
    parts, facet = [], book.sided
    if facet:
        helps, hinders = (facet.signed(sign) for sign in (STRENGTH, WEAKNESS))
        both = ", or both" if facet.value_of(BOTH) else ""
        parts.append(f"each as something that {helps.verb}s ({_a(helps)}), that {hinders.verb}s ({_a(hinders)}){both}")
    others = [one for one in book.facets if one != facet]
    parts += [f"by {one.name.lower()} ({', '.join(word.name for word in one.words)})" for one in others]
    return "".join(f", {part}" for part in parts)


def _counted_twice(book: Codebook) -> str:
    if not book.sided:
        return ""
    told = " and of ".join(f"what {book.sided.signed(side).verb}s" for side in (STRENGTH, WEAKNESS))
    return f"; a passage that speaks both of {told} counts in both"


def _a(word: FacetValue) -> str:
    return f"{'an' if word.id[:1] in 'aeiou' else 'a'} {word.id}"


def _agreement(study: InterviewFindings) -> str:
    """Krippendorff's alpha where two people or more coded the same interviews, on what each of them read alone."""
    from send_qual.agreement import agreement

    measured = agreement(people_of(study.findings.codings))
    if not measured.documents:
        return "No interview was coded by two people independently, so no agreement between coders can be given."
    used = {coding.theme for coding in independent(people_of(study.findings.codings))}  # on others there is nothing to
    told = [(code, a) for code, a in measured.alphas if code in used and not isnan(a)]  # agree about
    book = study.findings.codebook
    n, passages = measured.documents, thousands(measured.passages)
    read = (
        f"{n} interview{'' if n == 1 else 's'} ({passages} passages) {'was' if n == 1 else 'were'} coded by two people "
        f"or more ({', '.join(measured.coders)}) independently: before consensus, and before any of them decided on "
        "suggestions there."
    )
    if not told:
        return f"{read} They gave no code, so there is no agreement to measure."
    alphas = ", ".join(f"{book[code].name} {a:.2f}" for code, a in told)
    return f"{read} Agreement between them (Krippendorff's alpha by theme): {alphas}."


# ---------------------------------------------------------------------------------------- limitations
def limitation_blocks(study: InterviewFindings) -> list[Block]:
    """What these findings cannot bear."""
    basis = study.findings.basis
    few = f"{study.n} participant{'' if study.n == 1 else 's'}"
    bullets = [
        (
            f"These are the experiences and views of {few}. They were not chosen to be representative, and the numbers "
            "in this report say how widely something was voiced among them, not how common it is elsewhere."
        ),
        "That somebody did not speak of a matter does not mean that it played no part for them.",
        (
            "The sentences in the boxes and at the head of each section are put together from the codebook's wording, "
            "counts and participants' own words; what they meant is in the passages, and the wording should be made "
            "the authors' own."
        ),
    ]
    if basis.unreviewed:
        share = percent(basis.unreviewed / basis.total)
        bullets.append(
            f"{share} of the codings are suggestions of a machine that nobody has reviewed. It misses passages and "
            "takes others wrongly; counts and quotations may change with review."
        )
    if study.uncounted:
        bullets.append(
            f"{study.uncounted} coded passage{' is' if study.uncounted == 1 else 's are'} not counted because nobody "
            "known as a participant speaks there."
        )
    faults = [f"Left out: {fault}" for fault in study.findings.left_out]
    told = [*bullets, *faults, *study.findings.notices]
    return [Heading(1, "Limitations", "limitations"), *(Bullet(runs(words)) for words in told)]


# ------------------------------------------------------------------------------------------- appendix
def appendix_blocks(
    study: InterviewFindings, style: ReportStyle, cite: Citations, accepted: Accepted | None
) -> list[Block]:
    """Framework matrix, codebook, accepted disclosures, trail."""
    blocks: list[Block] = []
    if study.matrix and style.attribution != "none":
        blocks += [Heading(1, "Framework matrix", "matrix", appendix=True), *_matrix(study, style)]
    blocks += [Heading(1, "Codebook", "codebook", appendix=True), _codebook(study)]
    if accepted is not None and accepted.disclosures:
        blocks += _accepted(accepted, style)
    if (entries := cite.entries()) and style.attribution == "participant":
        words = (
            "Each number leads to the passages that a sentence or quotation rests on: the participant, the time or "
            "page where the transcript has one, and in brackets the number of the turn. This appendix is for the "
            "team: it shows which quotations come from one person. Leave it out of what is published unless that does "
            "no harm."
        )
        blocks += [Heading(1, "Trail", "trail", appendix=True), Paragraph(runs(words)), *entries]
    return blocks


def _matrix(study: InterviewFindings, style: ReportStyle) -> list[Block]:
    by_role = style.attribution == "role" and bool(study.matrix_by_role)
    cells: Sequence[Cell] = study.matrix_by_role if by_role else study.matrix
    themes = study.findings.themes()
    found = {(c.row, c.theme): c for c in cells}
    names = dict.fromkeys(c.row for c in cells)
    rows = [(row, *(_cell(found.get((row, theme.id))) for theme in themes)) for row in names]
    return [
        Table(
            Caption(f"What each {'role' if by_role else 'participant'} said on each theme", "matrix-table"),
            ("Role" if by_role else "Who", *(t.name for t in themes)),
            tuple(rows),
            (0.14 if by_role else 0.07, *((0.86 if by_role else 0.93) / len(themes) for _ in themes)),
            note=runs(f"Number of passages, then the most telling words{_on(study.findings.codebook)}."),
            small=True,
        )
    ]


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"{cell.passages}: " + " ".join(f"{_mark(a)} “{words}”".lstrip() for a, words, _ in cell.extracts)


def _mark(aspect: Aspect) -> str:
    return aspect.words.mark.replace("−", "–") if aspect.facet else ""


def _on(book: Codebook) -> str:
    told = [f"{aspect.spoken} ({_mark(aspect)})" for aspect in in_turn(book) if aspect.side]
    others = [aspect.spoken for aspect in in_turn(book) if aspect.facet and not aspect.side]
    return f" on {' and '.join((*told, *others))}" if told or others else ""


def _codebook(study: InterviewFindings) -> Table:
    book = study.findings.codebook
    rows = [
        (code.name if not code.parent else f"{book[code.parent].name}: {code.name}", " ".join(code.definition.split()))
        for code in book
    ]
    version = f", version {book.version}" if book.version else ""
    caption = Caption(f"Themes and sub-themes of the codebook {book.name}{version}", "codebook-table")
    return Table(caption, ("Theme or sub-theme", "Definition"), tuple(rows), (0.32, 0.68), small=True)


def _accepted(accepted: Accepted, style: ReportStyle) -> list[Block]:
    """What was accepted, without the words that could identify somebody, nor who says them where that is kept back."""
    kinds = {
        "names": "transcripts that name who speaks",
        "identifier": "may hold something that identifies a person or place",
        "event": "tells when something happened that others know of",
        "role": "from somebody who alone holds a role",
        "combination": "from somebody who alone holds a role and shares another attribute",
        "cell": "one person in a cell or group",
    }
    words = "The disclosure check found the following, and the report was written all the same"
    words += f", for this reason: {accepted.reason}" if accepted.reason else ", as was decided on each:"
    found = Counter(
        (d.place if style.attribution == "participant" else d.part, d.kind, d.why) for d in accepted.disclosures
    )
    return [
        Heading(1, "Disclosures accepted", "disclosures", appendix=True),
        Paragraph(runs(words)),
        *(
            Bullet(
                runs(Strong(f"{place}: "), f"{kinds[kind]}{f' ({n} times)' if n > 1 else ''}{f': {why}' * bool(why)}")
            )
            for (place, kind, why), n in found.items()
        ),
    ]
