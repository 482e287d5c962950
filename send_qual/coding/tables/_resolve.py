"""What people mean in a table: documents, codes and facets, in the words they use."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from send_qual.codebook import Codebook, read_codebook
from send_qual.coding.tables._grid import Row, heading_of
from send_qual.corpus import Corpus, Document
from send_qual.corpus._document_names import name_key, stem_key
from send_qual.errors import Fault, SendQualError
from send_qual.study import shipped, study_root

__all__ = ["Books", "Documents", "UnusableError", "all_books", "code_meant", "codes_in", "facets_meant", "find_code"]

_PLAIN_NAME = re.compile(r"[\w-][\w .-]{0,98}")


class UnusableError(Exception):
    """A row that cannot be taken in: what is wrong, and what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem, self.mend = problem, mend


class Documents:
    """The documents of a corpus, as people name them."""

    def __init__(self, corpus: Corpus) -> None:
        self._documents = {name_key(document.id): document for document in corpus}
        self._stems: dict[str, list[Document]] = {}
        for document in corpus:
            self._stems.setdefault(stem_key(document.id), []).append(document)

    def of(self, name: str) -> Document:
        """The document meant; UnusableError where there is none or several."""
        base = name_key(name.replace("\\", "/").rsplit("/", 1)[-1])
        if found := self._documents.get(base):
            return found
        same = self._stems.get(base) or self._stems.get(stem_key(base)) or []
        if len(same) == 1:
            return same[0]
        if not base:
            raise UnusableError("it names no document", "Write the name of the file it was coded in")
        if same:
            named = " or ".join(document.id for document in same)
            raise UnusableError(f"the document {name!r} may be several", f"Write {named}")
        close = difflib.get_close_matches(base, [*self._documents, *self._stems], n=1, cutoff=0.6)
        mend = f"Perhaps {close[0]} is meant" if close else "Write the name of a file of this corpus"
        raise UnusableError(f"there is no document {name!r} in the corpus", mend)


def facets_meant(row: Row, book: Codebook) -> dict[str, str]:
    """The facets of a row, each a value that the codebook has."""
    facets = {}
    for facet in book.facets:
        headings = (facet.id, facet.name, *facet.also)
        said = next((found for heading in headings if (found := row[heading_of(heading)])), "")
        if not said:
            continue
        value = facet.meant(said)
        if not value:
            known = {one.casefold(): one for one in facet.values}
            close = difflib.get_close_matches(said.casefold(), list(known), n=1)
            mend = f"Perhaps {known[close[0]]} is meant" if close else f"Write one of {', '.join(facet.values)}"
            raise UnusableError(f"`{said}` is no {facet.name.lower()}", mend)
        facets[facet.id] = value
    return facets


def codes_in(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("\n", ";").split(";") if part.strip()]


def find_code(wanted: str, book: Codebook) -> str | None:
    """The id of a code given by id, by name, by the names from the top, or by the end of its id where one ends so.

    Names from the top stand as other programs write them: ``Tea > Pot``, ``Tea::Pot``, or with backslashes.
    """
    plain = wanted.casefold().replace("\\", "/").replace(" / ", "/").strip("/ ")
    by_id = {code.id.casefold(): code.id for code in book}
    if plain in by_id:
        return by_id[plain]
    named = [code.id for code in book if code.name.casefold() == plain]
    ends = [code.id for code in book if code.id.rsplit("/", 1)[-1].casefold() == plain]
    for found in (named, ends):
        if len(found) == 1:
            return found[0]
    names = tuple(part.strip() for part in re.split(r"\s*(?:>|\\+|::)\s*", wanted.casefold()) if part.strip())
    return _by_names(book).get(names) if len(names) > 1 else None


def _by_names(book: Codebook) -> dict[tuple[str, ...], str]:
    """Ids by the names of a code and those above it."""
    paths: dict[str, tuple[str, ...]] = {"": ()}
    for code in book:
        paths[code.id] = (*paths.get(code.parent, ()), code.name.casefold())
    return {path: id for id, path in paths.items()}


def code_meant(wanted: str, book: Codebook) -> str:
    if found := find_code(wanted, book):
        return found
    known = {**{code.name.casefold(): code.id for code in book}, **{code.id.casefold(): code.id for code in book}}
    close = difflib.get_close_matches(wanted.casefold(), list(known), n=1, cutoff=0.5)
    mend = f"Perhaps {known[close[0]]} is meant" if close else f"The themes are {', '.join(c.id for c in book.themes)}"
    raise UnusableError(f"there is no code {wanted!r} in the codebook {book.name}", mend)


class Books:
    """The codebooks that rows may mean."""

    def __init__(self, given: str | Codebook | None, rows: Iterable[Row]) -> None:
        self._given = read_codebook(given) if isinstance(given, str) else given
        self._by_name: dict[str, Codebook] = {self._given.name: self._given} if self._given else {}
        self._rows = tuple(rows)

    def of(self, row: Row) -> Codebook:
        if self._given:
            return self._given
        if name := row["codebook"]:
            if name not in self._by_name:
                # A name only: what somebody sent must not say which file of this machine is opened.
                if not _PLAIN_NAME.fullmatch(name) or not (file := _file_of(name)):
                    shown = name if len(name) <= 40 else f"{name[:40]}..."
                    raise UnusableError(f"there is no codebook named {shown!r} in this study", "Name one of codebooks/")
                try:
                    self._by_name[name] = read_codebook(file)
                except SendQualError as error:
                    raise UnusableError(f"its codebook cannot be used ({error})", "Name another one") from None
            return self._by_name[name]
        self._given = self._likeliest()
        return self._given

    def _likeliest(self) -> Codebook:
        """The codebook that knows the most of the codes of the table."""
        meant = [wanted for row in self._rows for wanted in codes_in(row["code"])]
        known: list[tuple[float, str, Codebook]] = []
        for name, book in all_books().items():
            fits = [1.0 if code in book else 0.9 * bool(find_code(code, book)) for code in meant]  # an id tells more
            known.append((sum(fits), name, book))
        known.sort(key=lambda entry: -entry[0])
        if not known or not known[0][0] or (len(known) > 1 and known[0][0] == known[1][0]):
            names = ", ".join(sorted(name for _, name, _ in known)) or "none"
            mend = f"Say which: --codebook NAME, or a column `codebook`. Known here: {names}"
            raise SendQualError(Fault("the table of codings", "its codes do not tell which codebook they are of", mend))
        return known[0][2]


def _codebook_folders() -> list[Path]:
    folders = [root / "codebooks" if (root := study_root()) else None, shipped("codebooks")]
    return [folder for folder in folders if folder and folder.is_dir()]


def _file_of(name: str) -> Path | None:
    """The codebook of this name, of the study or else of those that ship."""
    files = (folder / f"{name}.yaml" for folder in _codebook_folders())
    return next((file for file in files if file.is_file()), None)


def all_books() -> dict[str, Codebook]:
    """The codebooks of the study, and those that ship, that can be read; by name of file."""
    books: dict[str, Codebook] = {}
    for file in dict.fromkeys(f for folder in _codebook_folders() for f in folder.glob("*.yaml")):
        if file.stem not in books:
            with suppress(SendQualError):
                books[file.stem] = read_codebook(file)
    return books
