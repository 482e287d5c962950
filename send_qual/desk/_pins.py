"""Which codes a coder keeps on the keys 1 to 9: a choice of this coder in this study, changed by hand only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.study import cache_folder, study_root
from send_qual.study.files import write_text
from send_qual.study.plain_data import json_of

__all__ = ["Pins"]


class Pins:
    """The codes on a coder's keys, kept in the study: ``desk/<coder>.json`` beside ``corpora/``, or in a lone corpus.

    The first time the themes, then the sub-codes, take the keys in the codebook's order. From then on nothing but
    :meth:`pin` changes them: not a code that anybody makes, moves or takes out.

    Parameters
    ----------
    home : Path
        Folder of the corpus.
    codebook : Codebook
    coder : str
    keep : bool
        ``False`` at a desk for reading: what is pinned holds for this desk only.

    Examples
    --------
    >>> import tempfile
    >>> from send_qual.codebook import Code
    >>> home = Path(tempfile.mkdtemp())
    >>> Pins(home, Codebook("tea", "1", (Code("cup", "Cup"),)), "AB").codes
    {'1': 'cup'}
    >>> Pins(home, Codebook("tea", "1", (Code("lid", "Lid"), Code("cup", "Cup"))), "AB").codes
    {'1': 'cup'}
    """

    def __init__(self, home: Path, codebook: Codebook, coder: str, *, keep: bool = True) -> None:
        self._path = (study_root(home) or home) / "desk" / f"{coder}.json"
        self._book = codebook.name
        self._keep = keep
        kept = _read(self._path).get(self._book)
        self.codes = dict(kept) if kept is not None else {**_first(codebook), **_before(codebook, coder)}
        if kept is None:
            self._store()

    def pin(self, digit: str, code: str) -> None:
        """Put a code on a key; the key that it had is free then."""
        self.codes = {**{key: id for key, id in self.codes.items() if id != code}, digit: code}
        self._store()

    def _store(self) -> None:
        """Keep them; where the folder cannot be written they hold for this desk only."""
        if not self._keep:
            return
        kept = {**_read(self._path), self._book: self.codes}
        try:
            self._path.parent.mkdir(exist_ok=True)
            write_text(self._path, json.dumps({"keys": kept}, indent=1) + "\n")
        except OSError:
            self._keep = False


def _first(codebook: Codebook) -> dict[str, str]:
    codes = [code.id for code in codebook.themes]
    codes += [code.id for code in codebook if code.parent]
    return {str(n): id for n, id in enumerate(codes[:9], 1)}


def _before(codebook: Codebook, coder: str) -> dict[str, str]:
    """What was pinned before keys were kept in the study: in this computer's cache."""
    kept = _json(cache_folder() / "desk-pins.json").get(f"{codebook.name} {coder}")
    return {key: id for key, id in kept.items() if id in codebook} if isinstance(kept, dict) else {}


def _read(path: Path) -> dict[str, Mapping[str, str]]:
    kept = _json(path).get("keys")
    return {name: keys for name, keys in kept.items() if isinstance(keys, dict)} if isinstance(kept, dict) else {}


def _json(path: Path) -> dict[str, object]:
    try:
        kept = json_of(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
