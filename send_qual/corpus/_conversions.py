"""Files that are read by way of another format: rich text, old Word files, and PDFs that are pictures of pages.

Old Word files and pictures of pages need a program that is kept by others and may not be there: it is looked for, used
where it is, and named where it is not. It works on this machine, in a folder of its own that goes when it is done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from send_qual.errors import Fault, SendQualError

__all__ = ["CONVERTED", "converted", "recognised"]

CONVERTED = frozenset({".doc", ".rtf"})
"""Formats that are read by way of another."""

_OFFICE = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_PATIENCE = 180  # seconds for a file
_PAGE = 60  # seconds for the picture of a page
_DOTS = 300 / 72  # three hundred dots an inch, as text recognition wants it


def converted(path: Path, data: bytes, suffix: str) -> tuple[str, bytes, str]:
    """A file of such a format as one that is read here: its suffix, its bytes, and a notice.

    Raises
    ------
    SendQualError
        Where no program is installed that opens it, or none could.
    """
    if suffix == ".rtf":
        from striprtf import striprtf

        read: Callable[..., str] = striprtf.rtf_to_text
        return ".txt", read(data.decode("latin-1"), errors="replace").encode(), ""
    mend = "Open it in Word or LibreOffice and save it as .docx"
    programs = [*filter(None, map(shutil.which, (*_OFFICE, "textutil", "antiword", "catdoc")))]
    if not programs:
        problem = (
            "it is in the old Word format, and no program that opens it is installed (LibreOffice, antiword or catdoc)"
        )
        raise SendQualError(Fault(path.name, problem, mend))
    for program in programs:
        if made := _of_word(program, data):
            name = Path(program).stem.lower()
            told = "LibreOffice" if name in {"soffice", "libreoffice"} else name
            return ".docx" if made.startswith(b"PK") else ".txt", made, f"the old Word file is read through {told}"
    raise SendQualError(Fault(path.name, "it is in the old Word format, or damaged, and could not be opened", mend))


def _of_word(program: str, data: bytes) -> bytes:
    """What a program makes of an old Word file; empty where it cannot."""
    with _folder() as folder:
        old, new = folder / "old.doc", folder / "old.docx"
        old.write_bytes(data)
        name = Path(program).stem.lower()
        if name in {"antiword", "catdoc"}:
            asked = ("-w", "0", "-m", "UTF-8.txt") if name == "antiword" else ("-w", "-d", "utf-8")
            return _run([program, *asked, str(old)], _PATIENCE) or b""
        if name == "textutil":
            _run([program, "-convert", "docx", "-output", str(new), str(old)], _PATIENCE)
        else:
            home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
            made = ("--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder))
            _run([program, home, *made, str(old)], _PATIENCE)
        return new.read_bytes() if new.is_file() else b""


def recognised(path: Path, data: bytes) -> bytes | None:
    """A PDF of pictures with the words that Tesseract recognises in them; ``None`` where that is not installed.

    Raises
    ------
    SendQualError
        Where it fails.
    """
    program = shutil.which("tesseract")
    if program is None:
        return None
    import pypdfium2 as pdfium

    with _folder() as folder:
        document = pdfium.PdfDocument(data)
        try:
            pictures = []
            for number in range(len(document)):
                pictures.append(folder / f"{number:04d}.png")
                document[number].render(scale=_DOTS, grayscale=True).to_pil().save(pictures[-1], dpi=(300, 300))
        finally:
            document.close()
        listed = folder / "pages.txt"
        listed.write_text("\n".join(map(str, pictures)), encoding="utf-8")
        done = _run([program, str(listed), str(folder / "out"), "-l", "eng", "pdf"], _PAGE * max(len(pictures), 1))
        made = folder / "out.pdf"
        if done is None or not made.is_file():
            problem = "its pages are pictures (a scan), and Tesseract could not recognise the words in them"
            mend = "Look whether its language `eng` is installed, or ask for the original"
            raise SendQualError(Fault(path.name, problem, mend))
        return made.read_bytes()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that only its owner can read, gone afterwards."""
    with TemporaryDirectory(prefix="send-qual-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _run(command: Sequence[str], seconds: int) -> bytes | None:
    """What a program prints; ``None`` where it fails or takes too long."""
    quiet = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 -- a program the machine has, on a file in a folder of our own
            command, capture_output=True, timeout=seconds, check=False, env=quiet, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
