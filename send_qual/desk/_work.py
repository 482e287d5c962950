"""The brain of the coding desk: what stands, what a gesture does to it, and how it is taken back."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Self

from send_qual.codebook import Code, Codebook
from send_qual.coding import (
    Codings,
    Event,
    Made,
    new_event,
    open_ledger,
)
from send_qual.corpus import Corpus
from send_qual.desk._arrange import Arrange
from send_qual.desk._codes import (
    add_code_again,
    add_code_while_coding,
    hidden_codes,
    reread,
    take_code_out,
)
from send_qual.desk._hold import Hold
from send_qual.desk._sources import Sources
from send_qual.desk._uses import used_by
from send_qual.errors import Fault, SendQualError

__all__ = ["Work", "open_work"]


class Work(Arrange):
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
    blind : bool
        Whether other people's work is left unread, and the codes that they made are not shown.
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

    def __init__(
        self,
        corpus: Corpus,
        codebook: Codebook,
        coder: str,
        suggestions: Codings | None = None,
        *,
        blind: bool = False,
    ) -> None:
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
        self.blind = blind
        self._shown_codebook: tuple[Codebook, Codebook] | None = None  # of a codebook: what this desk shows of it
        if suggestions and blind:
            suggestions = suggestions.where(lambda row: row.code not in hidden_codes(codebook, self.coder))
        self._sources = Sources(corpus, codebook, self._ledger.path, suggestions, blind=blind)
        self._sources.listen(self.refresh)
        self._fault: Fault | None = None
        self._closed = False

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
        if self.blind:
            self.refresh()  # what others made meanwhile is not shown, and not in the way
        before = self.codebook
        hidden = hidden_codes(before, self.coder) if self.blind else frozenset()
        self.codebook, code = add_code_while_coding(before, name, parent, definition, example, self.coder, hidden)
        made = Made(before.name, code)
        try:
            self._write(replace(new_event("code", self.coder, target=f"code:{code.id}"), made=made))
        except SendQualError:  # what is not in the history could not be taken back
            take_code_out(before, made, "")
            self.codebook = before
            raise
        return code

    def undo(self) -> str:
        """Take back this coder's last gesture, from this desk or an earlier one; say what it was.

        A new code that somebody uses by now, or whose entry was changed, stays in the codebook: then what is said is
        why, and the next call goes on to the gesture before.
        """
        self._must_write()
        steps, what = self._sources.steps, self.can_undo
        stays = [take_code_out(self.codebook, made, self._used(made)) for made in _made_in(steps.last)]
        stays += [self._edited_back(event.edited) for event in steps.last if event.edited]
        self._write(*steps.undo(self.coder))
        return " ".join(filter(None, stays)) or what

    def redo(self) -> str:
        """Bring back what was undone last; say what it is."""
        self._must_write()
        steps, what = self._sources.steps, self.can_redo
        for made in _made_in(steps.next):
            add_code_again(self.codebook, made)
        again = [self._edited_back(event.edited, forward=True) for event in steps.next if event.edited]
        self._write(*steps.redo(self.coder))
        return " ".join(filter(None, again)) or what

    @property
    def can_undo(self) -> str:
        """What :meth:`undo` would take back, in words; ``""`` for nothing."""
        return self._sources.in_words(self._sources.steps.last, self.codebook)

    @property
    def can_redo(self) -> str:
        """What :meth:`redo` would bring back, in words; ``""`` for nothing."""
        return self._sources.in_words(self._sources.steps.next, self.codebook)

    @property
    def shown_codebook(self) -> Codebook:
        """The codebook as this coder is shown it: a blind desk leaves out the codes that others made while coding."""
        if not self.blind:
            return self.codebook
        if self._shown_codebook is None or self._shown_codebook[0] is not self.codebook:
            hidden = hidden_codes(self.codebook, self.coder)
            kept = tuple(code for code in self.codebook if code.id not in hidden)
            self._shown_codebook = self.codebook, replace(self.codebook, codes=kept)
        return self._shown_codebook[1]

    # -- keeping up ---------------------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Take in what others wrote, people and programs; ``True`` where something changed."""
        changed = self._sources.refresh()
        book, self._fault = reread(self.codebook)
        changed |= book is not self.codebook
        self.codebook = book
        self._sources.follow(book)
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

    def _used(self, made: Made) -> str:
        """Who refers to a code beside what this coder did with it and took back, as a sentence goes on."""
        used = used_by(made, self._ledger.path)
        return self._sources.suggesting(made.code.id) or ("somebody uses it by now" if used and self.blind else used)

    def _changed(self) -> None:
        for told in tuple(self.on_change):
            try:
                told()
            except Exception as error:  # the gesture is on disk: a view that died must not deny it
                warnings.warn(f"a view of the desk could not follow: {type(error).__name__}", stacklevel=2)


def _made_in(step: Iterable[Event]) -> list[Made]:
    """The new codes of a gesture."""
    return [event.made for event in step if event.made]


def open_work(
    corpus: Corpus, codebook: Codebook, coder: str, *, suggestions: Codings | None = None, blind: bool = False
) -> Work:
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
    blind : bool
        Leave unread what other people coded and wrote, for two to code a text independently of each other.

    Returns
    -------
    Work
        For reading only where this coder's work is open in another process (:attr:`Work.read_only` says so).

    Raises
    ------
    SendQualError
        Where the coder's name cannot be used, or the corpus has no folder.
    """
    return Work(corpus, codebook, coder, suggestions, blind=blind)
