"""REFI-QDA written: a QDPX project, a QDC codebook; checked before the file is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from send_qual import __version__
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._read_codes import FACET_SET
from send_qual.exchange._schema import faults_of
from send_qual.exchange._tree import Tree
from send_qual.exchange._xml_parts import ORIGINAL, fresh
from send_qual.exchange.project import Memo, Project, ProjectCode, ProjectCoding, ProjectSource
from send_qual.study.files import write_bytes

__all__ = ["write_qdc", "write_qdpx"]

_PROJECT = "urn:QDA-XML:project:1.0"
_CODEBOOK = "urn:QDA-XML:codebook:1.0"
_RICH = frozenset({".docx", ".odt", ".html", ".htm", ".rtf"})
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same project is the same file


def write_qdc(project: Project, path: str | Path) -> Path:
    """Write a project's codes as a QDC codebook.

    Raises
    ------
    SendQualError
        Where it would not be valid; nothing is written then.
    """
    tree = Tree(_CODEBOOK)
    root = tree.root("CodeBook", origin=f"send_qual {__version__}")
    _codes(tree, tree.add(root, "Codes"), project.codes, {})
    return write_bytes(path, _checked(tree, root, Path(path).name))


def write_qdpx(project: Project, path: str | Path) -> Path:
    r"""Write a project as QDPX: code points, ``\n`` line ends, no byte-order mark, members in ``sources/``.

    Parameters
    ----------
    project : Project
    path : str or Path
        An older file is replaced only once the new one is whole and was found valid.

    Raises
    ------
    SendQualError
        Where it would not be valid; nothing is written then.
    """
    path = Path(path)
    root = _root(project)
    tree = Tree(_PROJECT)
    data = _checked(tree, root, path.name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(_member("project.qde"), data)
        for source in project.sources:
            archive.writestr(_member(f"sources/{source.guid}.txt"), source.text.encode())
            if source.file and source.suffix:
                mark = ORIGINAL if source.suffix == ".txt" else ""  # beside the text as it is read
                archive.writestr(_member(f"sources/{source.guid}{mark}{source.suffix}"), source.file)
    return write_bytes(path, out.getvalue())


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _checked(tree: Tree, root: Any, name: str) -> bytes:
    if faults := faults_of(root):
        said = "; ".join(faults[:5])
        raise SendQualError(
            Fault(name, f"it would not be valid QDA-XML ({said})", "Please report this; nothing was written")
        )
    return tree.bytes(root)


def _root(project: Project) -> Any:
    tree = Tree(_PROJECT)
    users = {one.name: one.guid for one in project.coders}
    root = tree.root("Project", name=project.name, origin=f"send_qual {__version__}")
    if users:
        box = tree.add(root, "Users")
        for name, guid in users.items():
            tree.add(box, "User", guid=guid, name=name)
    refs: dict[str, list[str]] = {}
    for memo in project.memos:
        refs.setdefault(memo.about, []).append(memo.guid)
    facets = sorted({pair for one in project.codings for pair in one.facets})
    if project.codes or facets:
        codes = tree.add(tree.add(root, "CodeBook"), "Codes")
        _codes(tree, codes, project.codes, refs)
        _facet_codes(tree, codes, facets)
    _variables(tree, root, project)
    _cases(tree, root, project)
    _sources(tree, root, project, refs)
    _notes(tree, root, project)
    _rest(tree, root, project, facets)
    if project.description:
        tree.add(root, "Description", project.description)
    for guid in refs.get("", ()):
        tree.add(root, "NoteRef", targetGUID=guid)
    return root


def _variables(tree: Tree, root: Any, project: Project) -> None:
    if names := sorted({key for one in project.sources for key, _ in one.attributes}):
        box = tree.add(root, "Variables")
        for name in names:
            tree.add(box, "Variable", guid=fresh("variable", name), name=name, typeOfVariable="Text")


def _sources(tree: Tree, root: Any, project: Project, refs: Mapping[str, list[str]]) -> None:
    kept = [one for one in project.kept if one.kind == "Sources"]
    if not project.sources and not kept:
        return
    by_source: dict[str, list[ProjectCoding]] = {}
    for coding in project.codings:
        by_source.setdefault(coding.source, []).append(coding)
    box = tree.add(root, "Sources")
    writer = _Sources(tree, {one.name: one.guid for one in project.coders}, refs, project)
    for source in project.sources:
        writer.add(box, source, by_source.get(source.guid, []))
    for one in kept:
        tree.raw(box, one.xml)


def _codes(tree: Tree, box: Any, codes: tuple[ProjectCode, ...], refs: Mapping[str, list[str]]) -> None:
    made: dict[str, Any] = {}
    for code in codes:
        above = made.get(code.parent, box)
        said = {"guid": code.guid, "name": code.name, "isCodable": "true" if code.codable else "false"}
        one = made[code.guid] = tree.add(above, "Code", color=code.colour, **said)
        if code.description:
            tree.add(one, "Description", code.description)
        for guid in refs.get(code.guid, ()):
            tree.add(one, "NoteRef", targetGUID=guid)


def _facet_codes(tree: Tree, box: Any, facets: list[tuple[str, str]]) -> None:
    """Values of facets as codes, below one of the facet's name: what other programs can show and count."""
    above: dict[str, Any] = {}
    for facet, value in facets:
        if facet not in above:
            said = {"guid": fresh("facet", facet), "name": facet, "isCodable": "false"}
            above[facet] = tree.add(box, "Code", **said)
        tree.add(above[facet], "Code", guid=fresh("facet", facet, value), name=value, isCodable="true")


