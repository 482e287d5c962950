"""Forget a document or a participant: list what of them is where, take it out, and look whether anything is left."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.coding.forgetting._begun import begin, begun, done
from send_qual.coding.forgetting._meaning import tables_of, within
from send_qual.coding.forgetting._records import exchange_without, learned_it, themes_without
from send_qual.coding.forgetting._rewriting import (
    decisions_without,
    key_without,
    ledger_without,
    table_without,
    workbook_without,
)
from send_qual.coding.forgetting._search import files_below, found_in, not_looked_into
from send_qual.coding.forgetting._traces import Traces, find_traces
from send_qual.coding.ledger._events import Event, new_event
from send_qual.coding.ledger._jsonl import locked
from send_qual.coding.ledger._listeners import tell
from send_qual.corpus._readers import removed_from
from send_qual.corpus._sourceless import BEGUN, KEY
from send_qual.errors import Fault
from send_qual.study import clear_stores
from send_qual.study.files import settle, write_bytes
from send_qual.study.plain_data import json_of

__all__ = ["Forgotten", "Removal", "forget"]

_TABLES = (".csv", ".xlsx", ".xlsm")
_NAMED = 10  # files named in a sentence


@dataclass(frozen=True, slots=True)
class Removal:
    """One file that goes, or is written anew without what is forgotten."""

    path: Path
    what: str
    new: bytes | None = None
    ledger: bool = False


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done, or with ``dry`` what would be.

    Parameters
    ----------
    removals : tuple of Removal
    documents : tuple of str
    left : tuple of Fault
        Files in which words, names or the document's name still stand, and which only a person can change.
    beyond : tuple of str
        What cannot be reached from here, in sentences.
    """

    removals: tuple[Removal, ...]
    documents: tuple[str, ...]
    left: tuple[Fault, ...] = ()
    beyond: tuple[str, ...] = ()


def forget(what: str, corpus: str = "", *, keep_counts: bool = False, dry: bool = False) -> Forgotten:
    """Take a document, or a participant with all their documents, out of a study.

    Text, pseudonymised copies, codings and memos, rows of tables and sheets, entries of the key, decisions, and outputs
    go. Ledgers are written anew, which nothing else does; in each a line without words says that something was
    forgotten, when, and how much. Killed in between, the same call goes on where it was.

    Parameters
    ----------
    what : str
        The name of a document, or the id of a participant.
    corpus : str
        Where several corpora have one of this name.
    keep_counts : bool
        Let each ledger keep how many codings stood by code and status, without their words.
    dry : bool
        Only list what would be done.

    Returns
    -------
    Forgotten

    Raises
    ------
    SendQualError
        Where nothing or several things have this name, or a participant speaks with others in a document.
    """
    traces = begun(what, corpus) or find_traces(what, corpus)
    for home in traces.folders:
        settle(home)
    removals = list(_removals(traces, keep_counts=keep_counts))
    if not dry:
        begin(traces, what, corpus)
        id = uuid.uuid4().hex
        for removal in removals:
            _do(removal, traces, id, keep_counts=keep_counts)
        clear_stores()
    going = {removal.path for removal in removals}
    left = tuple(_left(traces, going if dry else set()))
    made = Forgotten(tuple(removals), tuple(sorted(traces.documents)), left, tuple(_beyond(traces, going)))
    if not dry:
        done(traces.root)
    return made


def _removals(traces: Traces, *, keep_counts: bool) -> Iterator[Removal]:
    """In the order in which a kill between any two leaves what the next call finds the rest by."""
    homes = list(traces.folders)
    yield from _outputs(traces)
    yield from _from_tables(traces, homes)
    yield from _from_records(traces, homes)
    for home in homes:
        yield from _from_ledgers(traces, home, keep_counts=keep_counts)
    for home in reversed(homes):  # copies first: the key says what they were made of
        yield from _from_documents(traces, home)
    for home in reversed(homes):  # last: by it a participant is found again
        if (home / "attributes.csv").is_file():
            yield from _rows(traces, home / "attributes.csv", home)


def _from_tables(traces: Traces, homes: list[Path]) -> Iterator[Removal]:
    """Rows of tables and sheets in the corpora, and of those that lie loose in the study."""
    loose = [path for path in sorted(traces.root.iterdir()) if path.is_file() and traces.root not in homes]
    inside = [path for home in homes for path in files_below(home)]
    for path in (*loose, *inside):
        own = path.parent in homes and path.name in {"attributes.csv", "decisions.csv"}
        if path.suffix.lower() in _TABLES and not own:
            yield from _rows(traces, path, _home_of(path, homes))


