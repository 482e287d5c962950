"""Between the desk in the browser and the coder's work: one message for each gesture, offsets turned at this door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coding import Coding
from send_qual.desk._adjudicate import agreed, open_of
from send_qual.desk._adrift import Adrift
from send_qual.desk._offsets import from_utf16, span_from_utf16, to_utf16
from send_qual.desk._pins import read_pins, store_pins
from send_qual.desk._rows import codebook_row, coding_rows, document_row, rest_row
from send_qual.desk._search import Hit
from send_qual.desk._tally import Tally
from send_qual.desk._work import Work
from send_qual.errors import SendQualError

__all__ = ["Bridge"]

_MOST_HITS = 200
_FIRST = 80  # pieces of a text that are told at once: more than a screen holds; the rest follows
_AROUND = 40  # characters shown on either side of what was found

Message = Mapping[str, Any]
Row = dict[str, Any]


class Bridge:
    """Answers the messages of one desk, and tells what changed since the last time.

    It knows nothing of widgets: messages are plain mappings, so that all of it is tested without a browser.

    Parameters
    ----------
    work : Work
    compare : tuple of str
        Two coders whose codings are to be settled by this one; ``()`` for a coder's own work.
    """

    def __init__(self, work: Work, compare: tuple[str, ...] = ()) -> None:
        self.work = work
        self.compare = compare
        self.open = work.corpus.documents[0].id if len(work.corpus) else ""
        self._pins = read_pins(work.codebook, work.coder)
        self._adrift = Adrift(work)
        self._tally = Tally(work, self.waits)
        self._tally.refresh()
        self._sent: dict[str, dict[str, Row]] = {}  # by document: the rows that the browser has
        self._made_of: dict[str, tuple[object, object, int | None]] = {}  # by document: what these rows were made of
        self._until: dict[str, int] = {}  # by document of which the browser has a first part: where that ends
        self._told: dict[str, Any] = {}  # counts, documents, memos... as the browser has them
        self._book: Codebook = work.codebook
        self._verbs: dict[str, Callable[[Message], Row]] = {
            "hello": self._hello,
            "open": self._open,
            "rest": self._rest,
            "apply": self._apply,
            "remove": self._remove,
            "accept": self._accept,
            "reject": self._reject,
            "confirm": self._confirm,
            "place": self._place,
            "drop": self._drop,
            "change": self._change,
            "memo": self._memo,
            "new_code": self._new_code,
            "undo": lambda _: _told(work.can_undo, work.undo()),
            "redo": lambda _: _told(work.can_redo, work.redo()),
            "search": self._search,
            "pin": self._pin,
            "uncoded": self._uncoded,
            "accept_agreed": lambda _: {"accepted": self.accept_agreed()},
        }

    def answer(self, message: Message) -> Row:
        """Do what a message asks; the answer says how it went. Nothing is raised: a desk outlives a slip."""
        number = message.get("n")
        verb = self._verbs.get(str(message.get("do")))
        if verb is None:
            return {
                "re": number,
                "error": f"The desk knows no {message.get('do')!r}: reload the page and run the cell again.",
            }
        try:
            return {"re": number, **verb(message)}
        except SendQualError as error:
            return {"re": number, "error": str(error)}
        except Exception as error:  # its words may be a transcript's: its kind only
            return {"re": number, "error": f"That could not be done ({type(error).__name__}); nothing was changed."}

    # -- what the browser has -----------------------------------------------------------------------------------

    def waits(self, document: str, codings: tuple[Coding, ...]) -> list[Coding]:
        """What of a document waits for this coder's decision: suggestions, and own codings that a correction moved."""
        if not self.compare:
            moved = self._moved()
            return [c for c in codings if c.status == "suggested" or (moved and self.work.id_of(c) in moved)]
        theirs = [c for c in self.work.undecided(document, people=True) if c.coder in self.compare]
        return open_of(theirs, (c for c in codings if self.work.is_mine(c)))

    def _moved(self) -> set[str]:
        """Own codings whose words changed with the text, too: whether they still hold is for a person to say."""
        return {one.id for one in self.work.moved if not one.sure}

    def _rows(self, document: str) -> dict[str, Row]:
        work = self.work
        codings = work.standing(document)
        if self.compare:
            codings = tuple(c for c in codings if work.is_mine(c) or c.coder in self.compare)
        told = codings
        if (until := self._until.get(document)) is not None:
            told = tuple(c for c in codings if c.start < until)
        rows = coding_rows(work.corpus[document].text, [(work.id_of(c), work.is_mine(c), c) for c in told])
        if self.compare:
            waiting = self.waits(document, codings)
            ids = {work.id_of(coding) for coding in waiting}
            both = {work.id_of(one): other.coder for a, b in agreed(waiting) for one, other in ((a, b), (b, a))}
            for row in rows:
                row.update(open=row["id"] in ids, both=both.get(row["id"], ""))
        elif moved := self._moved():
            for row in rows:
                row["moved"] = row["id"] in moved
        return {row["id"]: row for row in rows}

    def _state(self) -> Row:
        memos = {about: words for about, words in self.work.memos().items() if about.startswith(("document:", "code:"))}
        return {
            "documents": self._tally.documents(memos),
            "counts": self._tally.codes(),
            "memos": memos,
            "pins": self._keys(),
            "readOnly": self.work.read_only,
            "theirs": self._theirs(),
            **self._adrift.state(),
        }

    def _theirs(self) -> dict[str, list[Row]]:
        """Others' memos, to be read where their codings are shown."""
        found = {
            about: [
                {"coder": coder, "text": text} for coder, text in memos if not self.compare or coder in self.compare
            ]
            for about, memos in self.work.memos_of_others().items()
        }
        return {about: memos for about, memos in found.items() if memos}

    def news(self) -> list[Row]:
        """What changed since the browser was told last: one push for each document it has, or one without."""
        if not self._told:
            return []
        self._tally.refresh()
        common: Row = {name: value for name, value in self._state().items() if value != self._told.get(name)}
        self._told.update(common)
        if self.work.codebook is not self._book:
            self._book = self.work.codebook
            common["codebook"] = codebook_row(self._book)
        pushes = []
        for document, before in self._sent.items():
            codings, moved, until = self.work.standing(document), self.work.moved, self._until.get(document)
            seen = self._made_of.get(document)
            if seen and seen[0] is codings and seen[1] is moved and seen[2] == until:
                continue
            self._made_of[document] = codings, moved, until
            now = self._rows(document)
            gone = [id for id in before if id not in now]
            new = [row for id, row in now.items() if before.get(id) != row]
            self._sent[document] = now
            if gone or new:
                pushes.append({"push": True, "document": document, "set": new, "gone": gone, **common})
                common = {}
        if common:
            pushes.append({"push": True, "document": "", "set": [], "gone": [], **common})
        return pushes

    # -- verbs --------------------------------------------------------------------------------------------------

    def _hello(self, _: Message) -> Row:
        work = self.work
        if not self.open:
            raise SendQualError(
                "There is no document in this corpus: put files into its folder documents/ and read it again."
            )
        self._told = self._state()
        compare = {"coders": list(self.compare)} if self.compare else None
        fixed = {"coder": work.coder, "compare": compare, "blind": work.blind}
        book = codebook_row(work.codebook)
        title = f"{work.corpus.name} · {book['title']}"
        return {
            "state": {**self._told, **fixed},
            "codebook": book,
            "title": title,
            "notice": self._notice(),
            **self._opened(self.open),
        }

    def _notice(self) -> str:
        work = self.work
        told = [str(fault) for fault in work.notices[:3]]
        if work.moved:
            unsure = sum(not one.sure for one in work.moved)
            moved = f"The text was corrected: {_codings(len(work.moved))} moved with it"
            told.append(f"{moved}, {unsure} of them wait in the review for a look.")
        if work.lost:
            has = "has" if len(work.lost) == 1 else "have"
            told.append(f"{_codings(len(work.lost))} {has} no place in the text any more: kept, and listed.")
        return " ".join(told)

    def _opened(self, document: str) -> Row:
        """The first screens of a document: a long one is seen before it is told to its end."""
        told, end = document_row(self.work.corpus[document], _FIRST)
        more = end < len(self.work.corpus[document].text)
        if more:
            self._until[document] = end
        else:
            self._until.pop(document, None)
        self._sent[document] = rows = self._rows(document)
        self.open = document
        return {"document": told, "codings": list(rows.values()), "more": more}

    def _rest(self, message: Message) -> Row:
        """What the browser has not got of a document: its text after a place, and all codings."""
        document = message["document"]
        text = self.work.corpus[document].text
        after = from_utf16(text, [int(message["after"])])[0]
        self._until.pop(document, None)
        self._sent[document] = rows = self._rows(document)
        return {**rest_row(self.work.corpus[document], after), "codings": list(rows.values())}

    def _open(self, message: Message) -> Row:
        document = message["document"]
        self.work.standing(document)  # refuses what is not in the corpus
        return self._opened(document)

    def _span(self, document: str, message: Message) -> tuple[int, int]:
        return span_from_utf16(self.work.corpus[document].text, int(message["start"]), int(message["end"]))

    def _apply(self, message: Message) -> Row:
        document = message["document"]
        self.work.standing(document)
        start, end = self._span(document, message)
        facets = message.get("facets") or None
        return self._id(self.work.apply(document, start, end, message["code"], facets=facets))

    def _remove(self, message: Message) -> Row:
        self.work.remove(message["id"])
        return {}

    def _reject(self, message: Message) -> Row:
        self.work.reject(message["id"])
        return {}

    def _confirm(self, message: Message) -> Row:
        self.work.confirm(*(message["ids"] if "ids" in message else [message["id"]]))
        return {}

    def _place(self, message: Message) -> Row:
        document = message["document"]
        self.work.standing(document)
        return self._id(self.work.place(message["id"], document, *self._span(document, message)))

    def _drop(self, message: Message) -> Row:
        self.work.drop(*message["ids"])
        return {}

    def _memo(self, message: Message) -> Row:
        self.work.memo(message["about"], message["text"])
        return {}

    def _accept(self, message: Message) -> Row:
        if "start" in message:
            return self._change(message)
        coding = self.work.accept(message["id"], code=message.get("code"), facets=message.get("facets"))
        return self._id(coding)

    def _change(self, message: Message) -> Row:
        old = self.work.coding(message["id"])
        start, end = self._span(old.document, message) if "start" in message else (None, None)
        code, facets = message.get("code"), message.get("facets")
        return self._id(self.work.change(message["id"], code=code, start=start, end=end, facets=facets))

    def accept_agreed(self) -> int:
        """In a comparison: take over what both coders said alike, as one gesture; how many codings that made."""
        chosen: list[Coding] = []
        for document in self.work.corpus:
            standing = self.work.standing(document.id)
            own = [coding for coding in standing if self.work.is_mine(coding)]
            for one, _ in agreed(self.waits(document.id, standing)):
                if open_of([one], own):  # an earlier pair may settle it
                    own.append(one)
                    chosen.append(one)
        self.work.accept_all(self.work.id_of(coding) for coding in chosen)
        return len(chosen)

    def _new_code(self, message: Message) -> Row:
        fields = {name: message.get(name, "") for name in ("parent", "definition", "example")}
        return {"code": self.work.new_code(message["name"], **fields).id}

    def _pin(self, message: Message) -> Row:
        digit, code = str(message["digit"]), message["code"]
        if code not in self.work.codebook or digit not in set("123456789"):
            raise SendQualError(
                f"{code} cannot be pinned to {digit}: choose a code of the codebook and a key from 1 to 9."
            )
        kept = {key: id for key, id in self._pins.items() if id != code}
        self._pins = {**kept, digit: code}
        store_pins(self.work.codebook, self.work.coder, self._pins)
        return {"pins": self._keys()}

    def _keys(self) -> dict[str, str]:
        """The code of each key; a code that was taken back has none until it is done again."""
        return {digit: code for digit, code in self._pins.items() if code in self.work.codebook}

    def _uncoded(self, message: Message) -> Row:
        document = message["document"]
        text = self.work.corpus[document].text
        found = self._tally.next_uncoded(document, from_utf16(text, [int(message["after"])])[0])
        if not found:
            return {"document": ""}
        start, end = to_utf16(self.work.corpus[found[0]].text, [found[1].start, found[1].end])
        return {"document": found[0], "start": start, "end": end}

    def _search(self, message: Message) -> Row:
        """Words in texts and codings; in other people's only of those who are shown."""
        shown = {*self.compare, *message.get("others", ())}
        hits = [hit for hit in self.work.search(str(message["words"])) if self._is_shown(hit, shown)]
        return {"hits": list(self._hits(hits[:_MOST_HITS])), "more": max(0, len(hits) - _MOST_HITS)}

    def _is_shown(self, hit: Hit, others: set[str]) -> bool:
        coding = self.work.coding(hit.coding) if hit.coding else None
        return coding is None or coding.status == "suggested" or coding.coder in {self.work.coder, *others}

    def _hits(self, hits: Iterable[Hit]) -> Iterable[Row]:
        for hit in hits:
            document = self.work.corpus[hit.document]
            start, end = to_utf16(document.text, [hit.start, hit.end])
            words = document.text[hit.start : hit.end]
            yield {
                "document": hit.document,
                "title": document.title or document.id,
                "start": start,
                "end": end,
                "id": hit.coding,
                "code": self.work.coding(hit.coding).code if hit.coding else "",
                "before": _before(document.text, hit.start),
                "words": _one_line(words if len(words) <= 2 * _AROUND else f"{words[: 2 * _AROUND]}…"),
                "after": _after(document.text, hit.end),
            }

    def _id(self, coding: Coding) -> Row:
        return {"id": self.work.id_of(coding)}


def _codings(number: int) -> str:
    return "1 coding" if number == 1 else f"{number} codings"


def _told(what: str, said: str) -> Row:
    """What was undone or done again; where a code could not be taken out of the codebook, why it stays."""
    return {"words": what, "stays": said if said != what else ""}


def _before(text: str, at: int) -> str:
    words = _one_line(text[max(0, at - _AROUND) : at])
    return words if at <= _AROUND else f"…{words.partition(' ')[2] or words}"


def _after(text: str, at: int) -> str:
    words = _one_line(text[at : at + _AROUND])
    return words if at + _AROUND >= len(text) else f"{words.rpartition(' ')[0] or words}…"


def _one_line(words: str) -> str:
    return words.replace("\n", " ")
