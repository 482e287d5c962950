"""What a pseudonymised copy came from, for work that goes over from the raw corpus to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from send_qual.errors import SendQualError
from send_qual.pseudonyms._key import read_key
from send_qual.pseudonyms.pseudonymise import KEY

__all__ = ["Copied", "read_copied"]


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy's key, as far as it is at hand.

    Parameters
    ----------
    names : mapping of str to str
        Raw file -> its copy.
    words : mapping of str to str
        What was replaced -> what stands for it, of all documents.
    """

    names: Mapping[str, str]
    words: Mapping[str, str]

    def veiled(self, text: str) -> str:
        """A text of one's own, a memo, with the words replaced that were replaced in the documents.

        Examples
        --------
        >>> Copied({}, {"Priya": "P02", "Priya Nair": "P02"}).veiled("Ask Priya Nair, not Priyanka; Priya's plan.")
        "Ask P02, not Priyanka; P02's plan."
        """
        if not self.words:
            return text
        known = "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda found: self.words[found[0]], text)


def read_copied(folder: Path) -> Copied:
    """Read it from the key of a copy; an empty one where there is no key, or it is another person's."""
    try:
        entries = read_key(folder / KEY).documents
    except SendQualError:
        return Copied({}, {})
    words: dict[str, str] = {}
    for entry in entries.values():
        words.update((old, new) for new, old in entry.labels if old and new)
        words.update((old, new) for _, new, old in entry.replacements if old.strip())
    return Copied({entry.source: name for name, entry in entries.items()}, words)
