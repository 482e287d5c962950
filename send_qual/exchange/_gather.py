"""A study as a project for other programs: what people coded in a corpus by one codebook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from send_qual.codebook import Code, Codebook, read_codebook
from send_qual.coding import Coding, Codings, all_ledgers, codebook_of, read_codings, target_of
from send_qual.corpus import Corpus, Document, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._identities import Identities, open_identities
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Case, Coder, Memo, Project, ProjectCode, ProjectCoding, ProjectSource

__all__ = ["UNDEFINED", "WHOLE", "codebook_project", "describe", "project_of"]

WHOLE = "the document as a whole"
"""The reason of a coding that other programs give a source without a passage."""

UNDEFINED = "Not defined yet."
"""The definition of a code that came without one."""

_CASE = ("participant", "case", "area")  # what documents are grouped by, the first they have
_OWN = frozenset({"kind"})  # what a reader finds again in the file itself


def project_of(corpus: str | Path | Corpus, codebook: str | Codebook | None = None) -> Project:
    """The study in a corpus as a project that can leave.

    Parameters
    ----------
    corpus : str, Path or Corpus
    codebook : str or Codebook, optional
        Default: the one its codings are of.

    Returns
    -------
    Project
        People's codings, accepted suggestions among them. ``left_out`` lists what has no place in it: decisions
        against suggestions, codings of another codebook, those without a place in their text.

    Raises
    ------
    SendQualError
        Where the corpus has no folder, or its codings are of several codebooks and none is given.
    """
    read = corpus if isinstance(corpus, Corpus) else read_corpus(corpus)
    if read.home is None:
        raise SendQualError(Fault(read.name, "it has no folder to be exported from", "Read it with read_corpus"))
    codings = read_codings(read)
    book = _book(codings, codebook, read)
    ids = open_identities(read.home, read.name)
    mine = [row for row in codings if row.codebook in ("", book.name) and row.code in book]
    left = [*read.left_out, *codings.notices, *_without_place(codings, book, mine, read.name)]
    stand = [row for row in mine if row.status in ("applied", "accepted")]
    people = sorted({row.coder for row in stand})
    memos = list(_memos(read, book, ids))
    people = sorted({*people, *(memo.coder for memo in memos)})
    return Project(
        name=read.name,
        origin="send_qual",
        description=read.note,
        coders=tuple(Coder(ids.coder(name), name) for name in people),
        codes=_codes(book, ids),
        sources=tuple(_source(one, read, ids) for one in read),
        codings=tuple(_coding(row, ids, book) for row in stand),
        memos=tuple(memos),
        cases=_cases(read, ids),
        kept=tuple(ids.kept.values()),
        left_out=tuple(left),
    )


def codebook_project(codebook: str | Codebook) -> Project:
    """A codebook alone as a project that can leave."""
    book = read_codebook(codebook) if isinstance(codebook, str) else codebook
    return Project(book.name, "send_qual", codes=_codes(book, Identities(Path(), "")))


def _book(codings: Codings, codebook: str | Codebook | None, corpus: Corpus) -> Codebook:
    if codebook is not None:
        return read_codebook(codebook) if isinstance(codebook, str) else codebook
    return codebook_of(codings, corpus.name)


def _without_place(codings: Codings, book: Codebook, mine: Sequence[Coding], name: str) -> Iterable[Fault]:
    against = sum(row.status == "rejected" for row in mine)
    if against:
        yield Fault(name, f"{against} suggestions were rejected, which is no coding", "They stay in the ledgers")
    others = Counter(row.codebook for row in codings if row.codebook not in ("", book.name))
    for other, count in others.items():
        yield Fault(name, f"{count} codings are of the codebook {other}", f"Export them with --codebook {other}")
    unknown = sum(row.codebook in ("", book.name) and row.code not in book for row in codings)
    if unknown:
        yield Fault(name, f"{unknown} codings have codes that {book.name} has not any more", "Bring the codes back")


def describe(code: Code) -> str:
    """Definition and criteria of a code as one text.

    Examples
    --------
    >>> print(describe(Code("tea", "Tea", definition="Said of tea.", include=("Pots.",))))
    Said of tea.
    Include: Pots.
    """
    lines = [code.definition] if code.definition and code.definition != UNDEFINED else []
    for heading, values in (("Include", code.include), ("Exclude", code.exclude), ("Example", code.examples)):
        lines += [f"{heading}: {value}" for value in values]
    return "\n".join(lines)


def _codes(book: Codebook, ids: Identities) -> tuple[ProjectCode, ...]:
    made = []
    for code in book:
        guid = ids.code(book.name, code.id)
        above = ids.code(book.name, code.parent) if code.parent else ""
        said = describe(code), code.colour, guid not in ids.closed
        made.append(ProjectCode(guid, code.name, above, *said, code.id))
    return tuple(made)


def _source(document: Document, corpus: Corpus, ids: Identities) -> ProjectSource:
    suffix = re.search(r"\.\w{1,8}$", document.id)
    kind = suffix[0].lower() if suffix else ""
    values = tuple((key, value) for key, value in document.attributes.items() if value and key not in _OWN)
    place = _file(corpus, document)
    data = place.read_bytes() if place is not None else b""
    labels = [(one.start, f"{one.speaker}: ") for one in document.segments if one.speaker]
    labels += [(one.start, "#") for one in document.segments if one.kind == "heading"]
    said = document.id, document.text, kind, data, values
    return ProjectSource(ids.document(document.id), *said, labels=tuple(labels))


def _file(corpus: Corpus, document: Document) -> Path | None:
    home = corpus.home
    folders = [home / "documents", home] if home else []
    return next((path for one in folders if (path := one / document.source.name).is_file()), None)


def _coding(row: Coding, ids: Identities, book: Codebook) -> ProjectCoding:
    guid, passage = ids.coding(target_of(row), row.coder)
    return ProjectCoding(
        guid=guid,
        source=ids.document(row.document),
        code=ids.code(book.name, row.code),
        start=row.start,
        end=row.end,
        coder=row.coder,
        facets=tuple(sorted((key, value) for key, value in row.facets.items() if value)),
        memo=row.memo,
        created=row.created,
        selection=passage,
        status=row.status,
        confidence=row.confidence,
        reason="" if row.reason == WHOLE else row.reason,
    )


def _memos(corpus: Corpus, book: Codebook, ids: Identities) -> Iterable[Memo]:
    """Memos on documents and codes; those on codings travel with them."""
    for ledger in all_ledgers(corpus.home) if corpus.home else ():
        when = {}
        reading = ledger.read()
        for event in reading.events:
            if event.kind == "memo":
                when[event.target] = event.time
        for target, text in reading.state.memos.items():
            kind, _, id = target.partition(":")
            about = ""
            if kind == "document" and any(one.id == id for one in corpus):
                about = ids.document(id)
            elif kind == "code" and id in book:
                about = ids.code(book.name, id)
            if about and text:
                yield Memo(
                    fresh("memo", ids.corpus, target, ledger.coder), text, about, ledger.coder, when.get(target, "")
                )


def _cases(corpus: Corpus, ids: Identities) -> tuple[Case, ...]:
    members: dict[str, list[str]] = {}
    for document in corpus:
        said = next((value for key in _CASE if (value := document.attributes.get(key))), "")
        for name in dict.fromkeys(part.strip() for part in said.split(";") if part.strip()):
            members.setdefault(name, []).append(ids.document(document.id))
    return tuple(Case(fresh("case", ids.corpus, name), name, tuple(sources)) for name, sources in members.items())
