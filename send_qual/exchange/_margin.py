"""What stands beside a coded passage, in a comment of Word or a note of a PDF: written, and understood when back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from send_qual.codebook import Codebook, known_facet
from send_qual.errors import Fault
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Coder, Memo, Project, ProjectCode, ProjectCoding, ProjectSource

__all__ = ["Margin", "margin_text"]

_LEVEL = " > "
_LINE = re.compile(r"(?P<key>[\w-]{1,40}): (?P<value>.+)")
_DETAIL = re.compile(r"(accepted|applied)(?:, ([\d.]+))?(?:, (.*))?", re.DOTALL)


def margin_text(project: Project, coding: ProjectCoding) -> str:
    """A coding as lines for people to read: code, facets, whether it was a suggestion, memo.

    Examples
    --------
    >>> project = Project("x", codes=(ProjectCode("1", "Tea"), ProjectCode("2", "Pot", "1")))
    >>> print(margin_text(project, ProjectCoding("3", "s", "2", 0, 1, facets=(("phase", "flourishing"),), memo="Why?")))
    Code: Tea > Pot
    phase: flourishing
    Memo: Why?
    """
    lines = [f"Code: {_LEVEL.join(project.path(coding.code))}"]
    lines += [f"{facet}: {value}" for facet, value in coding.facets]
    if coding.status != "applied" or coding.reason or coding.confidence is not None:
        said = coding.status + (f", {coding.confidence}" if coding.confidence is not None else "")
        lines.append(f"Suggestion: {said}" + (f", {coding.reason}" if coding.reason else ""))
    lines += [f"Memo: {coding.memo}"] if coding.memo else []
    return "\n".join(lines)


@dataclass(slots=True)
class Margin:
    """Comments and notes made into codings of one document.

    Parameters
    ----------
    source : ProjectSource
    codebook : Codebook or None
        A comment whose first line is the name of one of its codes is a coding too.
    """

    source: ProjectSource
    codebook: Codebook | None = None
    codes: dict[tuple[str, ...], ProjectCode] = field(default_factory=dict)
    codings: list[ProjectCoding] = field(default_factory=list)
    memos: list[Memo] = field(default_factory=list)
    people: dict[str, None] = field(default_factory=dict)

    def take(self, text: str, span: tuple[int, int] | None, coder: str, created: str, key: str) -> None:
        """One comment on a passage; without a passage, or with words that are no code, it is a memo.

        Parameters
        ----------
        text : str
        span : (int, int) or None
            Of the source's text.
        coder, created : str
        key : str
            What tells it from others of the document.
        """
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            return
        if coder:
            self.people.setdefault(coder)
        first, _, rest = text.partition("\n")
        paths = self._codes_in(first) if span else []
        if not paths or span is None:
            words = f"“{self.source.text[span[0] : span[1]]}”: {text}" if span else text
            self.memos.append(Memo(fresh("margin", self.source.guid, key), words, self.source.guid, coder, created))
            return
        base = self._said(rest.strip("\n"), span, coder, created)
        for number, path in enumerate(paths):
            guid, passage = (fresh(kind, self.source.guid, key, number) for kind in ("margin", "passage"))
            self.codings.append(replace(base, guid=guid, selection=passage, code=self._code(path)))

    def _said(self, rest: str, span: tuple[int, int], coder: str, created: str) -> ProjectCoding:
        """Facets, the fate of a suggestion and the memo, from the lines below the code."""
        facets: list[tuple[str, str]] = []
        coding = ProjectCoding("", self.source.guid, "", *span, coder, created=created)
        lines = rest.split("\n") if rest else []
        while lines:
            found = _LINE.fullmatch(lines[0])
            if not found or found["key"] == "Memo":
                break
            if found["key"] == "Suggestion":
                detail = _DETAIL.fullmatch(found["value"])
                if detail:
                    confidence = float(detail[2]) if detail[2] else None
                    coding = replace(coding, status=detail[1], confidence=confidence, reason=detail[3] or "")
            elif self._is_facet(found["key"]):
                facets.append((found["key"].casefold(), found["value"].strip()))
            else:
                break
            lines.pop(0)
        return replace(coding, facets=tuple(facets), memo="\n".join(lines).removeprefix("Memo: ").strip())

    def _is_facet(self, key: str) -> bool:
        name = key.casefold()
        if self.codebook:
            return name in self.codebook.facet_ids()
        return known_facet(name) is not None

    def _codes_in(self, line: str) -> list[tuple[str, ...]]:
        """Paths of the codes a line names; none where part of it is no code."""
        marked = line.startswith("Code: ")
        names = [part.strip() for part in line.removeprefix("Code: ").split(";") if part.strip()]
        known = _known(self.codebook)
        found = []
        for name in names:
            path = known.get(name.casefold())
            if path is None and marked:
                path = tuple(part.strip() for part in name.split(_LEVEL))
            if path is None:
                return []
            found.append(path)
        return found

    def _code(self, path: tuple[str, ...]) -> str:
        for depth in range(1, len(path) + 1):
            above = self.codes[path[: depth - 1]].guid if depth > 1 else ""
            made = ProjectCode(fresh("margin", *path[:depth]), path[depth - 1], above)
            self.codes.setdefault(path[:depth], made)
        return self.codes[path].guid

    def project(self, name: str, origin: str, left_out: Iterable[Fault] = ()) -> Project:
        """All of it as a project."""
        return Project(
            name=name,
            origin=origin,
            coders=tuple(Coder(fresh("coder", one), one) for one in self.people),
            codes=tuple(self.codes.values()),
            sources=(self.source,),
            codings=tuple(self.codings),
            memos=tuple(self.memos),
            left_out=tuple(left_out),
        )


def _known(book: Codebook | None) -> Mapping[str, tuple[str, ...]]:
    """Paths of names by what people write for a code: its id, its names from the top, its own name if one has it."""
    paths: dict[str, tuple[str, ...]] = {"": ()}
    for code in book or ():
        paths[code.id] = (*paths.get(code.parent, ()), code.name)
    del paths[""]
    found: dict[str, tuple[str, ...]] = {}
    names = [path[-1].casefold() for path in paths.values()]
    for id, path in paths.items():
        found[id.casefold()] = found[_LEVEL.join(path).casefold()] = path
        if names.count(path[-1].casefold()) == 1:
            found.setdefault(path[-1].casefold(), path)
    return found
