"""The coding desk: a place in JupyterLab to read, code, review suggestions and write memos."""

from __future__ import annotations

import contextlib
import functools
import json
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

import anywidget
import traitlets

from send_qual.codebook import Codebook, read_codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, read_corpus
from send_qual.desk._bridge import Bridge
from send_qual.desk._offsets import to_utf16
from send_qual.desk._retrieve import Query
from send_qual.desk._retrieved import retrieve, write
from send_qual.desk._static import copied, copy_html, page_html
from send_qual.desk._work import Work, open_work
from send_qual.errors import Fault, SendQualError
from send_qual.study.files import write_text

__all__ = ["Desk", "desk"]

_STATIC = Path(__file__).parent / "static"
_LONG = 60_000  # characters
_LOOK = 2.0  # seconds between two looks at what others wrote


P = ParamSpec("P")
R = TypeVar("R")


def _gesture(verb: Callable[Concatenate[Work, P], R]) -> Callable[Concatenate[Desk, P], R]:
    """A verb of the work as one of the desk: one thread at a time."""

    @functools.wraps(verb)
    def done(self: Desk, /, *args: P.args, **options: P.kwargs) -> R:
        with self._lock:
            return verb(self.work, *args, **options)

    return done


class Desk(anywidget.AnyWidget):
    """A coding desk. Get one by :func:`desk`; as the last line of a cell it is shown.

    Every gesture at the desk is a verb here, too, and the desk shows at once what Python does. Offsets are code points
    of ``Document.text``. A coding is named by itself, as :attr:`codings` gives it, or by its id.

    Attributes
    ----------
    work : Work
        What lies under it: moved and lost codings, memos, notices.
    """

    _esm: ClassVar[Path] = _STATIC / "desk.js"
    _css: ClassVar[Path] = _STATIC / "desk.css"
    mark = traitlets.Unicode().tag(sync=True)

    def __init__(self, work: Work, compare: tuple[str, ...] = ()) -> None:
        super().__init__(mark=secrets.token_hex(4))
        self.work = work
        # One thread at a time: messages of the browser, Python, and the thread that looks for others' work.
        self._lock = threading.RLock()
        self._bridge = Bridge(work, compare)
        self._shown = False
        self._changed_at = 0.0  # when something changed that the static copy does not show yet; 0: nothing did
        self._over = threading.Event()
        work.on_change.append(self._changed)
        self.on_msg(self._heard)
        threading.Thread(target=_keep_up, args=(weakref.ref(self), self._over), daemon=True).start()

    # -- gestures, as lines of Python ---------------------------------------------------------------------------

    apply = _gesture(Work.apply)
    accept = _gesture(Work.accept)
    reject = _gesture(Work.reject)
    remove = _gesture(Work.remove)
    change = _gesture(Work.change)
    memo = _gesture(Work.memo)
    new_code = _gesture(Work.new_code)
    edit_code = _gesture(Work.edit_code)
    move_code = _gesture(Work.move_code)
    merge_codes = _gesture(Work.merge_codes)
    delete_code = _gesture(Work.delete_code)
    confirm = _gesture(Work.confirm)
    place = _gesture(Work.place)
    drop = _gesture(Work.drop)
    accept_all = _gesture(Work.accept_all)
    reject_all = _gesture(Work.reject_all)
    remove_all = _gesture(Work.remove_all)
    recode_all = _gesture(Work.recode_all)
    code_all = _gesture(Work.code_all)
    uncode = _gesture(Work.uncode)
    split = _gesture(Work.split)
    merge = _gesture(Work.merge)
    finish = _gesture(Work.finish)
    reopen = _gesture(Work.reopen)
    undo = _gesture(Work.undo)
    redo = _gesture(Work.redo)

    def accept_agreed(self, edges: str = "") -> int:
        """In a comparison: accept what both coders said alike: one code, the same facets, half of the shorter passage.

        Parameters
        ----------
        edges : str
            Where the two begin or end at other places: ``"shared"`` for what both marked, ``"either"`` for all that
            one of them did, or the coder whose edges hold. Default: those are left to be settled one by one.

        Returns
        -------
        int
            How many codings that made.
        """
        with self._lock:
            return self._bridge.accept_agreed(edges)[0]

    # -- looking ------------------------------------------------------------------------------------------------

    @property
    def codings(self) -> Codings:
        """All that stands: your codings, other people's, suggestions that wait."""
        with self._lock:
            return Codings((), self.work.corpus, self.work.codebook, self.work.notices).adding(self.work.standing())

    search = _gesture(Work.search)

    def retrieve(self, *codes: str, to: str | Path = "", others: Sequence[str] = (), **query: Any) -> Codings:
        """The codings of one or several codes, of all documents.

        Parameters
        ----------
        *codes : str
            Full ids; a code stands for its sub-codes too. None: of all codes.
        to : str or Path, optional
            Also write them, with what stands around each and where: ``"waits.docx"``, ``.xlsx`` or ``.html``.
        others : sequence of str, optional
            The other coders whose codings are wanted as well.
        **query
            As for :class:`send_qual.desk.Query`: ``how="all"``, ``without=("people",)``, ``facets=...``, ``sort=...``.
        """
        asked = Query(codes, **query)
        with self._lock:
            found = retrieve(self.work, asked, others)
            if to:
                write(self.work, asked, others, to)
            return replace(Codings((), self.work.corpus, self.work.codebook, self.work.notices), rows=tuple(found))

    def next(self) -> Coding | None:
        """The next suggestion that waits for a decision, which the desk takes into view; ``None`` where all is done."""
        with self._lock:
            ids = [document.id for document in self.work.corpus]
            at = ids.index(self._bridge.open) if ids else 0
            for id in (*ids[at:], *ids[:at]):
                waiting = self._bridge.waits(id, self.work.standing(id))
                if waiting:
                    self.show(id, waiting[0].start, waiting[0].end)
                    return waiting[0]
        return None

    def show(self, document: str, start: int = 0, end: int = 0) -> None:
        """Open a document at the desk, at a passage if one is given."""
        with self._lock:
            self.work.standing(document)
            self._bridge.open = document
            units = to_utf16(self.work.corpus[document].text, [start, end]) if end > start else None
            self._to_browser(
                {"push": True, "document": "", "set": [], "gone": [], "show": {"document": document, "span": units}}
            )
            self._changed_at = time.monotonic()

    def to_html(self, path: str | Path) -> Path:
        """Write all documents with their codings as one HTML page to be read; it holds the texts themselves.

        Returns
        -------
        Path
            The file.
        """
        with self._lock:
            title = f"{self.work.corpus.name}, coded with {self.work.codebook.title or self.work.codebook.name}"
            page = page_html(title, self.work.corpus, self.work.standing, self.work.codebook)
        return write_text(path, page)

    def close(self) -> None:
        """Clear the desk away; another one can be opened in this coder's name."""
        self._over.set()
        with self._lock:
            if self._changed in self.work.on_change:
                self.work.on_change.remove(self._changed)
            self.work.close()
        super().close()

    def __repr__(self) -> str:  # never the text: it may be confidential
        return f"Desk({self.work.corpus.name!r}, {self.work.codebook.name!r}, coder={self.work.coder!r})"

    # -- what the browser and the notebook get -------------------------------------------------------------------

    def _heard(self, _: Any, content: Any, __: Any) -> None:
        with self._lock:
            answer = self._bridge.answer(content)
            self._tell()  # news first: when the answer comes, the browser has what it speaks of
            self._to_browser(answer)

    def _changed(self) -> None:
        with self._lock:
            self._changed_at = time.monotonic()
            self._tell()

    def _tell(self) -> None:
        for push in self._bridge.news():
            self._to_browser(push)

    def _to_browser(self, message: Mapping[str, Any]) -> None:
        # Bytes, which go as they are: anything else is walked through value by value on its way, twice.
        self.send({}, [json.dumps(message).encode()])

    def _ipython_display_(self) -> None:
        """Show the desk, and beside it the copy for reading that the notebook keeps."""
        with self._lock:
            long = self._copied_length() > _LONG
            if long:  # JupyterLab would lay it out before the desk hides it: it follows when the desk stands
                self._changed_at = time.monotonic()
            self._publish({"text/html": "" if long else self._static(), "text/plain": repr(self)}, update=False)
            bundle, metadata = super()._repr_mimebundle_() or ({}, {})
            bundle["text/plain"] = ""  # where there are no widgets the copy is enough
            display: Any = import_module("IPython.display").display
            display(bundle, raw=True, metadata=metadata)
            self._shown = True

    def _publish(self, data: dict[str, str], *, update: bool) -> None:
        display: Any = import_module("IPython.display").display
        display(data, raw=True, display_id=self.mark, update=update)

    def _static(self) -> str:
        """What the notebook keeps: others' codings only where they are compared, for double coding is blind."""
        held = copied(self.work.corpus, self._bridge.open)
        codings = functools.partial(self.work.standing, others=bool(self._bridge.compare))
        return copy_html(held, len(self.work.corpus), codings, self.work.codebook, self.mark)

    def _copied_length(self) -> int:
        return sum(len(document.text) for document in copied(self.work.corpus, self._bridge.open))

    def _look(self) -> None:
        """Take in others' work; bring the static copy up to date once the coder pauses."""
        with self._lock:
            if self._over.is_set():
                return
            self.work.refresh()
            # A long text is a long output: it is written less often.
            pause = 2.0 + self._copied_length() / 50_000
            if not self._shown or not self._changed_at or time.monotonic() - self._changed_at < pause:
                return
            self._changed_at = 0.0
            data = {"text/html": self._static(), "text/plain": repr(self)}
        self._publish(data, update=True)


