"""Topics and emergent themes as files: tables, figures, and an account to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from send_qual.codebook import origin_statement, read_codebook
from send_qual.coders import code
from send_qual.coding import merge, read_codings
from send_qual.corpus import read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.study import output_folder
from send_qual.study.files import staged, write_text
from send_qual.study.tables import write_csv
from send_qual.themes._decided import decided_passages, read_decisions
from send_qual.themes.emergent import EmergentThemes, emergent_themes
from send_qual.themes.figures import Figure, draw_map, draw_over, draw_overlap, draw_saturation
from send_qual.themes.record import write_record
from send_qual.themes.topics import find_topics

__all__ = ["ThemesResult", "account", "find_themes", "write_themes"]

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
    codebook: str = "area-send",
    out: str | Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> ThemesResult:
    """Read a corpus, code it, find topics and emergent themes, and write all to a folder.

    What people coded and decided with the codebook counts before the machine's suggestions.

    Parameters
    ----------
    corpus : str or Path
        Name, folder or file.
    codebook : str
        Name or file.
    out : str or Path, optional
        Folder; by default ``outputs/CORPUS/themes``.

    Returns
    -------
    ThemesResult
    """
    book = read_codebook(codebook)
    read = read_corpus(str(corpus), progress=progress)
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


def account(found: EmergentThemes) -> str:
    """Topics and emergent themes in HTML, every word of it escaped."""
    notes = "".join(f"<p class='note'>{escape(notice)}</p>" for notice in found.notices)
    parts = [notes]
    if len(found):
        parts.append(f"<h2>Emergent themes</h2><p>{escape(_basis(found))}</p>")
    for theme in found:
        parts.append(f"<h3>{escape(theme.id)}: {escape(theme.label)}</h3><p>{escape(_told(found, theme.id))}</p>")
        parts.append(_quotations(found, theme.representative[:3]))
    if len(found.topics):
        parts.append(_topics(found))
    if found.codings.codebook is not None:
        parts.append(f"<p>{escape(origin_statement(found.codings.codebook))}</p>")
    return "".join(parts)


def _basis(found: EmergentThemes) -> str:
    machine = sum(row.status == "suggested" for row in found.codings)
    share = machine / len(found.codings) if len(found.codings) else 0
    basis = f" {100 * share:.0f} % of the codings are suggestions that nobody has reviewed yet." if machine else ""
    within, gaps = (any(theme.within_field is kind for theme in found) for kind in (True, False))
    kinds = ["Passages that no code covers and that make a theme."]
    if within:
        kinds.append(
            "Within the codebook's own field: they say much the same and speak of what the codes' definitions are "
            "about, though most passages beside them have codes; a code is missing, or codings were overlooked."
        )
    if gaps:
        kinds.append("Gaps: they lie closer together than chance would put them, where few passages have codes.")
    return f"{' '.join(kinds)} Whether they are a theme is for a person to say.{basis}"


def _told(found: EmergentThemes, id: str) -> str:
    theme = found[id]
    near = f" The code nearest to it is {theme.nearest}." if theme.nearest else ""
    kind = "Within the codebook's field" if theme.within_field else "A gap"
    p = f"p = {theme.p:.3f}" if theme.p >= 0.001 else "p < 0.001"
    return (
        f"{len(theme.passages)} passages of {theme.documents} documents. {kind} ({p}): {100 * theme.uncoded:.0f} % of "
        f"the passages around them have no code, where {100 * theme.expected:.0f} % of all have none. "
        f"Terms: {', '.join(term for term, _ in theme.terms)}.{near}"
    )


def _quotations(found: EmergentThemes, rows: Sequence[int]) -> str:
    cells = []
    for n in rows:
        passage = found.passages[n]
        title = found.topics.corpus[passage.document].title or passage.document
        words = " ".join(passage.text.split())
        cells.append(f"<blockquote>{escape(words)} <cite>{escape(title)}</cite></blockquote>")
    return "".join(cells)


def _topics(found: EmergentThemes) -> str:
    topics = found.topics
    head = "<tr><th>Topic</th><th>Terms</th><th class='num'>Passages</th><th class='num'>Documents</th></tr>"
    rows = "".join(
        f"<tr><td>{escape(topic.label)}</td><td>{escape(', '.join(term for term, _ in topic.terms[:6]))}</td>"
        f"<td class='num'>{len(topic.passages)}</td><td class='num'>{topic.documents}</td></tr>"
        for topic in topics
    )
    about = (
        f"{len(topics)} topics of {len(topics.passages)} passages; {100 * topics.without:.0f} % belong to none for "
        f"sure. Drawn anew, passages fall into the same topics with an adjusted Rand index of {topics.stability:.2f} "
        "(1 is the same, 0 chance)."
    )
    return f"<h2>Topics</h2><p>{escape(about)}</p><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
