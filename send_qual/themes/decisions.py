"""What a person decides on emergent themes: name, merge, split, discard. Each is recorded beside the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from send_qual.codebook import Code, Codebook, Term, add_code
from send_qual.coding import Coding, Codings
from send_qual.coding.span import words_at
from send_qual.corpus import kind_of
from send_qual.errors import Fault, SendQualError
from send_qual.themes._decided import (
    Decision,
    Place,
    codebook_file,
    decided_passages,
    read_decisions,
    write_decisions,
)
from send_qual.themes._keyness import telling_terms
from send_qual.themes._labels import name_groups
from send_qual.themes.emergent import EmergentTheme, EmergentThemes, emergent_themes
from send_qual.themes.topics import examples_of, typical

__all__ = [
    "Named",
    "discard_theme",
    "merge_themes",
    "name_theme",
    "split_theme",
    "still_open",
]

CODER = "themes-1"
_TERMS = 6  # of the theme's, for the new code
_HINT = 0.5  # their weight: a term found by counting is a hint, until a person has looked at it
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Named:
    """What came of naming a theme.

    Parameters
    ----------
    codebook : Codebook
        As read anew, the code in it.
    codings : Codings
        Those there were, and the theme's passages as suggestions for the code.
    code : Code
    notices : tuple of str
        What to look at next.
    """

    codebook: Codebook
    codings: Codings
    code: Code
    notices: tuple[str, ...]


def name_theme(
    found: EmergentThemes,
    theme: str,
    *,
    id: str,
    name: str,
    by: str,
    definition: str = "",
    quote: bool | None = None,
) -> Named:
    """Make an emergent theme a code of the codebook.

    The code is written into the YAML, comments kept, with ``origin: inductive``, who and when; its terms are
    the theme's, each a hint (weight 0.5); the theme's passages become suggestions for it.

    Parameters
    ----------
    found : EmergentThemes
        Its codings have a codebook, which is the one written to.
    theme : str
        ``"E1"``, ``"E2"``, ...
    id : str
        Path of the new code: ``"trust"`` for a theme, ``"health/trust"`` for a sub-code of ``health``.
    name, by : str
        The code's name; who names it.
    definition : str
        Without one a stub is written that says where the code came from.
    quote : bool, optional
        Whether typical passages go into the codebook as examples. By default they do where they are from
        published reports, not from transcripts: a codebook travels further than an interview may.

    Raises
    ------
    SendQualError
        Where there is no such theme, or the code cannot be added; nothing is written then.
    """
    book, chosen = _book(found), _chosen(found, theme)
    if not by.strip() or not name.strip():
        raise SendQualError(
            Fault(theme, "a name, and who gives it, are needed", 'Write name="...", by="your initials"')
        )
    confidential = any(kind_of(document).confidential for document in found.topics.corpus)
    notices = []
    if quote and confidential:
        notices.append(
            "Passages of transcripts now stand in the codebook as examples. Put them into your own words, or take out "
            "what tells who speaks, before the codebook leaves your machine."
        )
    elif quote is None and confidential:
        notices.append("No example was written: the passages are from transcripts. Add some in your own words.")
    with_examples = quote if quote is not None else not confidential
    code = _code(found, chosen, id=id, name=name, by=by)
    code = replace(code, definition=definition or _stub(chosen), examples=code.examples if with_examples else ())
    changed = add_code(codebook_file(book), code)
    if not definition:
        notices.append(f"The definition of {code.name} is a stub: say in a sentence what belongs to it.")
    write_decisions(book, _decisions("named", by, [chosen], found, code=code.id))
    rows = [_suggestion(found, n, place, chosen, code, changed) for place, n in enumerate(chosen.passages)]
    codings = replace(found.codings, codebook=changed).adding(rows)
    return Named(changed, codings, code, tuple(notices))


def discard_theme(found: EmergentThemes, theme: str, *, by: str, memo: str) -> EmergentThemes:
    """Set an emergent theme aside, and say why. See :func:`still_open` for what is left."""
    chosen = _chosen(found, theme)
    write_decisions(_book(found), _decisions("discarded", by, [chosen], found, memo=memo))
    return replace(found, themes=tuple(other for other in found.themes if other is not chosen))


def merge_themes(found: EmergentThemes, themes: Iterable[str], *, by: str, memo: str = "") -> EmergentThemes:
    """Make several emergent themes one; it stands in the first one's place, under its id."""
    chosen = [_chosen(found, theme) for theme in dict.fromkeys(themes)]
    if len(chosen) < 2:
        raise SendQualError(Fault("themes", "one theme cannot be merged", 'Name two or more: ["E1", "E2"]'))
    rows = sorted({n for theme in chosen for n in theme.passages})
    also = sorted({n for theme in chosen for n in theme.also})
    one = _remade(found, [rows], chosen[0], [chosen[0].id], also)[0]
    write_decisions(_book(found), _decisions("merged", by, chosen, found, memo=memo))
    rest = [theme for theme in found.themes if theme not in chosen[1:]]
    return replace(found, themes=tuple(one if theme is chosen[0] else theme for theme in rest))


