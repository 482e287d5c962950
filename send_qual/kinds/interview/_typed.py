"""Typed transcripts and Word downloads: lines of a document to turns, whatever the manner of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from send_qual.corpus.pages.page import Line
from send_qual.kinds.interview._heads import Head, Heads, could_open, names, printed_heads, sentence, weight
from send_qual.kinds.interview._labels import LABELLED, METADATA, is_code, label_of, looks_like_name, role_of
from send_qual.kinds.interview._tables import table_heads
from send_qual.kinds.interview._times import ALONE, AT_EDGE, BRACKETED, first_time
from send_qual.kinds.interview.script import Script, Unit

__all__ = ["typed_script"]


_INLINE = re.compile(rf"\s*{BRACKETED}\s*|{AT_EDGE}", re.IGNORECASE)
_BEGINS = "00:05:00"
"""By then a recording's first words are said: times that begin later are those of a day."""
_PARTICULAR = re.compile(r"\s*(?P<key>[^:\t]{2,40}?)\s*(?::(?!\d)|\t)\s*(?P<value>.*)$")
_ASIDE = re.compile(
    r".{1,60} (?:started|stopped) transcription"
    r"|[\[(*\s]*(?:the )?(?:end|start|beginning) of (?:the )?(?:interview|transcript(?:ion)?|recording|audio|tape)"
    r"[\])*.\s]*"
    r"|[\[(*]*(?:recording|transcription|interview|transcript|meeting)"
    r" (?:start(?:s|ed)|begins|end(?:s|ed)|stop(?:s|ped))"
    r"(?: (?:after|at|on) [\d:., apm]+)?[\])*.]*"
    r"|(?:transcribed|transcription|transcript|generated|created|captioned|recorded|exported|powered)"
    r" (?:by|with|from|using) .{1,120}"
    r"|(?:this|the) (?:[a-z-]+ ){0,3}(?:transcript|transcription|document|file) (?:was|is|has been) (?:[a-z]+ ){0,2}"
    r"(?:generated|created|transcribed|produced|exported)\b.{0,200}"
    r"|page \d{1,4}(?: (?:of|/) \d{1,4})?|\d{1,4}\s*/\s*\d{1,4}|-+ ?\d{1,4} ?-+",
    re.IGNORECASE,
)
"""What software and typists write around the talk: it belongs to nobody."""


def _recurring(found: dict[int, tuple[int, int]], lines: Sequence[Line], least: int, *, any_name: bool) -> Heads:
    """Heads from stretches that look like labels and recur; of any shape where these are the manner of the file."""
    printed = {k: lines[k].text[a:b] for k, (a, b) in found.items()}
    printed = {k: n for k, n in printed.items() if could_open(n)}
    often = Counter(label_of(n) for n in printed.values())
    good = {label_of(n) for n in printed.values() if often[label_of(n)] >= least and (any_name or names(n))}
    if len(good) < 2:
        return {}
    heads: Heads = {}
    for k, n in printed.items():
        if label_of(n) in good:
            rest = re.compile(r"[\s:.*_–—-]*").match(lines[k].text, found[k][1])
            heads[k] = Head(rest.end() if rest else found[k][1], found[k], n.strip())
    return heads


