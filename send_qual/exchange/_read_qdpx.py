"""REFI-QDA: a QDPX project or a QDC codebook, as other programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from send_qual.corpus import fix_text
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._archive import Archive, bytes_of, parse_xml
from send_qual.exchange._read_codes import FACET_SET, facet_values, read_codes
from send_qual.exchange._read_sources import Sources
from send_qual.exchange._xml_parts import (
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
from send_qual.exchange.project import Case, Coder, Kept, Memo, Project, ProjectSource

__all__ = ["read_qdc", "read_qdpx"]

_PROJECT = "urn:QDA-XML:project:1.0"
_CODEBOOK = "urn:QDA-XML:codebook:1.0"


def read_qdc(path: str | Path) -> Project:
    """Read a codebook in REFI-QDA's form.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Project
        With codes only.

    Raises
    ------
    SendQualError
        Where it is no codebook.
    """
    path = Path(path)
    root = parse_xml(bytes_of(path), path.name)
    if local(root) not in ("CodeBook", "Project"):
        raise SendQualError(Fault(path.name, f"its root is <{local(root)}>, not <CodeBook>", "Export a codebook (QDC)"))
    decisions = _namespace(root, _CODEBOOK)
    codes, _ = read_codes(root, None, decisions)
    groups = list(children(child(root, "Sets"), "Set"))
    kept = tuple(_kept("Sets", one) for one in groups)
    left = tuple(Fault(path.name, f"the set {one.get('name')!r} has no place in a codebook here") for one in groups)
    made = Project(path.stem, root.get("origin") or "", codes=tuple(codes), kept=kept, own_guids=True)
    return replace(made, decisions=tuple(decisions), left_out=left)


def read_qdpx(path: str | Path) -> Project:
    """Read a project in REFI-QDA's form, whatever program wrote it.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Project
        ``decisions`` says how offsets were read and what else could be read in more than one way; ``left_out`` what
        has no place in a study (it is kept in ``kept`` where it can be written again).

    Raises
    ------
    SendQualError
        Where it is no such archive, is damaged, points outside or would fill the memory.

    Examples
    --------
    >>> import tempfile, zipfile
    >>> path = Path(tempfile.mkdtemp()) / "tea.qdpx"
    >>> with zipfile.ZipFile(path, "w") as archive:
    ...     archive.writestr("project.qde", '<Project xmlns="urn:QDA-XML:project:1.0" name="Tea"/>')
    >>> read_qdpx(path)
    Project('Tea', 0 sources, 0 codes, 0 codings)
    """
    path = Path(path)
    archive = Archive(bytes_of(path), path.name)
    found = [name for name in archive.names if name.endswith(".qde")]
    if not found:
        raise SendQualError(Fault(path.name, "there is no project.qde in it", "Export the project as REFI-QDA (QDPX)"))
    root = parse_xml(archive.find(found[0]) or b"", f"{path.name}: {found[0]}")
    if local(root) != "Project":
        raise SendQualError(Fault(path.name, f"its root is <{local(root)}>, not <Project>", "Export a project (QDPX)"))
    return _project(root, archive, path)


def _project(root: Any, archive: Archive, path: Path) -> Project:
    decisions = _namespace(root, _PROJECT)
    users = {guid_of(one.get("guid")): _user(one) for one in children(child(root, "Users"), "User")}
    notes = _notes(root, users, archive)
    codes, memos = read_codes(root, notes, decisions)
    names = _variables(root)
    cases, values, kept, case_guids = _cases(root, names)
    sources = Sources(archive, users, notes, {one.guid for one in codes}, facet_values(root))
    sources.names, sources.cases = names, case_guids
    sources.read(child(root, "Sources"))
    memos += sources.memos
    cases += sources.more_cases()
    kept += [*sources.kept, *(_kept("Notes", one) for one in notes.left().values())]
    for kind in ("Links", "Sets", "Graphs"):
        kept += [_kept(kind, one) for one in children(child(root, kind)) if not _ours(one)]
    name = root.get("name") or path.stem
    return Project(
        name=name,
        origin=root.get("origin") or "",
        description=text_of(root, "Description"),
        coders=tuple(Coder(guid, who) for guid, who in users.items()),
        codes=tuple(codes),
        sources=tuple(_with(one, values, cases) for one in sources.sources),
        codings=tuple(sources.codings),
        memos=tuple(memos),
        cases=tuple(cases),
        kept=tuple(kept),
        own_guids=True,
        decisions=(*decisions, *sources.decisions),
        left_out=(*sources.left_out, *_told(kept, path.name)),
    )


def _ours(element: Any) -> bool:
    return local(element) == "Set" and (element.get("name") or "").startswith(FACET_SET)


def _namespace(root: Any, wanted: str) -> list[str]:
    written = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    if written == wanted:
        return []
    return [f"it is written in the namespace {written or 'none'!s}, and was read as {wanted}"]


def _user(element: Any) -> str:
    return " ".join((element.get("name") or element.get("id") or "").split()) or guid_of(element.get("guid"))


def _notes(root: Any, users: dict[str, str], archive: Archive) -> Notes:
    notes, elements = {}, {}
    for one in children(child(root, "Notes"), "Note"):
        guid = guid_of(one.get("guid"))
        text = text_of(one, "PlainTextContent")
        if not text and (place := one.get("plainTextPath")):
            data = archive.find(re.sub(r"^\w+://", "", place)) or b""
            text = fix_text(data.decode("utf-8-sig", "replace")).strip()
        text = text or text_of(one, "Description") or one.get("name") or ""
        notes[guid] = Memo(guid, text, "", user_of(one, users), created_of(one), one.get("name") or "")
        elements[guid] = one
    return Notes(notes, elements)


def _variables(root: Any) -> dict[str, str]:
    return {
        guid_of(one.get("guid")): " ".join((one.get("name") or "").split())
        for one in children(child(root, "Variables"), "Variable")
    }


def _cases(
    root: Any, names: dict[str, str]
) -> tuple[list[Case], dict[str, dict[str, str]], list[Kept], dict[str, str]]:
    """Cases, the variables each of their sources gets from them, cases kept as they stand, and all names by guid."""
    cases: list[Case] = []
    values: dict[str, dict[str, str]] = {}
    kept: list[Kept] = []
    guids = {}
    for one in children(child(root, "Cases"), "Case"):
        guid, name = guid_of(one.get("guid")), " ".join((one.get("name") or "").split())
        guids[guid] = name
        members = tuple(guid_of(ref.get("targetGUID")) for ref in children(one, "SourceRef"))
        cases.append(Case(guid, name, members))
        more = values_of(one, names)
        for source in members:
            values.setdefault(source, {}).update(more)
        if (more and not members) or any(True for _ in children(one, "SelectionRef", "CodeRef", "Description")):
            kept.append(_kept("Cases", one))
    return cases, values, kept, guids


def _with(source: ProjectSource, values: dict[str, dict[str, str]], cases: Iterable[Case]) -> ProjectSource:
    """The source with the variables of its cases, and the case's name where no variable says it."""
    found = {**values.get(source.guid, {}), **dict(source.attributes)}
    mine = [case.name for case in cases if source.guid in case.sources and case.name]
    said = {part.strip() for value in found.values() for part in value.split(";")}
    if mine and not set(mine) & said:
        found["case"] = "; ".join(mine)
    return replace(source, attributes=tuple(found.items()))


def _kept(kind: str, element: Any) -> Kept:
    return Kept(kind, guid_of(element.get("guid")) or fresh(kind, element.get("name")), raw_of(element))


_SAID = {
    "Notes": "notes about the project as a whole",
    "Links": "links",
    "Sets": "sets",
    "Graphs": "graphs",
    "Cases": "cases with passages, descriptions or variables of their own",
    "Sources": "pictures, sound and film",
}


def _told(kept: Iterable[Kept], name: str) -> list[Fault]:
    counts: dict[str, int] = {}
    for one in kept:
        counts[one.kind if one.kind in _SAID else "PDF"] = counts.get(one.kind if one.kind in _SAID else "PDF", 0) + 1
    said = {**_SAID, "PDF": "regions of pages without words"}
    mend = "They are kept beside the study and written again on export"
    return [Fault(name, f"{count} {said[kind]} have no place in a study", mend) for kind, count in counts.items()]
