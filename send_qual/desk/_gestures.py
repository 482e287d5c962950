"""What a coder does to codings: each gesture is one or a few events in the ledger, on disk when it returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from send_qual.coding import (
    INSTEAD,
    Coding,
    Event,
    Finished,
    Ledger,
    as_one,
    checked_facets,
    coded,
    new_event,
    target_of,
)
from send_qual.desk._shown import Lost, Moved
from send_qual.desk._view import View
from send_qual.errors import Fault, SendQualError

__all__ = ["Gestures", "in_place_of"]


class Gestures(View):
    """The coding half of a coder's work (:class:`send_qual.desk.Work`).

    A coding is named by its id (:meth:`id_of`), or by itself as :meth:`standing` gives it.
    """

    read_only: str
    _ledger: Ledger

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
        """Code a passage; what is coded so already only takes the facets and the memo given.

        ``desk.apply("p01.vtt", 120, 180, "health/waits", facets={"polarity": "challenge"})``.
        """
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

    def remove(self, which: Coding | str) -> None:
        """Take away one's own coding; a suggestion that was accepted waits for a decision again."""
        coding = self._own(which, "only they can remove it; you can reject it")
        self._write(new_event("removed", self.coder, target=self._sources.target(coding)))

    def accept(
        self, which: Coding | str, *, code: str | None = None, facets: Mapping[str, str] | None = None
    ) -> Coding:
        """Make a suggestion, or another person's coding, one's own; with another code or facets if need be."""
        return self.change(which, code=code, facets=facets)

    def accept_all(self, which: Iterable[Coding | str]) -> None:
        """Make suggestions, or other people's codings, one's own as they are; one gesture."""
        codings = [self.coding(one) for one in which]
        self._write(*(event for coding in codings if not self.is_mine(coding) for event in self._taken_over(coding)))

    def agree(self, choices: Iterable[tuple[Coding | str, tuple[int, int]]]) -> int:
        """Make other people's codings one's own, each with the edges chosen for it; one gesture.

        Parameters
        ----------
        choices : iterable of (Coding or str, (int, int))
            A coding, and where it is to begin and end.

        Returns
        -------
        int
            How many codings that made.
        """
        events: list[Event] = []
        for which, span in choices:
            coding = self.coding(which)
            if span == (coding.start, coding.end):
                events += self._taken_over(coding)
            else:
                text, said = self._document(coding.document), dict(coding.facets)
                own = coded(text, span, coding.code, self.coder, codebook=self.codebook, facets=said, memo=coding.memo)
                events.append(new_event("applied", self.coder, own))
        self._write(*events)
        return len(events)

    def reject(self, which: Coding | str) -> None:
        """Decide against a suggestion, or another person's coding."""
        coding = self.coding(which)
        if self.is_mine(coding) and coding.status == "applied":
            raise SendQualError(Fault("this coding", "it is your own, and no suggestion", "Remove it"))
        self._write(self._decision("rejected", coding))

    def change(
        self,
        which: Coding | str,
        *,
        code: str | None = None,
        start: int | None = None,
        end: int | None = None,
        facets: Mapping[str, str] | None = None,
    ) -> Coding:
        """Amend a coding, as one gesture; a suggestion or another's coding becomes one's own by it.

        Parameters
        ----------
        which : Coding or str
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
        old = self.coding(which)
        values = checked_facets({**old.facets, **(facets or {})}, self.codebook if facets else None)
        span = (old.start if start is None else start, old.end if end is None else end)
        if (span, code or old.code) == ((old.start, old.end), old.code):
            if self.is_mine(old) and values == dict(old.facets):
                return old
            now = replace(old, facets=values)
            self._write(*(self._instead(old, now) if self.is_mine(old) else self._taken_over(now)))
            return self._now(old)
        new = coded(
            self._document(old.document), span, code or old.code, self.coder, codebook=self.codebook, facets=values
        )
        away = self._away(old, new.code)
        return self._replaced(away, old.memo or self._sources.memo(self.id_of(old)), in_place_of(away, new))

    def memo(self, about: Coding | str, text: str) -> None:
        """Write a memo, in place of an earlier one; without words it is deleted.

        Parameters
        ----------
        about : Coding or str
            A coding or its id, ``document:<id>`` or ``code:<id>``.
        text : str
        """
        about = about if isinstance(about, str) else self.id_of(about)
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

    def finish(self, document: str, *, code: str = "") -> None:
        """Mark a document as finished with this codebook: from now on only people's codings count in it.

        Parameters
        ----------
        document : str
        code : str, optional
            Only this code and its sub-codes are finished.
        """
        id = self._document(document).id
        if code and code not in self.codebook:
            raise SendQualError(Fault(f"codebook {self.codebook.name}", f"there is no code {code!r}"))
        mark = Finished(id, self.coder, code, codebook=self.codebook.name)
        if all(one.target != mark.target for one in self._sources.finished(id)):
            self._write(new_event("finished", self.coder, finished=mark))

    def reopen(self, document: str) -> None:
        """Take back what this coder finished of a document: suggestions are to be decided on there again."""
        marks = self._sources.finished(self._document(document).id)
        self._write(*(new_event("reopened", self.coder, finished=mark, target=mark.target) for mark in marks))

    def confirm(self, *which: Moved | str) -> None:
        """Write codings that moved into the ledger at their new place, as one gesture."""
        moved = {one.id: one.now for one in self.moved}
        found = [_listed(one, moved, "moved") for one in which]
        self._write(*(event for _, now in found for event in self._instead(now, now)))

    def place(self, which: Lost | str, document: str, start: int, end: int) -> Coding:
        """Put a coding whose passage was lost on another one, of whatever document; code, facets and memo stay.

        Parameters
        ----------
        which : Lost or str
            As :attr:`lost` gives it, or its id.
        document : str
        start, end : int
            Half-open, in code points of its text.

        Returns
        -------
        Coding
            As it stands now, with another id.
        """
        id, old = _listed(which, {one.id: one.coding for one in self.lost}, "are lost")
        text, span = self._document(document), (start, end)
        new = coded(text, span, old.code, self.coder, codebook=self.codebook, facets=old.facets)
        return self._replaced(new_event("removed", self.coder, target=_target(id)), old.memo, new)

    def drop(self, *which: Lost | str) -> None:
        """Take away codings whose passages were lost, as one gesture."""
        lost = {one.id: one.coding for one in self.lost}
        found = [_listed(one, lost, "are lost") for one in which]
        self._write(*(new_event("removed", self.coder, target=_target(id)) for id, _ in found))

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

    def _away(self, old: Coding, instead: str = "") -> Event:
        """What a coding goes by where others come in its place: a suggestion is decided on by that.

        ``instead`` is the code that takes its place; ``""`` where none does.
        """
        if self.is_mine(old) and old.status == "applied":
            return new_event("removed", self.coder, target=self._sources.target(old))
        away = self._decision("rejected", old)
        return replace(away, coding=replace(away.coding, instead=instead)) if away.coding else away

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

    def _replaced(self, away: Event, memo: str, new: Coding) -> Coding:
        """Put a coding in the place of one that goes; where it stands already, no memo is lost."""
        there = self._sources.at(new)
        memos = [memo, there.memo if there else ""]
        new = replace(new, memo="\n".join(memo for memo in dict.fromkeys(memos) if memo))
        self._write(away, new_event("applied", self.coder, new))
        return self._now(new)

    def _own(self, which: Coding | str, else_: str) -> Coding:
        coding = self.coding(which)
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


def in_place_of(away: Event, new: Coding) -> Coding:
    """A coding that takes the place of one that was rejected; it says of which, as it does from sheets and Python."""
    if away.kind != "rejected" or away.coding is None:
        return new
    return replace(new, reason=f"{INSTEAD}{away.coding.code}")


def _listed(which: Lost | Moved | str, known: Mapping[str, Coding], what: str) -> tuple[str, Coding]:
    """The id and the coding of one of those that moved, or were lost."""
    id = which if isinstance(which, str) else which.id
    if id not in known:
        raise SendQualError(Fault("this coding", f"it is not among those that {what} ({id})"))
    return id, known[id]


def _target(id: str) -> str:
    """What the ledger of its coder calls the coding of an id."""
    return id.rpartition("@")[0]
