"""Inspection reports on local authority children's services (Ofsted's ILACS framework): grades, and what to improve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from send_qual.corpus.dates import periods, published_in_name
from send_qual.corpus.document import Document, Segment
from send_qual.corpus.file import File
from send_qual.corpus.kind import Kind, Section

__all__ = ["KIND"]

_JUDGED = (
    ("leaders", r"the impact of leaders on social work practice.*", "The impact of leaders on social work practice"),
    (
        "protection",
        r"the experiences and progress of children who need help and protection",
        "The experiences and progress of children who need help and protection",
    ),
    (
        "in-care",
        r"the experiences and progress of children (?:in care|looked after)(?: and achieving permanence)?",
        "The experiences and progress of children in care",
    ),
    ("leavers", r"the experiences and progress of care leavers", "The experiences and progress of care leavers"),
)
"""Judgement -> words of its heading in small letters -> as printed."""
_OVERALL = r"overall effectiveness"
_GRADES = ("outstanding", "good", "requires improvement to be good", "requires improvement", "inadequate")
_GRADE = re.compile(rf"(.*?)\s*[:–—-]?\s*\b({'|'.join(_GRADES)})\.?", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(
    r"inspection of (?:the )?(.{2,80}?)(?: local authority| council|[’']s?)?(?: \(LA\))? children[’']?s services",
    re.IGNORECASE,
)
_IMPROVE = re.compile(r"what needs to improve(?: in this area of social work practice)?\s*[?:]?", re.IGNORECASE)
_ABOUT = re.compile(r"information about this inspection|the inspection team|.{0,40}inspection team", re.IGNORECASE)
_DATES = re.compile(r"inspection dates?\s*:?|dates? of inspection\s*:?", re.IGNORECASE)


def _certainty(file: File) -> float:
    opening = " ".join(file.opening.split())
    if file.suffix in {".vtt", ".srt"} or not _TITLE.search(opening[:600]):
        return 0.0
    return 0.95 if _DATES.search(opening) or _IMPROVE.search(opening) else 0.5


def _judgement(words: str) -> tuple[str, str]:
    """The judgement that a line is the heading or the row of, and the grade it carries: each ``""`` for none."""
    plain = " ".join(words.split())
    graded = _GRADE.fullmatch(plain)
    name = (graded[1] if graded else plain).strip(" :–—-").lower()
    found = next((id for id, pattern, _ in _JUDGED if re.fullmatch(pattern, name)), "")
    found = found or ("overall" if re.fullmatch(_OVERALL, name) else "")
    return found, graded[2].lower().removesuffix(" to be good") if graded and (found or not name) else ""


def _documents(file: File) -> Sequence[Document]:
    read = file.document
    segments, grades = _sections(read)
    opening = " ".join(read.text[:3_000].split())
    title = _TITLE.search(opening)
    area = title[1] if title else ""
    printed = _DATES.search(opening)
    days = periods(opening[printed.end() : printed.end() + 80]) if printed else []
    start, end = map(str, days[0]) if days else ("", "")
    facts = {"area": area, "published": published_in_name(read.id), "inspection_start": start, "inspection_end": end}
    notices = [] if area else ["the local authority is not named in the title"]
    notices += [] if days else ["no inspection dates were found"]
    if not any(segment.kind == "action" for segment in segments):
        notices.append("no list of what needs to improve was found")
    known = {name.replace("-", "_"): grades.get(name, "") for name in ("overall", *(id for id, _, _ in _JUDGED))}
    document = replace(
        read, segments=segments, notices=(*read.notices, *notices), title=title[0] if title else read.title
    )
    return (document.with_attributes(**facts, **known),)


def _sections(document: Document) -> tuple[tuple[Segment, ...], dict[str, str]]:
    """The segments in their sections, and the grade of each judgement."""
    section, waiting, grades = "cs-front", "", dict[str, str]()
    found: list[Segment] = []
    for segment in document.segments:
        words = document.words(segment)
        judged, grade = _judgement(words)
        heading = segment.kind == "heading"
        if _IMPROVE.fullmatch(" ".join(words.split())):
            section, heading = "cs-improve", True
        elif _ABOUT.fullmatch(words.strip()):
            section, heading = "cs-about", True
        elif judged not in {"", "overall"} and (
            section != "cs-front" or (grade and ":" in words)
        ):  # a row has no colon
            section, heading = f"cs-{judged}", True
        grades |= {judged: grade} if judged and grade else {waiting: grade} if waiting and grade else {}
        waiting = judged if judged and not grade else ""
        listed = section == "cs-improve" and not heading
        found.append(
            replace(segment, section=section, kind="heading" if heading else "action" if listed else segment.kind)
        )
    return tuple(found), grades


KIND = Kind(
    id="childrens-services-report",
    name="children's services inspection report",
    plural="children's services inspection reports",
    unit="report",
    recognise=_certainty,
    documents=_documents,
    sections=(
        Section("cs-front", "Front page", coded=False),
        Section("cs-improve", "What needs to improve?", "action"),
        *(Section(f"cs-{id}", heading) for id, _, heading in _JUDGED),
        Section("cs-about", "Information about this inspection", coded=False),
    ),
    cut="paragraphs",
    facts={
        "area": "the local authority",
        "published": "the day of publishing, from the catalogue or the file's name",
        "inspection_start": "the first day of the inspection",
        "inspection_end": "its last day",
        "overall": "the grade of overall effectiveness",
        **{id.replace("-", "_"): f"the grade of: {heading[0].lower()}{heading[1:]}" for id, _, heading in _JUDGED},
    },
    grouping=("published", "overall"),
    once="area",
    confidential=False,
    codebook="childrens-services",
    outline=("summary", "background", "glance", "themes", "emergent", "comparison", "appendix"),
)
