"""A study leaves in a form that another program, or a person, opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._coded_pdf import write_pdf
from send_qual.exchange._coded_word import write_word
from send_qual.exchange._gather import codebook_project, project_of
from send_qual.exchange._taguette import write_taguette
from send_qual.exchange._web_annotation import write_jsonld
from send_qual.exchange._write_qdpx import write_qdc, write_qdpx
from send_qual.exchange.project import Project
from send_qual.study import output_folder
from send_qual.study.table_formats import write_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMATS", "PARTS", "Exported", "Format", "codings_frame", "export"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Parameters
    ----------
    path : Path
        The file, or the folder where there is one for each document.
    codes, sources, codings, memos : int
    left_out : tuple of Fault
        What has no place in the format.
    """

    path: Path
    codes: int = 0
    sources: int = 0
    codings: int = 0
    memos: int = 0
    left_out: tuple[Fault, ...] = ()


def codings_frame(project: Project) -> pd.DataFrame:
    """The codings of a project as a table, one row each.

    Returns
    -------
    pandas.DataFrame
        ``document, start, end, quote, code`` (full id), one column a facet, ``coder, status, confidence, memo,
        created``, and one column a variable of the documents.
    """
    import pandas as pd

    sources = {one.guid: one for one in project.sources}
    paths = {one.guid: one.id or " > ".join(project.path(one.guid)) for one in project.codes}
    facets = sorted({facet for one in project.codings for facet, _ in one.facets})
    columns = ["document", "start", "end", "quote", "code", *facets, "coder", "status", "confidence", "memo", "created"]
    names = sorted({key for one in project.sources for key, _ in one.attributes} - set(columns))
    rows = []
    for one in project.codings:
        source = sources[one.source]
        row = {
            "document": source.name,
            "start": one.start,
            "end": one.end,
            "quote": source.text[one.start : one.end],
            "code": paths.get(one.code, ""),
            "coder": one.coder,
            "status": one.status,
            "confidence": one.confidence,
            "memo": one.memo,
            "created": one.created,
        }
        values = {key: value for key, value in source.attributes if key in names}
        rows.append({**dict.fromkeys([*facets, *names], ""), **row, **dict(one.facets), **values})
    return pd.DataFrame(rows, columns=[*columns, *names])


def _table(project: Project, path: Path) -> Path:
    return write_table(codings_frame(project), path, sheet="Codings")


Writer = Callable[[Project, Path], Path]


@dataclass(frozen=True, slots=True)
class Format:
    """A form a study can leave in.

    Parameters
    ----------
    suffix : str
        Of its file; ``""`` for a folder.
    write : callable
    holds : frozenset of str
        What of :data:`PARTS` has a place in it.
    """

    suffix: str
    write: Writer
    holds: frozenset[str]


PARTS: dict[str, Callable[[Project], int]] = {
    "documents": lambda p: sum(bool(one.text) for one in p.sources),
    "passages": lambda p: len(p.codings),
    "code tree": lambda p: sum(bool(one.parent) for one in p.codes),
    "definitions": lambda p: sum(bool(one.description) for one in p.codes),
    "colours": lambda p: sum(bool(one.colour) for one in p.codes),
    "coders": lambda p: len(p.coders),
    "facets": lambda p: sum(bool(one.facets) for one in p.codings),
    "memos on codings": lambda p: sum(bool(one.memo) for one in p.codings),
    "memos on documents": lambda p: sum(p.is_source(one.about) for one in p.memos),
    "memos on codes": lambda p: sum(not p.is_source(one.about) for one in p.memos),
    "accepted suggestions": lambda p: sum(one.status == "accepted" for one in p.codings),
    "times": lambda p: sum(bool(one.created) for one in p.codings),
    "cases": lambda p: len(p.cases),
    "variables": lambda p: len({key for one in p.sources for key, _ in one.attributes}),
}
"""What a project is made of, and how much of it there is in one."""

_CODED = frozenset({"passages", "code tree", "coders", "facets", "memos on codings", "accepted suggestions", "times"})

FORMATS: dict[str, Format] = {
    "qdpx": Format(".qdpx", write_qdpx, frozenset(PARTS)),
    "qdc": Format(".qdc", write_qdc, frozenset({"code tree", "definitions", "colours"})),
    "taguette": Format(
        ".sqlite3",
        write_taguette,
        frozenset({"documents", "passages", "code tree", "definitions", "coders", "facets", "times"}),
    ),
    "jsonld": Format(".jsonld", write_jsonld, _CODED | {"memos on documents", "memos on codes"}),
    "docx": Format("", write_word, _CODED | {"documents"}),
    "pdf": Format("", write_pdf, _CODED | {"documents"}),
    "csv": Format(".csv", _table, _CODED | {"variables"}),
    "xlsx": Format(".xlsx", _table, _CODED | {"variables"}),
}
"""What a study can leave as."""


def without_place(project: Project, format: str, holds: frozenset[str]) -> tuple[Fault, ...]:
    """What of a project has no place in a form, one fault each part."""
    missing = {part: count for part, many in PARTS.items() if part not in holds and (count := many(project))}
    if not missing:
        return ()
    said = ", ".join(f"{part} ({count})" for part, count in missing.items())
    return (Fault(project.name, f"the form {format} has no place for: {said}", "They stay in the study"),)


def _form(format: str | Format) -> tuple[Format, str]:
    """A form and what it is called in messages."""
    if isinstance(format, Format):
        return format, format.suffix.removeprefix(".") or "own"
    if format not in FORMATS:
        raise SendQualError(Fault(f"--format {format}", "this form is not known", f"Say one of {', '.join(FORMATS)}"))
    return FORMATS[format], format


def export(
    corpus: str | Path | Corpus,
    format: str | Format,
    *,
    out: str | Path | None = None,
    codebook: str | Codebook | None = None,
) -> Exported:
    """Write a study in a form that another program opens.

    Parameters
    ----------
    corpus : str, Path or Corpus
    format : str or Format
        A key of :data:`FORMATS`, or a form of your own.
    out : str or Path, optional
        Default: ``outputs/CORPUS/CORPUS.<suffix>``.
    codebook : str or Codebook, optional
        Default: the one its codings are of.

    Raises
    ------
    SendQualError
        Where the format is not known, or the study cannot be told as one project.
    """
    form, name = _form(format)
    suffix = form.suffix
    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus)
    alone = name == "qdc" and codebook is not None  # nobody need have coded with it yet
    project = codebook_project(codebook) if alone and codebook else project_of(read, codebook)
    path = Path(out) if out else output_folder(read.name) / (f"{read.name}{suffix}" if suffix else f"coded-{name}")
    if path.suffix.lower() != suffix and suffix:
        raise SendQualError(Fault(path.name, f"the form {name} is written as {suffix}", f"End its name in {suffix}"))
    memos = len(project.memos) + sum(bool(one.memo) for one in project.codings)
    written = form.write(project, path)
    counts = (len(project.codes), len(project.sources), len(project.codings), memos)
    return Exported(written, *counts, (*project.left_out, *without_place(project, name, form.holds)))
