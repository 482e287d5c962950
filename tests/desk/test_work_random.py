"""Gestures at random, undone and done again: what stands is what stood."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
import tea

from send_qual.coding import Codings
from send_qual.desk._work import Work
from send_qual.errors import SendQualError

home, suggestions, opened, CHALLENGE = tea.home, tea.suggestions, tea.opened, tea.CHALLENGE


class Person:
    """Somebody who codes at random, and what everything looked like after each gesture."""

    def __init__(self, work: Work, rng: random.Random) -> None:
        self.work, self.rng = work, rng
        self.past: list[object] = []
        self.future: list[object] = []
        self.now = self.look()

    def look(self) -> object:
        book = self.work.codebook
        assert book.path
        return self.work.standing(), dict(self.work.memos()), book.codes, book.path.read_bytes()

    def any(self) -> str:
        return self.work.id_of(self.rng.choice(self.work.standing()))

    def gesture(self) -> None:
        rng, work = self.rng, self.work
        code = rng.choice([one.id for one in work.codebook])
        at = rng.randrange(0, 90)
        acts = [
            lambda: work.apply("p01.txt", at, at + rng.randint(1, 20), code, facets=rng.choice([{}, CHALLENGE])),
            lambda: work.change(self.any(), code=code),
            lambda: work.change(self.any(), start=at, end=at + 5),
            lambda: work.change(self.any(), facets={"polarity": rng.choice(["", "mixed"])}),
            lambda: work.accept(self.any()),
            lambda: work.reject(self.any()),
            lambda: work.remove(self.any()),
            lambda: work.new_code(f"New {rng.randrange(9)}", parent=rng.choice(["", "data"])),
            lambda: work.memo(rng.choice([self.any(), "code:data", "document:p02.txt"]), rng.choice(["", "hm", "oh"])),
        ]
        with suppress(SendQualError, IndexError):  # not every gesture is possible on every coding
            rng.choice(acts)()
        seen = self.look()
        if seen != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = seen

    def step(self) -> None:
        luck = self.rng.random()
        if luck < 0.6:
            self.gesture()
        elif luck < 0.85:
            assert bool(self.work.undo()) == bool(self.past)
            if self.past:
                self.future.append(self.now)
                self.now = self.past.pop()
        else:
            assert bool(self.work.redo()) == bool(self.future)
            if self.future:
                self.past.append(self.now)
                self.now = self.future.pop()
        assert self.look() == self.now


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_undone_and_done_again_stands_as_it_did(home: Path, suggestions: Codings, seed: int) -> None:
    with opened(home, suggestions=suggestions) as work:
        person = Person(work, random.Random(seed))  # noqa: S311
        for _ in range(120):
            person.step()
    with opened(home, suggestions=suggestions) as work:
        person.work = work
        assert person.look() == person.now, "the ledger tells the same"
        while person.past:
            assert work.undo()
            person.now = person.past.pop()
            assert person.look() == person.now
        assert work.undo() == ""
