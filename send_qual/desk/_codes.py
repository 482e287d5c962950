"""New codes while coding, made and taken back, and a codebook that others change meanwhile."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from send_qual.codebook import Code, Codebook, CodeKeptError, add_code, edit_code, read_codebook, remove_code, said_of
from send_qual.coding import Edited, Made
from send_qual.desk._patch import patch_of, patched
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_codebook
from send_qual.study.files import write_bytes

__all__ = [
    "add_code_again",
    "add_code_while_coding",
    "edit_back",
    "edit_while_coding",
    "hidden_codes",
    "rearrange",
    "reread",
    "take_code_out",
]

_LONGEST = 40  # letters of an id: an in-vivo code may be a whole sentence
_TO_DEFINE = "Made while coding; to be defined."


def hidden_codes(codebook: Codebook, coder: str) -> frozenset[str]:
    """The codes that other coders made while coding, and what is below them: who codes blind is not shown them.

    A code that the team has taken in is shown: one without ``added_by:``, or with ``origin: deductive``.

    Examples
    --------
    >>> codes = (Code("cup", "Cup"), Code("lid", "Lid", origin="inductive", added_by="TR"))
    >>> sorted(hidden_codes(Codebook("tea", "1", codes), "SG")), sorted(hidden_codes(Codebook("tea", "1", codes), "TR"))
    (['lid'], [])
    """
    hidden: set[str] = set()
    for code in codebook:  # each code stands before its sub-codes
        if code.parent in hidden or (code.origin == "inductive" and code.added_by not in ("", coder)):
            hidden.add(code.id)
    return frozenset(hidden)


def add_code_while_coding(
    codebook: Codebook,
    name: str,
    parent: str,
    definition: str,
    example: str,
    coder: str,
    hidden: frozenset[str] = frozenset(),
) -> tuple[Codebook, Code]:
    """Write a code into the codebook's file; give the codebook as it is now, and the code in it.

    Where its id is that of a code that is ``hidden`` from this coder it gets another one.
    """
    name = " ".join(name.split())
    if not name:
        raise SendQualError(Fault("new code", "it has no name", "Write one or a few words"))
    own = _id_of(name)
    if not own:
        raise SendQualError(Fault(f"new code {name!r}", "it has no letter a-z or digit to make an id of", "Add some"))
    id = f"{parent}/{own}" if parent else own
    while id in hidden:
        stem, _, number = id.rpartition("-")
        id = f"{stem}-{int(number) + 1}" if stem and number.isdigit() else f"{id}-2"
    code = Code(
        id=id,
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


def take_code_out(codebook: Codebook, made: Made, used: str) -> str:
    """Take a code that was made while coding out of the codebook's file again.

    Parameters
    ----------
    codebook : Codebook
        Of the desk.
    made : Made
    used : str
        Who uses it, as a sentence goes on after its name; ``""`` for nobody.

    Returns
    -------
    str
        Why it stays, in a sentence; ``""`` where it is gone.

    Raises
    ------
    SendQualError
        Where the file cannot be read or written as it is now.
    """
    try:
        path = _path_of(codebook, made)
    except SendQualError:
        return _stays(made, f"its codebook {made.codebook} is not here")
    if made.code.id not in read_codebook(path):  # somebody took it out by hand
        return ""
    try:
        if used:
            raise CodeKeptError(path.name, used)
        remove_code(path, made.code)
    except CodeKeptError as kept:
        return _stays(made, kept.why)
    return ""


def _stays(made: Made, why: str) -> str:
    return f"The code {made.code.name} stays in the codebook: {why}."


def edit_while_coding(
    codebook: Codebook, id: str, changes: Mapping[str, str | Iterable[str]]
) -> tuple[Codebook, Edited | None]:
    """Change a code's entry in the codebook's file; give the codebook as it is now, and what was changed, if anything.

    Words lose the space around them, lists their empty lines.
    """
    if id not in codebook:
        raise SendQualError(Fault(f"codebook {codebook.name}", f"there is no code {id!r}"))
    code = codebook[id]
    after = {}
    for field, value in changes.items():
        plain = (
            " ".join(value.split())
            if isinstance(value, str)
            else tuple(line for one in value if (line := " ".join(str(one).split())))
        )
        if plain != said_of(code, field):
            after[field] = plain
    if not after:
        return codebook, None
    if not after.get("name", code.name) or not after.get("definition", code.definition):
        mend = "Write at least a word"
        raise SendQualError(Fault(f"the code {code.name}", "it would have no name or no definition then", mend))
    book = edit_code(_file_of(codebook), id, after)
    return book, Edited(codebook.name, id, code.name, {field: said_of(code, field) for field in after}, after)


def rearrange(codebook: Codebook, id: str, said: str, does: Callable[[Path], Codebook]) -> tuple[Codebook, Edited]:
    """Do something to a codebook's file that is more than an edit; give the codebook as it is now, and what changed."""
    path = _file_of(codebook)
    if id not in codebook:
        raise SendQualError(Fault(f"codebook {codebook.name}", f"there is no code {id!r}"))
    before = path.read_bytes()
    book = does(path)
    after = path.read_bytes()
    shas = hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()
    patch = patch_of(before.decode(), after.decode())
    return book, Edited(codebook.name, id, codebook[id].name, {}, {}, said, patch, shas)


def _rearranged_back(path: Path, edited: Edited, *, forward: bool) -> str:
    text = path.read_bytes()
    if hashlib.sha256(text).hexdigest() != edited.sha256[0 if forward else 1]:
        return f"The code {edited.name} stays as it is: the codebook was changed since."
    write_bytes(path, patched(text.decode(), edited.patch, back=not forward).encode())
    return ""


def edit_back(codebook: Codebook, edited: Edited, *, forward: bool = False) -> str:
    """Take a change of a code's entry back, or make it again; why not, in a sentence, where others changed it since."""
    now, then = (edited.before, edited.after) if forward else (edited.after, edited.before)
    try:
        path = _file_of(codebook) if edited.codebook == codebook.name else find_codebook(edited.codebook)
        if edited.said:
            return _rearranged_back(path, edited, forward=forward)
        book = read_codebook(path)
    except SendQualError:
        return f"The code {edited.name} stays as it is: its codebook {edited.codebook} is not here."
    if edited.code not in book:
        return f"The code {edited.name} is not in the codebook any more."
    if any(said_of(book[edited.code], field) != value for field, value in now.items()):
        return f"The code {edited.name} stays as it is: its entry was changed since."
    edit_code(path, edited.code, then)
    return ""


def add_code_again(codebook: Codebook, made: Made) -> None:
    """Write a code that was taken out into the codebook's file again; where there is one of its id, that stays."""
    path = _path_of(codebook, made)
    if made.code.id not in read_codebook(path):
        add_code(path, made.code)


def _path_of(codebook: Codebook, made: Made) -> Path:
    """The file of the codebook that a code was written into."""
    return _file_of(codebook) if made.codebook == codebook.name else find_codebook(made.codebook)


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