def split_theme(found: EmergentThemes, theme: str, *, by: str, parts: int = 2, memo: str = "") -> EmergentThemes:
    """Split an emergent theme by what its passages say; its parts are called ``E1a``, ``E1b``, ..."""
    from scipy.cluster.hierarchy import fcluster, linkage

    chosen = _chosen(found, theme)
    if not 2 <= parts <= len(chosen.passages) // 2:
        most = len(chosen.passages) // 2
        raise SendQualError(Fault(theme, f"its passages cannot be split into {parts}", f"Choose 2 to {most} parts"))
    assert found.topics.placed is not None, "themes were found in a space"  # noqa: S101
    points = found.topics.placed.points[list(chosen.passages)]
    labels = fcluster(linkage(points, "ward"), t=parts, criterion="maxclust")
    rows = [[n for n, at in zip(chosen.passages, labels, strict=True) if at == g] for g in sorted(set(labels.tolist()))]
    ids = [f"{chosen.id}{chr(97 + n)}" for n in range(len(rows))]
    made = _remade(found, sorted(rows, key=len, reverse=True), chosen, ids, [])
    write_decisions(_book(found), _decisions("split", by, [chosen], found, memo=memo))
    at = found.themes.index(chosen)
    return replace(found, themes=(*found.themes[:at], *made, *found.themes[at + 1 :]))


def still_open(found: EmergentThemes) -> EmergentThemes:
    """Look again, what was decided before taken as decided.

    Passages of themes that a person discarded, or made a code that is still in the codebook, count as covered:
    what lies beside them comes to the fore.
    """
    book, topics = _book(found), found.topics
    decided = decided_passages(topics.passages, read_decisions(book, topics.corpus.name), book)
    return emergent_themes(topics.corpus, found.codings, topics=topics, decided=decided)


def _book(found: EmergentThemes) -> Codebook:
    if found.codings.codebook is None:
        mend = "Make them with `sq.code(corpus, codebook)`, or read them with their codebook"
        raise SendQualError(Fault("codings", "they have no codebook that a theme could go into", mend))
    return found.codings.codebook


def _chosen(found: EmergentThemes, theme: str) -> EmergentTheme:
    try:
        return found[theme]
    except KeyError:
        known = ", ".join(other.id for other in found.themes) or "none"
        raise SendQualError(Fault(theme, "there is no such emergent theme", f"Known here: {known}")) from None


def _stub(theme: EmergentTheme) -> str:
    return f"To be written. From an emergent theme: passages that speak of {theme.label}."


def _code(found: EmergentThemes, theme: EmergentTheme, *, id: str, name: str, by: str) -> Code:
    parent, _, _own = id.rpartition("/")
    words = [term for term, _ in theme.terms]
    single = [t for t in words if not any(t != other and t in other.split() for other in words)]  # the longer says more
    return Code(
        id=id,
        name=name.strip(),
        parent=parent,
        examples=tuple(re.sub(r"\s+", " ", found.passages[n].text) for n in theme.representative[:_EXAMPLES]),
        terms=tuple(Term(term, weight=_HINT) for term in single[:_TERMS]),
        origin="inductive",
        added_by=by.strip(),
        added_on=datetime.now(UTC).date().isoformat(),
    )


def _suggestion(found: EmergentThemes, n: int, place: int, theme: EmergentTheme, code: Code, book: Codebook) -> Coding:
    """The more typical a passage, the surer."""
    passage = found.passages[n]
    _, prefix, suffix = words_at(found.topics.corpus[passage.document].text, passage.start, passage.end)
    return Coding(
        document=passage.document,
        start=passage.start,
        end=passage.end,
        quote=passage.text,
        code=code.id,
        coder=CODER,
        prefix=prefix,
        suffix=suffix,
        confidence=round(0.9 - 0.4 * place / len(theme.passages), 2),
        reason=f"emergent theme: {theme.label}",
        codebook=book.name,
        codebook_version=book.version,
    )


def _remade(
    found: EmergentThemes, groups: list[list[int]], of: EmergentTheme, ids: list[str], also: list[int]
) -> list[EmergentTheme]:
    words, placed = found.topics.words, found.topics.placed
    assert words is not None, "themes were found by their words"  # noqa: S101
    assert placed is not None, "themes were found in a space"  # noqa: S101
    rows = [typical(group, placed.points) for group in groups]
    terms = [telling_terms(own, words.terms) for own in rows]
    names = name_groups([(own, [t for t, _ in ts]) for own, ts in zip(rows, terms, strict=True)], found.passages, words)
    return [
        replace(
            of,
            id=id,
            label=name,
            terms=ts,
            passages=tuple(own),
            also=tuple(also),
            representative=examples_of(own, found.passages, placed.vectors),
            documents=len({found.passages[n].document for n in own}),
        )
        for id, own, ts, name in zip(ids, rows, terms, names, strict=True)
    ]


def _decisions(
    did: str, by: str, themes: list[EmergentTheme], found: EmergentThemes, *, memo: str = "", code: str = ""
) -> list[Decision]:
    """Who did what, on which passages; when, is written with it."""
    corpus = found.topics.corpus.name
    return [
        Decision(did, by.strip(), "", theme.id, theme.label, code, memo, corpus, _places(found, theme))
        for theme in themes
    ]


def _places(found: EmergentThemes, theme: EmergentTheme) -> tuple[Place, ...]:
    return tuple((p.document, p.start, p.end) for p in (found.passages[n] for n in theme.passages))
