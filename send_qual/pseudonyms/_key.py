"""The key: which words stood where. It lies apart from the texts, readable by its owner only."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from send_qual.errors import Fault, SendQualError
from send_qual.study.plain_data import json_of

__all__ = ["Entry", "Key", "placed", "raw_speakers", "read_key", "restored"]

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: how its file came to be, and every replacement.

    Parameters
    ----------
    source : str
        Name of the raw file.
    source_sha256 : str
        Of its bytes.
    text_sha256 : str
        Of the pseudonymised document's text.
    labels : tuple of (str, str)
        For each unit of the transcript the speaker as written now and as the raw file names them.
    replacements : tuple of (int, str, str)
        Place in the pseudonymised text, what stands there, what stood there.
    """

    source: str
    source_sha256: str
    text_sha256: str
    labels: tuple[tuple[str, str], ...]
    replacements: tuple[tuple[int, str, str], ...]


@dataclass(slots=True)
class Key:
    """What a pseudonymised corpus is read back with.

    Parameters
    ----------
    documents : dict of str to Entry
        By the name of the pseudonymised file.
    forms : dict of str to str
        Name in lower case -> the form given to it, kept so that later files use the same.
    participants : dict of str to str
        Speaker as printed -> participant's id.
    """

    documents: dict[str, Entry] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    participants: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The key as a JSON text."""
        body = {
            "version": _VERSION,
            "documents": {name: asdict(entry) for name, entry in sorted(self.documents.items())},
            "forms": self.forms,
            "participants": self.participants,
        }
        return json.dumps(body, ensure_ascii=False, indent=1)


def read_key(path: Path) -> Key:
    """Read a key; an empty one where there is no file.

    Raises
    ------
    SendQualError
        Where the file is no key.
    """
    if not path.is_file():
        return Key()
    try:
        body = json_of(path.read_text(encoding="utf-8-sig"))
        entries = {
            name: Entry(
                e["source"],
                e["source_sha256"],
                e["text_sha256"],
                tuple((str(new), str(old)) for new, old in e["labels"]),
                tuple((int(at), str(new), str(old)) for at, new, old in e["replacements"]),
            )
            for name, e in body["documents"].items()
        }
        if body["version"] != _VERSION:
            raise ValueError(body["version"])
        return Key(entries, dict(body["forms"]), dict(body.get("participants", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        mend = "Bring back the key from a copy; without it the names cannot be restored"
        place = f"{path} line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(path)
        raise SendQualError(Fault(place, "this is no key of pseudonyms, or it is damaged", mend)) from error


def restored(text: str, entry: Entry, *, whole: bool) -> tuple[list[tuple[int, int, str]], int]:
    """The replacements that bring the raw words back, and how many could not be placed.

    Parameters
    ----------
    text : str
        Of the pseudonymised document as it is now.
    entry : Entry
    whole : bool
        Whether the text is as it was written; else it was edited, and forms are matched in their order.
    """
    if whole:
        return [(at, at + len(new), old) for at, new, old in entry.replacements], 0
    wanted = [new for _, new, _ in entry.replacements]
    forms = sorted(set(wanted), key=len, reverse=True)
    if not forms:
        return [], 0
    there = list(re.finditer("|".join(map(re.escape, forms)), text))
    out: list[tuple[int, int, str]] = []
    matcher = difflib.SequenceMatcher(None, wanted, [m[0] for m in there], autojunk=False)
    for block in matcher.get_matching_blocks():
        for k in range(block.size):
            match, (_, _, old) = there[block.b + k], entry.replacements[block.a + k]
            out.append((*match.span(), old))
    return out, len(wanted) - len(out)


def placed(text: str, replacements: Sequence[tuple[int, int, str]], old: str) -> tuple[tuple[int, str, str], ...]:
    """Where each replacement stands in the new text.

    Parameters
    ----------
    text : str
        The new text.
    replacements : sequence of (int, int, str)
        Spans of the old text and what was put there.
    old : str
        The old text.
    """
    out = []
    at = last = 0
    for start, end, new in replacements:
        found = text.find(new, at)
        # a form that the raw text already had before this place: step over as many as stand between
        before = old[last:start].count(new)
        for _ in range(before):
            found = text.find(new, found + 1)
        last = end
        if found >= 0:
            out.append((found, new, old[start:end]))
            at = found + len(new)
    return tuple(out)


def raw_speakers(entry: Entry, labels: Sequence[str]) -> list[str]:
    """For each unit of the text as it is now the speaker as the raw file named them."""
    if [new for new, _ in entry.labels] == list(labels):
        return [old for _, old in entry.labels]
    first: dict[str, str] = {}
    for new, old in entry.labels:
        first.setdefault(new, old)
    return [first.get(label, label) for label in labels]
