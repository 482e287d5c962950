"""What a file is by its first bytes, whatever its name says; and whether an archive is safe to open."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from send_qual.errors import Fault, SendQualError

__all__ = ["SIGNATURES", "check_zip", "sniff"]

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".ole"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"ID3", ".mp3"),
    (b"\xff\xfb", ".mp3"),
    (b"\xff\xf3", ".mp3"),
    (b"OggS", ".ogg"),
    (b"fLaC", ".flac"),
    (b"\x1aE\xdf\xa3", ".webm"),
    (b"0&\xb2u\x8ef\xcf\x11", ".wma"),
    (b"#!AMR", ".amr"),
    (b"\x1f\x8b", ".gz"),
    (b"7z\xbc\xaf", ".7z"),
    (b"Rar!", ".rar"),
)
"""First bytes -> what the file is."""

_READABLE = frozenset({".pdf", ".docx", ".odt", ".vtt", ".html"})
_PICTURES = frozenset({".png", ".jpg", ".gif", ".bmp", ".tif", ".heic", ".webp"})
_SOUNDS = frozenset({".mp3", ".wav", ".ogg", ".flac", ".wma", ".amr", ".m4a", ".mp4", ".webm", ".avi"})
_PACKED = frozenset({".pdf", ".docx", ".odt", ".xlsx"})
"""Formats that are no text: a web page of such a name is what a server sent instead of the file."""
_TEXT = frozenset({".txt", ".md", ".vtt", ".srt", ".html", ".htm", ".csv", ".text", ".log"})
_NAMES = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".vtt": "WebVTT captions",
    ".html": "a web page",
    ".rtf": "a rich text file",
    ".doc": "an old Word document",
    ".zip": "a zip archive",
    ".xlsx": "an Excel workbook",
    ".pptx": "a PowerPoint file",
    ".ods": "an OpenDocument spreadsheet",
    ".gz": "a compressed file",
    ".7z": "a compressed archive",
    ".rar": "a compressed archive",
}

MAX_MEMBERS = 10_000
"""Members of a .docx or .odt: a thesis with a picture on every page has some hundreds."""
MAX_UNPACKED = 300 * 1024 * 1024
"""Bytes of all members unpacked."""
MAX_XML = 60 * 1024 * 1024
"""Bytes of one XML member unpacked: ten million characters of text with their mark-up."""
MAX_RATIO = 200
"""Unpacked over packed for one member above a megabyte: Word's XML reaches some 20 to 60, a bomb a thousand."""


