"""A study as a public archive: texts, codebook, codings, checksums, licence, and the metadata of a DOI."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from send_qual import __version__
from send_qual.codebook import Codebook, read_codebook
from send_qual.coding import read_codings
from send_qual.corpus import Corpus, Document, Segment, Source, kind_of, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._export import codings_frame
from send_qual.exchange._gather import project_of
from send_qual.exchange._write_qdpx import write_qdc, write_qdpx
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Coder, Project
from send_qual.pseudonyms import Identifier, identifiers
from send_qual.study import output_folder
from send_qual.study.files import new_file
from send_qual.study.plain_data import settings_of
from send_qual.study.tables import write_csv

__all__ = ["LICENCES", "Archived", "Deposit", "IdentifiersError", "archive"]

LICENCES = {
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": (
        "Creative Commons Attribution-NonCommercial 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
    "OGL-UK-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
}
"""Licences by their SPDX id: name and address. Any other text is taken as it is."""

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same study is the same file
_EXAMPLES = 3
Progress = Callable[[int, int, str], None]


class IdentifiersError(SendQualError):
    """The archive was not written: somebody could be identified by it."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """What a repository asks about a data set; what is empty is looked for in ``corpus.toml``.

    Parameters
    ----------
    title : str
    creators : tuple of str
        ``Surname, Given name``, or an organisation.
    publisher : str
        The repository.
    licence : str
        A key of :data:`LICENCES`, or the words of another one.
    year : int
        Of publication; 0 for this year.
    """

    title: str = ""
    creators: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written.

    Parameters
    ----------
    path : Path
    files : tuple of str
    codings, documents : int
    left_out : tuple of Fault
        What of the study is not in it.
    """

    path: Path
    files: tuple[str, ...]
    codings: int
    documents: int
    left_out: tuple[Fault, ...] = ()


def archive(
    corpus: str | Path | Corpus,
    *,
    codebook: str | Codebook | None = None,
    deposit: Deposit | None = None,
    out: str | Path | None = None,
    accept_disclosure: str = "",
    name_coders: bool = False,
    progress: Progress | None = None,
) -> Archived:
    """Write a study as one zip to be deposited.

    Parameters
    ----------
    corpus : str, Path or Corpus
        The pseudonymised copy.
    codebook : str or Codebook, optional
        Default: the one its codings are of.
    deposit : Deposit, optional
    out : str or Path, optional
        Default: ``outputs/CORPUS/CORPUS-archive.zip``.
    accept_disclosure : str, optional
        Why it may be written although something in it could identify somebody; it is printed in the archive.
    name_coders : bool
        Keep the coders' names; else they are ``coder 1``, ``coder 2``...
    progress : callable, optional

    Raises
    ------
    IdentifiersError
        While identifiers remain in texts, memos, attributes or names of files, unless accepted in words.
    SendQualError
        Where title, creators, publisher or licence are not told.
    """
    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus, progress=progress)
    told = _told(deposit or Deposit(), read.with_documents())
    project = _without_files(project_of(read, codebook), name_coders=name_coders)
    found = _identifiers(read, project, progress)
    if found and not accept_disclosure.strip():
        raise IdentifiersError(found)
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook or _book_of(read, project))
    files = _files(read, project, book)
    readme = _readme(told, read, project, book, accept_disclosure.strip(), tuple(found))
    files |= {"README.md": readme.encode(), "LICENCE.txt": _licence(told).encode()}
    files["datacite.json"] = _datacite(told, read, project, files)
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files["manifest-sha256.txt"] = sums.encode()
    path = Path(out) if out else output_folder(read.name) / f"{read.name}-archive.zip"
    _pack(path, f"{read.name}-archive", files)
    return Archived(path, tuple(sorted(files)), len(project.codings), len(read), project.left_out)


