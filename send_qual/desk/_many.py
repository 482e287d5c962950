"""What a coder does to many codings at once, or to a part of one: each call is one gesture, and one undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from send_qual.coding import Coding, Event, coded, new_event, touches
from send_qual.coding import Span as Words
from send_qual.desk._gestures import Gestures, in_place_of
from send_qual.desk._reshape import joined, without
from send_qual.errors import Fault, SendQualError

__all__ = ["Many"]


class Many(Gestures):
    """The gestures on many codings (:class:`send_qual.desk.Work`)."""

    def reject_all(self, which: Iterable[Coding | str]) -> int:
        """Decide against suggestions, or other people's codings; how many there were."""
        codings = [self.coding(one) for one in which]
        return self._at_once(self._decision("rejected", one) for one in codings if not self.is_mine(one))

    def remove_all(self, which: Iterable[Coding | str]) -> int:
        """Take away one's own codings; what was a suggestion waits for a decision again. How many there were."""
        codings = [self.coding(one) for one in which]
        targets = [self._sources.target(one) for one in codings if self.is_mine(one)]
        return self._at_once(new_event("removed", self.coder, target=target) for target in targets)

    def recode_all(self, which: Iterable[Coding | str], code: str) -> int:
        """Give codings another code, facets and memos kept; suggestions become one's own by it. How many there were."""
        events: list[Event] = []
        codings = [one for one in map(self.coding, which) if one.code != code]
        for old in codings:
            events += self._again(old, [(old.start, old.end)], code)
        self._at_once(events)
        return len(codings)

    def code_all(
        self, spans: Iterable[tuple[str, int, int]], code: str, *, facets: Mapping[str, str] | None = None
    ) -> tuple[int, int]:
        """Code many passages with one code.

        Parameters
        ----------
        spans : iterable of (str, int, int)
            Document, start and end; each is coded once.
        code : str
        facets : mapping of str to str, optional

        Returns
        -------
        tuple of (int, int)
            How many codings that made, and how many passages lie in a coding of one's own with this code already.
        """
        wanted = list(dict.fromkeys(spans))
        own = [one for one in self.standing(others=False) if self.is_mine(one) and one.code == code]
        events: list[Event] = []
        for id, start, end in wanted:
            if not any(one.document == id and one.start <= start and end <= one.end for one in own):
                text = self._document(id)
                new = coded(text, (start, end), code, self.coder, codebook=self.codebook, facets=facets)
                events.append(new_event("applied", self.coder, new))
        self._at_once(events)
        return len(events), len(wanted) - len(events)

    def uncode(self, document: str, start: int, end: int, *, code: str = "") -> int:
        """Take words out of one's own codings; what of each lies before and after them stays coded.

        Parameters
        ----------
        document : str
        start, end : int
            The words, half-open in code points.
        code : str, optional
            Only out of codings with this code.

        Returns
        -------
        int
            Out of how many codings.
        """
        text, cut = self._document(document).text, Words(start, end)
        here = [one for one in self.standing(document, others=False) if self.is_mine(one) and touches(one, cut)]
        here = [one for one in here if code in ("", one.code)]
        events: list[Event] = []
        for one in here:
            left = without(text, (one.start, one.end), cut)
            events += self._again(one, left) if left else [self._gone(one)]
        self._at_once(events)
        return len(here)

    def split(self, which: Coding | str, at: int) -> int:
        """Make two codings of one's own one, the second from a place on; into how many it is cut."""
        old = self._own(which, "accept it first")
        text = self._document(old.document).text
        parts = [*without(text, (old.start, old.end), (at, old.end)), *without(text, (old.start, old.end), (0, at))]
        if len(parts) > 1:
            self._at_once(self._again(old, parts))
        return len(parts)

    def merge(self, which: Iterable[Coding | str]) -> Coding:
        """Make one coding of several of one's own: of one code, with the same facets, and no words between them.

        Returns
        -------
        Coding
            As it stands now; it has the memos of all.
        """
        codings = sorted((self._own(one, "accept it first") for one in which), key=lambda one: (one.start, one.end))
        first, *others = codings
        problem = ""
        if any((one.document, one.code) != (first.document, first.code) for one in others):
            problem = "they are not of one document and one code"
        elif any(dict(one.facets) != dict(first.facets) for one in others):
            problem = "their facets differ: give all of them the same first"
        span = None if problem else joined(self._document(first.document).text, [(c.start, c.end) for c in codings])
        if span is None:
            raise SendQualError(Fault("these codings", problem or "there are words between them that none of them has"))
        memo = "\n".join(dict.fromkeys(one.memo for one in codings if one.memo))
        same = next((one for one in codings if (one.start, one.end) == span), None)
        if same and not others:
            return same
        new = coded(
            self._document(first.document), span, first.code, self.coder,
            codebook=self.codebook, facets=dict(first.facets), memo=memo,
        )  # fmt: skip
        self._at_once([*(self._away(one, new.code) for one in codings), new_event("applied", self.coder, new)])
        return self._now(new)

    # -- how it is written --------------------------------------------------------------------------------------

    def _at_once(self, events: Iterable[Event]) -> int:
        made = list(events)
        self._write(*made)
        return len(made)

    def _gone(self, old: Coding) -> Event:
        return new_event("removed", self.coder, target=self._sources.target(old))

    def _again(self, old: Coding, spans: Iterable[tuple[int, int]], code: str = "") -> Iterable[Event]:
        """The coding on other words, or with another code; where one stands already it is kept, and no memo lost."""
        away = self._away(old, code or old.code)
        yield away
        memo = old.memo or self._sources.memo(self.id_of(old))
        for span in spans:
            new = coded(
                self._document(old.document), span, code or old.code, self.coder,
                codebook=self.codebook, facets=dict(old.facets),
            )  # fmt: skip
            there = self._sources.at(new)
            memos = [memo, there.memo if there and there.status != "rejected" else ""]
            new = replace(in_place_of(away, new), memo="\n".join(dict.fromkeys(one for one in memos if one)))
            yield new_event("applied", self.coder, new)
