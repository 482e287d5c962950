"""Taguette's project file (SQLite), in and out."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from send_qual.errors import Fault, SendQualError
from send_qual.exchange._html_text import HtmlText, as_html
from send_qual.exchange._sqlite import Tables, open_tables, text
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Coder, Project, ProjectCode, ProjectCoding, ProjectSource
from send_qual.study.files import new_file
from send_qual.study.plain_data import json_of

__all__ = ["read_taguette", "write_taguette"]

_DOT = "\u2024"  # stands in a tag for a full stop of a code's name: Taguette takes full stops for levels
_FACET = "Facet."
_VERSION = "db5e31a0233d"  # of Taguette's tables, as 1.5 makes them
_TABLES = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL, hashed_password VARCHAR(192),
  disabled BOOLEAN NOT NULL, password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256) UNIQUE,
  email_sent DATETIME);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE,
  privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login));
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, text_direction VARCHAR(13) NOT NULL,
  contents TEXT NOT NULL);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, path VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, UNIQUE (project_id, path));
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE, start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL REFERENCES highlights (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE, PRIMARY KEY (highlight_id, tag_id));
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
  user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON UPDATE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE, document_id INTEGER, payload TEXT NOT NULL);
CREATE INDEX idx_project_document ON commands (project_id, document_id);
CREATE INDEX idx_project_id ON commands (project_id, id);
"""


def read_taguette(path: str | Path) -> Project:
    """Read a project from Taguette's SQLite file; of several projects the only one that has highlights, or the first.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    SendQualError
        Where it is none, is damaged, or has views where tables should be.
    """
    path = Path(path)
    with open_tables(path) as tables:
        projects = list(tables.rows("projects", ("id", "name", "description"), needed=("id", "name")))
        if not projects:
            raise SendQualError(Fault(path.name, "there is no project of Taguette in it", "Export it as SQLite3"))
        documents = list(
            tables.rows(
                "documents",
                ("id", "name", "description", "filename", "project_id", "contents"),
                needed=("id", "contents", "project_id"),
            )
        )
        chosen = projects[0]
        if len(projects) > 1:
            tables.decisions.append(f"of {len(projects)} projects in the file {text(chosen['name'])!r} was read")
        mine = [one for one in documents if one["project_id"] == chosen["id"]]
        return _project(tables, chosen, mine)


def _project(tables: Tables, chosen: dict[str, Any], documents: list[dict[str, Any]]) -> Project:
    name = text(chosen["name"]) or "taguette"
    pages = {one["id"]: HtmlText(text(one["contents"])) for one in documents}
    sources = tuple(
        ProjectSource(
            fresh("taguette", name, "document", one["id"], text(one["name"])),
            text(one["filename"]) or text(one["name"]),
            pages[one["id"]].text,
            description=text(one["description"]),
        )
        for one in documents
    )
    guids = {one["id"]: source.guid for one, source in zip(documents, sources, strict=True)}
    tags = {
        one["id"]: (text(one["path"]), text(one["description"]))
        for one in tables.rows("tags", ("id", "path", "description", "project_id"), needed=("id", "path"))
        if one["project_id"] == chosen["id"]
    }
    codes = _codes(name, dict(tags.values()))
    who = _who(tables)
    codings = []
    given: dict[Any, list[str]] = {}
    for row in tables.rows("highlight_tags", ("highlight_id", "tag_id"), needed=("highlight_id", "tag_id")):
        if row["tag_id"] in tags:
            given.setdefault(row["highlight_id"], []).append(tags[row["tag_id"]][0])
    untagged = 0
    for row in tables.rows("highlights", ("id", "document_id", "start_offset", "end_offset"), needed=("document_id",)):
        page = pages.get(row["document_id"])
        start = tables.number(row["start_offset"], f"the start of highlight {row['id']}") if page else None
        end = tables.number(row["end_offset"], f"the end of highlight {row['id']}") if page else None
        if page is None or start is None or end is None:
            continue
        span = page.at(start), max(page.at(start), page.at(end))
        coder, when = who.get(row["id"], ("", ""))
        paths = given.get(row["id"], [])
        untagged += not paths
        facets = tuple(_facet(one) for one in paths if one.startswith(_FACET))
        for one in (each for each in paths if not each.startswith(_FACET)):
            key = fresh("taguette", name, "highlight", row["id"], one)
            base = ProjectCoding(key, guids[row["document_id"]], codes[one].guid, *span, coder, facets)
            codings.append(replace(base, created=when, selection=fresh("taguette", name, "passage", row["id"], one)))
    if untagged:
        problem = f"{untagged} highlights have no tag, and so are no codings"
        tables.faults.append(Fault(tables.name, problem, "Give them a tag in Taguette"))
    people = dict.fromkeys(one.coder for one in codings if one.coder)
    return Project(
        name=name,
        origin="Taguette",
        description=text(chosen["description"]),
        coders=tuple(Coder(fresh("taguette", name, "user", one), one) for one in people),
        codes=tuple(codes.values()),
        sources=sources,
        codings=tuple(codings),
        decisions=("full stops in tags are levels of the code tree", *tables.decisions),
        left_out=tuple(tables.faults),
    )


