"""New codes while coding, and a codebook that others change meanwhile."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

from send_qual.codebook import Code, Codebook, add_code, read_codebook
from send_qual.errors import Fault, SendQualError

__all__ = ["add_code_while_coding", "reread"]

_LONGEST = 40  # letters of an id: an in-vivo code may be a whole sentence
_TO_DEFINE = "Made while coding; to be defined."


def add_code_while_coding(
    codebook: Codebook, name: str, parent: str, definition: str, example: str, coder: str
) -> tuple[Codebook, Code]:
    """Write a code into the codebook's file; give the codebook as it is now, and the code in it."""
    name = " ".join(name.split())
    if not name:
        raise SendQualError(Fault("new code", "it has no name", "Write one or a few words"))
    own = _id_of(name)
    if not own:
        raise SendQualError(Fault(f"new code {name!r}", "it has no letter a-z or digit to make an id of", "Add some"))
    code = Code(
        id=f"{parent}/{own}" if parent else own,
        name=name,
        parent=parent,
        definition=" ".join(definition.split()) or _TO_DEFINE,
        examples=(" ".join(example.split()),) if example.strip() else (),
        origin="inductive",
        added_by=coder,
        added_on=datetime.now(UTC).date().isoformat(),
    )
    book = add_code(_file_of(codebook), code)
    return book, book[code.id]


def _id_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return id if len(id) <= _LONGEST else id[:_LONGEST].rpartition("-")[0] or id[:_LONGEST]


def _file_of(codebook: Codebook) -> Path:
    if codebook.path is None:
        mend = "Read it with read_codebook from a file"
        raise SendQualError(Fault(f"codebook {codebook.name}", "it has no file to write a code into", mend))
    return codebook.path


def reread(codebook: Codebook) -> tuple[Codebook, Fault | None]:
    """The codebook as its file is now; the one given where nothing changed, or the file has a fault at present."""
    if codebook.path is None:
        return codebook, None
    try:
        if hashlib.sha256(codebook.path.read_bytes()).hexdigest() == codebook.sha256:
            return codebook, None
        return read_codebook(codebook.path), None
    except (OSError, SendQualError):
        mend = "Mend it (`send-qual check` names the faults); coding goes on with the codes read before"
        return codebook, Fault(codebook.path.name, "the codebook was changed and cannot be read as it is now", mend)
