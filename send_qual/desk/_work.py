"""The brain of the coding desk: what stands, what a gesture does to it, and how it is taken back."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Self

from send_qual.codebook import Code, Codebook
from send_qual.coding import (
    Coding,
    Codings,
    Event,
    Made,
    as_one,
    checked_facets,
    coded,
    new_event,
    open_ledger,
    target_of,
)
from send_qual.corpus import Corpus
from send_qual.desk._codes import add_code_again, add_code_while_coding, reread, take_code_out
from send_qual.desk._hold import Hold
from send_qual.desk._sources import Sources
from send_qual.desk._uses import used_by
from send_qual.desk._view import View
from send_qual.errors import Fault, SendQualError

__all__ = ["Work", "open_work"]


class Work(View):
    """One coder's work on a corpus. Get one by :func:`open_work`.

    Every gesture is an event in the coder's ledger, and on disk when the method returns. Offsets are code points
    of ``Document.text``. A coding is addressed by its id (:meth:`id_of`), which names what stands in a ledger and
    stays the same when the text is corrected.

    Attributes
    ----------
    corpus : Corpus
    codebook : Codebook
        The newest: it changes with :meth:`new_code`, and with :meth:`refresh` where the file changed.
    coder : str
    read_only : str
        Why nothing can be coded here, ``""`` where it can.
    on_change : list of callable
        Called without arguments after every change, whoever made it.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from send_qual.codebook import read_codebook
    >>> from send_qual.corpus import read_corpus
    >>> home = Path(tempfile.mkdtemp())
    >>> (home / "documents").mkdir()
    >>> _ = (home / "documents" / "p01.txt").write_text("We had no data. The board helped.", encoding="utf-8")
    >>> work = open_work(read_corpus(home), read_codebook("intervention"), "SG")
    >>> coding = work.apply("p01.txt", 0, 15, "data/quality", facets={"polarity": "challenge"})
    >>> [(c.quote, c.code, c.status) for c in work.standing()]
    [('We had no data.', 'data/quality', 'applied')]
    >>> work.undo()
    'coded as Collection and quality of data (challenge) in p01.txt'
    >>> work.standing()
    ()
    >>> work.close()
    """

    def __init__(self, corpus: Corpus, codebook: Codebook, coder: str, suggestions: Codings | None = None) -> None:
        if corpus.home is None:
            mend = "Read it from a folder with read_corpus"
            raise SendQualError(Fault(corpus.name, "a corpus made in memory has no place to keep codings", mend))
        self.corpus = corpus
        self.codebook = codebook
        self._ledger = open_ledger(corpus.home, coder)
        self.coder = self._ledger.coder
        self.on_change: list[Callable[[], None]] = []
        self._hold = Hold(self._ledger.path)
        self.read_only = self._hold.take()
        self._sources = Sources(corpus, codebook, self._ledger.path, suggestions)
        self._sources.listen(self.refresh)
        self._fault: Fault | None = None
        self._closed = False

    # -- gestures -----------------------------------------------------------------------------------------------

    def apply(
        self,
        document: str,
        start: int,
        end: int,
        code: str,
        *,
        facets: Mapping[str, str] | None = None,
        memo: str = "",
    ) -> Coding:
        """Code a passage; what is coded so already only takes the facets and the memo given."""
        span = (start, end)
        text = self._document(document)
        new = coded(text, span, code, self.coder, codebook=self.codebook, facets=facets, memo=memo)
        before = self._sources.at(new)
        if before is None or before.status == "rejected":
            self._write(new_event("applied", self.coder, new))
        else:
            both = replace(new, facets={**before.facets, **new.facets}, memo=memo or before.memo, status=before.status)
            if (dict(both.facets), both.memo) != (dict(before.facets), before.memo):
                self._write(*self._instead(before, both))
        return self._now(new)

    def remove(self, id: str) -> None:
        """Take away one's own coding; a suggestion that was accepted waits for a decision again."""
        coding = self._own(id, "only they can remove it; you can reject it")
        self._write(new_event("removed", self.coder, target=self._sources.target(coding)))

    def accept(self, id: str, *, code: str | None = None, facets: Mapping[str, str] | None = None) -> Coding:
        """Make a suggestion, or another person's coding, one's own; with another code or facets if need be."""
        return self.change(id, code=code, facets=facets)

    def accept_all(self, ids: Iterable[str]) -> None:
        """Make suggestions, or other people's codings, one's own as they are; one gesture."""
        codings = [self.coding(id) for id in ids]
        self._write(*(event for coding in codings if not self.is_mine(coding) for event in self._taken_over(coding)))

    def reject(self, id: str) -> None:
        """Decide against a suggestion, or another person's coding."""
        coding = self.coding(id)
        if self.is_mine(coding) and coding.status == "applied":
            raise SendQualError(Fault("this coding", "it is your own, and no suggestion", "Remove it"))
        self._write(self._decision("rejected", coding))

    def change(
        self,
        id: str,
        *,
        code: str | None = None,
        start: int | None = None,
        end: int | None = None,
        facets: Mapping[str, str] | None = None,
    ) -> Coding:
        """Amend a coding, as one gesture; a suggestion or another's coding becomes one's own by it.

        Parameters
        ----------
        id : str
        code : str, optional
            Full id of another code.
        start, end : int, optional
            Another passage.
        facets : mapping of str to str, optional
            Laid over those it has; ``""`` takes one away.

        Returns
        -------
        Coding
            As it stands now; another code or passage gives it another id.
        """
        old = self.coding(id)
        values = checked_facets({**old.facets, **(facets or {})}, self.codebook if facets else None)
        span = (old.start if start is None else start, old.end if end is None else end)
        if (span, code or old.code) == ((old.start, old.end), old.code):
            if self.is_mine(old) and values == dict(old.facets):
                return old
            now = replace(old, facets=values)
            self._write(*(self._instead(old, now) if self.is_mine(old) else self._taken_over(now)))
            return self._now(old)
        document = self._document(old.document)
        new = coded(document, span, code or old.code, self.coder, codebook=self.codebook, facets=values)
        there = self._sources.at(new)
        memos = [old.memo or self._sources.memo(id), there.memo if there else ""]
        new = replace(new, memo="\n".join(memo for memo in dict.fromkeys(memos) if memo))
        if self.is_mine(old) and old.status == "applied":
            away = new_event("removed", self.coder, target=self._sources.target(old))
        else:
            away = self._decision("rejected", old)
        self._write(away, new_event("applied", self.coder, new))
        return self._now(new)

    def memo(self, about: str, text: str) -> None:
        """Write a memo, in place of an earlier one; without words it is deleted.

        Parameters
        ----------
        about : str
            The id of a coding, ``document:<id>`` or ``code:<id>``.
        text : str
        """
        kind, _, id = about.partition(":")
        target = about
        if kind == "document" and any(d.id == id for d in self.corpus):
            pass
        elif kind == "code" and id:
            if id not in self.codebook:
                raise SendQualError(Fault(f"codebook {self.codebook.name}", f"there is no code {id!r}"))
        else:
            coding = self.coding(about)
            target = self._sources.target(coding) if self.is_mine(coding) else about
        if self.memos().get(about, "") != text:
            self._write(new_event("memo", self.coder, target=target, memo=text))

    def new_code(self, name: str, *, parent: str = "", definition: str = "", example: str = "") -> Code:
        """Write a new code into the codebook's file, comments kept.

        Parameters
        ----------
        name : str
        parent : str, optional
            Full id of the code above; default: it is a theme.
        definition : str, optional
            Default: that it is to be defined.
        example : str, optional

        Raises
        ------
        SendQualError
            Where there is such a code, or the file cannot be written.
        """
        self._must_write()
        before = self.codebook
        self.codebook, code = add_code_while_coding(before, name, parent, definition, example, self.coder)
        made = Made(before.name, code)
        try:
            self._write(replace(new_event("code", self.coder, target=f"code:{code.id}"), made=made))
        except SendQualError:  # what is not in the history could not be taken back
            take_code_out(before, made, "")
            self.codebook = before
            raise
        return code

    def confirm(self, *ids: str) -> None:
        """Write codings that moved into the ledger at their new place, as one gesture."""
        moved = {one.id: one.now for one in self.moved}
        if unknown := [id for id in ids if id not in moved]:
            raise SendQualError(Fault("this coding", f"it is not among those that moved ({unknown[0]})"))
        self._write(*(event for id in ids for event in self._instead(moved[id], moved[id])))

    def undo(self) -> str:
        """Take back this coder's last gesture, from this desk or an earlier one; say what it was.

        A new code that somebody uses by now, or whose entry was changed, stays in the codebook: then what is said is
        why, and the next call goes on to the gesture before.
        """
        self._must_write()
        steps, what = self._sources.steps, self.can_undo
        stays = [take_code_out(self.codebook, made, self._used(made)) for made in _made_in(steps.last)]
        self._write(*steps.undo(self.coder))
        return " ".join(filter(None, stays)) or what

    def redo(self) -> str:
        """Bring back what was undone last; say what it is."""
        self._must_write()
        steps, what = self._sources.steps, self.can_redo
        for made in _made_in(steps.next):
            add_code_again(self.codebook, made)
        self._write(*steps.redo(self.coder))
        return what

    @property
    def can_undo(self) -> str:
        """What :meth:`undo` would take back, in words; ``""`` for nothing."""
        return self._sources.in_words(self._sources.steps.last, self.codebook)

    @property
    def can_redo(self) -> str:
        """What :meth:`redo` would bring back, in words; ``""`` for nothing."""
        return self._sources.in_words(self._sources.steps.next, self.codebook)

    # -- keeping up ---------------------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Take in what others wrote, people and programs; ``True`` where something changed."""
        changed = self._sources.refresh()
        book, self._fault = reread(self.codebook)
        changed |= book is not self.codebook
        self.codebook = book
        if self.read_only and not self._closed:
            self.read_only = self._hold.take()
            changed |= not self.read_only
        if changed:
            self._changed()
        return changed

    def close(self) -> None:
        """Let another desk code in this name; this one can still be read."""
        self._hold.release()
        self._sources.listen(None)
        self._closed = True
        self.read_only = self.read_only or "this desk was closed"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:  # never the text: it may be confidential
        return f"Work({self.corpus.name!r}, {self.codebook.name!r}, coder={self.coder!r})"

    # -- how it is written --------------------------------------------------------------------------------------

    def _write(self, *events: Event) -> None:
        self._must_write()
        if events:
            self._ledger.append(as_one(events))  # which tells every open desk of this process, and so this one

    def _must_write(self) -> None:
        if self.read_only:
            raise SendQualError(Fault(f"coder {self.coder}", self.read_only))

    def _decision(self, kind: str, coding: Coding) -> Event:
        """A decision on a suggestion, on another's coding, or anew on one that was accepted before."""
        if not self.is_mine(coding):
            return new_event(kind, self.coder, coding, target=target_of(coding))
        target = self._sources.target(coding)
        return new_event(kind, self.coder, replace(coding, coder=self._sources.suggested_by(target)), target=target)

    def _taken_over(self, coding: Coding) -> Iterable[Event]:
        """A suggestion, or another's coding, as one's own, with the memo that this coder has on it."""
        memo = coding.memo or self._sources.memo(self.id_of(coding))
        return (new_event("accepted", self.coder, replace(coding, memo=memo)),)

    def _instead(self, before: Coding, now: Coding) -> Iterable[Event]:
        """One's own coding with other facets, memo or context, or at the place it moved to."""
        target = self._sources.target(before)
        suggested_by = self._sources.suggested_by(target) if now.status == "accepted" else self.coder
        event = new_event(now.status, self.coder, replace(now, coder=suggested_by))
        return (event,) if event.target == target else (new_event("removed", self.coder, target=target), event)

    def _used(self, made: Made) -> str:
        """Who refers to a code beside what this coder did with it and took back, as a sentence goes on."""
        return self._sources.suggesting(made.code.id) or used_by(made, self._ledger.path)

    def _own(self, id: str, else_: str) -> Coding:
        coding = self.coding(id)
        if not self.is_mine(coding):
            whose = "a suggestion" if coding.status == "suggested" else f"{coding.coder}'s"
            raise SendQualError(Fault("this coding", f"it is {whose}: {else_}"))
        return coding

    def _now(self, coding: Coding) -> Coding:
        """How a coding just written stands."""
        found = self._sources.at(coding)
        if found is None:
            raise SendQualError(Fault("this coding", "it was taken away in the same moment by another program"))
        return found

    def _changed(self) -> None:
        for told in tuple(self.on_change):
            try:
                told()
            except Exception as error:  # the gesture is on disk: a view that died must not deny it
                warnings.warn(f"a view of the desk could not follow: {type(error).__name__}", stacklevel=2)


def _made_in(step: Iterable[Event]) -> list[Made]:
    """The new codes of a gesture."""
    return [event.made for event in step if event.made]


def open_work(corpus: Corpus, codebook: Codebook, coder: str, *, suggestions: Codings | None = None) -> Work:
    """Open a coder's work on a corpus.

    Parameters
    ----------
    corpus : Corpus
        Read from a folder; the ledgers lie in its ``codings/``.
    codebook : Codebook
    coder : str
        Initials or a name.
    suggestions : Codings, optional
        Of a machine coder, to be decided on.

    Returns
    -------
    Work
        For reading only where this coder's work is open in another process (:attr:`Work.read_only` says so).

    Raises
    ------
    SendQualError
        Where the coder's name cannot be used, or the corpus has no folder.
    """
    return Work(corpus, codebook, coder, suggestions)