def _values(tree: Tree, box: Any, source: ProjectSource) -> None:
    for key, value in source.attributes:
        one = tree.add(box, "VariableValue")
        tree.add(one, "VariableRef", targetGUID=fresh("variable", key))
        tree.add(one, "TextValue", value)


def _cases(tree: Tree, root: Any, project: Project) -> None:
    kept = {one.guid: one for one in project.kept if one.kind == "Cases"}
    cases = [one for one in project.cases if one.guid not in kept]
    if not cases and not kept:
        return
    box = tree.add(root, "Cases")
    for case in cases:
        one = tree.add(box, "Case", guid=case.guid, name=case.name)
        for source in case.sources:
            tree.add(one, "SourceRef", targetGUID=source)
    for raw in kept.values():
        tree.raw(box, raw.xml)


class _Sources:
    """Sources with their passages."""

    def __init__(self, tree: Tree, users: Mapping[str, str], refs: Mapping[str, list[str]], project: Project) -> None:
        self._tree, self._users, self._refs = tree, users, refs
        self._regions: dict[str, list[str]] = {}
        for one in project.kept:
            if one.kind not in ("Notes", "Links", "Sets", "Graphs", "Cases", "Sources"):
                self._regions.setdefault(one.kind, []).append(one.xml)

    def add(self, box: Any, source: ProjectSource, codings: list[ProjectCoding]) -> None:
        tree, said = self._tree, {"guid": source.guid, "name": source.name}
        text = f"internal://{source.guid}.txt"
        if source.suffix == ".pdf" and source.file:
            outer = tree.add(box, "PDFSource", path=f"internal://{source.guid}.pdf", **said)
            if source.description:
                tree.add(outer, "Description", source.description)
            for xml in self._regions.get(source.guid, ()):
                tree.raw(outer, xml)
            inner = tree.add(outer, "Representation", guid=fresh("text", source.guid), plainTextPath=text)
        else:
            rich = f"internal://{source.guid}{source.suffix}" if source.file and source.suffix in _RICH else ""
            outer = inner = tree.add(box, "TextSource", richTextPath=rich, plainTextPath=text, **said)
            if source.description:
                tree.add(outer, "Description", source.description)
        for coding in codings:
            if coding.selection:
                self._passage(inner, coding)
        for coding in codings:
            if not coding.selection:
                self._coding(outer, coding)
        for guid in self._refs.get(source.guid, ()):
            tree.add(outer, "NoteRef", targetGUID=guid)
        _values(tree, outer, source)

    def _passage(self, box: Any, coding: ProjectCoding) -> None:
        who = self._users.get(coding.coder, "")
        span = {"startPosition": str(coding.start), "endPosition": str(coding.end)}
        made = {"guid": coding.selection, "creatingUser": who, "creationDateTime": coding.created}
        one = self._tree.add(box, "PlainTextSelection", **made, **span)
        if said := _detail(coding):
            self._tree.add(one, "Description", said)
        self._coding(one, coding)
        for facet, value in coding.facets:
            own = {"guid": fresh("facet", coding.guid, facet), "creatingUser": who}
            more = self._tree.add(one, "Coding", creationDateTime=coding.created, **own)
            self._tree.add(more, "CodeRef", targetGUID=fresh("facet", facet, value))

    def _coding(self, box: Any, coding: ProjectCoding) -> None:
        who = self._users.get(coding.coder, "")
        one = self._tree.add(box, "Coding", guid=coding.guid, creatingUser=who, creationDateTime=coding.created)
        self._tree.add(one, "CodeRef", targetGUID=coding.code)
        if coding.memo:
            self._tree.add(one, "NoteRef", targetGUID=_note_of(coding))


def _note_of(coding: ProjectCoding) -> str:
    """The guid of the note with a coding's memo."""
    return fresh("note", coding.guid)


def _detail(coding: ProjectCoding) -> str:
    """What a coding here says beyond passage, code and coder, in a line people can read."""
    if coding.status == "applied" and coding.confidence is None and not coding.reason:
        return ""
    said = f"status: {coding.status}"
    said += f"; confidence: {coding.confidence}" if coding.confidence is not None else ""
    return said + (f"; reason: {coding.reason}" if coding.reason else "")


def _notes(tree: Tree, root: Any, project: Project) -> None:
    users = {one.name: one.guid for one in project.coders}
    kept = [one for one in project.kept if one.kind == "Notes"]
    said = [one for one in project.codings if one.memo]
    memos = [*project.memos, *(Memo(_note_of(one), one.memo, "", one.coder, one.created) for one in said)]
    if not memos and not kept:
        return
    box = tree.add(root, "Notes")
    for memo in {one.guid: one for one in memos}.values():
        who = users.get(memo.coder, "")
        made = {"guid": memo.guid, "name": memo.name or _short(memo.text), "creatingUser": who}
        note = tree.add(box, "Note", creationDateTime=memo.created, **made)
        tree.add(note, "PlainTextContent", memo.text)
    for raw in kept:
        tree.raw(box, raw.xml)


def _short(text: str, most: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _rest(tree: Tree, root: Any, project: Project, facets: list[tuple[str, str]]) -> None:
    """Links, sets and graphs: those kept, and a set for each facet that tells its values from codes."""
    for kind in ("Links", "Sets", "Graphs"):
        kept = [one for one in project.kept if one.kind == kind]
        if not kept and not (kind == "Sets" and facets):
            continue
        box = tree.add(root, kind)
        for raw in kept:
            tree.raw(box, raw.xml)
        if kind == "Sets":
            for facet in dict.fromkeys(name for name, _ in facets):
                group = tree.add(box, "Set", guid=fresh("set", facet), name=f"{FACET_SET}{facet}")
                for name, value in facets:
                    if name == facet:
                        tree.add(group, "MemberCode", targetGUID=fresh("facet", facet, value))
