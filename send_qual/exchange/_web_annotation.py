"""The W3C's Web Annotation as JSON-LD: codings as annotations of documents, by quotation and position."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from send_qual.coding.span import words_at
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._archive import bytes_of
from send_qual.exchange._xml_parts import created_of, fresh, guid_of
from send_qual.exchange.project import Coder, Memo, Project, ProjectCode, ProjectCoding, ProjectSource
from send_qual.study.files import write_text
from send_qual.study.plain_data import json_of

__all__ = ["read_jsonld", "write_jsonld"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_LEVEL = " > "
_FACET = "facet:"


def _urn(guid: str) -> str:
    return f"urn:uuid:{guid}"


def write_jsonld(project: Project, path: str | Path) -> Path:
    """Write the codings as a collection of annotations.

    The documents themselves are not in it: passages are told by their words, with some before and after, and by
    position in code points. Codes have their names from the top; what they mean, cases and variables have no place.

    Parameters
    ----------
    project : Project
    path : str or Path
    """
    sources = {one.guid: one for one in project.sources}
    paths = {one.guid: _LEVEL.join(project.path(one.guid)) for one in project.codes}
    items = [_annotation(one, sources[one.source], paths[one.code]) for one in project.codings]
    items += [_note(memo, sources, paths) for memo in project.memos]
    collection = {
        "@context": _CONTEXT,
        "id": _urn(fresh("collection", project.name)),
        "type": "AnnotationCollection",
        "label": project.name,
        "total": len(items),
        "first": {"id": _urn(fresh("page", project.name)), "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return write_text(path, json.dumps(collection, ensure_ascii=False, indent=1) + "\n")


def _annotation(one: ProjectCoding, source: ProjectSource, code: str) -> dict[str, Any]:
    given = {"type": "TextualBody", "purpose": "classifying", "id": _urn(one.code), "value": code}
    body: list[dict[str, str]] = [given]
    body += [{"type": "TextualBody", "purpose": "tagging", "value": f"{_FACET}{f}={v}"} for f, v in one.facets]
    body += [{"type": "TextualBody", "purpose": "commenting", "value": one.memo}] if one.memo else []
    if one.status != "applied" or one.reason:
        body.append({"type": "TextualBody", "purpose": "assessing", "value": f"{one.status}: {one.reason}"})
    start, end = one.start, one.end
    exact, prefix, suffix = words_at(source.text, start, end)
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    said: dict[str, Any] = {"id": _urn(one.guid), "type": "Annotation", "motivation": "classifying"}
    said |= {"creator": {"type": "Person", "name": one.coder}} if one.coder else {}
    said |= {"created": one.created} if one.created else {}
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    target = {"source": _urn(source.guid), "selector": [quote, position]}
    return {**said, "body": body, "target": {**target, "dcterms:title": source.name}}


def _note(memo: Memo, sources: dict[str, ProjectSource], paths: dict[str, str]) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": "commenting", "value": memo.text}
    name = sources[memo.about].name if memo.about in sources else paths.get(memo.about, "")
    said: dict[str, Any] = {"id": _urn(memo.guid), "type": "Annotation", "motivation": "commenting", "body": [body]}
    said |= {"creator": {"type": "Person", "name": memo.coder}} if memo.coder else {}
    said |= {"created": memo.created} if memo.created else {}
    kind = {} if memo.about in sources else {"dcterms:type": "code"}
    return {**said, "target": {"source": _urn(memo.about), "dcterms:title": name, **kind}}


def read_jsonld(path: str | Path) -> Project:
    """Read annotations: a collection, a page, a list, or one. Passages are found by their words in the corpus.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    SendQualError
        Where it is no JSON, or there are no annotations in it.
    """
    path = Path(path)
    try:
        said = json_of(bytes_of(path).decode("utf-8-sig"))
    except ValueError:
        raise SendQualError(Fault(path.name, "this is no JSON", "Export the annotations as JSON-LD")) from None
    items = _items(said)
    if not items:
        raise SendQualError(Fault(path.name, "there are no annotations in it", "Export them as Web Annotation JSON-LD"))
    reading = _Annotations(path.name)
    for one in items:
        reading.take(one)
    label = said.get("label") if isinstance(said, dict) else None
    people = dict.fromkeys([*(one.coder for one in reading.codings), *(one.coder for one in reading.memos)])
    return Project(
        name=label if isinstance(label, str) and label else path.stem,
        origin="Web Annotation",
        coders=tuple(Coder(fresh("coder", one), one) for one in people if one),
        codes=tuple(reading.codes.values()),
        sources=tuple(reading.sources.values()),
        codings=tuple(reading.codings),
        memos=tuple(reading.memos),
        left_out=tuple(reading.faults),
    )


def _items(said: Any) -> list[dict[str, Any]]:
    if isinstance(said, dict) and isinstance(said.get("first"), dict):
        said = said["first"]
    if isinstance(said, dict) and isinstance(said.get("items"), list):
        said = said["items"]
    found = said if isinstance(said, list) else [said]
    return [one for one in found if isinstance(one, dict) and "Annotation" in _many(one.get("type"))]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


class _Annotations:
    """Annotations read one after the other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.sources: dict[str, ProjectSource] = {}
        self.codes: dict[str, ProjectCode] = {}
        self._paths: dict[tuple[str, ...], str] = {}
        self.codings: list[ProjectCoding] = []
        self.memos: list[Memo] = []
        self.faults: list[Fault] = []

    def take(self, one: dict[str, Any]) -> None:
        """One annotation: a coding for each class or tag it gives."""
        target = next((each for each in _many(one.get("target"))), None)
        target = {"source": target} if isinstance(target, str) else target if isinstance(target, dict) else {}
        body = [{"value": each} if isinstance(each, str) else each for each in _many(one.get("body"))]
        body = [each for each in body if isinstance(each, dict)]
        said = [_words(each.get("value")) for each in body if each.get("purpose") in ("commenting", "describing")]
        creator = next(iter(_many(one.get("creator"))), "")
        who = _words(creator.get("name")) if isinstance(creator, dict) else _words(creator)
        guid = guid_of(_words(one.get("id")).removeprefix("urn:uuid:")) or fresh("annotation", json.dumps(one))
        when = created_of({"creationDateTime": _words(one.get("created"))})
        selectors = [each for each in _many(target.get("selector")) if isinstance(each, dict)]
        if not selectors:
            of_code = target.get("dcterms:type") == "code"
            about = self._code(_words(target.get("dcterms:title")), target.get("source")) if of_code else ""
            about = about or self._source(target)
            self.memos.append(Memo(guid, "\n\n".join(said), about, who, when))
            return
        tags = [each for each in body if each.get("purpose") in ("classifying", "tagging", "identifying", None)]
        facets = tuple(
            (name, value)
            for each in tags
            if _words(each.get("value")).startswith(_FACET)
            for name, _, value in [_words(each["value"]).removeprefix(_FACET).partition("=")]
        )
        codes = [each for each in tags if _words(each.get("value")) and not _words(each["value"]).startswith(_FACET)]
        if not codes:
            self.faults.append(Fault(self._name, "an annotation names no code", "Give it a tag"))
            return
        quote = next((each for each in selectors if each.get("type") == "TextQuoteSelector"), {})
        at = next((each for each in selectors if each.get("type") == "TextPositionSelector"), {})
        start, end = (at.get(key) if isinstance(at.get(key), int) else 0 for key in ("start", "end"))
        state, _, why = next(
            (_words(each.get("value")) for each in body if each.get("purpose") == "assessing"), ""
        ).partition(": ")
        for number, each in enumerate(codes):
            made = ProjectCoding(
                guid=guid if not number else fresh("annotation", guid, number),
                source=self._source(target),
                code=self._code(_words(each["value"]), each.get("id")),
                start=max(0, start or 0),
                end=max(0, start or 0, end or 0),
                coder=who,
                facets=facets,
                memo="\n\n".join(said),
                created=when,
                selection=fresh("passage", guid, number),
                status=state if state in ("applied", "accepted") else "applied",
                reason=why,
                quote=_words(quote.get("exact")),
                prefix=_words(quote.get("prefix")),
                suffix=_words(quote.get("suffix")),
            )
            self.codings.append(made)

    def _source(self, target: dict[str, Any]) -> str:
        written = _words(target.get("source")) or _words(target.get("id"))
        name = _words(target.get("dcterms:title")) or written.rsplit("/", 1)[-1]
        guid = guid_of(written.removeprefix("urn:uuid:"))
        guid = guid if written.startswith("urn:uuid:") else fresh("source", written)
        self.sources.setdefault(guid, ProjectSource(guid, name, ""))
        return guid

    def _code(self, path: str, written: Any) -> str:
        """The code of a path of names, and those above it."""
        above, names = "", tuple(part.strip() for part in path.split(_LEVEL) if part.strip())
        for depth in range(1, len(names) + 1):
            own = guid_of(_words(written).removeprefix("urn:uuid:")) if depth == len(names) else ""
            guid = self._paths.setdefault(names[:depth], own or fresh("code", *names[:depth]))
            self.codes.setdefault(guid, ProjectCode(guid, names[depth - 1], above))
            above = guid
        return above