def _told(deposit: Deposit, corpus: Corpus) -> Deposit:
    """The deposit, completed from ``corpus.toml``; what nobody told is asked for, all at once."""
    note: dict[str, object] = {}
    home = corpus.home
    if home is not None:
        try:
            note = settings_of(home)
        except FileNotFoundError:
            pass
        except ValueError:
            mend = "Mend it: `send-qual check` says where"
            raise SendQualError(Fault("corpus.toml", "it is no TOML", mend)) from None

    def text(key: str) -> str:
        return str(note.get(key) or "")

    written = note.get("creators")
    creators = tuple(map(str, written)) if isinstance(written, list) else ()
    told = Deposit(
        deposit.title or text("title"),
        deposit.creators or creators,
        deposit.publisher or text("publisher"),
        deposit.licence or text("licence"),
        deposit.year or datetime.now(UTC).year,
    )
    asked = {"title": "--title", "creators": "--creator", "publisher": "--publisher", "licence": "--licence"}
    missing = [key for key in asked if not getattr(told, key)]
    if missing:
        mend = f"Say {', '.join(asked[key] for key in missing)}, or write them into corpus.toml"
        raise SendQualError(Fault(corpus.name, f"a deposit must say its {', '.join(missing)}", mend))
    return told


def _without_files(project: Project, *, name_coders: bool) -> Project:
    """Texts only: a Word file or PDF may hold in its properties what its text does not."""
    sources = tuple(replace(one, file=b"", suffix="") for one in project.sources)
    project = replace(project, sources=sources, kept=())
    if name_coders:
        return project
    names = {one.name: f"coder {number}" for number, one in enumerate(project.coders, 1)}
    return replace(
        project,
        coders=tuple(Coder(fresh("coder", project.name, name), name) for name in names.values()),
        codings=tuple(replace(one, coder=names[one.coder]) for one in project.codings),
        memos=tuple(replace(one, coder=names.get(one.coder, "")) for one in project.memos),
    )


def _identifiers(corpus: Corpus, project: Project, progress: Progress | None) -> list[Fault]:
    """What could identify somebody: in the texts, and in what else goes with them."""
    open_to_all = {one.id for one in corpus if not kind_of(one).confidential}
    beside: dict[str, list[str]] = {
        "the memos": [*(one.text for one in project.memos), *(one.memo for one in project.codings if one.memo)],
        "attributes.csv": [v for one in corpus if one.id not in open_to_all for v in one.attributes.values() if v],
        "the names of files": [one.title for one in corpus if one.id not in open_to_all],
    }
    extra = [_as_document(name, words) for name, words in beside.items() if words]
    asked = [*(one for one in corpus if one.id not in open_to_all), *extra]
    if not asked:
        return []
    found: dict[str, list[Identifier]] = {}
    for one in identifiers(replace(corpus, documents=tuple(asked)), progress=progress):
        if not (one.document == "attributes.csv" and one.kind in ("date", "role", "case")):
            found.setdefault(one.document, []).append(one)
    faults = []
    for place, here in found.items():
        kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(one.kind for one in here).items())
        words = ", ".join(dict.fromkeys(f"{one.text!r}" for one in here[:_EXAMPLES]))
        mend = "Pseudonymise it (send-qual pseudonymise), or decide to keep it in decisions.csv and archive the copy"
        faults.append(Fault(place, f"it could identify somebody: {kinds} (such as {words})", mend))
    return faults


def _as_document(name: str, words: Sequence[str]) -> Document:
    text = "\n\n".join(dict.fromkeys(words))
    return Document(name, name, text, (Segment(0, len(text)),), {}, Source(name, "", "txt"))


def _book_of(corpus: Corpus, project: Project) -> str:
    return next((row.codebook for row in read_codings(corpus) if row.codebook), project.name)


def _files(corpus: Corpus, project: Project, book: Codebook) -> dict[str, bytes]:
    """The data, by their places in the archive."""
    files = {f"data/documents/{_text_name(one.id)}": one.text.encode() for one in corpus}
    with tempfile.TemporaryDirectory(prefix="send-qual-") as made:
        folder = Path(made)
        write_csv(codings_frame(project), folder / "codings.csv")
        write_csv(corpus.segments().drop(columns="text"), folder / "segments.csv")
        write_csv(corpus.attributes().drop(columns="title"), folder / "attributes.csv")
        write_qdc(project, folder / "codebook.qdc")
        write_qdpx(project, folder / "project.qdpx")
        for path in folder.iterdir():
            files[f"data/{path.name}"] = path.read_bytes()
    if book.path is not None:
        files["data/codebook.yaml"] = book.path.read_bytes()
    return files