def _from_records(traces: Traces, homes: list[Path]) -> Iterator[Removal]:
    """What the study itself keeps beside ledgers: ids of other programs, decisions on emergent themes."""
    for home in homes:
        path = home / "exchange.json"
        if path.is_file() and (rewritten := exchange_without(path.read_bytes(), home, traces)):
            yield Removal(path, f"{rewritten[1]} ids and notes of other programs", rewritten[0])
    named = {home.name: home for home in homes}
    for path in sorted((traces.root / "codebooks").glob("*.themes.jsonl")):
        if rewritten := themes_without(
            path.read_bytes(), lambda corpus, name: corpus in named and traces.is_one(named[corpus], name)
        ):
            yield Removal(path, f"{rewritten[1]} passages of emergent themes", rewritten[0])


def _from_ledgers(traces: Traces, home: Path, *, keep_counts: bool) -> Iterator[Removal]:
    for path in sorted((home / "codings").glob("*.jsonl")):
        _, went, stood = ledger_without(path.read_bytes(), _in(traces, home))
        if went:
            yield Removal(path, _told(went, stood if keep_counts else Counter()), ledger=True)
    for path in sorted((home / "codings").glob("*.torn")):
        if found_in(path, traces):
            yield Removal(path, "a torn line")


def _from_documents(traces: Traces, home: Path) -> Iterator[Removal]:
    """The documents of a corpus; of a copy also what was edited, decided and kept in the key, the key last."""
    room = within(home)
    stems = tuple(f"{Path(name).stem} (edited" for name in traces.folders[home])
    for path in sorted((home / "edited").glob("*")):
        if path.name.startswith(stems):
            yield Removal(path, "an edited copy")
    decisions = home / "decisions.csv"
    if decisions.is_file() and (done := decisions_without(decisions.read_bytes(), traces)):
        yield Removal(decisions, f"{done[1]} rows of names and contexts", done[0])
    what = "the copy" if (home / KEY).is_file() else "the text"
    mine = traces.folders[home]
    yield from (Removal(room / name, what) for name in sorted(mine) if (room / name).is_file())
    for name, documents in tables_of(home).items():
        ids = frozenset(document.id for document in documents) & mine
        if ids and name not in mine and (data := removed_from(room / name, ids)):
            yield Removal(room / name, f"{len(ids)} of its {len(documents)} documents, which are parts of it", data)
    if (home / KEY).is_file() and (done := key_without(home / KEY, traces, home)):
        yield Removal(home / KEY, f"{done[1]} entries of the key", done[0])


def _in(traces: Traces, home: Path) -> Callable[[str], bool]:
    return lambda name: traces.is_one(home, name)


def _home_of(path: Path, homes: list[Path]) -> Path:
    return next((home for home in homes if path.is_relative_to(home)), path.parent)


def _rows(traces: Traces, path: Path, home: Path) -> Iterator[Removal]:
    def gone(row: dict[str, str]) -> bool:
        if name := row.get("document") or row.get("file") or "":
            return traces.is_one(home, name)
        return row.get("participant", "") in traces.participants - {""}

    if path.name.startswith((".", "~$")):
        return
    try:
        data = path.read_bytes()
        done = table_without(data, path.name, gone) if path.suffix.lower() == ".csv" else workbook_without(data, gone)
    except Exception:  # no table that can be read: the search at the end looks into it
        return
    if done:
        yield Removal(path, f"{done[1]} rows", done[0])


def _outputs(traces: Traces) -> Iterator[Removal]:
    """Everything in a folder of outputs that rests on the documents, but what a person edited there."""
    names = {home.name for home in traces.folders}
    for folder in _output_folders(traces.root):
        files = list(files_below(folder))
        if any(_rests_on(path, names) or found_in(path, traces) for path in files):
            yield from (Removal(path, "an output") for path in files if not _edited(path))


def _output_folders(root: Path) -> Iterator[Path]:
    """The folders in ``outputs/``, and where else in the study results were written to."""
    outputs = root / "outputs"
    yield from sorted(path for path in outputs.iterdir() if path.is_dir()) if outputs.is_dir() else ()
    apart = (outputs, root / "corpora")
    for path in files_below(root):
        if path.name == "provenance.json" and not any(path.is_relative_to(folder) for folder in apart):
            yield path.parent