def _bold(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """A name in bold before the words, or on a line of its own."""
    found: dict[int, tuple[int, int]] = {}
    for k, line in enumerate(lines):
        text = line.text
        ends = [m.end for m in line.marks if m.style == "bold" and not text[: m.start].strip()]
        if k in skip or not ends:
            continue
        end = max(ends)
        label = text[:end].rstrip(" \t:–—-")
        label = label if re.search(r"\b[^\W\d_]\.$", label) else label.rstrip(" .")
        if 0 < len(label.strip()) <= 60:
            found[k] = (len(label) - len(label.lstrip()), len(label))
    return _recurring(found, lines, 2, any_name=True)


def _alone(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """A name on a line of its own, then the words."""
    found = {}
    full = 0
    for k, line in enumerate(lines):
        text = line.text.rstrip(" :*_")
        full += bool(line.text.strip()) and k not in skip and not ALONE.match(line.text)
        if k not in skip and 0 < len(text.strip()) <= 40 and line.cell is None:
            found[k] = (len(text) - len(text.lstrip(" *_#")), len(text))
    manner = _recurring(found, lines, 2, any_name=True)
    sure = _recurring(found, lines, 2, any_name=False)
    return manner if len(manner) >= 0.3 * full and len(manner) <= 0.6 * full else sure


_SET: tuple[Callable[[Sequence[Line], frozenset[int]], Heads], ...] = (_bold, _alone)
"""Told by print and place alone: labels that are printed as such beat them."""


def _particulars(lines: Sequence[Line]) -> tuple[frozenset[int], tuple[tuple[str, str], ...]]:
    """The lines above the talk that give its particulars, and what they say."""
    often = Counter(label_of(m["key"]) for line in lines if (m := _PARTICULAR.match(line.text)))
    found: dict[int, tuple[str, str]] = {}
    certain = False
    for k, line in enumerate(lines[:40]):
        match = _PARTICULAR.match(line.text)
        if match is None or line.cell is not None:
            continue
        key, value = match["key"].strip(), match["value"].strip()
        brief = len(value.split()) <= 12 and not sentence(value)
        if not METADATA.fullmatch(key) or not brief:
            if LABELLED.match(line.text) and (is_code(key) or looks_like_name(key)):
                break
            continue
        sure = not role_of(key)
        certain |= sure
        if sure or often[label_of(key)] <= 1 or certain:
            found[k] = (key, value)
    rows = _row_particulars(lines)
    return frozenset(found), (*found.values(), *rows)


def _row_particulars(lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    cells: dict[tuple[int, int], dict[int, str]] = {}
    for line in lines:
        if line.cell is not None:
            row = cells.setdefault(line.cell[:2], {})
            row[line.cell[2]] = f"{row.get(line.cell[2], '')} {line.text}".strip()
    return tuple(
        (row[0].rstrip(": "), row[1])
        for row in cells.values()
        if len(row) == 2 and METADATA.fullmatch(row.get(0, "").rstrip(": ")) and 1 in row
    )


def typed_script(lines: Sequence[Line]) -> Script | None:
    """The turns of a typed transcript; ``None`` where the lines are not a transcript.

    Of the layouts known (a name and a time above the words; a label with a colon, with a tab, in bold, on a line of its
    own; a table with a column of speakers; questions in bold), the one that explains most lines is taken.
    """
    skip, particulars = _particulars(lines)
    apart = {k for k, line in enumerate(lines) if line.cell is not None or line.heading or line.aside}
    outside = skip | apart | {k for k, line in enumerate(lines) if _ASIDE.fullmatch(line.text.strip())}
    table = {
        k: Head(len(lines[k].text), span, speaker, first_time(time))
        for k, (span, speaker, time) in table_heads(lines).items()
    }
    printed = max(printed_heads(lines, outside), table, key=weight)
    best = max([printed, *(layout(lines, outside) for layout in _SET)], key=weight)
    if weight(printed) >= (max(1, 0.5 * weight(best)[0]), 2):
        best = printed
    if len(best) >= 2:
        rows = {lines[k].cell[:2]: k for k in best if lines[k].cell is not None} if best is table else {}  # type: ignore[index]
        units = _units(lines, best, rows)
        if not any(unit.kind == "turn" and unit.end > unit.start for unit in units):
            return None  # times with nothing said beside them: an agenda
        return Script(tuple(lines), tuple(units), _unbelieved(lines, units, outside), particulars)
    units = _questions_in_bold(lines, outside)
    notice = "questions in bold are read as the interviewer's: no speaker is named"
    if not units:
        units, notice = _only_timed(lines, outside), "no speaker is named: turns are parted at questions"
    return Script(tuple(lines), tuple(units), (notice,), particulars) if units else None


def _only_timed(lines: Sequence[Line], skip: frozenset[int]) -> list[Unit]:
    """Words that nobody is named beside, each stretch with its time before or above it, as recognisers print them."""
    full = [k for k, line in enumerate(lines) if line.text.strip() and k not in skip]
    alone = {k for k in full if ALONE.match(lines[k].text)}
    opened = {k: m for k in full if k not in alone and (m := _INLINE.match(lines[k].text)) and m.end()}
    printed = [first_time(lines[k].text if k in alone else opened[k][0]) for k in full if k in alone or k in opened]
    rise = len(printed) >= 3 and printed == sorted(printed) and printed[0] <= _BEGINS
    if not rise or len(opened) + 2 * len(alone) < 0.8 * len(full):
        return []
    units: list[Unit] = []
    time, asked = "", False
    for k in full:
        if k in alone:
            time = first_time(lines[k].text)
            continue
        time = first_time(opened[k][0]) if k in opened else time
        units += [replace(u, fresh=asked and n == 0) for n, u in enumerate(_talk(k, lines[k], Head(0), time))]
        asked = lines[k].text.rstrip().endswith("?")
    return units


def _unbelieved(lines: Sequence[Line], units: Sequence[Unit], skip: frozenset[int]) -> tuple[str, ...]:
    """What looks like a label, recurs, and was not read as one: said, so that nobody's words go unseen to another."""
    opened = {u.line for u in units if u.label is not None}
    often: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for k, line in enumerate(lines):
        match = None if k in opened or k in skip else LABELLED.match(line.text)
        label = match["label"].strip() if match else ""
        if label and len(label.split()) <= 4 and label.casefold().split()[0] not in {"and", "but", "so", "because"}:
            often[label_of(label)] += 1
            printed.setdefault(label_of(label), label)
    odd = [f"“{printed[key]}:” ({n} lines)" for key, n in often.items() if n >= 2]
    return (f"what looks like a label was not read as a speaker: {', '.join(odd[:5])}",) if odd else ()


def _units(lines: Sequence[Line], heads: Heads, rows: Mapping[tuple[int, int], int]) -> list[Unit]:
    """The words of all lines as units; ``rows`` says which line names the speaker of a table's row."""
    units: list[Unit] = []
    in_rows = [k for k, line in enumerate(lines) if line.cell is not None and line.cell[:2] in rows]
    first = min([*heads, *in_rows])
    head: Head | None = None
    time = ""
    for k, line in enumerate(lines):
        if not line.text.strip():
            continue
        if line.cell is not None and line.cell[:2] in rows and k not in heads:
            head = heads[rows[line.cell[:2]]]
            time = head.time or time
        elif k in heads:
            head = heads[k]
            time = head.time or time
        if ALONE.match(line.text) and k not in heads:
            time = first_time(line.text) if line.cell is None else time
        elif (k < first or head is None) or (line.cell is not None and line.cell[:2] not in rows and k not in heads):
            units += _aside(k, line)
        elif line.cell is not None and re.fullmatch(r"\s*\d{1,4}[.)]?\s*", line.text) and k not in heads:
            continue  # the number of a row
        elif k in heads:
            units += _talk(k, line, heads[k], heads[k].time or time)
            time = _last_time(line) or ("" if units and units[-1].end > units[-1].start else time)
        elif line.heading or line.aside or _ASIDE.fullmatch(line.text.strip()):
            units += _aside(k, line)
        else:
            units += _talk(k, line, Head(0, None, head.speaker, head.time), time or head.time)
            time = _last_time(line)
    return units


def _last_time(line: Line) -> str:
    """The time at the end of a line: that of what follows."""
    found = list(_INLINE.finditer(line.text))
    return first_time(found[-1][0]) if found and found[-1].end() == len(line.text) and found[-1].start() else ""


def _aside(k: int, line: Line) -> list[Unit]:
    text = line.text.strip()
    if not any(c.isalnum() for c in text):
        return []
    kind = "heading" if line.heading else "cell" if line.cell is not None else "paragraph"
    at = line.text.index(text)
    return [Unit(k, at, at + len(text), kind=kind)]


def _talk(k: int, line: Line, head: Head, time: str) -> list[Unit]:
    """The words of a line as units, parted at times in brackets, which are not words."""
    units: list[Unit] = []
    at = head.start
    stamps = [(m.start(), m.end(), first_time(m[0].strip())) for m in _INLINE.finditer(line.text, head.start)]
    whole = len(line.text) if head.end is None else head.end
    for start, end, after in [*(s for s in stamps if s[1] <= whole), (whole, whole, "")]:
        words = line.text[at:start]
        if words.strip():
            left = at + len(words) - len(words.lstrip())
            units.append(Unit(k, left, left + len(words.strip()), None, head.speaker, time))
        at, time = end, after or time
    if not units:
        units.append(Unit(k, head.start, head.start, None, head.speaker, time))
    if head.label is not None:
        opened = units[0]
        units[0] = Unit(k, opened.start, opened.end, head.label, head.speaker, opened.time)
    return units


def _questions_in_bold(lines: Sequence[Line], skip: frozenset[int]) -> list[Unit]:
    full = [k for k, line in enumerate(lines) if line.text.strip() and k not in skip]
    bold = {k for k in full if lines[k].all_in("bold") or lines[k].all_in("italic")}
    asked = [k for k in bold if "?" in lines[k].text]
    plain = [k for k in full if k not in bold]
    if len(asked) < 3 or len(asked) < len(bold) * 0.6 or len(plain) < len(asked) * 0.8:
        return []
    first = min(asked)
    units: list[Unit] = []
    for k, line in enumerate(lines):
        if k < first or k in skip:
            units += _aside(k, line)
        elif line.text.strip():
            left = len(line.text) - len(line.text.lstrip())
            role = "interviewer" if k in bold else "participant"
            units.append(Unit(k, left, len(line.text.rstrip()), role=role))
    return units
