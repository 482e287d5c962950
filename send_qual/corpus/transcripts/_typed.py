"""Typed transcripts and Word downloads: lines of a document to turns, whatever the manner of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from send_qual.corpus.transcripts._labels import (
    LABELLED,
    METADATA,
    believed_labels,
    is_code,
    label_of,
    looks_like_name,
    role_of,
)
from send_qual.corpus.transcripts._tables import table_heads
from send_qual.corpus.transcripts._times import ARROW, BRACKETED, STAMP, first_time
from send_qual.corpus.transcripts.script import Line, Script, Unit

__all__ = ["Head", "typed_script"]


@dataclass(frozen=True, slots=True)
class Head:
    """A line that opens a turn: where its label stands, and where its words begin."""

    start: int
    label: tuple[int, int] | None = None
    speaker: str = ""
    time: str = ""


Heads = dict[int, Head]

_TABBED = re.compile(rf"\s*(?:{STAMP}\s+)?(?P<label>[^\W_][^:\n\t]{{0,59}}?)[ ]*\t\s*(?=\S)")
_LABEL = r"[^\W_][^:\n\[\]]{0,59}?"
_STAMPED = re.compile(
    rf"\s*(?:\[?(?P<label>{_LABEL})\]?[\s,–—-]*(?P<time>{STAMP})"
    rf"|(?P<time1>{STAMP})[\s,–—-]*\[?(?P<label1>{_LABEL})\]?)\s*:?\s*$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"\s*(?:(?:(?P<time>{STAMP})\s*)?\[(?P<label>{_LABEL})\]\s*:?\s*(?P<time2>{STAMP})?"
    rf"|(?P<label1>{_LABEL})\s*(?P<time3>{BRACKETED}))\s*:?\s*(?=\S)",
    re.IGNORECASE,
)
"""``[Name] (0:03) words``, ``(0:03) [Name] words``, ``Name [0:03 - 0:08] words``."""
_CHAT = re.compile(
    rf"\s*(?P<time>{STAMP})\s*(?:From\s+)?(?P<label>[^\W_][^:\n\t]{{0,59}}?)\s+(?i:to)\s+[^:\n\t]{{1,80}}?\s*:\s*"
)
"""The head of an entry of a meeting's chat: ``09:58:12 From Name to Everyone:``."""
_SPAN = re.compile(rf"\s*(?P<time>{ARROW})\s*$")
_ALONE = re.compile(rf"\s*{STAMP}\s*$", re.IGNORECASE)
_INLINE = re.compile(rf"\s*{BRACKETED}\s*", re.IGNORECASE)
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


