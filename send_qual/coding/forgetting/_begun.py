"""What is being forgotten, kept until it is done: a run that was stopped goes on with all that the first one knew."""

from __future__ import annotations

import json
from pathlib import Path

from send_qual.coding.forgetting._meaning import normal
from send_qual.coding.forgetting._traces import Traces, bare, others_of, place_of
from send_qual.corpus._sourceless import BEGUN, raw_of
from send_qual.errors import Fault, SendQualError
from send_qual.study.files import write_text
from send_qual.study.plain_data import json_of

__all__ = ["begin", "begun", "done"]

_PARTS = ("participants", "names", "sentences", "texts")


def begin(traces: Traces, what: str, corpus: str) -> None:
    """Keep what is known of the documents before the first of them goes; readable by its owner only."""
    said = {
        "what": what,
        "corpus": corpus,
        "folders": {
            home.resolve().relative_to(traces.root.resolve()).as_posix(): sorted(names)
            for home, names in traces.folders.items()
        },
        **{part: sorted(getattr(traces, part)) for part in _PARTS},
    }
    write_text(traces.root / BEGUN, json.dumps(said, ensure_ascii=False) + "\n", private=True)


def begun(what: str, corpus: str) -> Traces | None:
    """What an earlier run that was stopped knew; ``None`` where there was none.

    Raises
    ------
    SendQualError
        Where that run was about something else, which is to be done first.
    """
    root, home = place_of(corpus)
    places = [root] if root else [home, home and raw_of(home)]
    path = next((folder / BEGUN for folder in places if folder and (folder / BEGUN).is_file()), None)
    if path is None:
        return None
    try:
        said = json_of(path.read_text(encoding="utf-8"))
        folders = {path.parent / name: frozenset(names) for name, names in said["folders"].items()}
        parts = {part: frozenset(said[part]) for part in _PARTS}
        before, where = str(said["what"]), str(said["corpus"])
    except (ValueError, KeyError, TypeError, AttributeError):
        mend = "Delete it and forget the document or participant once more"
        raise SendQualError(Fault(path.name, "what was kept of a run that was stopped cannot be read", mend)) from None
    if normal(before) != normal(what):
        command = f'send-qual forget "{before}"' + (f' --corpus "{where}"' if where else "")
        raise SendQualError(
            Fault(what, f"forgetting {before} was stopped in the midst", f"Finish it first: `{command}`")
        )
    left = others_of(next(iter(folders)), folders)
    staying = frozenset(normal(document.id) for document in left)
    others = bare(" ".join(document.text for document in left))
    return Traces(path.parent, folders, staying=staying, others=others, **parts)


def done(root: Path) -> None:
    """Let go of it: all that was to be done is done, and told."""
    (root / BEGUN).unlink(missing_ok=True)