def _rests_on(path: Path, names: set[str]) -> bool:
    return path.name == "provenance.json" and _record(path).get("corpus", {}).get("name") in names


def _record(path: Path) -> dict[str, dict[str, str]]:
    try:
        record = json_of(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _edited(path: Path) -> bool:
    """Whether a person changed a file since it was written, as the record beside it tells."""
    written = _record(path.with_name("provenance.json")).get("files", {})
    sha256 = written.get(path.name) if isinstance(written, dict) else None
    return "(edited " in path.name or (sha256 is not None and sha256 != hashlib.sha256(path.read_bytes()).hexdigest())


def _told(went: int, stood: Counter[str]) -> str:
    counts = f"; stood: {', '.join(f'{n} {what}' for what, n in sorted(stood.items()))}" if stood else ""
    return f"{went} events{counts}"


def _do(removal: Removal, traces: Traces, id: str, *, keep_counts: bool) -> None:
    if removal.ledger:
        _rewrite_ledger(removal.path, traces, id, keep_counts=keep_counts)
    elif removal.new is None:
        removal.path.unlink(missing_ok=True)
        _drop_empty(removal.path.parent, traces.root)
    else:
        write_bytes(removal.path, removal.new, private=removal.path.stat().st_mode & 0o077 == 0)


def _drop_empty(folder: Path, root: Path) -> None:
    """Remove folders of outputs in which nothing is left."""
    outputs = root / "outputs"
    while folder.is_relative_to(outputs) and folder != outputs and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _rewrite_ledger(path: Path, traces: Traces, id: str, *, keep_counts: bool) -> None:
    with locked(path):
        kept, went, stood = ledger_without(path.read_bytes(), _in(traces, path.parent.parent))
        if not went:
            return
        coder = path.stem
        tombstone: Event = new_event("forgotten", coder, target=f"forgotten:{id}")
        tombstone = replace(tombstone, memo=_told(went, stood if keep_counts else Counter()))
        line = json.dumps(tombstone.to_json(), ensure_ascii=False, separators=(",", ":")) + "\n"
        write_bytes(path, kept + (b"" if not kept or kept.endswith(b"\n") else b"\n") + line.encode())
    tell(path)


def _left(traces: Traces, going: set[Path]) -> Iterator[Fault]:
    """Files in which something of it still stands; never its words."""
    for home, mine in traces.folders.items():
        for name, documents in tables_of(home).items():
            still = {document.id for document in documents} & mine
            if still and within(home) / name not in going:
                yield Fault(name, f"{', '.join(sorted(still))} cannot be taken out of it from here", "Do it by hand")
    for path in files_below(traces.root):
        if path.name == BEGUN or path in going:
            continue
        if learned_it(path, traces):
            mend = "Train it anew with `send-qual evaluate --keep`, or delete the folder"
            place = path.parent.relative_to(traces.root).as_posix()
            yield Fault(place, f"the weights in it were learned from it as well ({path.name} says so)", mend)
        if not (found := found_in(path, traces)):
            continue
        parts = [f"{found.sentences} of its sentences"] if found.sentences else []
        parts += ["the name of the document"] if found.document else []
        parts += [f"a speaker's name, {found.names} times"] if found.names else []
        mend = "Take it out by hand, or delete the file" if found.sentences else "Look whether they are meant"
        yield Fault(path.relative_to(traces.root).as_posix(), f"it still holds {', '.join(parts)}", mend)


def _beyond(traces: Traces, going: set[Path]) -> Iterator[str]:
    closed = [path for path in files_below(traces.root) if path not in going and not_looked_into(path)]
    if closed:
        named = ", ".join(path.relative_to(traces.root).as_posix() for path in closed[:_NAMED])
        more = f" and {len(closed) - _NAMED} more" if len(closed) > _NAMED else ""
        yield f"Pictures, sound and what cannot be opened are not looked into; look for yourself: {named}{more}."
    if any((folder / ".git").exists() for folder in (traces.root, *traces.root.parents)):
        yield (
            "Git keeps what was ever committed: its history is not changed from here (git filter-repo takes files out "
            "of it, in every clone)."
        )
    yield "Copies that others have, on other machines, drives and in backups or mails, cannot be reached from here."
