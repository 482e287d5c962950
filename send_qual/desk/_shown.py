"""The codings of one ledger, as they are shown on the texts of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from send_qual.codebook import Codebook, current_ids
from send_qual.coding import Anchor, Coding, anchor, stands, target_of
from send_qual.corpus import Corpus, Document

__all__ = ["Lost", "Moved", "Shown"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A coding that was found at another place, or with other words, than when it was made.

    Parameters
    ----------
    id : str
        To look at it, or to confirm it.
    before, now : Coding
    likeness : float
        0 to 100.
    sure : bool
        Whether only the place changed; what is not sure asks for a look.
    """

    id: str
    before: Coding
    now: Coding
    likeness: float
    sure: bool

    @property
    def why(self) -> str:
        """What became of it, in a sentence."""
        if self.before.quote != self.now.quote:
            return f"Its words were changed: {self.likeness:.0f} % are as they were."
        if self.sure:
            return "Its words are as they were; the text before it was changed."
        return "Its words are as they were, but those around them were changed, or the same words stand elsewhere too."


@dataclass(frozen=True, slots=True)
class Lost:
    """A coding whose passage is not in the text any more; it stays in the ledger until somebody decides.

    Parameters
    ----------
    id : str
        To place it again, or to drop it.
    coding : Coding
        As it was made.
    near : tuple of (int, int) or None
        Where to look for it, half-open in code points; ``None`` where its document is not here.
    """

    id: str
    coding: Coding
    near: tuple[int, int] | None

    @property
    def why(self) -> str:
        """What became of it, in a sentence."""
        if self.near is None:
            return f"The document {self.coding.document} is not in this corpus: was it renamed, or taken out?"
        return "Its words are not in the text any more."


class Shown:
    """One coder's codings on a corpus: by the target that the ledger knows them by.

    Parameters
    ----------
    coder : str
    corpus : Corpus
    codebook : Codebook
        Codings of other codebooks are left out; those of codes that were renamed or merged are codings of today's.
    """

    def __init__(self, coder: str, corpus: Corpus, codebook: Codebook) -> None:
        self.coder = coder
        self._documents = {document.id: document for document in corpus}
        self._home = corpus.home
        self._codebook = codebook.name
        self._current = current_ids(codebook)
        self._renamed: dict[
            str, str
        ] = {}  # of codings whose code is called otherwise today: what they would be called by
        self._rows: dict[str, dict[str, Coding]] = {}  # document -> target -> as shown
        self._target: dict[str, str] = {}  # what a moved coding would be called by -> what the ledger calls it
        self._anchors: dict[str, Anchor] = {}  # of those that did not stay where they were
        self._away: dict[str, Coding] = {}  # of documents that are not in this corpus
        self._listed: tuple[tuple[Moved, ...], tuple[Lost, ...]] | None = None

    def rebuild(self, codings: Mapping[str, Coding], codebook: Codebook | None = None) -> None:
        """Take all codings of the ledger; with a codebook that was rearranged."""
        if codebook:
            self._current = current_ids(codebook)
        self._rows, self._target, self._anchors, self._away, self._renamed = {}, {}, {}, {}, {}
        self._listed = None
        self.update(codings, codings)

    def update(self, codings: Mapping[str, Coding], targets: Iterable[str]) -> set[str]:
        """Take what stands at some targets; give the documents whose codings changed."""
        todo: dict[str, dict[str, Coding]] = {}
        touched = set()
        renamed = []
        for target in targets:
            if self._away.pop(target, None):
                self._listed = None
            if self._rows:
                touched |= self._forget(target)
            coding = codings.get(target)
            if coding is None or coding.codebook not in ("", self._codebook):
                continue
            if (code := self._current(coding.code)) != coding.code:
                coding = replace(coding, code=code)
                renamed.append(target)
            if coding.document in self._documents:
                todo.setdefault(coding.document, {})[target] = coding
            else:
                self._away[target] = coding
                self._listed = None
        for id, rows in todo.items():
            self._place(self._documents[id], rows)
        for target in renamed:
            self._call(target)
        return touched | set(todo)

    def _call(self, target: str) -> None:
        """Under what a coding whose code has another id today is found."""
        here = self._rows.get(target.rpartition("#")[0], {})
        coding = here.get(target)
        if coding is None:
            return
        now = target_of(coding)
        if (now in here and now != target) or self._target.get(now, target) != target:
            del here[target]  # two codings have become one; both stay in the ledger
        else:
            self._target[now] = target
            self._renamed[target] = now

    def _forget(self, target: str) -> set[str]:
        document = target.rpartition("#")[0]
        rows = self._rows.get(document, {})
        if target not in rows and target not in self._anchors:
            return set()
        coding = rows.pop(target, None)
        if now := self._renamed.pop(target, ""):
            self._target.pop(now, None)
        if self._anchors.pop(target, None):
            self._listed = None
            if coding:
                self._target.pop(target_of(coding), None)
        return {document}

    def _place(self, document: Document, rows: Mapping[str, Coding]) -> None:
        here = self._rows.setdefault(document.id, {})
        if all(stands(coding, document) for coding in rows.values()):
            here.update(rows)
            return
        moved = {}
        for target, found in zip(rows, anchor(tuple(rows.values()), document), strict=True):
            if found.stands:
                here[target] = found.before
            else:
                moved[target] = found
        for target, found in moved.items():
            self._anchors[target] = found
            self._listed = None
            now = target_of(found.now) if found.now else ""
            if found.now and now not in self._target and now not in here:  # else two codings have become one
                self._target[now] = target
                here[target] = found.now

    def of(self, document: str) -> Mapping[str, Coding]:
        """What is shown in a document, by the ledger's targets; rejected suggestions too."""
        return self._rows.get(document, {})

    def get(self, target: str) -> Coding | None:
        """What is shown of a target of the ledger."""
        return self.of(target.rpartition("#")[0]).get(target)

    def target(self, called: str) -> str:
        """The ledger's target of what would be called so, were it coded today."""
        return self._target.get(called, called)

    def at(self, called: str) -> Coding | None:
        """What stands where a coding of today would be called so."""
        return self.get(self.target(called))

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Codings that are not where, or as, they were; those that ask for a look first."""
        return self._lists()[0]

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Codings whose passage is not in the text any more, or whose document is gone."""
        return self._lists()[1]

    def _lists(self) -> tuple[tuple[Moved, ...], tuple[Lost, ...]]:
        if self._listed is None:
            moved = [
                Moved(f"{target}@{self.coder}", a.before, a.now, a.likeness, a.sure)
                for target, a in self._anchors.items()
                if a.now and a.before.status != "rejected" and self.get(target)
            ]
            gone = [(target, a.before, a.near) for target, a in self._anchors.items() if a.now is None]
            gone += [(target, coding, None) for target, coding in self._away.items() if not self._is_there(coding)]
            lost = [Lost(f"{t}@{self.coder}", coding, near) for t, coding, near in gone if coding.status != "rejected"]
            moved.sort(key=lambda m: (m.sure, m.likeness, m.now.document, m.now.start))
            lost.sort(key=lambda one: (one.coding.document, one.coding.start, one.coding.end))
            self._listed = tuple(moved), tuple(lost)
        return self._listed

    def _is_there(self, coding: Coding) -> bool:
        """Whether the document lies in the folder of the corpus, and this is a desk on others of it."""
        homes = (self._home / "documents", self._home) if self._home else ()
        return any((home / coding.document).is_file() for home in homes)

    @property
    def elsewhere(self) -> set[str]:
        """Documents of codings that are gone."""
        return {coding.document for coding in self._away.values() if not self._is_there(coding)}
