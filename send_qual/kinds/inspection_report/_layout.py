"""Inspection reports: chunks of print to sections, actions and attributes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from send_qual.corpus._blocks import Block, headed
from send_qual.corpus.pdf._layout import Chunk, page_turns
from send_qual.corpus.registry import sections
from send_qual.kinds.inspection_report._actions import actions_of
from send_qual.kinds.inspection_report._facts import facts_of
from send_qual.kinds.inspection_report._headings import CORE, is_report_title, section_of

__all__ = ["Report", "as_report"]

_BY_SECTIONS, _BY_TITLE = 0.95, 0.6  # certainty: by its sections, or by nothing but its title


@dataclass(frozen=True, slots=True)
class Report:
    """An inspection report made out: its blocks, title, attributes, notices of what is unusual, certainty."""

    blocks: tuple[Block, ...]
    title: str
    attributes: dict[str, str]
    notices: tuple[str, ...]
    certainty: float


def as_report(chunks: Sequence[Chunk], name: str, words: Callable[[Chunk], str]) -> Report | None:
    """A PDF's chunks as an inspection report, or ``None`` where it is none.

    A report in which fewer than two of the core sections can be told apart keeps the attributes that were found; its
    text comes as plain paragraphs under the nearest heading, and a notice says so. Nothing is dropped.

    Parameters
    ----------
    chunks : sequence of Chunk
        All of the document, in reading order, joined over page breaks.
    name : str
        The file's name.
    words : callable
        The running text of a chunk.
    """
    parts = _sections(chunks)
    known = {section for section, _ in parts}
    core = [section for section in CORE if section in known]
    titled = any(is_report_title(chunk.raw) and len(chunk.raw) < 200 for chunk in chunks[:12])
    if len(core) < 2 and not (titled and chunks):
        return None
    gathered: dict[str, list[Chunk]] = {}
    for section, members in parts:
        gathered.setdefault(section, []).extend(members)
    title, attributes, notices = facts_of(gathered, name, words)
    if len(core) < 2:
        notices.append("the usual sections were not found: read as plain paragraphs, all of which can be coded")
        plain = headed(_plain(chunk, "", words) for chunk in chunks)
        return Report(plain, title, attributes, tuple(notices), _BY_TITLE)
    blocks: list[Block] = []
    for section, members in parts:
        if section in {"priority", "improvement"}:
            blocks += actions_of(members, section, words)
        else:
            blocks += [_plain(chunk, section, words) for chunk in members]
    notices += _missing(known, attributes["outcome"], blocks)
    return Report(tuple(blocks), title, attributes, tuple(notices), _BY_SECTIONS)


def _sections(chunks: Sequence[Chunk]) -> list[tuple[str, list[Chunk]]]:
    """Runs of chunks of one section, each with its heading first."""
    found: list[tuple[str, list[Chunk]]] = [("front", [])]
    for chunk in chunks:
        section = section_of(chunk.raw)
        opens = section and not chunk.mark and (chunk.heading or _set_off(chunk))
        if opens and found[-1][0] not in {section, "about"}:
            found.append((section, []))
        found[-1][1].append(chunk)
    return [(section, members) for section, members in found if members]


def _set_off(chunk: Chunk) -> bool:
    """Whether words that read as a heading can be one although they are set like text."""
    return len(chunk.lines) <= 2 and not chunk.raw.endswith((".", ",", ";"))


def _plain(chunk: Chunk, section: str, words: Callable[[Chunk], str]) -> Block:
    is_heading = chunk.heading or bool(section_of(chunk.raw) and _set_off(chunk) and not chunk.mark)
    kind = "bullet" if chunk.mark else "heading" if is_heading else "paragraph"
    return Block(words(chunk), kind, chunk.page, section, turns=page_turns([chunk], lambda chunks: words(chunks[0])))


def _missing(known: set[str], outcome: str, blocks: Sequence[Block]) -> list[str]:
    headings = {id: section.heading for id, section in sections().items()}
    wanted = [*CORE, "priority" if outcome == "3" else "improvement"]
    notices = [
        f"the heading “{headings[section]}” was not found: its text stands under the section before it"
        + (", which is not coded" if section == "experience" else "")
        for section in wanted
        if section not in known
    ]
    acted = {block.section for block in blocks if block.kind == "action"}
    empty = [section for section in ("priority", "improvement") if section in known - acted]
    return [*notices, *(f"no action was found under “{headings[section]}”" for section in empty)]
