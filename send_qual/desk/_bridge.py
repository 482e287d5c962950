"""Between the desk in the browser and the coder's work: one message for each gesture, offsets turned at this door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coding import Coding, settled_by
from send_qual.desk._adrift import Adrift
from send_qual.desk._consensus import agreed, edges_of, same_edges
from send_qual.desk._offsets import from_utf16
from send_qual.desk._pins import Pins
from send_qual.desk._rows import codebook_row, coding_rows, document_row, groups, rest_row
from send_qual.desk._tally import Tally
from send_qual.desk._verbs import VERBS
from send_qual.desk._work import Work
from send_qual.errors import SendQualError

__all__ = ["Bridge"]

_NAMED = 5  # files left out that are named in the notice
_FIRST = 80  # pieces of a text that are told at once: more than a screen holds; the rest follows

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

    work: Work
    compare: tuple[str, ...]

    def __init__(self, work: Work, compare: tuple[str, ...] = ()) -> None:
        self.work = work
        self.compare = compare
        self._closed: dict[str, tuple[tuple[Coding, ...], tuple[str, ...], bool]] = {}
        self.open = work.corpus.documents[0].id if len(work.corpus) else ""
        self.pins = Pins(work.home, work.shown_codebook, work.coder, keep=not work.read_only)
        self._adrift = Adrift(work)
        self.tally = Tally(work, self.waits)
        self.tally.refresh()
        self._sent: dict[str, dict[str, Row]] = {}  # by document: the rows that the browser has
        self._made_of: dict[str, tuple[object, object, int | None]] = {}  # by document: what these rows were made of
        self._until: dict[str, int] = {}  # by document of which the browser has a first part: where that ends
        self._told: dict[str, Any] = {}  # counts, documents, memos... as the browser has them
        self._book: Codebook = work.shown_codebook

    def answer(self, message: Message) -> Row:
        """Do what a message asks; the answer says how it went. Nothing is raised: a desk outlives a slip."""
        number = message.get("n")
        verb = VERBS.get(str(message.get("do")))
        if verb is None:
            return {
                "re": number,
                "error": f"The desk knows no {message.get('do')!r}: reload the page and run the cell again.",
            }
        try:
            return {"re": number, **verb(self, message)}
        except SendQualError as error:
            return {"re": number, "error": str(error)}
        except Exception as error:  # its words may be a transcript's: its kind only
            return {"re": number, "error": f"That could not be done ({type(error).__name__}); nothing was changed."}

    # -- what the browser has -----------------------------------------------------------------------------------

    def waits(self, document: str, codings: tuple[Coding, ...]) -> list[Coding]:
        """What of a document waits for this coder's decision: suggestions, and own codings that a correction moved.

        In a comparison, what people coded and this coder has not settled; a document in which nothing differs closes
        itself.
        """
        if not self.compare:
            moved = self._moved()
            return [c for c in codings if c.status == "suggested" or (moved and self.work.id_of(c) in moved)]
        return [] if self.closed(document) else self.work.to_settle(document, self.compare)

    def closed(self, document: str) -> bool:
        """Whether the two coders that are compared differ nowhere in a document that both have read."""
        if not self.compare:
            return False
        standing, finished = self.work.standing(document), self.work.finished_by(document)
        known = self._closed.get(document)
        if known is None or known[0] is not standing or known[1] != finished:
            known = standing, finished, self.work.undisputed(document, self.compare)
            self._closed[document] = known
        return known[2]

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
            pairs = [pair for a, b in agreed(work.to_settle(document, self.compare)) for pair in ((a, b), (b, a))]
            both = {work.id_of(one): (other.coder, same_edges(one, other)) for one, other in pairs}
            for row in rows:
                other, same = both.get(row["id"], ("", True))
                row.update(open=row["id"] in ids, both=other, edges=not same)
        elif moved := self._moved():
            for row in rows:
                row["moved"] = row["id"] in moved
        return {row["id"]: row for row in rows}

    def _state(self) -> Row:
        memos = {about: words for about, words in self.work.memos().items() if about.startswith(("document:", "code:"))}
        return {
            "documents": [{**row, "closed": self.closed(row["id"])} for row in self.tally.documents(memos)],
            "counts": self.tally.codes(),
            "memos": memos,
            "pins": self.keys(),
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
        self.tally.refresh()
        common: Row = {name: value for name, value in self._state().items() if value != self._told.get(name)}
        self._told.update(common)
        if self.work.shown_codebook != self._book:
            self._book = self.work.shown_codebook
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

    # -- opening ------------------------------------------------------------------------------------------------

    def hello(self) -> Row:
        """All that the browser needs to begin."""
        work = self.work
        if not self.open:
            raise SendQualError(
                "There is no document in this corpus: put files into its folder documents/ and read it again."
            )
        self._told = self._state()
        compare = {"coders": list(self.compare)} if self.compare else None
        fixed = {"coder": work.coder, "compare": compare, "blind": work.blind, "groups": groups(work.corpus)}
        book = codebook_row(self._book)
        title = f"{work.corpus.name} · {book['title']}"
        return {
            "state": {**self._told, **fixed},
            "codebook": book,
            "title": title,
            "notice": self._notice(),
            **self.opened(self.open),
        }

    def _notice(self) -> str:
        work = self.work
        told = [str(fault) for fault in work.notices[:3]]
        if left_out := sorted({fault.place for fault in work.corpus.left_out}):
            more = f" and {len(left_out) - _NAMED} more" if len(left_out) > _NAMED else ""
            told.append(f"Left out: {', '.join(left_out[:_NAMED])}{more}. `send-qual check` says why.")
        if work.moved:
            unsure = sum(not one.sure for one in work.moved)
            moved = f"The text was corrected: {_codings(len(work.moved))} moved with it"
            told.append(f"{moved}, {unsure} of them wait in the review for a look.")
        if work.lost:
            has = "has" if len(work.lost) == 1 else "have"
            told.append(f"{_codings(len(work.lost))} {has} no place in the text any more: kept, and listed.")
        return " ".join(told)

    def opened(self, document: str) -> Row:
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

    def rest(self, document: str, after: int) -> Row:
        """What the browser has not got of a document: its text after a place (in UTF-16 units), and all codings."""
        after = from_utf16(self.work.corpus[document].text, [after])[0]
        self._until.pop(document, None)
        self._sent[document] = rows = self._rows(document)
        return {**rest_row(self.work.corpus[document], after), "codings": list(rows.values())}

    # -- comparing ----------------------------------------------------------------------------------------------

    def accept_agreed(self, edges: str = "") -> tuple[int, int]:
        """In a comparison: take over what both coders said alike, as one gesture.

        Parameters
        ----------
        edges : str
            Of those that begin or end at other places: ``"shared"``, ``"either"`` or one of the two coders; ``""``
            leaves them to be settled.

        Returns
        -------
        tuple of (int, int)
            How many codings that made, and how many wait for their edges to be chosen.
        """
        if edges and edges not in ("shared", "either", *self.compare):
            raise SendQualError(f"edges={edges!r}: write 'shared', 'either', or one of {' and '.join(self.compare)}.")
        chosen: list[tuple[Coding | str, tuple[int, int]]] = []
        left = 0
        for document in self.work.corpus:
            standing = self.work.standing(document.id)
            own = [coding for coding in standing if self.work.is_mine(coding)]
            # Those with the same edges first: they settle what lies within them.
            for one, other in sorted(
                agreed(self.work.to_settle(document.id, self.compare)), key=lambda p: not same_edges(*p)
            ):
                if one in settled_by(own, (one, other)):  # an earlier pair settles it
                    continue
                if not edges and not same_edges(one, other):
                    left += 1
                    continue
                taken, (start, end) = edges_of(one, other, edges)
                own.append(replace(taken, start=start, end=end))
                chosen.append((taken, (start, end)))
        return self.work.agree(chosen), left

    def keys(self) -> dict[str, str]:
        """The code of each key; a code that was taken back has none until it is done again."""
        return {digit: code for digit, code in self.pins.codes.items() if code in self.work.shown_codebook}


def _codings(number: int) -> str:
    return "1 coding" if number == 1 else f"{number} codings"
