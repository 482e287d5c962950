"""Looking through every file of a study for words that should not be there any more."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from send_qual.coding.forgetting._traces import Traces, bare

__all__ = ["Found", "files_below", "found_in", "not_looked_into"]

_NOT_LOOKED_INTO = frozenset({".git", ".venv", ".uv", "node_modules", "__pycache__"})
_LARGEST = 200 * 2**20
_TAG = re.compile(r"<[^<>]*>")
_NO_WORDS = (
    *(".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".7z", ".rar", ".gz"),
    *(".mp3", ".mp4", ".m4a", ".wav", ".mov", ".avi", ".webm", ".ogg", ".flac"),
)
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office, and new under a password
_MARKED_UP = (".html", ".htm", ".xml", ".rels", ".svg")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a file: how many of the sentences, whether a document's name does, and how often a name."""

    sentences: int = 0
    document: bool = False
    names: int = 0

    def __bool__(self) -> bool:
        return bool(self.sentences or self.document or self.names)


def files_below(root: Path) -> Iterator[Path]:
    """Every file of a study that is not a program's."""
    for path in sorted(root.iterdir()):
        if path.name in _NOT_LOOKED_INTO or path.is_symlink():
            continue
        if path.is_dir():
            yield from files_below(path)
        elif path.is_file():
            yield path


def found_in(path: Path, traces: Traces) -> Found:
    """What of the traces stands in a file; nothing in one that is not looked into."""
    if path.stat().st_size > _LARGEST:
        return Found()
    text = "\n".join(_texts(path.name, path.read_bytes()))
    plain = bare(text)
    names = sum(len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text)) for name in traces.names)
    named = any(re.search(rf"(?<![\w-]){re.escape(one)}(?!\w)", text) for one in traces.documents)
    return Found(sum(sentence in plain for sentence in traces.sentences), named, names)


def not_looked_into(path: Path) -> bool:
    """Whether a file may hold words that are not searched for: pictures, sound, what is too large or locked."""
    if path.name.lower().endswith(_NO_WORDS) or path.stat().st_size > _LARGEST:
        return True
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith((b"PK\x03\x04", b"%PDF-")):
        return not any(text.strip() for text in _texts(path.name, path.read_bytes()))
    return start.startswith(_LOCKED)


def _texts(name: str, data: bytes) -> Iterator[str]:
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for info in packed.infolist():
                    if info.filename.lower().endswith((*_MARKED_UP, ".json", ".txt")) and info.file_size <= _LARGEST:
                        yield _plain(info.filename, packed.read(info))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            return
    elif data.startswith(b"%PDF-"):
        yield _of_pdf(data)
    else:
        yield _plain(name, data)


def _plain(name: str, data: bytes) -> str:
    coding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = data.decode(coding, errors="replace")
    if name.lower().endswith(_MARKED_UP):
        text = html.unescape(_TAG.sub("", re.sub(r"</(?:w:p|text:p|p|t|si|li|td|div)>", " ", text)))
    return text.replace("\\n", " ").replace('\\"', '"')


def _of_pdf(data: bytes) -> str:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    except pypdfium2.PdfiumError:
        return ""