def _text_name(id: str) -> str:
    return id if id.lower().endswith(".txt") else f"{id}.txt"


def _licence(told: Deposit) -> str:
    name, address = LICENCES.get(told.licence, (told.licence, ""))
    by = ", ".join(told.creators)
    said = f"{told.title}\nCopyright {told.year} {by}\n\nThis data set is licensed under: {name}"
    return said + (f" ({told.licence})\n{address}\n" if address else "\n")


def _readme(
    told: Deposit, corpus: Corpus, project: Project, book: Codebook, accepted: str, found: tuple[Fault, ...]
) -> str:
    people = ", ".join(one.name for one in project.coders) or "nobody"
    was = sum(one.status == "accepted" for one in project.codings)
    lines = [f"# {told.title}", "", corpus.note, "" if corpus.note else None]
    lines += [f"{len(corpus)} documents, {len(project.codes)} codes, {len(project.codings)} codings by {people}."]
    lines += [f"{was} of the codings were suggested by a program and accepted by the coder."] if was else []
    lines += [
        "",
        "- `data/documents/`: the texts, UTF-8; `data/segments.csv`: who speaks where, or page and section.",
        "- `data/codebook.yaml`, `data/codebook.qdc`: the codes with definitions; the latter opens in other programs.",
        "- `data/codings.csv`: a row a coding; `start` and `end` count code points of the text from 0, half-open.",
        "- `data/project.qdpx`: all of it for NVivo, MAXQDA, ATLAS.ti, QualCoder and others (REFI-QDA).",
        "- `data/attributes.csv`: what is known of each document. `manifest-sha256.txt`: checksums of all files.",
        "",
        f"Codebook: {book.name} {book.version}. Made with send_qual {__version__}; texts: sha256 {corpus.sha256}.",
        f"Licence: {LICENCES.get(told.licence, (told.licence,))[0]}.",
        "",
    ]
    checked = [one for one in corpus if kind_of(one).confidential]  # what is published names whom it names
    if accepted:
        places = ", ".join(fault.place for fault in found) or "none"
        lines.append(f"Written although identifiers may remain (in: {places}). Reason given: {accepted}")
    elif checked:
        lines.append("Texts, memos, attributes and names of files were checked for identifiers; none were found.")
    else:
        lines.append("All documents are published reports, which were not changed.")
    return "\n".join(line for line in lines if line is not None) + "\n"


def _datacite(told: Deposit, corpus: Corpus, project: Project, files: dict[str, bytes]) -> bytes:
    """The metadata of a DOI as DataCite's schema 4 has them; the DOI itself is given by the repository."""
    name, address = LICENCES.get(told.licence, (told.licence, ""))
    rights = {"rights": name, "rightsUri": address, "rightsIdentifier": told.licence, "rightsIdentifierScheme": "SPDX"}
    about = f"{len(corpus)} documents with {len(project.codings)} codings by {len(project.coders)} coders."
    said = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Coded qualitative data"},
        "titles": [{"title": told.title}],
        "creators": [{"name": one} for one in told.creators],
        "publisher": {"name": told.publisher},
        "publicationYear": str(told.year),
        "subjects": [{"subject": one} for one in ("qualitative research", "thematic analysis")],
        "descriptions": [{"description": f"{about} {corpus.note}".strip(), "descriptionType": "Abstract"}],
        "rightsList": [rights if address else {"rights": name}],
        "formats": ["text/plain", "text/csv", "application/yaml", "application/zip"],
        "sizes": [f"{len(files)} files", f"{sum(map(len, files.values())):,} bytes"],
        "language": "en",
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _pack(path: Path, top: str, files: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            member = zipfile.ZipInfo(f"{top}/{name}", _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, files[name])
    with new_file(path) as temporary:
        temporary.write_bytes(out.getvalue())
