"""What kinds of document an overview rests on, and which of them were asked the report-level questions."""

from __future__ import annotations

from send_qual.corpus import Document, counted_kinds, kind_of, told_kinds
from send_qual.findings import Findings
from send_qual.report._basis import basis_note
from send_qual.report.rendering import Block, Caption, Heading, Paragraph, See, Table, runs

__all__ = ["kind_blocks", "kind_notices"]

_NAMED = 5  # documents named in a sentence; more are in the table of documents


def kind_notices(findings: Findings) -> tuple[str, ...]:
    """What the documents are where they are of several kinds, and of which kinds some were not asked the questions."""
    documents = _documents(findings)
    told = [f"There are {told_kinds(documents)}: they are reported together and by kind."] * (
        len(_by_kind(documents)) > 1
    )
    for members in _by_kind(documents).values():
        kind = kind_of(members[0])
        left = [issue for issue in findings.codebook.issues if not kind.may_ask(issue.sections)]
        if not left:
            continue
        names = ", ".join(d.id for d in members[:_NAMED]) + f" and {len(members) - _NAMED} more" * (
            len(members) > _NAMED
        )
        many = "None" if len(left) == len(findings.codebook.issues) else f"{len(findings.codebook.issues) - len(left)}"
        what = kind.name if len(members) == 1 else kind.plural
        told.append(
            f"{many} of the {len(findings.codebook.issues)} report-level questions of the codebook "
            f"{findings.codebook.name} may be asked of {'a' if len(members) == 1 else 'the'} {what} ({names})."
        )
    return tuple(told)


def kind_blocks(findings: Findings) -> list[Block]:
    """The documents and their themes by kind; nothing where all are of one kind that is asked everything."""
    notices = kind_notices(findings)
    if not notices:
        return []
    blocks: list[Block] = [Heading(2, "Kinds of document", "kinds"), Paragraph(runs(" ".join(notices)))]
    kinds = _by_kind(_documents(findings))
    if len(kinds) < 2:
        return blocks
    names = [kind_of(members[0]).plural for members in kinds.values()]
    rows = []
    for theme in findings.themes():
        found = [findings.tally.count(theme.id, among=[d.id for d in members]) for members in kinds.values()]
        rows.append((theme.name, *(f"{len(count.cases)} of {count.of}" for count in found)))
    share = 0.66 / len(names)
    return [
        *blocks,
        Paragraph(runs("In how many documents of each kind a theme stands is in ", See("themes-by-kind"), ".")),
        Table(
            Caption("Themes by kind of document", "themes-by-kind"),
            ("Theme", *(f"{name[:1].upper()}{name[1:]}" for name in names)),
            tuple(rows),
            (0.34, *(share for _ in names)),
            numeric=frozenset(range(1, len(names) + 1)),
            note=runs(basis_note(findings)),
        ),
    ]


def _documents(findings: Findings) -> list[Document]:
    here = {case.document for case in findings.cases}
    return [d for d in findings.codings.corpus or () if d.id in here]


def _by_kind(documents: list[Document]) -> dict[str, list[Document]]:
    return {id: [d for d in documents if d.kind == id] for id in counted_kinds(documents)}
