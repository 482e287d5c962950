"""A transcript as it stands in its file: lines, and which of their words are labels, times and talk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from send_qual.corpus.document import Segment
from send_qual.corpus.pages.page import Line

__all__ = ["Script", "Unit", "clock"]


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of one line that belong together, and who is printed as saying them.

    Parameters
    ----------
    line : int
        Index into :attr:`Script.lines`.
    start, end : int
        The words: half-open, code points of the line.
    label : tuple of int or None
        Where the speaker's label stands in the line (of a header line: with no words of its own).
    speaker : str
        The label as printed, without colon; ``""`` for none.
    time : str
        ``HH:MM:SS`` or ``""``.
    kind : str
        ``"turn"``, ``"paragraph"``, ``"cell"`` or ``"heading"``: see :class:`send_qual.corpus.Segment`.
    fresh : bool
        A new turn begins here even if the speaker is the same or unknown.
    role : str
        Where the layout alone tells it (questions in bold): ``"interviewer"`` or ``"participant"``.
    """

    line: int
    start: int
    end: int
    label: tuple[int, int] | None = None
    speaker: str = ""
    time: str = ""
    kind: str = "turn"
    fresh: bool = False
    role: str = ""


def _same(one: str, other: str) -> bool:
    return re.sub(r"\s+", "", one).casefold() == re.sub(r"\s+", "", other).casefold()


@dataclass(frozen=True, slots=True)
class Script:
    """The lines of a file and the units found in them, in reading order.

    Parameters
    ----------
    lines : tuple of Line
    units : tuple of Unit
        What lies outside every unit's words and label is time codes, punctuation and white space.
    notices : tuple of str
    particulars : tuple of (str, str)
        What stands above the talk, as key and value: ``("Interviewer", "Ruth Calloway (INT)")``.
    """

    lines: tuple[Line, ...]
    units: tuple[Unit, ...]
    notices: tuple[str, ...] = ()
    particulars: tuple[tuple[str, str], ...] = ()

    def words(self, unit: Unit) -> str:
        """The words of a unit."""
        return self.lines[unit.line].text[unit.start : unit.end]

    def speakers(self) -> tuple[str, ...]:
        """The speakers as printed, in the order in which they first speak."""
        return tuple(dict.fromkeys(u.speaker for u in self.units if u.speaker))

    def compose(self) -> tuple[str, tuple[Segment, ...], tuple[tuple[int, int], ...]]:
        """Join units to turns.

        Returns
        -------
        text : str
            The document's text: turns and paragraphs parted by an empty line.
        segments : tuple of Segment
            One per turn; consecutive units of one speaker are one turn, whatever the pause.
        places : tuple of (int, int)
            Where each unit's words stand in ``text`` (an empty span for a unit without words).
        """
        text: list[str] = []
        segments: list[Segment] = []
        places: list[tuple[int, int]] = []
        at, last = 0, None
        for unit in self.units:
            words = self.words(unit)
            if not words:
                places.append((at, at))
                continue
            joins = last is not None and unit.kind == last.kind == "turn" and not unit.fresh
            joins = joins and _same(unit.speaker, segments[-1].speaker) and unit.role == segments[-1].role
            glue = "" if last is None else ("\n\n" if not joins else self._glue(last, unit))
            start = at + len(glue)
            text += (glue, words)
            at = start + len(words)
            places.append((start, at))
            if joins:
                segments[-1] = replace(segments[-1], end=at)
            else:
                segments.append(Segment(start, at, unit.kind, speaker=unit.speaker, role=unit.role, time=unit.time))
            last = unit
        return "".join(text), tuple(segments), tuple(places)

    def _glue(self, last: Unit, unit: Unit) -> str:
        """A paragraph is kept apart inside a turn, unless the line was only broken in mid-sentence."""
        typed = not self.lines[unit.line].time and last.line != unit.line
        whole = self.words(last)[-1] in ".?!:;…\"'”’)]"
        return "\n" if typed and whole else " "

    def edits(
        self, replacements: Sequence[tuple[int, int, str]], labels: Sequence[str]
    ) -> dict[int, tuple[tuple[int, int, str], ...]]:
        """The edits of lines that put other words and other labels in place.

        Parameters
        ----------
        replacements : sequence of (int, int, str)
            Spans of the composed text and what stands there instead, in order, not overlapping. Of a span over several
            units the replacement stands in the first.
        labels : sequence of str
            For each unit its new label; ``""`` leaves it.

        Returns
        -------
        dict of int to tuple of (int, int, str)
            For each line that changes: start, end, replacement, in order, not overlapping.
        """
        _, _, places = self.compose()
        found: dict[int, list[tuple[int, int, str]]] = {}
        k = 0
        for unit, (start, end), label in zip(self.units, places, labels, strict=True):
            here = found.setdefault(unit.line, [])
            if unit.label is not None and label:
                here.append((*unit.label, label))
            while k > 0 and replacements[k - 1][1] > start:
                k -= 1
            while k < len(replacements) and replacements[k][0] < end:
                a, b, new = replacements[k]
                if b > start and end > start:
                    cut = (max(a, start) - start + unit.start, min(b, end) - start + unit.start)
                    here.append((*cut, new if a >= start else ""))
                k += 1
        return {line: tuple(sorted(edits)) for line, edits in found.items() if edits}


def clock(stamp: str) -> tuple[str, float] | None:
    """A printed time as ``HH:MM:SS`` and in seconds.

    Examples
    --------
    >>> clock("0:0:4.120"), clock("1:02:33"), clock("3:07,5")
    (('00:00:04', 4.12), ('01:02:33', 3753.0), ('00:03:07', 187.5))
    >>> clock("tea") is None
    True
    """
    if not re.fullmatch(r"\d+(?::\d+){1,2}(?:[.,]\d+)?", stamp):
        return None
    parts = [float(p) for p in stamp.replace(",", ".").split(":")]
    seconds = sum(part * 60**k for k, part in enumerate(reversed(parts)))
    whole = int(seconds + 1e-6)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}", round(seconds, 3)
