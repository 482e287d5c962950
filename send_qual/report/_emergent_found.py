"""Emergent themes that were looked for before, brought to the findings they belong to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from send_qual.coding.span import Span, touches
from send_qual.findings import Findings
from send_qual.study import output_folder

if TYPE_CHECKING:
    from send_qual.codebook import Codebook
    from send_qual.pseudonyms import Identifier
    from send_qual.themes import ThemesRecord

__all__ = ["emergent_provenance", "emergent_state", "with_emergent"]


def _themes_file(corpus: str, folder: Path | None = None) -> Path | None:
    """What ``send-qual themes`` wrote on a corpus: beside these results, else in ``outputs/``; ``None`` for nothing."""
    places = [folder / "themes", folder] if folder is not None else []
    files = (place / "themes.json" for place in (*places, output_folder(corpus) / "themes"))
    return next((file for file in files if file.is_file()), None)


def emergent_state(corpus: str, codebook: Codebook, folder: Path | None = None) -> str:
    """A hash over what the section on emergent themes follows from; ``""`` where there is none to be."""
    file = _themes_file(corpus, folder)
    if file is None:
        return ""
    from send_qual.themes import read_decisions

    decided = repr(read_decisions(codebook, corpus)).encode()
    return hashlib.sha256(file.read_bytes() + decided).hexdigest()


def with_emergent(drawn: Findings, folder: Path | None = None, *, hide: Iterable[Identifier] = ()) -> Findings:
    """The findings with the emergent themes that ``send-qual themes`` found in the same documents, if it ran.

    They are taken from its file: nothing is looked for here, and without the file nothing is loaded.

    Parameters
    ----------
    drawn : Findings
        Its codings have a corpus.
    folder : pathlib.Path, optional
        Where the results go; what lies beside them there counts before that in ``outputs/``.
    hide : iterable of Identifier
        What may tell who somebody is: extracts that hold such words are not taken, nor terms that are such a word.

    Returns
    -------
    Findings
        Unchanged where emergent themes were not looked for with this codebook; with a notice where the
        documents have changed since.
    """
    file = _themes_file(drawn.name, folder)
    if file is None or drawn.codings.corpus is None:
        return drawn
    from send_qual.themes import read_record

    record = read_record(file, drawn.codebook)
    if record is None or record.codebook != drawn.codebook.name:
        return drawn
    texts = {document.id: document.sha256 for document in drawn.codings.corpus}
    if any(record.documents.get(case.document) != texts.get(case.document) for case in drawn.cases):
        notice = (
            "Emergent themes were looked for before documents were added or changed, and are left out here: run "
            f"`send-qual themes {drawn.name} --codebook {drawn.codebook.name}` again."
        )
        return replace(drawn, notices=(*drawn.notices, notice))
    return replace(drawn, emergent=_shown(record, texts, tuple(hide)))


def _shown(record: ThemesRecord, texts: dict[str, str], hide: tuple[Identifier, ...]) -> ThemesRecord:
    """With those extracts and terms that may be shown: from documents as they stand, and telling of nobody."""
    words = {
        word
        for one in hide
        if one.kind not in {"role", "case", "date", "consent"}
        for word in one.text.casefold().split()
    }
    themes = []
    for theme in record.themes:
        safe = [
            (document, start, end)
            for document, start, end in theme.extracts
            if texts.get(document) == record.documents[document]
            and not any(one.document == document and touches(one, Span(start, end)) for one in hide)
        ]
        terms = tuple(term for term in theme.terms if not words & set(term.casefold().split()))
        label = ", ".join(terms[:3]) if words & set(theme.label.casefold().split()) else theme.label
        themes.append(replace(theme, extracts=tuple(safe), terms=terms, label=label))
    return replace(record, themes=tuple(themes))


def emergent_provenance(drawn: Findings) -> dict[str, Any]:
    """Which codes were there from the start and which came from the passages, and what was found besides."""
    made = [code for code in drawn.codebook if code.origin == "inductive"]
    codes = {
        "deductive": len(drawn.codebook.codes) - len(made),
        "inductive": [{"code": code.id, "by": code.added_by, "on": code.added_on} for code in made],
    }
    record = drawn.emergent
    if record is None:
        return {"codes": codes, "emergent_themes": None}
    found = {
        "looked_for": record.made,
        "documents": len(record.documents),
        "codebook_version": record.codebook_version,
        "passages": record.passages,
        "uncoded": record.uncoded,
        "decided": record.decided,
        "topics": len(record.topics),
        "stability": record.stability,
        "themes": [
            {
                "theme": t.id,
                "label": t.label,
                "kind": "field" if t.within_field else "gap",
                "passages": len(t.passages),
                "documents": t.documents,
                "p": t.p,
            }
            for t in record.themes
        ],
        "decisions": [
            {"did": one.did, "by": one.by, "on": one.on, "label": one.label, "code": one.code, "memo": one.memo}
            for one in record.decisions
        ],
    }
    return {"codes": codes, "emergent_themes": found}