def sniff(path: Path, data: bytes, more: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The suffix that fits a file's content, and a notice where its name says otherwise.

    Parameters
    ----------
    path : pathlib.Path
    data : bytes
    more : collection of str
        Formats that can be read besides those of the house's readers.

    Raises
    ------
    SendQualError
        Where the file is of a kind that holds no text to read; the fault says which kind.
    """
    named = path.suffix.lower()
    found = _by_content(data)
    readable = _READABLE.union(more)
    if found == ".ole":
        if (fault := _ole_fault(path, data)) is not None:
            raise SendQualError(fault)
        found = ".doc"
    if found in {"", ".html"} and named in _PACKED:
        raise SendQualError(_broken(path, data))
    if not found:
        if not _is_text(data[:200_000]):
            problem = "it is not text, whatever its name says"
            raise SendQualError(Fault(path.name, problem, "Save it as .docx, or as .txt in UTF-8"))
        return named, ()
    if (found == named and found in readable) or (found == ".html" and named in _TEXT):
        return named, ()
    if found in readable:
        return found, (f"the file is {_NAMES[found]} although its name ends in {named or 'nothing'}: read as such",)
    if named in _PACKED and found == ".zip":
        problem = "the file is damaged: it is cut short, or some other archive with this name"
        raise SendQualError(Fault(path.name, problem, "Copy or download it again, or open and save it in Word"))
    if found in _SOUNDS | _PICTURES:
        raise SendQualError(_no_words(path, found))
    mend = "Save it as .docx or .pdf" if found in {".pptx", ".xlsx", ".ods"} else "Take it out of the folder"
    raise SendQualError(Fault(path.name, f"it is {_NAMES.get(found, found)}, which cannot be read here", mend))


def _no_words(path: Path, found: str) -> Fault:
    """A picture or a recording: what is possible with it."""
    if found in _PICTURES:
        mend = "Make a PDF of pictures of pages and have its text recognised (OCR), or type up what it says"
        return Fault(path.name, "it is a picture, and only text is read here", mend)
    mend = "Put a transcript of it here instead: Teams, Word online, noScribe and Whisper write .vtt, .srt or .docx"
    return Fault(path.name, "it is a sound or video recording, and only text is read here", mend)


_BOXES = {b"WEBP": ".webp", b"AVI ": ".avi", **dict.fromkeys((b"heic", b"heix", b"mif1", b"avif"), ".heic")}
"""What stands in a box of the kinds that hold many."""


def _by_content(data: bytes) -> str:
    """What the bytes say, or ``""`` where any text could begin so."""
    head = data[:1024]
    if b"%PDF-" in head and not head.lstrip().startswith((b"<", b"PK")):
        return ".pdf"  # readers allow bytes before the signature
    for signature, suffix in SIGNATURES:
        if head.startswith(signature) and (len(signature) > 2 or b"\x00" in head[2:64]):
            return _zip_kind(data) if suffix == ".zip" else suffix
    if head[4:8] == b"ftyp" or head.startswith(b"RIFF"):
        return _BOXES.get(head[8:12], ".mp4" if head[4:8] == b"ftyp" else ".wav")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WEBVTT"):
        return ".vtt"
    if re.match(rb"(?is)(<!--.*?-->\s*)?(<\?xml[^>]*>\s*)?(<!doctype html|<html)", start):
        return ".html"
    return ""


def _is_text(data: bytes) -> bool:
    """Whether bytes can be text: no control codes, save the noughts of UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    noughts = [data[start::2].count(0) for start in (0, 1)]
    if max(noughts) > 0.2 * len(data) and min(noughts) < 0.02 * len(data) + 2:
        return True
    controls = sum(data.count(code) for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
    return controls <= 0.005 * len(data)


_OFFICE = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsx", "ppt/presentation.xml": ".pptx"}
_OPEN_DOCUMENT = {b"opendocument.text": ".odt", b"opendocument.spreadsheet": ".ods"}


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
                return ".docx"
            kinds = [suffix for name, suffix in _OFFICE.items() if name in names]
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mime = archive.read("mimetype")
                kinds += [suffix for word, suffix in _OPEN_DOCUMENT.items() if word in mime]
            return kinds[0] if kinds else ".zip"
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        return ".zip"


def _ole_fault(path: Path, data: bytes) -> Fault | None:
    """What keeps a file of old Office from being read; ``None`` for an old Word file."""
    # an encrypted .docx is an OLE file that holds these two streams (names in UTF-16)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Fault(path.name, "it is protected by a password", "Open it in Word and save a copy without the password")
    if "WordDocument".encode("utf-16-le") in data:
        return None
    new = {"Workbook": ".xlsx", "Book": ".xlsx", "PowerPoint Document": ".pdf"}
    saved = next((suffix for stream, suffix in new.items() if stream.encode("utf-16-le") in data), ".docx")
    return Fault(
        path.name, "it is in an old Office format", f"Open it in the program it was made with and save it as {saved}"
    )


def _broken(path: Path, data: bytes) -> Fault:
    what = _NAMES[path.suffix.lower()]
    if re.match(rb"(?is)\s*(<!doctype|<html|<\?xml|<head|<body)", data[:512]):
        return Fault(path.name, f"it is a web page, not {what}: the download went wrong", "Download it again")
    return Fault(path.name, f"it is not {what}, nor cut off from one", "Copy or download it again")


def check_zip(path: Path, data: bytes) -> None:
    """Refuse an archive that would fill the memory, before anything in it is unpacked.

    Raises
    ------
    SendQualError
        Where members are too many, too large or packed too densely, encrypted, or the archive is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SendQualError(Fault(path.name, "the file is damaged", "Copy or download it again")) from error
    mend = "Do not open it. Ask whoever sent it for another copy"
    if len(members) > MAX_MEMBERS:
        raise SendQualError(Fault(path.name, f"it holds {len(members):,} parts: this is no ordinary document", mend))
    if any(m.flag_bits & 1 for m in members):
        raise SendQualError(Fault(path.name, "it is protected by a password", "Save a copy without the password"))
    total = sum(m.file_size for m in members)
    dense = [m for m in members if m.file_size > 2**20 and m.file_size > MAX_RATIO * max(m.compress_size, 1)]
    large = [m for m in members if m.filename.lower().endswith((".xml", ".rels")) and m.file_size > MAX_XML]
    if total > MAX_UNPACKED or dense or large:
        problem = f"unpacked it would fill {total / 1024**2:,.0f} MB: this is no ordinary document (a zip bomb?)"
        raise SendQualError(Fault(path.name, problem, mend))
