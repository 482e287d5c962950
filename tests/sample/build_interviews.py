"""Build the fictional interviews of ``corpora/sample-interviews`` from the scripts in ``tests/sample/interviews``.

    python tests/sample/build_interviews.py

The scripts are written by hand, one turn a line. What identifies somebody is marked (``{p|Will}``: person,
``{l|..}`` place, ``{o|..}`` organisation, ``{c|..}`` contact, ``{d|..}`` date). The marks are taken out of the
documents and listed in ``identifiers.csv``, one row per mention: that is what pseudonymising has to find. Each script
says which format it becomes. The same script gives the same words, members and properties on every machine.
"""

from __future__ import annotations

import csv
import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "tests" / "sample" / "interviews"
IDENTIFIERS = ROOT / "tests" / "sample" / "identifiers.csv"
DOCUMENTS = ROOT / "corpora" / "sample-interviews" / "documents"

KINDS = {"p": "person", "l": "place", "o": "organisation", "c": "contact", "d": "date"}
MARK = re.compile(r"\{([plocd])\|([^}]+)\}")
WORDS_A_SECOND = 2.4
WHEN = datetime(2024, 3, 4, 9, 0)


@dataclass(frozen=True)
class Turn:
    """What one speaker says before another begins, the marks still in it."""

    speaker: str
    text: str
    start: float

    @property
    def seconds(self) -> float:
        return len(self.text.split()) / WORDS_A_SECOND


def read_script(path: Path) -> tuple[dict, list[Turn]]:
    """The facts at the head of a script, and its turns with the second at which each begins."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = YAML(typ="safe").load(head)
    turns, clock = [], 4.0
    for line in body.strip().splitlines():
        short, _, text = line.partition(": ")
        turns.append(Turn(facts["speakers"][short], text, clock))
        clock += turns[-1].seconds + 0.8
    return facts, turns


def plain(text: str, *, curly: bool = False) -> str:
    """The words without the marks; with the apostrophes a word processor sets, where it does."""
    text = MARK.sub(r"\2", text)
    return text.replace("'", "’") if curly else text


def marks(facts: dict, turns: list[Turn]) -> Iterator[tuple[int, str, str]]:
    """Each mention that identifies: the turn (from 1; 0 for what stands above the talk), its words, its kind."""
    above = [str(cell) for row in facts.get("particulars", []) for cell in row] + facts.get("header", [])
    for number, text in [*((0, words) for words in above), *((n, t.text) for n, t in enumerate(turns, 1))]:
        for kind, words in MARK.findall(text):
            yield number, words, KINDS[kind]


def clock(seconds: float, point: str = ".") -> str:
    """``00:12:03.450``."""
    whole = int(seconds * 1000)
    return f"{whole // 3600000:02d}:{whole // 60000 % 60:02d}:{whole // 1000 % 60:02d}{point}{whole % 1000:03d}"


def cues(turn: Turn, sentences: int) -> Iterator[tuple[float, float, str]]:
    """A turn cut into cues of a few sentences, as a recorder cuts it."""
    parts = re.split(r"(?<=[.?!])\s+", plain(turn.text))
    start = turn.start
    for n in range(0, len(parts), sentences):
        words = " ".join(parts[n : n + sentences])
        end = start + len(words.split()) / WORDS_A_SECOND
        yield start, end, words
        start = end + 0.05


def teams_vtt(_: dict, turns: list[Turn]) -> str:
    """Teams: voice tags, and cue ids of one meeting with the number of the turn."""
    meeting = uuid.uuid5(uuid.NAMESPACE_URL, "https://send-qual.example/sample")
    blocks, n = [], 0
    for number, turn in enumerate(turns, 10):
        for start, end, words in cues(turn, 2):
            voice = f"<v {turn.speaker}>{words}</v>"
            blocks.append(f"{meeting}/{number}-{n}\n{clock(start)} --> {clock(end)}\n{voice}\n")
            n += 1
    return "WEBVTT\n\n" + "\n".join(blocks)


def zoom_vtt(_: dict, turns: list[Turn]) -> str:
    """Zoom: numbered cues; the name stands before the words, but not in every cue of a long turn."""
    blocks = []
    for turn in turns:
        for k, (start, end, words) in enumerate(cues(turn, 2)):
            name = "" if k % 4 == 3 else f"{turn.speaker}: "
            blocks.append(f"{len(blocks) + 1}\r\n{clock(start)} --> {clock(end)}\r\n{name}{words}\r\n")
    return "WEBVTT\r\n\r\n" + "\r\n".join(blocks)


def subrip(_: dict, turns: list[Turn]) -> str:
    """SubRip: the name at the beginning of a turn only."""
    blocks = []
    for turn in turns:
        for k, (start, end, words) in enumerate(cues(turn, 1)):
            name = "" if k else f"{turn.speaker.upper()}: "
            blocks.append(f"{len(blocks) + 1}\n{clock(start, ',')} --> {clock(end, ',')}\n{name}{words}\n")
    return "\n".join(blocks)


def teams_docx(facts: dict, turns: list[Turn]) -> bytes:
    """Teams: title, date and length, then per turn a bold name and the time, and the words below."""
    document = _word("Judith Hallam")
    document.add_paragraph().add_run(facts["title"]).bold = True
    document.add_paragraph(facts["date"])
    length = int(turns[-1].start + turns[-1].seconds)
    document.add_paragraph(f"{length // 60}m {length % 60}s")
    for turn in turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(turn.speaker).bold = True
        paragraph.add_run(f"   {int(turn.start) // 60}:{int(turn.start) % 60:02d}")
        paragraph.add_run().add_break()
        paragraph.add_run(plain(turn.text))
    return _bytes(document)


def typed_docx(facts: dict, turns: list[Turn]) -> bytes:
    """As a transcriber types it: particulars in a table, names in the page's head, ``INT:`` and ``P5:`` in bold."""
    document = _word("L. Pascoe")
    document.sections[0].header.paragraphs[0].text = "Interview 5: Hugh Merriman and Beth Calloway"
    document.add_heading("Interview transcript", 1)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for key, value in facts["particulars"]:
        row = table.add_row().cells
        row[0].paragraphs[0].add_run(key).bold = True
        row[1].text = plain(value, curly=True)
    document.add_paragraph()
    for turn in turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{turn.speaker}:").bold = True
        paragraph.add_run("\t" + plain(turn.text, curly=True))
    return _bytes(document)