def _colon(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """``INT: words``."""
    believed = believed_labels([line.text for k, line in enumerate(lines) if k not in skip])
    heads: Heads = {}
    for k, line in enumerate(lines):
        match = LABELLED.match(line.text)
        if k in skip or not match or label_of(match["label"]) not in believed:
            continue
        time = first_time(match["time"] or match["time2"] or match["tail"])
        heads[k] = Head(match.end(), match.span("label"), match["label"].strip(), time)
    return heads


def _tabbed(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    r"""``INT\twords``, ``RUTH\twords``."""
    texts = [line.text for k, line in enumerate(lines) if k not in skip]
    believed = believed_labels(texts, pattern=_TABBED)
    found = {k: m for k, line in enumerate(lines) if k not in skip and (m := _TABBED.match(line.text))}
    return {
        k: Head(
            m.end(),
            m.span("label"),
            m["label"].strip(),
            first_time((re.match(rf"\s*({STAMP})", m[0]) or [None, None])[1]),
        )
        for k, m in found.items()
        if label_of(m["label"]) in believed
    }


def _stamped(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """``Ana Reed   0:03``, ``[Ana Reed] 10:02:33``, or ``0:0:4.120 --> 0:0:34.978`` and a name; then the words."""
    heads: Heads = {}
    for k, line in enumerate(lines):
        if k in skip:
            continue
        if span := _SPAN.match(line.text):
            after = next((j for j in range(k + 1, len(lines)) if lines[j].text.strip()), None)
            heads[k] = Head(len(line.text), time=first_time(span["time"]))
            if after is not None and _names(lines[after].text) and not _sentence(lines[after].text):
                name = lines[after].text
                at = len(name) - len(name.lstrip())
                heads[after] = Head(len(name), (at, len(name.rstrip())), name.strip(), first_time(span["time"]))
        elif match := _STAMPED.match(line.text):
            group = "label" if match["label"] else "label1"
            if _names(match[group]):
                time = first_time(match["time"] or match["time1"])
                heads[k] = Head(len(line.text), match.span(group), match[group].strip(), time)
    return heads if sum(h.label is not None or bool(h.time) for h in heads.values()) >= 2 else {}


def _beside(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """``[Speaker 1] (0:03) words``: a name in brackets, or a time in brackets beside it, before the words."""
    found: dict[int, tuple[Head, str]] = {}
    for k, line in enumerate(lines):
        match = None if k in skip else _BESIDE.match(line.text)
        if match is None:
            continue
        group = "label" if match["label"] else "label1"
        label, time = match[group].strip(), match["time"] or match["time2"] or match["time3"]
        if (is_code(label) or (time and looks_like_name(label))) and not _sentence(label):
            found[k] = Head(match.end(), match.span(group), label, first_time(time)), label_of(label)
    often = Counter(key for _, key in found.values())
    heads = {k: head for k, (head, key) in found.items() if often[key] >= 2 or role_of(head.speaker)}
    full = sum(1 for line in lines if line.text.strip())
    return heads if len(heads) >= max(2, 0.2 * full) else {}


def _chat(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """The chat of a meeting: each entry with its time, who wrote it and to whom."""
    found = {k: m for k, line in enumerate(lines) if k not in skip and (m := _CHAT.match(line.text))}
    named = {k: m for k, m in found.items() if 0 < len(m["label"].split()) <= 6}
    return {k: Head(m.end(), m.span("label"), m["label"], first_time(m["time"])) for k, m in named.items()}


def _names(text: str) -> bool:
    return looks_like_name(text) or is_code(text.strip())


def _sentence(text: str) -> bool:
    return text.rstrip()[-1:] in {".", "?", "!", ","} and not re.search(r"\b[A-Z]\.$", text.rstrip())


def _recurring(found: dict[int, tuple[int, int]], lines: Sequence[Line], least: int) -> Heads:
    """Heads from stretches that look like labels and recur."""
    names = {k: lines[k].text[a:b] for k, (a, b) in found.items()}
    names = {k: n for k, n in names.items() if (looks_like_name(n) or is_code(n)) and not _sentence(n)}
    often = Counter(label_of(n) for n in names.values())
    good = {key for key, n in often.items() if n >= least}
    if len(good) < 2:
        return {}
    heads: Heads = {}
    for k, n in names.items():
        if label_of(n) in good:
            rest = re.compile(r"[\s:.–—-]*").match(lines[k].text, found[k][1])
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
        label = text[:end].rstrip(" \t:.–—-")
        if 0 < len(label.strip()) <= 60:
            found[k] = (len(label) - len(label.lstrip()), len(label))
    return _recurring(found, lines, 2)


def _alone(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """A name on a line of its own, then the words."""
    found = {}
    for k, line in enumerate(lines):
        text = line.text.rstrip(" :")
        if k not in skip and 0 < len(text.strip()) <= 40 and line.cell is None:
            found[k] = (len(text) - len(text.lstrip()), len(text))
    return _recurring(found, lines, 2)


_LAYOUTS: tuple[Callable[[Sequence[Line], frozenset[int]], Heads], ...] = (
    _stamped,
    _chat,
    _beside,
    _colon,
    _tabbed,
)
_SET: tuple[Callable[[Sequence[Line], frozenset[int]], Heads], ...] = (_bold, _alone)
"""Told by print and place alone: labels that are printed as such beat them."""


def _particulars(lines: Sequence[Line]) -> tuple[frozenset[int], tuple[tuple[str, str], ...]]:
    """The lines above the talk that give its particulars, and what they say."""
    often = Counter(label_of(m["label"]) for line in lines if (m := LABELLED.match(line.text)))
    found: dict[int, tuple[str, str]] = {}
    certain = False
    for k, line in enumerate(lines[:40]):
        match = _PARTICULAR.match(line.text)
        if match is None or line.cell is not None:
            continue
        key, value = match["key"].strip(), match["value"].strip()
        brief = len(value.split()) <= 12 and not _sentence(value)
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
    printed = max([*(layout(lines, outside) for layout in _LAYOUTS), table], key=len)
    best = max([printed, *(layout(lines, outside) for layout in _SET)], key=len)
    if len(printed) >= max(2, 0.5 * len(best)):
        best = printed
    if len(best) >= 2:
        rows = {lines[k].cell[:2]: k for k in best if lines[k].cell is not None} if best is table else {}  # type: ignore[index]
        units = _units(lines, best, rows)
        if not any(unit.kind == "turn" and unit.end > unit.start for unit in units):
            return None  # times with nothing said beside them: an agenda
        return Script(tuple(lines), tuple(units), _unbelieved(lines, units, outside), particulars)
    units = _questions_in_bold(lines, outside)
    notice = "questions in bold are read as the interviewer's: no speaker is named"
    return Script(tuple(lines), tuple(units), (notice,), particulars) if units else None


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
        if line.cell is not None and line.cell[:2] in rows and k not in heads:
            head = heads[rows[line.cell[:2]]]
            time = head.time or time
        elif k in heads:
            head = heads[k]
            time = head.time or time
        if _ALONE.match(line.text) and k not in heads:
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
    if not text:
        return []
    kind = "heading" if line.heading else "cell" if line.cell is not None else "paragraph"
    at = line.text.index(text)
    return [Unit(k, at, at + len(text), kind=kind)]


def _talk(k: int, line: Line, head: Head, time: str) -> list[Unit]:
    """The words of a line as units, parted at times in brackets, which are not words."""
    units: list[Unit] = []
    at = head.start
    stamps = [(m.start(), m.end(), first_time(m[0].strip())) for m in _INLINE.finditer(line.text, head.start)]
    for start, end, after in [*stamps, (len(line.text), len(line.text), "")]:
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
