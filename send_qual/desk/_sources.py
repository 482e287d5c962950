"""Everything that stands on the texts: the ledgers of all coders, and the suggestions of a machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock

from send_qual.codebook import Codebook
from send_qual.coding import (
    Coding,
    Codings,
    Event,
    Finished,
    Followed,
    Steps,
    listen,
    now_on,
    shares_half,
    step_in_words,
    target_of,
)
from send_qual.corpus import Corpus
from send_qual.desk._shown import Shown
from send_qual.errors import Fault

__all__ = ["Sources"]

_FINISHED = "finished:"  # how the targets of marks begin


class Sources:
    """The codings of everybody on a corpus, kept up with their ledgers.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
    ledger : Path
        Of the coder who works here; the other ledgers lie beside it.
    suggestions : Codings or None
    blind : bool
        Leave the other ledgers unread.
    """

    def __init__(
        self, corpus: Corpus, codebook: Codebook, ledger: Path, suggestions: Codings | None, *, blind: bool = False
    ) -> None:
        self._corpus = corpus
        self._codebook = codebook.name
        self._book = codebook
        self._path = ledger
        self._blind = blind
        self._ledgers: dict[Path, Followed] = {}
        self._people: dict[str, Shown] = {}
        self._machines: dict[str, Shown] = {}
        self._offered: dict[str, dict[str, Coding]] = {}  # of each machine: its suggestions
        self._standing: dict[str, tuple[Coding, ...]] = {}  # by document, as long as nothing there changes
        self._on_growth: Callable[[], object] | None = None
        self._one_at_a_time = RLock()  # Python may write a ledger in one thread while a desk looks in another
        self._follow(ledger)
        open_ones = (suggestions or Codings(())).where(status="suggested")
        for (coder,), rows in open_ones.by("coder").items():
            self._offered[coder] = {target_of(row): row for row in rows}
            shown = self._machines[coder] = Shown(coder, corpus, codebook)
            shown.rebuild(self._offered[coder])
        self.refresh()
        listen(self)

    def listen(self, on_growth: Callable[[], object] | None) -> None:
        """Call this when a ledger was written by a program in this process."""
        self._on_growth = on_growth

    def heard(self, path: Path) -> None:
        """A ledger has grown."""
        if self._on_growth and path.parent.resolve() == self._path.parent.resolve():
            self._on_growth()

    def _follow(self, path: Path) -> None:
        followed = self._ledgers[path] = Followed(path)
        shown = self._people[path.stem] = Shown(path.stem, self._corpus, self._book)
        shown.rebuild(followed.standing.codings)

    def follow(self, codebook: Codebook) -> None:
        """Go by a codebook that was changed: where codes have other ids, so have the codings with them."""
        with self._one_at_a_time:
            before, self._book = self._book, codebook
            if [(one.id, one.formerly) for one in before] == [(one.id, one.formerly) for one in codebook]:
                return
            for path, followed in self._ledgers.items():
                self._people[path.stem].rebuild(followed.standing.codings, codebook)
            for coder, shown in self._machines.items():
                shown.rebuild(self._offered[coder], codebook)
            self._standing.clear()

    def refresh(self) -> bool:
        """Read what was added to the ledgers; ``True`` where something changed."""
        with self._one_at_a_time:
            return self._refresh()

    def _refresh(self) -> bool:
        there = {self._path, *(() if self._blind else self._path.parent.glob("*.jsonl"))}
        gone = self._ledgers.keys() - there
        for path in gone:
            del self._ledgers[path], self._people[path.stem]
        new = there - self._ledgers.keys()
        changed = bool(gone or new)
        for path, followed in self._ledgers.items():
            targets = followed.refresh()
            if targets is None:
                self._people[path.stem].rebuild(followed.standing.codings)
                changed = True
                self._standing.clear()
            elif targets:
                changed = True
                for document in self._people[path.stem].update(followed.standing.codings, targets):
                    self._standing.pop(document, None)
                for target in targets:
                    if target.startswith(_FINISHED):
                        self._standing.pop(target.removeprefix(_FINISHED).rpartition("#")[0], None)
        for path in sorted(new):
            self._follow(path)
        if gone or new:
            self._standing.clear()
        return changed

    @property
    def mine(self) -> Shown:
        """The codings of the coder who works here."""
        return self._people[self._path.stem]

    @property
    def steps(self) -> Steps:
        """What the coder who works here can undo and do again."""
        return self._ledgers[self._path].steps

    @property
    def notices(self) -> tuple[Fault, ...]:
        """What could not be read, and codings of documents that are not here."""
        found = [notice for followed in self._ledgers.values() for notice in followed.notices]
        away = sorted({document for shown in self._people.values() for document in shown.elsewhere})
        if away:
            named = ", ".join(away[:5]) + (f" and {len(away) - 5} more" if len(away) > 5 else "")
            problem = f"there are codings of documents that are not in this corpus: {named}"
            found.append(Fault(self._corpus.name, problem, "They stay in the ledgers; was a file renamed?"))
        return tuple(found)

    def standing(self, document: str) -> tuple[Coding, ...]:
        """What there is to show in a document, in the order of the text."""
        with self._one_at_a_time:
            if document not in self._standing:
                rows = [*self._of_people(document), *self._suggested(document)]
                rows.sort(key=lambda c: (c.start, c.end, c.code, c.coder))
                self._standing[document] = tuple(rows)
            return self._standing[document]

    def _of_people(self, document: str) -> list[Coding]:
        rows = []
        for coder, shown in self._people.items():
            for coding in shown.of(document).values():
                if coding.status == "rejected":
                    continue
                mine = coder == self._path.stem
                decided = None if mine else self.at(coding)
                if decided is None or decided.status != "rejected":
                    rows.append(coding)
        return rows

    def _suggested(self, document: str) -> list[Coding]:
        """Suggestions without a decision; where a person's own coding says the same, there is nothing to decide.

        In what this coder has finished there are none. A theme and its sub-code on one passage are one suggestion, the
        sub-code: where that is coded the theme is, where it is rejected the theme is offered.
        """
        own: dict[str, list[Coding]] = {}
        finer: set[tuple[str, int, int]] = set()  # themes that are said by a sub-code on the very words
        for coding in self.mine.of(document).values():
            if coding.status == "applied":
                own.setdefault(coding.code, []).append(coding)
            if coding.status != "rejected" and "/" in coding.code:
                for above in _above(coding.code):
                    finer.add((above, coding.start, coding.end))
        done = self.finished(document)
        left = [
            coding
            for shown in self._machines.values()
            for coding in shown.of(document).values()
            if self.at(coding) is None
            and not any(mark.covers(coding) for mark in done)
            and not any(shares_half(one, coding) for one in own.get(coding.code, ()))
        ]
        finer |= {(above, one.start, one.end) for one in left for above in _above(one.code)}
        return [one for one in left if (one.code, one.start, one.end) not in finer]

    def finished(self, document: str, coder: str = "") -> list[Finished]:
        """What a coder (default: the one who works here) has finished of a document, as it stands on today's text."""
        marks = self._ledgers[self._path.with_stem(coder) if coder else self._path].standing.finished.values()
        here = [one for one in marks if one.document == document and one.codebook in ("", self._codebook)]
        return [found for one in here if (found := now_on(one, self._corpus[document]))]

    def finished_by(self, document: str) -> list[str]:
        """The coders who finished the whole of a document; at a blind desk only the one who works here."""
        coders = sorted(path.stem for path in self._ledgers)
        return [
            coder
            for coder in coders
            if any(not one.code and one.span is None for one in self.finished(document, coder))
        ]

    def at(self, coding: Coding) -> Coding | None:
        """What the coder who works here has on the same passage and code, rejected or not."""
        return self.mine.at(target_of(coding))

    def decided(self, coding: Coding) -> bool:
        """Whether the coder who works here has coded or decided the same passage and code."""
        return self.at(coding) is not None

    def suggested_by(self, target: str) -> str:
        """Whose suggestion was decided on."""
        return self._ledgers[self._path].standing.machines.get(target, "")

    def suggesting(self, code: str) -> str:
        """Which machine suggests a code here, as a sentence goes on; ``""`` for none."""
        for coder, shown in self._machines.items():
            if any(c.code == code for document in self._corpus for c in shown.of(document.id).values()):
                return f"{coder} suggests it"
        return ""

    def _whose(self, coder: str) -> Shown | None:
        return self._people.get(coder) or self._machines.get(coder)

    def target(self, coding: Coding) -> str:
        """What the coding's own ledger calls it."""
        shown = self._whose(coding.coder)
        called = target_of(coding)
        return shown.target(called) if shown else called

    def get(self, id: str) -> Coding | None:
        """The coding of an id; also a rejected one."""
        target, _, coder = id.rpartition("@")
        shown = self._whose(coder)
        found = shown.get(target) if shown else None
        if found is None or not any(one is found for one in self.standing(found.document)):
            return None
        return found

    def memo(self, about: str) -> str:
        """The memo on a document, a code or another's coding."""
        return self._ledgers[self._path].standing.memos.get(about, "")

    def memos(self) -> Mapping[str, str]:
        """By what they are about."""
        found = dict(self._ledgers[self._path].standing.memos)
        for document in self._corpus:
            for target, coding in self.mine.of(document.id).items():
                if coding.memo and coding.status != "rejected":
                    found[f"{target}@{coding.coder}"] = coding.memo
        return found

    def theirs(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Other people's memos on documents, codes and codings that are not their own: coder and words of each."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for path, followed in sorted(self._ledgers.items()):
            if path != self._path:
                for about, words in followed.standing.memos.items():
                    found[about] = (*found.get(about, ()), (path.stem, words))
        return found

    def in_words(self, events: Sequence[Event], codebook: Codebook) -> str:
        """Say what a gesture did."""
        if not events:
            return ""
        standing = self._ledgers[self._path].standing
        before = [
            standing.undo[event.id][2]
            if event.id in standing.undo
            else standing.codings.get(event.target) or standing.memos.get(event.target)
            for event in events
        ]
        return step_in_words(events, before, codebook)


def _above(code: str) -> list[str]:
    """The codes that a code is below."""
    parts = code.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]
