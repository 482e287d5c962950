"""One small fictional interview, laid out in the manner of every program that writes interviews."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

STORY = [
    ("Ana Reed", "Thanks for making time. How did it start?", 3),
    ("Will Osei", "Slowly. We had nobody in post, and the café closed.\nSo – nothing happened.", 9),
    ("Ana Reed", "Why was that?", 31),
    ("Will Osei", "Note the date: nobody rang. R&D wanted <script>alert(1)</script> on the form.", 34),
    ("Grace May", "Sorry, can I add something?", 60),
    ("Will Osei", "Go on, Grace.", 63),
    ("Grace May", "It may change; hope so. We will see.", 3605),
    ("Ana Reed", "Anything else I should have asked?", 3612),
    ("Will Osei", "No.", 3615),
]
INITIALS = {"Ana Reed": "INT", "Will Osei": "P1", "Grace May": "P2"}


def stamp(seconds: int, point: str = ".") -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}120"


def short(seconds: int) -> str:
    hours = f"{seconds // 3600}:{seconds // 60 % 60:02d}" if seconds >= 3600 else f"{seconds // 60}"
    return f"{hours}:{seconds % 60:02d}"


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams_vtt(closed: bool = True) -> bytes:
    out = ["WEBVTT", "", "NOTE Confidence: 0.9", "", "STYLE", "::cue { color: red }", ""]
    for n, (who, words, at) in enumerate(STORY):
        for k, part in enumerate(words.split("\n")):
            end = "</v>" if closed else ""
            timing = f"{stamp(at + k)} --> {stamp(at + k + 1)}"
            out += [f"5ec5c7f1-0000-4a6f-{n}/{n}-{k}", timing, f"<v {who}>{escaped(part)}{end}", ""]
    return "\n".join(out).encode()


def zoom_vtt() -> bytes:
    out = ["WEBVTT", ""]
    for n, (who, words, at) in enumerate(STORY, 1):
        for k, part in enumerate(words.split("\n")):
            label = f"{who}: " if k == 0 else ""
            out += [str(n), f"{stamp(at + k)} --> {stamp(at + k + 1)}", f"{label}{part}", ""]
    return "\r\n".join(out).encode("utf-8-sig")


def srt() -> bytes:
    cues = []
    for n, (who, words, at) in enumerate(STORY, 1):
        cues.append(f"{n}\n{stamp(at, ',')} --> {stamp(at + 2, ',')}\n<i>{who}: {words}</i>\n")
    return "\n".join(cues).encode()


def typed_txt(labels: dict[str, str] | None = None, glue: str = ": ", encoding: str = "utf-8") -> bytes:
    names = labels or {}
    return "\n\n".join(f"{names.get(who, who)}{glue}{words}" for who, words, _ in STORY).encode(encoding)


def stamped_txt() -> bytes:
    return "\n".join(f"[{stamp(at)[:8]}] {who}: {words}" for who, words, at in STORY).encode()


def _docx(fill: Callable[[object], None]) -> bytes:
    import docx

    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def teams_docx() -> bytes:
    def fill(document):
        document.add_paragraph("Catch-up-20240116_100200-Meeting Recording")
        document.add_paragraph("16 January 2024, 10:02am")
        for who, words, at in STORY:
            paragraph = document.add_paragraph()
            paragraph.add_run(who).bold = True
            paragraph.add_run(f"   {short(at)}").add_break()
            paragraph.add_run(words)
        document.add_paragraph("Ana Reed stopped transcription")

    return _docx(fill)


def old_teams_docx() -> bytes:
    def fill(document):
        for who, words, at in STORY:
            clock = f"{at // 3600}:{at // 60 % 60}:{at % 60}"
            document.add_paragraph(f"{clock}.120 --> {clock}.980\n{who}\n{words}")

    return _docx(fill)


def typed_docx() -> bytes:
    def fill(document):
        document.add_heading("Interview transcript", 1)
        table = document.add_table(0, 2)
        for key, value in (("Project", "A study"), ("Interviewer", "Ana Reed (INT)"), ("Date", "16 January 2024")):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = key, value
        document.add_paragraph()
        for who, words, _ in STORY:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{INITIALS[who]}:").bold = True
            paragraph.add_run(f"\t{words.splitlines()[0]}")
            for more in words.splitlines()[1:]:
                document.add_paragraph(more)
        document.add_paragraph("[End of interview]")

    return _docx(fill)


def bold_docx() -> bytes:
    def fill(document):
        for who, words, _ in STORY:
            paragraph = document.add_paragraph()
            paragraph.add_run(who).bold = True
            paragraph.add_run(f" {words}")

    return _docx(fill)


def table_docx() -> bytes:
    def fill(document):
        table = document.add_table(1, 3)
        for cell, text in zip(table.rows[0].cells, ("Time", "Speaker", "Text"), strict=True):
            cell.text = text
        for who, words, at in STORY:
            cells = table.add_row().cells
            cells[0].text, cells[1].text, cells[2].text = stamp(at)[:8], who, words

    return _docx(fill)


def typed_odt() -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.text import LineBreak, P

    document = OpenDocumentText()
    for who, words, _ in STORY:
        paragraph = P(text=f"{who}: ")
        for k, part in enumerate(words.split("\n")):
            if k:
                paragraph.addElement(LineBreak())
            paragraph.addText(part)
        document.text.addElement(paragraph)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


LAYOUTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "teams vtt": ("a.vtt", teams_vtt),
    "teams vtt, tags not closed": ("a.vtt", lambda: teams_vtt(closed=False)),
    "zoom vtt": ("a.vtt", zoom_vtt),
    "srt": ("a.srt", srt),
    "teams docx": ("a.docx", teams_docx),
    "old teams docx": ("a.docx", old_teams_docx),
    "typed docx": ("a.docx", typed_docx),
    "names in bold": ("a.docx", bold_docx),
    "table docx": ("a.docx", table_docx),
    "odt": ("a.odt", typed_odt),
    "txt": ("a.txt", typed_txt),
    "txt with times": ("a.txt", stamped_txt),
    "txt with tabs and capitals": ("a.txt", lambda: typed_txt({w: w.upper() for w in INITIALS}, "\t")),
    "txt with first names": ("a.txt", lambda: typed_txt({w: w.split()[0] for w in INITIALS})),
    "txt with names alone": ("a.txt", lambda: typed_txt(None, "\n")),
    "windows txt": ("a.txt", lambda: typed_txt(encoding="cp1252")),
    "utf-16 txt": ("a.txt", lambda: typed_txt(encoding="utf-16")),
}


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> tuple[str, str, bytes]:
    """Name of the layout, file name, bytes."""
    name, write = LAYOUTS[request.param]
    return request.param, name, write()


@pytest.fixture(scope="session")
def layouts() -> dict[str, tuple[str, Callable[[], bytes]]]:
    return LAYOUTS


@pytest.fixture(scope="session")
def story() -> list[tuple[str, str, int]]:
    return STORY
