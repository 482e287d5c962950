"""Topics and emergent themes as an account to read, in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from send_qual.codebook import origin_statement
from send_qual.themes import EmergentThemes

__all__ = ["account"]


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