def cp1252_txt(facts: dict, turns: list[Turn]) -> bytes:
    """Plain text as an old Windows editor saves it."""
    lines = [plain(line, curly=True) for line in facts["header"]]
    lines += [f"{turn.speaker}: {plain(turn.text, curly=True)}\r\n" for turn in turns]
    return "\r\n".join(lines).encode("cp1252")


def open_document(facts: dict, turns: list[Turn]) -> bytes:
    """LibreOffice: a bold name, a tab, the words."""
    from odf.element import Element
    from odf.opendocument import OpenDocumentText
    from odf.style import Style, TextProperties
    from odf.text import H, P, Span, Tab

    Element.namespaces.clear()  # one list for the whole process: what else was read or written must not show here

    document = OpenDocumentText()
    bold = Style(name="Strong", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    document.text.addElement(H(outlinelevel=1, text=plain(facts["header"][0], curly=True)))
    document.text.addElement(P(text=plain(facts["header"][1], curly=True)))
    for turn in turns:
        paragraph = P()
        paragraph.addElement(Span(stylename=bold, text=f"{turn.speaker}:"))
        paragraph.addElement(Tab())
        paragraph.addText(plain(turn.text, curly=True))
        document.text.addElement(paragraph)
    file = io.BytesIO()
    document.write(file)
    return _settled(file.getvalue())


def _word(author: str):
    from docx import Document

    document = Document()
    about = document.core_properties
    about.author = about.last_modified_by = author
    about.created = about.modified = WHEN
    about.comments = "Fictional: written for the sample corpus of send_qual"
    return document


def _bytes(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return _settled(file.getvalue())


def _settled(data: bytes) -> bytes:
    """The same zip file, and nothing in it of the day or the machine it was made on."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, WHEN.timetuple()[:6])
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            content = old.read(member)
            if member.filename == "meta.xml":
                content = re.sub(rb"<(meta:creation-date|dc:date|meta:generator)>[^<]*</\1>", b"", content)
            new.writestr(entry, content)
    return out.getvalue()


FORMATS = {
    "teams.vtt": (".vtt", teams_vtt),
    "zoom.vtt": (".vtt", zoom_vtt),
    "srt": (".srt", subrip),
    "teams.docx": (".docx", teams_docx),
    "typed.docx": (".docx", typed_docx),
    "txt.cp1252": (".txt", cp1252_txt),
    "odt": (".odt", open_document),
}


def build(script: Path, folder: Path) -> Path:
    """Write one script as a document of its format in ``folder``."""
    facts, turns = read_script(script)
    suffix, write = FORMATS[facts["format"]]
    made = write(facts, turns)
    target = folder / f"{script.stem}{suffix}"
    target.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))
    return target


def list_identifiers(scripts: list[Path]) -> str:
    """``identifiers.csv``: document, turn, text, kind; one row per mention, in order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["document", "turn", "text", "kind"])
    for script in scripts:
        facts, turns = read_script(script)
        name = f"{script.stem}{FORMATS[facts['format']][0]}"
        curly = facts["format"] in {"typed.docx", "txt.cp1252", "odt"}
        writer.writerows((name, n, plain(words, curly=curly), kind) for n, words, kind in marks(facts, turns))
    return out.getvalue()


if __name__ == "__main__":
    DOCUMENTS.mkdir(parents=True, exist_ok=True)
    every = sorted(SCRIPTS.glob("*.txt"))
    for one in every:
        build(one, DOCUMENTS)
    IDENTIFIERS.write_text(list_identifiers(every), encoding="utf-8", newline="\n")