def _facet(path: str) -> tuple[str, str]:
    facet, _, value = path.removeprefix(_FACET).partition(".")
    return facet, value.replace(_DOT, ".")


def _facet_tag(pair: tuple[str, str]) -> str:
    return f"{_FACET}{pair[0]}.{pair[1].replace('.', _DOT)}"


def _codes(project: str, tags: dict[str, str]) -> dict[str, ProjectCode]:
    """Codes by the path of their tag, each after the one above it; levels that are no tags hold others."""
    found: dict[str, ProjectCode] = {}
    for path in sorted(tags):
        if path.startswith(_FACET):
            continue
        parts = [part for part in path.split(".") if part.strip()] or [path or "untitled"]
        for depth in range(1, len(parts) + 1):
            key = ".".join(parts[:depth]) if depth < len(parts) else path
            if key in found:
                continue
            above = found[".".join(parts[: depth - 1])].guid if depth > 1 else ""
            name = parts[depth - 1].replace(_DOT, ".").strip()
            guid = fresh("taguette", project, "tag", key)
            found[key] = ProjectCode(guid, name, above, tags.get(key, ""), codable=key in tags)
    return found


def _who(tables: Tables) -> dict[Any, tuple[str, str]]:
    """Who made each highlight last, and when, from the log of commands."""
    found: dict[Any, tuple[str, str]] = {}
    for row in tables.rows("commands", ("date", "user_login", "payload")):
        try:
            said = json_of(text(row["payload"]))
            if said["type"] == "highlight_add":
                when = datetime.fromisoformat(text(row["date"])).replace(tzinfo=UTC)
                iso = when.isoformat(timespec="seconds").replace("+00:00", "Z")
                found[said["highlight_id"]] = (text(row["user_login"]), iso)
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _login(name: str) -> str:
    """A name as Taguette takes it: small letters, digits, full stop, hyphen; at most 20.

    Examples
    --------
    >>> _login("J. O'Neil")
    'j.-o-neil'
    """
    return re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).strip("-")[:20] or "coder"


def write_taguette(project: Project, path: str | Path) -> Path:
    """Write a project as Taguette's SQLite file, to be opened or imported by it.

    Memos, cases, variables and colours have no place in it.

    Parameters
    ----------
    project : Project
    path : str or Path
    """
    path = Path(path)
    with new_file(path) as temporary:
        connection = sqlite3.connect(temporary)
        try:
            connection.executescript(_TABLES)
            _fill(connection, project)
            connection.commit()
        finally:
            connection.close()
    return path


def _fill(connection: sqlite3.Connection, project: Project) -> None:
    run, start = connection.execute, "2000-01-01 00:00:00.000000"
    run("INSERT INTO alembic_version VALUES (?)", (_VERSION,))
    run("INSERT INTO projects VALUES (1, ?, ?, ?)", (project.name[:50], project.description, start))
    logins = {one.name: _login(one.name) for one in project.coders} or {"": "admin"}
    for login in dict.fromkeys(["admin", *logins.values()]):  # Taguette on one's own machine works as admin
        run("INSERT INTO users (login, created, disabled) VALUES (?, ?, 0)", (login, start))
        run("INSERT INTO project_members VALUES (1, ?, 'ADMIN')", (login,))
    numbers: dict[str, int] = {}
    for number, source in enumerate(project.sources, 1):
        numbers[source.guid] = number
        row = (number, source.name[:50], source.description, source.name, start, as_html(source.text))
        run("INSERT INTO documents VALUES (?, ?, ?, ?, ?, 1, 'LEFT_TO_RIGHT', ?)", row)
    paths = {one.guid: _path(project, one.guid) for one in project.codes}
    described = {paths[one.guid]: one.description for one in project.codes}
    facets = {_facet_tag(pair): "" for one in project.codings for pair in one.facets}
    tags = {tag: number for number, tag in enumerate({**described, **facets}, 1)}
    for tag, id in tags.items():
        run("INSERT INTO tags VALUES (?, 1, ?, ?)", (id, tag, described.get(tag, "")))
    texts = {one.guid: one.text for one in project.sources}
    for number, one in enumerate(project.codings, 1):
        words = texts[one.source]
        span = len(words[: one.start].encode()), len(words[: one.end].encode())
        snippet = html.escape(words[one.start : one.end], quote=False)
        run("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", (number, numbers[one.source], *span, snippet))
        mine = [tags[paths[one.code]], *(tags[_facet_tag(pair)] for pair in one.facets)]
        for id in dict.fromkeys(mine):
            run("INSERT INTO highlight_tags VALUES (?, ?)", (number, id))
        payload = {"type": "highlight_add", "highlight_id": number, "start_offset": span[0], "end_offset": span[1]}
        when = one.created.replace("T", " ").replace("Z", ".000000") or start
        told = json.dumps({**payload, "tags": mine}, sort_keys=True)
        made = (when, logins.get(one.coder, "admin"), numbers[one.source], told)
        run("INSERT INTO commands (date, user_login, project_id, document_id, payload) VALUES (?, ?, 1, ?, ?)", made)


def _path(project: Project, guid: str) -> str:
    return ".".join(name.replace(".", _DOT) for name in project.path(guid))
