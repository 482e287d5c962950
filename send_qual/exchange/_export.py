"""A study leaves in a form that another program, or a person, opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._gather import codebook_project, project_of
from send_qual.exchange._write_qdpx import write_qdc, write_qdpx
from send_qual.exchange.project import Project
from send_qual.study import output_folder
from send_qual.study.table_formats import write_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMATS", "Exported", "codings_frame", "export"]


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
        ``document, start, end, quote, code`` (names from the top, joined by `` > ``), one column a facet, ``coder,
        status, confidence, memo, created``, and one column a variable of the documents.
    """
    import pandas as pd

    sources = {one.guid: one for one in project.sources}
    paths = {one.guid: " > ".join(project.path(one.guid)) for one in project.codes}
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

FORMATS: dict[str, tuple[str, Writer]] = {
    "qdpx": (".qdpx", write_qdpx),
    "qdc": (".qdc", write_qdc),
    "csv": (".csv", _table),
    "xlsx": (".xlsx", _table),
}
"""What a study can leave as: the suffix of the file, and who writes it."""


def export(
    corpus: str | Path | Corpus,
    format: str,
    *,
    out: str | Path | None = None,
    codebook: str | Codebook | None = None,
) -> Exported:
    """Write a study in a form that another program opens.

    Parameters
    ----------
    corpus : str, Path or Corpus
    format : str
        A key of :data:`FORMATS`.
    out : str or Path, optional
        Default: ``outputs/CORPUS/CORPUS.<suffix>``.
    codebook : str or Codebook, optional
        Default: the one its codings are of.

    Raises
    ------
    SendQualError
        Where the format is not known, or the study cannot be told as one project.
    """
    if format not in FORMATS:
        raise SendQualError(Fault(f"--format {format}", "this form is not known", f"Say one of {', '.join(FORMATS)}"))
    suffix, write = FORMATS[format]
    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus)
    alone = format == "qdc" and codebook is not None  # nobody need have coded with it yet
    project = codebook_project(codebook) if alone and codebook else project_of(read, codebook)
    path = Path(out) if out else output_folder(read.name) / f"{read.name}{suffix}"
    if path.suffix.lower() != suffix and suffix:
        raise SendQualError(Fault(path.name, f"the form {format} is written as {suffix}", f"End its name in {suffix}"))
    memos = len(project.memos) + sum(bool(one.memo) for one in project.codings)
    written = write(project, path)
    counts = (len(project.codes), len(project.sources), len(project.codings), memos)
    return Exported(written, *counts, project.left_out)
