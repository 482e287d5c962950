"""Records of the study's own with what is forgotten taken out: ids of other programs, decisions on emergent themes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from send_qual.coding.forgetting._traces import Traces, bare
from send_qual.study.plain_data import json_of

__all__ = ["exchange_without", "learned_it", "themes_without"]


def exchange_without(data: bytes, home: Path, traces: Traces) -> tuple[bytes, int] | None:
    """The ids that other programs know without those of the documents, and what was kept of or about them.

    ``None`` where nothing of it is in them, or they cannot be read.
    """
    try:
        said = json_of(data)
        documents, codings, kept, files = (said[part] for part in ("documents", "codings", "kept", "files"))
        guids = {str(guid) for name, guid in documents.items() if traces.is_one(home, name)}
        away = {key for key in codings if traces.is_one(home, key.rpartition("@")[0].rpartition("#")[0])}
        guids |= {str(guid) for key in away for guid in codings[key] if guid}
        new: dict[str, Any] = {
            **said,
            "documents": {name: guid for name, guid in documents.items() if not traces.is_one(home, name)},
            "codings": {key: pair for key, pair in codings.items() if key not in away},
            "kept": [[kind, guid, xml] for kind, guid, old in kept if (xml := _kept(kind, guid, old, guids, traces))],
            "files": [_told(one, home, traces) for one in files],
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    changed = sum(len(said[part]) - len(new[part]) for part in ("documents", "codings", "kept"))
    changed += sum(old != one for part in ("kept", "files") for old, one in zip(said[part], new[part], strict=False))
    return (json.dumps(new, ensure_ascii=False, indent=1).encode() + b"\n", changed) if new != said else None


def _told(file: dict[str, Any], home: Path, traces: Traces) -> dict[str, Any]:
    """How a file was taken in, without what is said of the documents."""

    def free(text: str) -> bool:
        return not any(one in text for one in traces.documents) and not any(s in bare(text) for s in traces.sentences)

    name = "" if traces.is_one(home, file["name"]) else file["name"]
    return {**file, "name": name, "decisions": [text for text in file["decisions"] if free(text)]}


def _kept(kind: str, guid: str, xml: str, guids: set[str], traces: Traces) -> str:
    """An element kept for other programs without what points to the documents; ``""`` where nothing of it stays."""
    from lxml import etree

    if {kind, guid} & guids:
        return ""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    pointing = [one for one in root.iter(etree.Element) if guids & {_guid(value) for value in one.attrib.values()}]
    held = len(root)
    for one in pointing:
        if (parent := one.getparent()) is None:
            return ""
        parent.remove(one)
    emptied = pointing and held and not len(root)
    people = {name.casefold() for name in traces.participants | traces.names}
    theirs = (root.get("name") or "").casefold() in people
    words = bare(" ".join(root.itertext()))
    if emptied or theirs or any(sentence in words for sentence in traces.sentences):
        return ""
    return str(etree.tostring(root, encoding="unicode")) if pointing else xml


def _guid(value: str) -> str:
    return value.strip("{} ").lower()


def themes_without(data: bytes, about: Callable[[str, str], bool]) -> tuple[bytes, int] | None:
    """Decisions on emergent themes without the passages of the documents; ``about(corpus, document)`` tells which."""
    lines, went = [], 0
    for line in data.splitlines(keepends=True):
        try:
            row = json_of(line)
            kept = [place for place in row["passages"] if not about(str(row["corpus"]), str(place[0]))]
            gone = len(row["passages"]) - len(kept)
        except (ValueError, KeyError, TypeError, IndexError):
            lines.append(line)
            continue
        went += gone
        new = json.dumps({**row, "passages": kept}, ensure_ascii=False).encode() + b"\n"
        lines.append(new if gone else line)
    return (b"".join(lines), went) if went else None


def learned_it(path: Path, traces: Traces) -> bool:
    """Whether a file is the card of a coder, or a judge, that learned from one of the texts."""
    if path.name not in {"card.json", "issues.json"}:
        return False
    said = path.read_text(encoding="utf-8", errors="replace")
    return any(sha256 in said for sha256 in traces.texts)
