"""The team's own Word template: its fields, how they are filled, and what to say when it is no template."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from send_qual.errors import Fault, SendQualError
from send_qual.findings import Aspect, Chapter
from send_qual.report.interviews._chapters import PARTS, ReportDraft
from send_qual.report.interviews._filling import MEMORY, SECONDS, fill
from send_qual.report.rendering import (
    Block,
    Box,
    Contents,
    Draft,
    Heading,
    PageBreak,
    ReferenceEntry,
    Writer,
    clean,
    properties,
    save,
)

__all__ = ["FIELDS", "fill_template", "write_template"]

FIELDS = {
    "title": "the title of the report",
    "subtitle": "findings from so many interviews with so many participants",
    "date": "the day of the draft, in words",
    "status": "what share of the codings a person has reviewed",
    "interviews": "number of interviews",
    "participants": "number of participants",
    "codebook": "name and version of the codebook",
    "note": "for fictional samples: that they are",
    "p contents": "the table of contents",
    "p summary": "the chapter Summary",
    "p methods": "the chapter Methods",
    "p chapters": "a chapter for each theme, with boxes, sections and quotations",
    "p patterns": "the chapter on groups, themes that come together, and saturation",
    "p limitations": "the chapter Limitations",
    "p appendix": "framework matrix, codebook, accepted disclosures, trail",
    "themes": (
        "a list to go through with {%p for t in themes %} ... {%p endfor %}: {{ t.name }}, {{ t.definition }}, "
        "{{ t.participants }}, {{ t.passages }}, {{p t.facilitators_box }}, {{p t.challenges_box }}, and the lists "
        "t.facilitators and t.challenges (sentences) and t.sections ({{ s.name }}, {{ s.participants }}, "
        "{{ s.passages }}, s.sentences, s.quotations with {{ q.text }} and {{ q.participant }})"
    ),
}
"""What a template may name, and what comes there. Those with ``p`` stand in a paragraph of their own."""

_PLAIN = ("title", "subtitle", "date", "status", "interviews", "participants", "codebook", "note")
_BLOCKS = ("contents", *PARTS)
_PACKAGED = Path(__file__).parent / "data" / "report-template.docx"
_LARGEST = 64 * 2**20  # bytes a template may have unpacked


def write_template(path: str | Path) -> Path:
    """Write the included template, to be changed in Word and given to :func:`report` again.

    Parameters
    ----------
    path : str or pathlib.Path
        A ``.docx`` file. One that is there already is never replaced.

    Raises
    ------
    SendQualError
        Where the file is there already.
    """
    path = Path(path)
    if path.exists():
        raise SendQualError(Fault(str(path), "the file is there already", "Name another, or remove it first"))
    return save(path, _PACKAGED.read_bytes())


def fill_template(made: ReportDraft, template: str | Path | None = None) -> bytes:
    """A report in a Word template, as the bytes of a ``.docx`` file.

    Parameters
    ----------
    made : ReportDraft
    template : str or pathlib.Path, optional
        A Word file with fields such as ``{{ title }}`` and ``{{p chapters }}`` (see ``FIELDS``); default the included
        one. Its page, fonts and styles stay; styles that the report needs and it does not have are added.

    Raises
    ------
    SendQualError
        Where it is no Word file, has no place for the chapters, or holds a field or instruction that is not known.
    """
    import docx

    path = Path(template) if template is not None else _PACKAGED
    filled = _opened(path)
    _check_fields(path, filled.docx)
    writer = Writer(filled.docx, _as_listed(made.draft, filled.docx), adopt=True)
    context = {**_plain(made), **_blocks(made, writer), "themes": _themes(made, writer)}
    rendered = docx.Document(io.BytesIO(_render(_saved(filled.docx), context, path)))
    properties(rendered, made.draft)
    return _saved(rendered)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# -------------------------------------------------------------------------------------- the template
def _opened(path: Path) -> Any:
    from docxtpl import DocxTemplate

    mend = "Give a Word document (.docx) that opens in Word; the included one is written by write_template"
    if not path.is_file():
        raise SendQualError(Fault(path.name, "there is no such template", "Check the name of the file"))
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                raise SendQualError(Fault(path.name, "the template is too large", "Use one under 64 MB unpacked"))
        filled = DocxTemplate(path)
        filled.init_docx()
        _ = filled.docx.styles, filled.docx.sections[-1]
    except SendQualError:
        raise
    except Exception as error:  # zip, XML, package and content-type errors all mean the same to a user
        problem = "this is no Word document"
        if path.suffix.lower() in {".dotx", ".dotm", ".docm", ".doc", ".odt"}:
            problem, mend = f"a template cannot be a {path.suffix} file", "Open it in Word and save it as .docx"
        raise SendQualError(Fault(path.name, problem, mend)) from error
    return filled


def _paragraphs(document: Any) -> Iterable[str]:
    from docx.oxml.ns import qn

    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def _check_fields(path: Path, document: Any) -> None:
    """Whether there is a place for the chapters, and whether fields of whole parts stand by themselves."""
    lines = list(_paragraphs(document))
    text = "\n".join(lines)
    faults = []
    for line in lines:
        if bare := re.search(rf"{{{{-?\s*({'|'.join(_BLOCKS)})\b", line):
            mend = f"Write {{{{p {bare[1]} }}}}, in a paragraph of its own"
            faults.append(Fault(path.name, f"the field {bare[1]} is a whole part of the report", mend))
        elif (own := re.search(r"{{p\s+([\w.]+)\s*}}", line)) and line.strip() != own[0]:
            mend = "Put it into a paragraph of its own"
            faults.append(
                Fault(path.name, f"beside the field {own[0]} there are other words, which would be lost", mend)
            )
    if not re.search(r"{{p\s+chapters\b|\bin\s+themes\b", text) and not faults:
        mend = "Write {{p chapters }} into a paragraph of its own where they are to stand"
        faults.append(Fault(path.name, "the template has no place for the chapters", mend))
    if faults:
        raise SendQualError(faults)


def _as_listed(draft: Draft, document: Any) -> Draft:
    """The draft without its list of references where the template has no place for it: numbers then lead nowhere."""
    if re.search(r"{{p\s+appendix\b", "\n".join(_paragraphs(document))):
        return draft
    return replace(draft, blocks=tuple(b for b in draft.blocks if not isinstance(b, ReferenceEntry)))


def _render(docx: bytes, context: Mapping[str, Any], path: Path) -> bytes:
    """Fill the fields; a template that somebody brought is filled by a process of its own, which can be stopped."""
    if path == _PACKAGED:
        return fill(docx, context)
    request = {"docx": base64.b64encode(docx).decode("ascii"), "context": _as_json(context)}
    command = [sys.executable, "-P", str(Path(__file__).with_name("_filling.py")), str(SECONDS), str(MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program
            command, input=json.dumps(request).encode(), capture_output=True, timeout=3 * SECONDS, check=False
        )
        said = json.loads(done.stdout) if done.stdout else {"error": "size"}
    except (subprocess.TimeoutExpired, ValueError):
        said = {"error": "size"}
    if "docx" in said:
        return base64.b64decode(said["docx"])
    raise SendQualError(_fault(path, said["error"], said.get("message", "")))


def _as_json(value: Any) -> Any:
    """The context as JSON keeps it: Word's XML marked as such."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return {"xml": str(value)}
    if isinstance(value, Mapping):
        return {key: _as_json(one) for key, one in value.items()}
    return [_as_json(one) for one in value] if isinstance(value, list | tuple) else value


