"""QualCoder's project: a folder ``NAME.qda`` with ``data.qda`` (SQLite), by its published tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from send_qual.corpus import fix_text
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._offsets import Offsets, best_counting, doubtful
from send_qual.exchange._read_codes import colour_of
from send_qual.exchange._sqlite import Tables, open_tables, text
from send_qual.exchange._tree import Tree
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Case, Coder, Kept, Memo, Project, ProjectCode, ProjectCoding, ProjectSource

__all__ = ["read_qualcoder"]

_MADE = ("memo", "owner", "date")


def read_qualcoder(path: str | Path) -> Project:
    """Read a project of QualCoder.

    Parameters
    ----------
    path : str or Path
        The folder, or ``data.qda`` in it.

    Raises
    ------
    SendQualError
        Where it is none, is damaged, or has views where tables should be.
    """
    path = Path(path)
    file = path / "data.qda" if path.is_dir() else path
    if not file.is_file():
        raise SendQualError(Fault(path.name, "there is no data.qda in it", "Give the folder NAME.qda of the project"))
    name = (file.parent.name if file.name == "data.qda" else file.name).removesuffix(".qda") or "qualcoder"
    with open_tables(file) as tables:
        if "code_text" not in tables or "source" not in tables:
            raise SendQualError(Fault(file.name, "it has no tables of QualCoder", "Give the folder of the project"))
        return _Reading(tables, name, file.parent).project()


def _when(row: dict[str, Any]) -> str:
    """When a row was made; QualCoder writes the clock of the machine, which is taken for UTC."""
    try:
        return datetime.fromisoformat(text(row["date"])).isoformat(timespec="seconds")[:19] + "Z"
    except ValueError:
        return ""


class _Reading:
    def __init__(self, tables: Tables, name: str, folder: Path) -> None:
        self._tables, self._name, self._folder = tables, name, folder
        self._memos: list[Memo] = []
        self._kept: list[Kept] = []

    def _guid(self, *parts: object) -> str:
        return fresh("qualcoder", self._name, *parts)

    def project(self) -> Project:
        codes = self._codes()
        sources = self._sources()
        codings = self._codings({one.guid for one in codes}, sources)
        cases, values = self._cases(sources)
        self._journal()
        people = dict.fromkeys([*(one.coder for one in codings), *(one.coder for one in self._memos)])
        counts = {table: sum(1 for _ in self._tables.rows(table, ("id",))) for table in ("code_image", "code_av")}
        left = [
            Fault(self._tables.name, f"{count} codings of {what} have no place in a study", "Code their transcripts")
            for (table, count), what in zip(counts.items(), ("pictures and pages", "sound and film"), strict=True)
            if count
        ]
        made = tuple(
            replace(one, attributes=tuple({**dict(one.attributes), **values.get(one.guid, {})}.items()))
            for one in sources.values()
        )
        return Project(
            name=self._name,
            origin="QualCoder",
            coders=tuple(Coder(self._guid("coder", one), one) for one in people if one),
            codes=tuple(codes),
            sources=made,
            codings=tuple(codings),
            memos=tuple(self._memos),
            cases=tuple(cases),
            kept=tuple(self._kept),
            decisions=tuple(self._tables.decisions),
            left_out=(*left, *self._tables.faults),
        )

    def _codes(self) -> list[ProjectCode]:
        """Categories above codes, each after the one above it; a loop of categories is cut."""
        rows = {
            one["catid"]: one
            for one in self._tables.rows("code_cat", ("catid", "name", "memo", "supercatid"), needed=("catid", "name"))
        }
        made: dict[str, ProjectCode] = {}

        def category(id: object, above: tuple[object, ...] = ()) -> str:
            if id not in rows or id in above:
                return ""
            guid = self._guid("category", id)
            if guid not in made:
                parent = category(rows[id]["supercatid"], (*above, id))
                made[guid] = ProjectCode(guid, text(rows[id]["name"]), parent, text(rows[id]["memo"]), codable=False)
            return guid

        for id in rows:
            category(id)
        for one in self._tables.rows("code_name", ("cid", "name", "memo", "catid", "color"), needed=("cid", "name")):
            guid = self._guid("code", one["cid"])
            colour = colour_of(text(one["color"]))
            made[guid] = ProjectCode(guid, text(one["name"]), category(one["catid"]), text(one["memo"]), colour)
        return list(made.values())

    def _sources(self) -> dict[Any, ProjectSource]:
        found = {}
        self._raw: dict[Any, Offsets] = {}
        columns = ("id", "name", "fulltext", "mediapath", *_MADE)
        for one in self._tables.rows("source", columns, needed=("id", "name", "fulltext")):
            words, name = text(one["fulltext"]), text(one["name"])
            if not words:
                problem = f"the source {name!r} has no text, and was left out"
                self._tables.faults.append(Fault(self._tables.name, problem, "Put a transcript into the project"))
                continue
            self._raw[one["id"]] = Offsets(words)
            guid = self._guid("source", one["id"], name)
            suffix, file = self._file(text(one["mediapath"]))
            found[one["id"]] = ProjectSource(guid, name, fix_text(words), suffix, file)
            if memo := text(one["memo"]):
                self._memos.append(Memo(self._guid("memo", guid), memo, guid, text(one["owner"]), _when(one)))
        return found

    def _file(self, place: str) -> tuple[str, bytes]:
        """A document in the project's own folder; nothing outside of it is opened."""
        if not place.startswith("/docs/"):
            return "", b""
        path = (self._folder / "documents" / Path(place).name).resolve()
        inside = path.is_relative_to(self._folder.resolve()) and path.is_file()
        return (path.suffix.lower(), path.read_bytes()) if inside and path.stat().st_size < 2**28 else ("", b"")

    def _codings(self, codes: set[str], sources: dict[Any, ProjectSource]) -> list[ProjectCoding]:
        columns = ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "important", *_MADE)
        rows = list(self._tables.rows("code_text", columns, needed=("cid", "fid", "pos0", "pos1")))
        rows += [
            {**one, "ctid": f"annotation {one['anid']}", "cid": None, "seltext": ""}
            for one in self._tables.rows("annotation", ("anid", "fid", "pos0", "pos1", *_MADE))
        ]
        by_source: dict[Any, list[tuple[dict[str, Any], tuple[int, int]]]] = {id: [] for id in sources}
        lost = 0
        for row in rows:
            start = self._tables.number(row["pos0"], f"the start of coding {row['ctid']}")
            end = self._tables.number(row["pos1"], f"the end of coding {row['ctid']}")
            if row["fid"] not in by_source or (row["cid"] is not None and self._guid("code", row["cid"]) not in codes):
                lost += 1
            elif start is not None and end is not None:
                by_source[row["fid"]].append((row, (min(start, end), max(start, end))))
        if lost:
            problem = f"{lost} codings name a source or code that is not in the project"
            self._tables.faults.append(Fault(self._tables.name, problem, "They were left out"))
        pairs = [(self._raw[id], [span for _, span in found]) for id, found in by_source.items()]
        quotes = [[fix_text(text(row["seltext"])) for row, _ in found] for found in by_source.values()]
        counting, share = best_counting(pairs, quotes)
        many = sum(len(spans) for _, spans in pairs)
        if many:
            self._tables.decisions.append(f"offsets are {counting}: {share:.0%} of the ends lie on word boundaries so")
        if many and doubtful(share):
            problem = f"only {share:.0%} of the ends of passages lie on word boundaries"
            mend = "Look at some codings before you rely on them"
            self._tables.faults.append(Fault(self._tables.name, problem, mend))
        made = []
        for (id, found), (offsets, spans) in zip(by_source.items(), pairs, strict=True):
            for (row, _), span in zip(found, offsets.spans(spans, counting), strict=True):
                made += self._coding(row, sources[id], span)
        return made

    def _coding(self, row: dict[str, Any], source: ProjectSource, span: tuple[int, int]) -> list[ProjectCoding]:
        who, when, memo = text(row["owner"]), _when(row), text(row["memo"])
        guid = self._guid("coding", row["ctid"])
        if row["cid"] is None:
            words = f"“{source.text[span[0] : span[1]]}”: {memo}"
            self._memos += [Memo(guid, words, source.guid, who, when)] if memo else []
            return []
        code = self._guid("code", row["cid"])
        reason = "marked as important" if row["important"] == 1 else ""
        passage = self._guid("passage", row["ctid"])
        return [ProjectCoding(guid, source.guid, code, *span, who, (), memo, when, passage, reason=reason)]

    def _cases(self, sources: dict[Any, ProjectSource]) -> tuple[list[Case], dict[str, dict[str, str]]]:
        """Cases with the sources whose text is theirs, and the attributes of sources, those of their cases too."""
        members: dict[Any, list[Any]] = {}
        for row in self._tables.rows("case_text", ("caseid", "fid")):
            if row["fid"] in sources and row["fid"] not in members.setdefault(row["caseid"], []):
                members[row["caseid"]].append(row["fid"])
        cases, names = [], {}
        for row in self._tables.rows("cases", ("caseid", "name"), needed=("caseid", "name")):
            names[row["caseid"]] = text(row["name"])
            guids = tuple(sources[id].guid for id in members.get(row["caseid"], []))
            cases.append(Case(self._guid("case", row["caseid"]), text(row["name"]), guids))
        values: dict[str, dict[str, str]] = {}
        for id, fids in members.items():
            for fid in fids:
                said = values.setdefault(sources[fid].guid, {})
                said["case"] = "; ".join(part for part in (said.get("case", ""), names.get(id, "")) if part)
        for row in self._tables.rows("attribute", ("name", "attr_type", "value", "id")):
            fids = [row["id"]] if row["attr_type"] == "file" else members.get(row["id"], [])
            for fid in fids:
                if fid in sources and text(row["value"]):
                    values.setdefault(sources[fid].guid, {})[text(row["name"])] = text(row["value"])
        return cases, values

    def _journal(self) -> None:
        """Journals and the project's memo, which a study has no place for: they leave again as notes."""
        rows = list(self._tables.rows("journal", ("jid", "name", "jentry", "owner", "date")))
        said = [(f"journal {one['jid']}", text(one["name"]), text(one["jentry"]), _when(one)) for one in rows]
        about = self._tables.rows("project", ("memo",))
        said += [("project", "About the project", text(one["memo"]), "") for one in about]
        for key, name, words, when in said:
            if words:
                guid = self._guid(key)
                tree = Tree("urn:QDA-XML:project:1.0")
                root = tree.root("Note", guid=guid, name=name, creationDateTime=when)
                tree.add(root, "PlainTextContent", words)
                self._kept.append(Kept("Notes", guid, tree.bytes(root).partition(b"?>\n")[2].decode()))
        if any(one.kind == "Notes" for one in self._kept):
            problem = f"{len(self._kept)} notes about the project as a whole have no place in a study"
            mend = "They are kept beside the study and written again on export"
            self._tables.faults.append(Fault(self._tables.name, problem, mend))
