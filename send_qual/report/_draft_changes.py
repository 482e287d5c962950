"""What changed between an edited draft and the one drawn now: a person's edits apart from the machine's changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from send_qual.report._draft_record import Counted, DraftRecord, Line, Quoted

__all__ = ["DraftChanges", "Edit", "Moved", "Recount", "draft_changes", "edits", "without_numbers"]

_ALIKE = 0.6
"""Two paragraphs this alike are one paragraph that was changed."""
_NUMBERS = re.compile(r"\s*\[\d+\]|(?<=\bTable )\d+|(?<=\bFigure )\d+|(?<=\bsection )[\d.]+|(?<=\bappendix )[A-Z]\b")
"""What Word counts itself, and counts anew when a paragraph goes."""
_WORD = re.compile(r"\w[\w'’-]*")  # without marks: a list that grew by one area is still that list


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that a person changed in a draft.

    Parameters
    ----------
    place : str
        The heading it stands under.
    before, after : str
        The machine's paragraph and the person's; ``""`` for one that was added, or deleted.
    now : str
        The paragraph of the new draft in its place: the same as ``before`` where the edit can be carried over as it
        is; ``""`` where there is none.
    """

    place: str
    before: str
    after: str
    now: str = ""

    @property
    def stands(self) -> bool:
        """Whether the edit can be carried over as it is."""
        return not self.before or without_numbers(self.before) == without_numbers(self.now)


@dataclass(frozen=True, slots=True)
class Recount:
    """A statement whose count changed, or that came (``before`` is ``None``) or went (``after`` is)."""

    name: str
    before: Counted | None
    after: Counted | None

    @property
    def points(self) -> int:
        """By how many percentage points the share changed; from or to 0 where it came or went."""
        one, other = (s.n / s.of if s is not None and s.of else 0.0 for s in (self.before, self.after))
        return round(100 * (other - one))


@dataclass(frozen=True, slots=True)
class Moved:
    """A quotation that stands under another heading now."""

    quoted: Quoted
    before: str


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """All that differs between two drafts, and between the first and what a person made of it."""

    then: DraftRecord
    now: DraftRecord
    edits: tuple[Edit, ...]
    documents_came: tuple[str, ...]
    documents_went: tuple[str, ...]
    statements: tuple[Recount, ...]
    quotations_came: tuple[Quoted, ...]
    quotations_went: tuple[Quoted, ...]
    quotations_moved: tuple[Moved, ...]


def draft_changes(then: DraftRecord, edited: Sequence[Line], now: DraftRecord) -> DraftChanges:
    """Compare the draft that was edited, what it was edited to, and the draft drawn now.

    Parameters
    ----------
    then : DraftRecord
        As the machine wrote it.
    edited : sequence of Line
        The Word file as the person left it; empty where nothing is known of it.
    now : DraftRecord

    Examples
    --------
    >>> def record(n): return DraftRecord("", "b", "report", {}, (Counted("w", "Waits", n, 9),), ())
    >>> draft_changes(record(3), (), record(4)).statements[0].after.n
    4
    """
    before, after = ({s.key: s for s in one.statements} for one in (then, now))
    recounts = [
        Recount((after.get(key) or before[key]).name, before.get(key), after.get(key))
        for key in (*after, *(key for key in before if key not in after))
        if _count(before.get(key)) != _count(after.get(key))
    ]
    pairs = _pairs(then.quotations, now.quotations)
    stayed_then, stayed_now = {old for old, _ in pairs}, {new for _, new in pairs}
    return DraftChanges(
        then,
        now,
        edits(then.lines, edited, now.lines) if edited else (),
        tuple(name for id, name in now.documents.items() if id not in then.documents),
        tuple(name for id, name in then.documents.items() if id not in now.documents),
        tuple(recounts),
        tuple(q for q in now.quotations if q not in stayed_now),
        tuple(q for q in then.quotations if q not in stayed_then),
        tuple(Moved(new, old.place) for old, new in pairs if old.place != new.place),
    )


def _count(statement: Counted | None) -> tuple[int, int] | None:
    return (statement.n, statement.of) if statement is not None else None


def _pairs(then: Sequence[Quoted], now: Sequence[Quoted]) -> list[tuple[Quoted, Quoted]]:
    """Quotations that stand in both drafts: those under the same heading first, then those that moved."""
    pairs: list[tuple[Quoted, Quoted]] = []
    left = list(now)
    rest = list(then)
    for same_place in (True, False):
        for old in tuple(rest):
            new = next((q for q in left if _one(old, q) and (old.place == q.place or not same_place)), None)
            if new is not None:
                pairs.append((old, new))
                left.remove(new)
                rest.remove(old)
    return pairs


def _one(old: Quoted, new: Quoted) -> bool:
    """Whether two quotations are of one passage, by its words: a corrected document moves them."""
    return old.document == new.document and (old.text == new.text or (old.start, old.end) == (new.start, new.end))


# --------------------------------------------------------------------------------- a person's edits
def edits(then: Sequence[Line], edited: Sequence[Line], now: Sequence[Line]) -> tuple[Edit, ...]:
    """What a person changed in a draft, in its order, each with what the new draft has in its place.

    Parameters
    ----------
    then, edited, now : sequence of Line
        The draft as the machine wrote it, as the person left it, and the new one.

    Examples
    --------
    >>> old = (Line("Summary"), Line("Long waits were found in most reports [1].", "Summary"))
    >>> new = (Line("Summary"), Line("Very long waits were found in most reports [1].", "Summary"))
    >>> [(e.after, e.stands) for e in edits(old, new, old)]
    [('Very long waits were found in most reports [1].', True)]
    """
    found: list[Edit] = []
    blocks = SequenceMatcher(None, _all_bare(then), _all_bare(edited), autojunk=False).get_opcodes()
    for kind, i, j, k, m in blocks:
        if kind != "equal":
            found += _paired(then[i:j], edited[k:m], now)
    return tuple(found)


def _paired(old: Sequence[Line], new: Sequence[Line], now: Sequence[Line]) -> Iterable[Edit]:
    """Paragraphs of one place: those alike are one that was changed, the others were added or deleted."""
    left = list(old)
    for line in new:
        match = _nearest(line, left)
        for gone in left[: left.index(match)] if match else ():
            yield Edit(gone.heading, gone.text, "", _at_present(gone, now))
        if match is None:
            yield Edit(line.heading, "", line.text)
        else:
            left = left[left.index(match) + 1 :]
            yield Edit(match.heading, match.text, line.text, _at_present(match, now))
    for gone in left:
        yield Edit(gone.heading, gone.text, "", _at_present(gone, now))


def _at_present(line: Line, now: Sequence[Line]) -> str:
    """The paragraph of the new draft that stands for one of the old."""
    bare = without_numbers(line.text)
    under = [other for other in now if other.heading == line.heading]
    for lines in (under, now):
        if same := next((other for other in lines if without_numbers(other.text) == bare), None):
            return same.text
    match = _nearest(line, under)
    return match.text if match else ""


def _nearest(line: Line, among: Sequence[Line]) -> Line | None:
    """The paragraph most alike, if any is alike at all."""
    best, found = _ALIKE, None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(_WORD.findall(without_numbers(line.text)))
    for other in among:
        matcher.set_seq1(_WORD.findall(without_numbers(other.text)))
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, found = ratio, other
    return found


def _all_bare(lines: Sequence[Line]) -> list[str]:
    return [without_numbers(line.text) for line in lines]


def without_numbers(text: str) -> str:
    """A paragraph without what Word counts itself: numbers in square brackets, of tables, figures and sections."""
    return _NUMBERS.sub("", text)