def _fault(path: Path, error: str, message: str) -> Fault:
    known = f"Fields are {', '.join(name.removeprefix('p ') for name in FIELDS)}"
    if error == "unknown":
        name = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'", message)
        what = f"the field {name[1] or name[2]} is not known" if name else "a field is not known"
        return Fault(path.name, what, known)
    if error == "syntax":
        return Fault(path.name, f"a field cannot be read ({message})", known)
    if error == "size":
        problem = f"filling the template takes more than {SECONDS} seconds or {MEMORY // 2**30} GB of memory"
        return Fault(path.name, problem, "Look for {% for %} in {% for %}, and for fields that multiply or pad words")
    mend = f"Each {{%p for ... %}} needs its {{%p endfor %}}, in paragraphs of their own. {known}"
    return Fault(path.name, "the fields do not fit together", mend)


# ---------------------------------------------------------------------------------------- the fields
def _plain(made: ReportDraft) -> dict[str, str]:
    study, book = made.study, made.study.findings.codebook
    corpus = study.findings.codings.corpus
    values = (
        made.draft.title, made.draft.subject, made.drawn, made.status, str(study.findings.n), str(study.n),
        f"{book.name} {book.version}".strip(), corpus.note if corpus is not None else "",
    )  # fmt: skip
    return {name: _line(value) for name, value in zip(_PLAIN, values, strict=True)}


def _line(words: str) -> str:
    return " ".join(clean(words).split())


def _blocks(made: ReportDraft, writer: Writer) -> dict[str, Any]:
    parts: dict[str, Sequence[Block]] = {"contents": (Contents(), PageBreak()), **dict(made.parts)}
    return {name: _written(writer, blocks) for name, blocks in parts.items()}


def _written(writer: Writer, blocks: Iterable[Block]) -> Any:
    """Blocks as the XML that stands in the place of a field's paragraph."""
    from lxml import etree
    from markupsafe import Markup

    body = writer.document.element.body
    before = set(body)
    for block in blocks:
        writer.add(block)
    added = [element for element in body if element not in before]
    for element in added:
        body.remove(element)
    return Markup("".join(etree.tostring(element, encoding="unicode") for element in added))  # noqa: S704 -- our XML


def _themes(made: ReportDraft, writer: Writer) -> list[dict[str, Any]]:
    boxes = {
        chapter.theme.id: [block for block in _of_chapter(made.draft, chapter) if isinstance(block, Box)]
        for chapter in made.study.chapters
    }
    return [_theme(chapter, boxes[chapter.theme.id], writer) for chapter in made.study.chapters if chapter.passages]


def _of_chapter(draft: Draft, chapter: Chapter) -> list[Block]:
    inside, found = False, []
    for block in draft.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.id == f"theme-{chapter.theme.id}"
        elif inside:
            found.append(block)
    return found


def _key(aspect: Aspect) -> str:
    """What a field of a template calls a box: by its title, in small letters."""
    return re.sub(r"\W+", "_", aspect.words.box.lower()).strip("_")


def _theme(chapter: Chapter, boxes: Sequence[Block], writer: Writer) -> dict[str, Any]:
    told = [(aspect, points) for aspect, points in chapter.boxes if aspect.facet] if boxes else []
    return {
        "name": _line(chapter.theme.name),
        "definition": _line(chapter.theme.definition),
        "participants": str(len(chapter.participants)),
        "passages": str(chapter.passages),
        **{_key(aspect): [_line(p.with_words) for p in points] for aspect, points in told},
        **{f"{_key(aspect)}_box": _written(writer, [box]) for (aspect, _), box in zip(told, boxes, strict=True)},
        "sections": [
            {
                "name": _line(s.name),
                "participants": str(len(s.participants)),
                "passages": str(s.passages),
                "sentences": [_line(p.with_words) for p in s.points],
                "quotations": [{"text": _line(q.text), "participant": q.participant} for q in s.quotations],
            }
            for s in chapter.sections
        ],
    }
