"""What the browser may ask for: each verb a function of the bridge and the message, that gives the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from send_qual.codebook import editable
from send_qual.coding import Coding
from send_qual.desk._hits import code_hits, found
from send_qual.desk._offsets import from_utf16, span_from_utf16, to_utf16
from send_qual.desk._retrieve import Query
from send_qual.desk._retrieved import mark_of, retrieve, rows, write
from send_qual.errors import SendQualError
from send_qual.study import study_root

if TYPE_CHECKING:
    from send_qual.desk._bridge import Bridge

__all__ = ["VERBS"]

Message = Mapping[str, Any]
Row = dict[str, Any]


def _open(bridge: Bridge, message: Message) -> Row:
    document = message["document"]
    bridge.work.standing(document)  # refuses what is not in the corpus
    return bridge.opened(document)


def _span(bridge: Bridge, document: str, message: Message) -> tuple[int, int]:
    return span_from_utf16(bridge.work.corpus[document].text, int(message["start"]), int(message["end"]))


def _apply(bridge: Bridge, message: Message) -> Row:
    document = message["document"]
    bridge.work.standing(document)
    start, end = _span(bridge, document, message)
    facets = message.get("facets") or None
    return _id(bridge, bridge.work.apply(document, start, end, message["code"], facets=facets))


def _remove(bridge: Bridge, message: Message) -> Row:
    bridge.work.remove(message["id"])
    return {}


def _reject(bridge: Bridge, message: Message) -> Row:
    bridge.work.reject(message["id"])
    return {}


def _confirm(bridge: Bridge, message: Message) -> Row:
    bridge.work.confirm(*(message["ids"] if "ids" in message else [message["id"]]))
    return {}


def _place(bridge: Bridge, message: Message) -> Row:
    document = message["document"]
    bridge.work.standing(document)
    return _id(bridge, bridge.work.place(message["id"], document, *_span(bridge, document, message)))


def _drop(bridge: Bridge, message: Message) -> Row:
    bridge.work.drop(*message["ids"])
    return {}


def _memo(bridge: Bridge, message: Message) -> Row:
    bridge.work.memo(message["about"], message["text"])
    return {}


def _accept(bridge: Bridge, message: Message) -> Row:
    if "start" in message:
        return _change(bridge, message)
    coding = bridge.work.accept(message["id"], code=message.get("code"), facets=message.get("facets"))
    return _id(bridge, coding)


def _change(bridge: Bridge, message: Message) -> Row:
    old = bridge.work.coding(message["id"])
    start, end = _span(bridge, old.document, message) if "start" in message else (None, None)
    code, facets = message.get("code"), message.get("facets")
    return _id(bridge, bridge.work.change(message["id"], code=code, start=start, end=end, facets=facets))


def _accept_agreed(bridge: Bridge, message: Message) -> Row:
    accepted, left = bridge.accept_agreed(str(message.get("edges", "")))
    return {"accepted": accepted, "differ": left}


def _new_code(bridge: Bridge, message: Message) -> Row:
    fields = {name: message.get(name, "") for name in ("parent", "definition", "example")}
    return {"code": bridge.work.new_code(message["name"], **fields).id}


def _edit_code(bridge: Bridge, message: Message) -> Row:
    known = editable(bridge.work.codebook)
    changes = {name: value for name, value in dict(message["changes"]).items() if name in known}
    return {"name": bridge.work.edit_code(str(message["code"]), **changes).name}


def _move_code(bridge: Bridge, message: Message) -> Row:
    moved = bridge.work.move_code(message["code"], parent=message.get("parent", ""), own=message.get("own", ""))
    return {"code": moved.id}


def _merge_codes(bridge: Bridge, message: Message) -> Row:
    return {"code": bridge.work.merge_codes(message["code"], message["into"]).id}


def _delete_code(bridge: Bridge, message: Message) -> Row:
    bridge.work.delete_code(message["code"])
    return {}


def _undo(bridge: Bridge, _: Message) -> Row:
    return _told(bridge.work.can_undo, bridge.work.undo())


def _redo(bridge: Bridge, _: Message) -> Row:
    return _told(bridge.work.can_redo, bridge.work.redo())


def _told(what: str, said: str) -> Row:
    """What was undone or done again; where a code could not be taken out of the codebook, why it stays."""
    return {"words": what, "stays": said if said != what else ""}


def _pin(bridge: Bridge, message: Message) -> Row:
    digit, code = str(message["digit"]), message["code"]
    if code not in bridge.work.shown_codebook or digit not in set("123456789"):
        raise SendQualError(f"{code} cannot be pinned to {digit}: choose a code of the codebook and a key from 1 to 9.")
    bridge.pins.pin(digit, code)
    return {"pins": bridge.keys()}


def _uncoded(bridge: Bridge, message: Message) -> Row:
    document = message["document"]
    text = bridge.work.corpus[document].text
    next_one = bridge.tally.next_uncoded(document, from_utf16(text, [int(message["after"])])[0])
    if not next_one:
        return {"document": ""}
    start, end = to_utf16(bridge.work.corpus[next_one[0]].text, [next_one[1].start, next_one[1].end])
    return {"document": next_one[0], "start": start, "end": end}


def _search(bridge: Bridge, message: Message) -> Row:
    return found(bridge.work, message, _others(bridge, message))


def _others(bridge: Bridge, message: Message) -> tuple[str, ...]:
    """The other coders whose work is shown."""
    return bridge.compare or tuple(message.get("others", ()))


def _retrieve(bridge: Bridge, message: Message) -> Row:
    found_now = retrieve(bridge.work, Query.from_json(message["query"]), _others(bridge, message))
    return rows(bridge.work, found_now, int(message.get("from", 0)))


def _export(bridge: Bridge, message: Message) -> Row:
    query, others = Query.from_json(message["query"]), _others(bridge, message)
    path = write(bridge.work, query, others, str(message["format"]))
    root = study_root(path) or path.parent.parent
    return {"path": path.resolve().relative_to(root.resolve()).as_posix()}


def _bulk(bridge: Bridge, message: Message) -> Row:
    """Do one thing to all that is retrieved, but what is left out; refused where that is not what was seen."""
    work = bridge.work
    found_now = retrieve(work, Query.from_json(message["query"]), _others(bridge, message))
    if mark_of(work, found_now) != message["mark"]:
        raise SendQualError("What is listed has changed meanwhile; nothing was done. Look at it once more.")
    left_out = set(message.get("except", ()))
    ids = [id for id in map(work.id_of, found_now) if id not in left_out]
    return {"done": _BULK[str(message["verb"])](bridge, ids, message)}


def _accepted(bridge: Bridge, ids: Sequence[str], _: Message) -> int:
    open_ones = [id for id in ids if not bridge.work.is_mine(bridge.work.coding(id))]
    bridge.work.accept_all(open_ones)
    return len(open_ones)


_BULK: Mapping[str, Callable[[Bridge, Sequence[str], Message], int]] = {
    "accept": _accepted,
    "reject": lambda bridge, ids, _: bridge.work.reject_all(ids),
    "remove": lambda bridge, ids, _: bridge.work.remove_all(ids),
    "recode": lambda bridge, ids, message: bridge.work.recode_all(ids, str(message["code"])),
}


def _uncode(bridge: Bridge, message: Message) -> Row:
    document = message["document"]
    bridge.work.standing(document)
    start, end = _span(bridge, document, message)
    return {"number": bridge.work.uncode(document, start, end, code=str(message.get("code", "")))}


def _split(bridge: Bridge, message: Message) -> Row:
    coding = bridge.work.coding(message["id"])
    at = from_utf16(bridge.work.corpus[coding.document].text, [int(message["at"])])[0]
    return {"parts": bridge.work.split(coding, at)}


def _finish(bridge: Bridge, message: Message) -> Row:
    bridge.work.finish(message["document"])
    return {}


def _reopen(bridge: Bridge, message: Message) -> Row:
    bridge.work.reopen(message["document"])
    return {}


def _id(bridge: Bridge, coding: Coding) -> Row:
    return {"id": bridge.work.id_of(coding)}


VERBS: Mapping[str, Callable[[Bridge, Message], Row]] = {
    "hello": lambda bridge, _: bridge.hello(),
    "open": _open,
    "rest": lambda bridge, message: bridge.rest(message["document"], int(message["after"])),
    "apply": _apply,
    "remove": _remove,
    "accept": _accept,
    "reject": _reject,
    "confirm": _confirm,
    "place": _place,
    "drop": _drop,
    "change": _change,
    "memo": _memo,
    "new_code": _new_code,
    "edit_code": _edit_code,
    "move_code": _move_code,
    "merge_codes": _merge_codes,
    "delete_code": _delete_code,
    "undo": _undo,
    "redo": _redo,
    "search": _search,
    "pin": _pin,
    "uncoded": _uncoded,
    "accept_agreed": _accept_agreed,
    "retrieve": _retrieve,
    "export": _export,
    "bulk": _bulk,
    "code_hits": lambda bridge, message: code_hits(bridge.work, message),
    "uncode": _uncode,
    "split": _split,
    "merge": lambda bridge, message: _id(bridge, bridge.work.merge(message["ids"])),
    "finish": _finish,
    "reopen": _reopen,
}
