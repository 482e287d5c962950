"""Topics and emergent themes as files: tables, figures, and an account to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from send_qual.codebook import read_codebook
from send_qual.coders import code
from send_qual.coding import merge, read_codings
from send_qual.corpus import default_codebook, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.report.themes._account import account
from send_qual.report.themes.figures import Figure, draw_map, draw_over, draw_overlap, draw_saturation
from send_qual.study import output_folder
from send_qual.study.files import staged, write_text
from send_qual.study.tables import write_csv
from send_qual.themes import (
    EmergentThemes,
    decided_passages,
    emergent_themes,
    find_topics,
    read_decisions,
    write_record,
)

__all__ = ["ThemesResult", "find_themes", "write_themes"]

_FIGURES = frozenset({"topics-codes", "map", "saturation", "topics-over"})  # not each in every run
_CSS = """
body { font: 16px/1.5 Arial, "Liberation Sans", sans-serif; color: #1a1a1a; max-width: 60rem; margin: 2rem auto; }
h1, h2, h3 { color: #0b3d6b; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #a6a6a6; padding: .3rem .5rem; }
td.num, th.num { text-align: right; }
blockquote { margin: .3rem 0 .8rem 1.5rem; color: #333; font-size: 15px; }
figure { margin: 1rem 0; } img { max-width: 100%; }
.note { background: #fff4e5; border-left: 5px solid #b45f06; padding: .4rem .8rem; }
cite { color: #595959; font-size: 13px; }
"""


@dataclass(frozen=True, slots=True)
class ThemesResult:
    """What was found and where it was written."""

    found: EmergentThemes
    files: tuple[Path, ...]
    left_out: tuple[Fault, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """What could not be done, in words for the user."""
        return self.found.notices


def find_themes(
    corpus: str | Path,
    *,
    codebook: str | None = None,
    out: str | Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> ThemesResult:
    """Read a corpus, code it, find topics and emergent themes, and write all to a folder.

    What people coded and decided with the codebook counts before the machine's suggestions.

    Parameters
    ----------
    corpus : str or Path
        Name, folder or file.
    codebook : str, optional
        Name or file; default the one for the kind that most of the documents are of.
    out : str or Path, optional
        Folder; by default ``outputs/CORPUS/themes``.

    Returns
    -------
    ThemesResult
    """
    named = read_codebook(codebook) if codebook else None  # a wrong name is told before anything is read
    read = read_corpus(str(corpus), progress=progress).with_documents()
    book = named or read_codebook(default_codebook(read))
    codings = merge(code(read, book, progress=progress), read_codings(read, book))
    topics = find_topics(read, progress=progress)
    decided = decided_passages(topics.passages, read_decisions(book, read.name), book)
    found = emergent_themes(read, codings, topics=topics, decided=decided)
    folder = Path(out) if out else output_folder(read.name) / "themes"
    return ThemesResult(found, write_themes(found, folder), read.left_out)


def write_themes(found: EmergentThemes, folder: Path) -> tuple[Path, ...]:
    """Write ``themes.html``, ``topics.csv, emergent.csv, overlap.csv, passages.csv``, figures, and ``themes.json``.

    The last is what the draft reports take their section on emergent themes from.
    """
    figures = _figures(found)
    title = f"Topics and emergent themes: {found.topics.corpus.name}"
    body = account(found) + "".join(figure._repr_html_() for _, figure in figures)
    page = (
        f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>{escape(title)}</title><style>{_CSS}</style>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
    with staged(folder) as new:
        files = [
            write_text(new.folder / "themes.html", page),
            write_csv(found.topics.to_frame(), new.folder / "topics.csv"),
            write_csv(found.to_frame(), new.folder / "emergent.csv"),
            write_csv(found.overlap(), new.folder / "overlap.csv"),
            write_csv(found.to_passages(), new.folder / "passages.csv"),
            write_record(found, new.folder),
            *(figure.to_png(new.folder / f"{name}.png") for name, figure in figures),
        ]
        for name in _FIGURES - {name for name, _ in figures}:
            new.remove(f"{name}.png")
    return tuple(folder / file.name for file in files)


def _figures(found: EmergentThemes) -> list[tuple[str, Figure]]:
    if not len(found.topics):
        return []
    figures = [("map", draw_map(found.topics)), ("saturation", draw_saturation(found.topics))]
    if len(found.codings):
        figures.insert(0, ("topics-codes", draw_overlap(found)))
    try:
        figures.append(("topics-over", draw_over(found.topics)))
    except SendQualError:  # documents without a day of publication, as interviews are
        return figures
    return figures
