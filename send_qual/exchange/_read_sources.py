"""The sources of QDA-XML: texts, passages, codings, and the memos on them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NamedTuple

from send_qual.errors import Fault, SendQualError
from send_qual.exchange._archive import Archive
from send_qual.exchange._offsets import Offsets, best_counting, doubtful
from send_qual.exchange._pdf_regions import words_under
from send_qual.exchange._xml_parts import (
    ORIGINAL,
    Notes,
    child,
    children,
    created_of,
    fresh,
    guid_of,
    local,
    raw_of,
    text_of,
    user_of,
    values_of,
)
from send_qual.exchange.project import Case, Kept, Memo, ProjectCoding, ProjectSource

__all__ = ["Sources"]

_MEDIA = ("PictureSource", "AudioSource", "VideoSource")
_ANSWER = 50  # words: a longer text that stands in two sources was copied
_DETAIL = re.compile(r"status: (accepted|applied)(?:; confidence: ([\d.]+))?(?:; reason: (.*))?", re.DOTALL)


class _Words(NamedTuple):
    """The words of a passage and those beside it, where there are no offsets."""

    quote: str = ""
    prefix: str = ""
    suffix: str = ""


class _Passage(NamedTuple):
    """What the codings of a passage share."""

    source: str
    span: tuple[int, int]
    selection: Any = None
    facets: tuple[tuple[str, str], ...] = ()
    memos: tuple[str, ...] = ()
    detail: re.Match[str] | None = None
    words: _Words = _Words()


class Sources:
    """Sources read one after the other; offsets are settled once all of them are known.

    Parameters
    ----------
    archive : Archive
    users : dict
        Name by guid.
    notes : Notes
    codes : set of str
        Guids of the codes that are codes.
    facets : dict
        Of codes that are values of a facet: facet and value.
    """

    def __init__(
        self, archive: Archive, users: dict[str, str], notes: Notes, codes: set[str], facets: dict[str, tuple[str, str]]
    ) -> None:
        self._archive, self._users, self._notes, self._codes, self._facets = archive, users, notes, codes, facets
        self.names: dict[str, str] = {}
        self.cases: dict[str, str] = {}
        self.sources: list[ProjectSource] = []
        self.codings: list[ProjectCoding] = []
        self.memos: list[Memo] = []
        self.kept: list[Kept] = []
        self.decisions: list[str] = []
        self.left_out: list[Fault] = []
        self._members: dict[str, list[str]] = {}  # of a case: sources that a coding put there

    def read(self, element: Any) -> None:
        """Read all sources."""
        texts: list[tuple[str, Offsets, list[Any]]] = []
        for one in children(element):
            kind = local(one)
            if kind in _MEDIA:
                self.kept.append(Kept("Sources", guid_of(one.get("guid")), raw_of(one)))
            elif kind in ("TextSource", "PDFSource"):
                self._read_one(one, kind, texts)
        spans = [[_span(one) for one in selections] for _, _, selections in texts]
        names = [[_name(one) for one in selections] for _, _, selections in texts]
        pairs = [(offsets, found) for (_, offsets, _), found in zip(texts, spans, strict=True)]
        counting, share = best_counting(pairs, names)
        many = sum(map(len, spans))
        if many:
            self.decisions.append(
                f"offsets are {counting}: {share:.0%} of the ends of {many:,} passages lie on word boundaries so"
            )
        if many and doubtful(share):
            problem = f"only {share:.0%} of the ends of passages lie on word boundaries, however they are counted"
            self.left_out.append(Fault(self._archive.name, problem, "Look at some codings before you rely on them"))
        for (guid, offsets, selections), found in zip(texts, spans, strict=True):
            for one, span in zip(selections, offsets.spans(found, counting), strict=True):
                self._selection(one, guid, span, offsets.text)
        self._report_doubles()

    def more_cases(self) -> list[Case]:
        """Memberships that codings gave sources, as cases beside those there are."""
        return [Case(guid, self.cases[guid], tuple(members)) for guid, members in self._members.items()]

    def _read_one(self, element: Any, kind: str, texts: list[tuple[str, Offsets, list[Any]]]) -> None:
        guid = guid_of(element.get("guid")) or fresh("source", element.get("name"))
        holder = element if kind == "TextSource" else child(element, "Representation")
        raw = self._text(holder) if holder is not None else ""
        offsets = Offsets(raw)
        name = " ".join((element.get("name") or "").split()) or guid
        suffix, file = self._file(element, guid, name)
        same = (one for one in self.sources if one.text and one.text == offsets.text)
        twin = next((one for one in same if _stem(one.name) == _stem(name) or len(one.text.split()) > _ANSWER), None)
        if twin:
            self.decisions.append(
                f"{name} has the same text as {twin.name}: codings of both are codings of one document"
            )
            guid = twin.guid
        else:
            values = tuple(values_of(element, self.names).items())
            described = text_of(element, "Description")
            self.sources.append(ProjectSource(guid, name, offsets.text, suffix, file, values, described))
        selections = list(children(holder, "PlainTextSelection")) if holder is not None else []
        texts.append((guid, offsets, selections))
        for holding in {id(one): one for one in (element, holder) if one is not None}.values():
            for coding in children(holding, "Coding"):
                self._coding(coding, _Passage(guid, (0, len(offsets.text))))
            self.memos += [Memo(n.guid, n.text, guid, n.coder, n.created, n.name) for n in self._notes.of(holding)]
        self._regions(guid, name, file, list(children(element, "PDFSelection")))

    def _regions(self, source: str, name: str, file: bytes, regions: list[Any]) -> None:
        """Codings of regions of pages, by the words under them; a region without words is kept as it stands."""
        coded = [one for one in regions if child(one, "Coding") is not None]
        found: list[tuple[str, str, str] | None] = [None] * len(coded)
        if coded and file:
            try:
                found, said = words_under(file, name, coded)
                self.decisions += [said] if said not in self.decisions else []
            except SendQualError as error:
                self.left_out += error.faults
        words = {id(one): told for one, told in zip(coded, found, strict=True) if told}
        for region in regions:
            if id(region) in words:
                quote, prefix, suffix = words[id(region)]
                self._selection(region, source, (0, 0), "", _Words(quote, prefix, suffix))
            else:
                self.kept.append(Kept(source, guid_of(region.get("guid")), raw_of(region)))

    def _text(self, element: Any) -> str:
        inline = child(element, "PlainTextContent")
        if inline is not None:
            return "".join(inline.itertext())
        place = element.get("plainTextPath") or ""
        data = self._archive.find(re.sub(r"^\w+://", "", place)) if place else None
        if data is None:
            if place:
                problem = f"the text of the source {element.get('name')!r} is not in the archive ({place})"
                self.left_out.append(Fault(self._archive.name, problem, "Export it with its sources"))
            return ""
        for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if data.startswith(mark):
                return "\ufeff" + data.decode(encoding, "replace")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            self.decisions.append(f"the text of {element.get('name')!r} is not UTF-8, and was read as Windows-1252")
            return data.decode("cp1252", "replace")

    def _file(self, element: Any, guid: str, name: str) -> tuple[str, bytes]:
        """The document as it was: what the source points to, else a member named as source and suffix are."""
        for place in (element.get("path"), element.get("richTextPath")):
            if place and (data := self._archive.find(re.sub(r"^\w+://", "", place))):
                return PurePath(place).suffix.lower(), data
        suffix = PurePath(name).suffix.lower()
        mark = ORIGINAL if suffix == ".txt" else ""
        data = self._archive.find(f"sources/{guid}{mark}{suffix}") if suffix else None
        return (suffix, data) if data else ("", b"")

    def _selection(
        self, element: Any, source: str, span: tuple[int, int], text: str, words: _Words | None = None
    ) -> None:
        described = text_of(element, "Description")
        notes = [note.text for note in self._notes.of(element)]
        codings = list(children(element, "Coding"))
        facets = tuple(self._facets[ref] for one in codings if (ref := _code(one)) in self._facets)
        real = [one for one in codings if _code(one) not in self._facets]
        if real:
            detail = _DETAIL.fullmatch(described)
            memos = (*([described] if described and not detail else []), *notes)
            passage = _Passage(source, span, element, facets, memos, detail, words or _Words())
            for one in real:
                self._coding(one, passage)
        elif said := "\n".join([*([described] if described else []), *notes]):
            who, when = user_of(element, self._users), created_of(element)
            quote = words.quote if words else text[span[0] : span[1]]
            told = f"“{quote}”: {said}"
            self.memos.append(Memo(guid_of(element.get("guid")), told, source, who, when))

    def _coding(self, element: Any, passage: _Passage) -> None:
        code, around = _code(element), passage.selection
        if code in self.cases:
            self._members.setdefault(code, []).append(passage.source)
            self.decisions.append(f"a coding with the case {self.cases[code]!r} makes its source one of that case")
            return
        if code not in self._codes:
            problem = f"a coding names a code that is not in the project ({code or 'none'})"
            self.left_out.append(Fault(self._archive.name, problem, "Export it again, with its codes"))
            return
        who, when = user_of(element, self._users), created_of(element)
        if around is not None:
            who, when = who or user_of(around, self._users), when or created_of(around)
        coding = ProjectCoding(
            guid=guid_of(element.get("guid")) or fresh("coding", passage.source, passage.span, code, who),
            source=passage.source,
            code=code,
            start=passage.span[0],
            end=passage.span[1],
            coder=who,
            facets=passage.facets,
            memo="\n\n".join([*passage.memos, *(note.text for note in self._notes.of(element))]),
            created=when,
            selection=guid_of(around.get("guid")) if around is not None else "",
            **passage.words._asdict(),
        )
        if found := passage.detail:
            confidence = float(found[2]) if found[2] else None
            coding = replace(coding, status=found[1], confidence=confidence, reason=found[3] or "")
        self.codings.append(coding)

    def _report_doubles(self) -> None:
        whole = sum(not one.selection for one in self.codings)
        if whole:
            self.decisions.append(f"{whole} codings without a passage are codings of their document as a whole")


def _code(coding: Any) -> str:
    ref = child(coding, "CodeRef")
    return guid_of(ref.get("targetGUID")) if ref is not None else ""


def _number(written: str | None) -> int:
    try:
        return int(written or "0")
    except ValueError:
        return 0


def _span(selection: Any) -> tuple[int, int]:
    start, end = _number(selection.get("startPosition")), _number(selection.get("endPosition"))
    return (min(start, end), max(start, end))


def _name(selection: Any) -> str:
    return selection.get("name") or ""


def _stem(name: str) -> str:
    return re.sub(r"\.\w{1,5}$", "", name).casefold()
