"""The codes of a project as codes of a codebook: those that are there already, and new ones."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from send_qual.codebook import Code, Codebook, add_code, known_facet, read_codebook
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._gather import UNDEFINED
from send_qual.exchange._identities import Identities
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Project, ProjectCode
from send_qual.study import find_codebook, shipped, study_root
from send_qual.study.files import new_file

__all__ = ["Codes", "codes_of_text", "take_codes"]

_KNOWN = 0.5  # share of a project's codes that a codebook must have to be theirs
_HEADINGS = {"Include": "include", "Exclude": "exclude", "Example": "examples"}


@dataclass(slots=True)
class Codes:
    """What became of the codes.

    Parameters
    ----------
    book : Codebook
    ids : dict of str to str
        Id of each code by its guid.
    new : list of str
        Ids of codes that were added.
    made : bool
        Whether the codebook is new.
    """

    book: Codebook
    ids: dict[str, str]
    new: list[str] = field(default_factory=list)
    made: bool = False


def take_codes(project: Project, codebook: str | Codebook | None, ids: Identities, home: Path) -> Codes:
    """Find the codes of a project in a codebook, add those it lacks, or make a codebook of them.

    Parameters
    ----------
    project : Project
    codebook : str or Codebook, optional
        Default: the one that the project came from or that knows half of its codes, else a new one.
    ids : Identities
    home : Path
        The corpus's folder: where there is no study, a new codebook goes there.

    Raises
    ------
    SendQualError
        Where the codebook cannot be written.
    """
    book = _book(project, codebook, ids)
    if book is None and not project.codes and project.sources:
        return Codes(Codebook(project.name, "", ()), {})
    if book is None:
        name = codebook if isinstance(codebook, str) and _plain(codebook) else project.name
        return _make(project, _plain(name) or "imported", home)
    found = _matched(project, book, ids)
    taken = {*found.values(), *(code.id for code in book)}
    new = []
    for code in project.codes:
        if code.guid not in found:
            made = _code(code, found.get(code.parent, ""), taken)
            book = add_code(book.path or book.name, replace(made, origin="inductive"))
            found[code.guid] = made.id
            taken.add(made.id)
            new.append(made.id)
    return Codes(book, found, new)


def _book(project: Project, codebook: str | Codebook | None, ids: Identities) -> Codebook | None:
    if isinstance(codebook, Codebook):
        return codebook
    if codebook is not None:
        try:
            find_codebook(codebook)
        except SendQualError:
            return None  # a new one of this name
        return read_codebook(codebook)
    known = Counter(name.partition(":")[0] for one in project.codes if (name := ids.name_of("codes", one.guid)))
    for name, _ in known.most_common(1):
        return read_codebook(name)
    best = max(((_share(project, book, ids), book) for book in _books()), key=lambda one: one[0], default=None)
    return best[1] if best and best[0] >= _KNOWN else None


def _books() -> list[Codebook]:
    root = study_root()
    found: dict[str, Codebook] = {}
    for folder in (root / "codebooks" if root else None, shipped("codebooks")):
        for path in sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else ():
            with suppress(SendQualError):
                found.setdefault(path.stem, read_codebook(path))
    return list(found.values())


def _share(project: Project, book: Codebook, ids: Identities) -> float:
    return len(_matched(project, book, ids)) / len(project.codes) if project.codes else 0.0


def _matched(project: Project, book: Codebook, ids: Identities) -> dict[str, str]:
    """Ids of the project's codes in a codebook: by guid, else by their names from the top."""
    derived = {fresh("code", book.name, code.id): code.id for code in book}
    names: dict[tuple[str, ...], str] = {}
    for code in book:
        above = next((path for path, id in names.items() if id == code.parent), ())
        names.setdefault((*above, code.name.casefold()), code.id)
    found: dict[str, str] = {}
    for one in project.codes:
        name, _, id = ids.name_of("codes", one.guid).partition(":")
        path = tuple(part.casefold() for part in project.path(one.guid))
        wanted = (id if name == book.name and id in book else "") or derived.get(one.guid) or names.get(path)
        if wanted and wanted not in found.values():
            found[one.guid] = wanted
    return found


def _plain(name: str) -> str:
    """A name as an id can be: small letters, digits and hyphens.

    Examples
    --------
    >>> _plain("Café & Ärger"), _plain("日本")
    ('cafe-arger', '')
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-")


def _code(code: ProjectCode, parent: str, taken: set[str]) -> Code:
    base = _plain(code.name) or "code"
    number, id = 1, f"{parent}/{base}".lstrip("/")
    while id in taken:
        number += 1
        id = f"{parent}/{base}-{number}".lstrip("/")
    return codes_of_text(Code(id, code.name, parent, colour=code.colour), code.description)


def codes_of_text(code: Code, text: str) -> Code:
    r"""The code with definition and criteria as :func:`describe` wrote them.

    Examples
    --------
    >>> codes_of_text(Code("tea", "Tea"), "Said of tea.\nInclude: Pots.").include
    ('Pots.',)
    """
    said: dict[str, list[str]] = {"include": [], "exclude": [], "examples": []}
    definition: list[str] = []
    for line in text.splitlines():
        heading, _, rest = line.partition(": ")
        if heading in _HEADINGS and rest.strip():
            said[_HEADINGS[heading]].append(rest.strip())
        elif line.strip():
            definition.append(line.strip())
    told = {key: tuple(values) for key, values in said.items()}
    return replace(
        code,
        definition="\n".join(definition) or UNDEFINED,
        include=told["include"],
        exclude=told["exclude"],
        examples=told["examples"],
    )


def _make(project: Project, name: str, home: Path) -> Codes:
    """A new codebook of the project's codes."""
    if not project.codes:
        raise SendQualError(Fault(project.name, "it has no codes", "Export it with its codes"))
    root = study_root()
    folder = root / "codebooks" if root else home
    path, number = folder / f"{name}.yaml", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.yaml"
    ids: dict[str, str] = {}
    entries: dict[str, dict[str, Any]] = {"": {"codes": []}}
    taken: set[str] = set()
    for one in project.codes:
        code = _code(one, ids.get(one.parent, ""), taken)
        taken.add(code.id)
        ids[one.guid] = code.id
        entries[code.id] = _entry(code)
        entries[code.parent].setdefault("codes", []).append(entries[code.id])
    said: dict[str, Any] = {"name": path.stem, "version": "1"}
    if project.name != path.stem:
        said["title"] = project.name
    if facets := _facets(project):
        said["facets"] = facets
    said["codes"] = entries[""]["codes"]
    with new_file(path) as temporary:
        temporary.write_text(_yaml(said), encoding="utf-8")
        read_codebook(temporary)
    return Codes(read_codebook(path), ids, list(ids.values()), made=True)


def _entry(code: Code) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": code.id.rsplit("/", 1)[-1], "name": code.name, "definition": code.definition}
    entry |= {key: list(values) for key in ("include", "exclude", "examples") if (values := getattr(code, key))}
    if code.colour:
        entry["colour"] = code.colour
    return entry


def _facets(project: Project) -> list[dict[str, Any]]:
    values: dict[str, dict[str, None]] = {}
    for coding in project.codings:
        for facet, value in coding.facets:
            values.setdefault(facet, {})[value] = None
    for facet, found in values.items():  # one that the package knows has all its values, met in a coding or not
        if known := known_facet(facet, found):
            values[facet] = dict.fromkeys(known.values)
    return [{"id": facet, "name": facet.capitalize(), "values": list(found)} for facet, found in values.items()]


def _yaml(said: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 110
    out = io.StringIO()
    yaml.dump(said, out)
    return out.getvalue()
