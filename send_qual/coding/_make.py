"""A coding made at a place in a document, checked against the text and the codebook."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from send_qual.codebook import Codebook
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.span import words_at
from send_qual.corpus import Document
from send_qual.errors import Fault, SendQualError

__all__ = ["checked_facets", "coded", "known_code", "laid_in"]


def coded(
    document: Document,
    span: tuple[int, int],
    code: str,
    coder: str,
    *,
    codebook: Codebook | None = None,
    facets: Mapping[str, str] | None = None,
    memo: str = "",
) -> Coding:
    """Make a coding of a person on a span of a document, with its words and context.

    Parameters
    ----------
    document : Document
    span : tuple of (int, int)
        Half-open, in code points of ``document.text``.
    code : str
        Full id.
    coder : str
    codebook : Codebook, optional
        Code and facets must be of it.
    facets : mapping of str to str, optional
        An empty value is no value.
    memo : str, optional

    Raises
    ------
    SendQualError
        Where the span is none of the text, or the codebook has no such code, facet or value.
    """
    start, end = span
    text = document.text
    if not 0 <= start < end <= len(text):
        problem = "nothing is selected" if start == end else f"{start}-{end} is no passage of it"
        raise SendQualError(Fault(document.id, problem, f"Select words of its {len(text)} characters"))
    known_code(code, codebook)
    quote, prefix, suffix = words_at(text, start, end)
    return Coding(
        document=document.id,
        start=start,
        end=end,
        quote=quote,
        code=code,
        coder=coder,
        prefix=prefix,
        suffix=suffix,
        facets=checked_facets(facets or {}, codebook),
        status="applied",
        memo=memo,
        codebook=codebook.name if codebook else "",
        codebook_version=codebook.version if codebook else "",
    )


def known_code(code: str, codebook: Codebook | None) -> None:
    """Refuse a code that the codebook does not have."""
    if codebook and code not in codebook:
        known = [one.id for one in codebook]
        close = difflib.get_close_matches(code, known, n=1, cutoff=0.5)
        mend = f"Perhaps {close[0]} is meant" if close else "Take one of its codes, or make a new one"
        raise SendQualError(Fault(f"codebook {codebook.name}", f"there is no code {code!r}", mend))


def laid_in(codings: Codings, new: Coding) -> Codings:
    """Codings with one more; where its coder has the same passage and code, that takes its facets and memo."""

    def alike(one: Coding) -> bool:
        return one.status != "suggested" and (one.document, one.start, one.end, one.code, one.coder) == (
            new.document, new.start, new.end, new.code, new.coder,
        )  # fmt: skip

    before = next(filter(alike, codings), None)
    if before is None:
        return codings.adding([new])
    both = replace(before, facets={**before.facets, **new.facets}, memo=new.memo or before.memo)
    return replace(codings, rows=tuple(both if one is before else one for one in codings))


def checked_facets(facets: Mapping[str, str], codebook: Codebook | None) -> dict[str, str]:
    """The facets that have a value, each one that the codebook knows."""
    given = {facet: value for facet, value in facets.items() if value}
    if codebook:
        known = {facet.id: facet.values for facet in codebook.facets}
        place = f"codebook {codebook.name}"
        for facet, value in given.items():
            if facet not in known:
                mend = f"Its facets are {', '.join(known)}" if known else "Declare it in the file under `facets:`"
                raise SendQualError(Fault(place, f"there is no facet {facet!r}", mend))
            if value not in known[facet]:
                raise SendQualError(Fault(place, f"{value!r} is no {facet}", f"Take one of {', '.join(known[facet])}"))
    return given
