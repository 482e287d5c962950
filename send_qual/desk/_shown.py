"""The codings of one ledger, as they are shown on the texts of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from send_qual.coding import Anchor, Coding, anchor, stands, target_of
from send_qual.corpus import Corpus, Document

__all__ = ["Moved", "Shown"]


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


class Shown:
    """One coder's codings on a corpus: by the target that the ledger knows them by.

    Parameters
    ----------
    coder : str
    corpus : Corpus
    codebook : str
        Codings of other codebooks are left out.
    """

    def __init__(self, coder: str, corpus: Corpus, codebook: str) -> None:
        self.coder = coder
        self._documents = {document.id: document for document in corpus}
        self._codebook = codebook
        self._rows: dict[str, dict[str, Coding]] = {}  # document -> target -> as shown
        self._target: dict[str, str] = {}  # what a moved coding would be called by -> what the ledger calls it
        self._anchors: dict[str, Anchor] = {}  # of those that did not stay where they were
        self.elsewhere: set[str] = set()  # documents that are not in this corpus

    def rebuild(self, codings: Mapping[str, Coding]) -> None:
        """Take all codings of the ledger."""
        self._rows, self._target, self._anchors, self.elsewhere = {}, {}, {}, set()
        self.update(codings, codings)

    def update(self, codings: Mapping[str, Coding], targets: Iterable[str]) -> set[str]:
        """Take what stands at some targets; give the documents whose codings changed."""
        todo: dict[str, dict[str, Coding]] = {}
        touched = set()
        for target in targets:
            if self._rows:
                touched |= self._forget(target)
            coding = codings.get(target)
            if coding is None or coding.codebook not in ("", self._codebook):
                continue
            if coding.document in self._documents:
                todo.setdefault(coding.document, {})[target] = coding
            else:
                self.elsewhere.add(coding.document)
        for id, rows in todo.items():
            self._place(self._documents[id], rows)
        return touched | set(todo)

    def _forget(self, target: str) -> set[str]:
        document = target.rpartition("#")[0]
        rows = self._rows.get(document, {})
        if target not in rows and target not in self._anchors:
            return set()
        coding = rows.pop(target, None)
        if self._anchors.pop(target, None) and coding:
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
        found = [
            Moved(f"{target}@{self.coder}", a.before, a.now, a.likeness, a.sure)
            for target, a in self._anchors.items()
            if a.now and a.before.status != "rejected" and self.get(target)
        ]
        return tuple(sorted(found, key=lambda m: (m.sure, m.likeness, m.now.document, m.now.start)))

    @property
    def lost(self) -> tuple[Coding, ...]:
        """Codings whose passage is not in the text any more; they stay in the ledger."""
        gone = [a.before for a in self._anchors.values() if a.now is None and a.before.status != "rejected"]
        return tuple(sorted(gone, key=lambda c: (c.document, c.start, c.end)))