def _keep_up(desk: weakref.ref[Desk], over: threading.Event) -> None:
    """Look now and then, as long as there is a desk."""
    while not over.wait(_LOOK):
        here = desk()
        if here is None:
            return
        with contextlib.suppress(OSError, SendQualError):  # a share that is away for a moment: the next look tells
            here._look()
        del here


def desk(
    corpus: Corpus | str | Path,
    codebook: Codebook | str | Path,
    coder: str,
    *,
    suggestions: Codings | None = None,
    compare: tuple[str, str] | None = None,
    blind: bool = False,
) -> Desk:
    """Open a coding desk.

    Parameters
    ----------
    corpus : Corpus, str or Path
        Read from a folder, or its name or folder. Codings go into its ``codings/<coder>.jsonl``.
    codebook : Codebook, str or Path
        Or its name or file. New codes are written into that file.
    coder : str
        Your initials or name.
    suggestions : Codings, optional
        A machine's, to be reviewed: ``send_qual.code(corpus, codebook)``.
    compare : tuple of (str, str), optional
        Two coders whose codings are laid side by side, to be accepted, rejected or amended into this coder's:
        ``desk(corpus, codebook, "consensus", compare=("SG", "TR"))``.
    blind : bool
        Leave unread what other people coded and wrote, and show no codes that they made, for two to code a text
        independently of each other; the desk says so. Without, their work is at hand, but shown only when asked for.

    Returns
    -------
    Desk

    Raises
    ------
    SendQualError
        Where a name cannot be used, or corpus or codebook cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> home = Path(tempfile.mkdtemp())
    >>> (home / "documents").mkdir()
    >>> _ = (home / "documents" / "p01.txt").write_text("We had no data. The board helped.", encoding="utf-8")
    >>> here = desk(home, "intervention", "SG")
    >>> coding = here.apply("p01.txt", 16, 33, "intervention/boards", facets={"polarity": "facilitator"})
    >>> [(c.quote, dict(c.facets)) for c in here.codings]
    [('The board helped.', {'polarity': 'facilitator'})]
    >>> here.undo()
    'coded as Improvement boards (facilitator) in p01.txt'
    >>> here.close()
    """
    read = corpus if isinstance(corpus, Corpus) else read_corpus(str(corpus))
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    if compare and (len(set(compare)) != 2 or coder in compare):
        problem = "two coders are compared, and a third settles what they see differently"
        raise SendQualError(Fault(f"compare={compare!r}", problem, 'Write compare=("SG", "TR"), coder="consensus"'))
    if compare and blind:
        raise SendQualError(
            Fault("blind=True", "who compares two coders sees what they did", "Leave one of the two out")
        )
    work = open_work(read, book, coder, suggestions=suggestions, blind=blind)
    return Desk(work, tuple(compare or ()))
