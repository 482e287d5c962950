"""What stands in the place of a name: the same everywhere in a corpus, and from one run to the next."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field

from send_qual.pseudonyms._hit import Found, Speaker, label_tokens
from send_qual.pseudonyms._name_lists import TITLES, entries_of, words_of
from send_qual.pseudonyms._person_names import Name

__all__ = ["Forms"]

_ORGANISATIONS = {
    "council": "name of council",
    "trust": "name of trust",
    "icb": "name of ICB",
    "board": "name of board",
    "school": "name of school",
    "university": "name of university",
    "hospital": "name of hospital",
    "forum": "name of forum",
    "organisation": "name of organisation",
    "centre": "name of centre",
    "building": "name of building",
    "landscape": "area name",
    "newspaper": "name of newspaper",
    "street": "street name",
}
_PLAIN = {"date": "date", "role": "role", "case": "details of a case", "consent": "off the record"}
_COUNTIES = re.compile(
    r"shire$|^(?:devon|dorset|kent|essex|surrey|sussex|norfolk|suffolk|cornwall|cumbria|durham"
    r"|somerset|rutland|midlands)$"
)
_SHORT = {
    short: line.partition(": ")[0]
    for line in entries_of("short-forms.txt")
    for short in line.partition(": ")[2].split()
}
"""Short forms that are not the beginning of the name they stand for."""


def _short_of(one: str, other: str) -> bool:
    """Whether one first name can be the short form of the other."""
    if _SHORT.get(one) == other:
        return True
    stem = re.sub(r"(?:ie|y|s|z)$", "", one)
    return len(one) >= 3 and len(stem) >= 2 and other.startswith(stem) and len(other) > len(one)


@dataclass(slots=True)
class Forms:
    """Gives each name its form; remembers what it gave.

    Parameters
    ----------
    speakers : sequence of Speaker
    given : dict of str to str
        Names (lower case) -> form, of earlier runs; new ones are added.
    """

    speakers: Sequence[Speaker]
    given: MutableMapping[str, str] = field(default_factory=dict)
    _people: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    _everywhere: dict[tuple[str, ...], set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for speaker in self.speakers:
            tokens = label_tokens(speaker.printed)
            if tokens:
                self._people.setdefault(speaker.document, []).append((tokens, speaker.id))
                self._everywhere.setdefault(tokens, set()).add(speaker.id)
                if speaker.id.startswith("Interviewer"):
                    self._everywhere.setdefault(tokens[:1], set()).add(speaker.id)

    def form(self, found: Found, surface: str) -> str:
        """What stands in its place, with its brackets."""
        if found.name is None:
            return f"[{_PLAIN.get(found.kind) or found.detail or 'name'}]"
        if found.kind == "person" and (speaker := self._speaker(found.document, surface, found.name)):
            return f"[{speaker}]"
        return self._numbered(" ".join(found.name.tokens), self._stem(found.name))

    def form_as(self, found: Found, surface: str, kind: str) -> str:
        """What stands in its place where somebody says that it is of another kind."""
        stems = {"person": "name", "place": "place name", "organisation": "name of organisation"}
        if kind == "person" and found.name and (speaker := self._speaker(found.document, surface, found.name)):
            return f"[{speaker}]"
        if kind not in stems:
            return f"[{kind}]"
        said = " ".join(found.name.tokens) if found.name else " ".join(surface.casefold().split())
        return self._numbered(f"{said} ({kind})", stems[kind])

    def _speaker(self, document: str, surface: str, name: Name) -> str:
        said = [w.low for w in words_of(surface) if w.low not in TITLES]
        here = self._people.get(document, [])
        for tokens, id_ in here:
            if all(w in tokens for w in said) and said:
                return id_
        for tokens, id_ in here:
            if len(said) == 1 and _short_of(said[0], tokens[0]) and not any(said[0] in other for other, _ in here):
                return id_
            if said and len(said) == len(tokens) == 2 and said[1] == tokens[1] and _short_of(said[0], tokens[0]):
                return id_
        for key in (tuple(said), name.tokens):
            ids = self._everywhere.get(key, set())
            if len(ids) == 1:
                return next(iter(ids))
        return ""

    @staticmethod
    def _stem(name: Name) -> str:
        if name.kind == "person":
            return "name of child" if name.child else "name"
        if name.kind == "place":
            area = "organisation" in name.why or bool(_COUNTIES.search(name.tokens[-1]))
            return "area name" if area else "town name"
        return _ORGANISATIONS.get(name.kind, "name of organisation")

    def _numbered(self, key: str, stem: str) -> str:
        if key not in self.given:
            used = set(self.given.values())
            plain = f"[{stem}]"
            self.given[key] = (
                plain
                if plain not in used
                else next(form for n in range(2, 100_000) if (form := f"[{stem} {n}]") not in used)
            )
        return self.given[key]
