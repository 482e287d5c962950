"""Bytes to text, whatever the encoding."""

from __future__ import annotations

import codecs

from send_qual.errors import Fault, SendQualError

__all__ = ["decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and a notice where its encoding had to be guessed.

    A mark at the start decides; else UTF-8 where all bytes are; else UTF-16 where every other byte is nought; else
    the guess of charset-normalizer among the encodings of Western Europe, which is Windows-1252 where nothing speaks
    against it.

    Raises
    ------
    SendQualError
        Where the file is no text.

    Examples
    --------
    >>> decoded("Zoë’s".encode("utf-16"), "a.txt")
    ('Zoë’s', ())
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    if b"\x00" not in data:
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            return _guessed(data, name)
    for encoding, noughts in (("utf-16-le", data[1:4000:2]), ("utf-16-be", data[0:4000:2])):
        if noughts.count(0) > 0.7 * len(noughts):
            return data.decode(encoding, "replace"), ("the text is UTF-16 without its mark: read as such",)
    raise SendQualError(_no_text(name))


def _guessed(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    head = data[:200_000]
    controls = sum(head.count(code) for code in range(32) if code not in b"\t\n\v\f\r\x1a")
    if controls > 0.01 * len(head):
        raise SendQualError(_no_text(name))
    western = ["cp1252", "mac_roman", "cp850", "iso8859_15"]
    best = from_bytes(head, cp_isolation=western, steps=5, chunk_size=2048).best()
    encoding = best.encoding if best is not None else "cp1252"
    text = data.decode(encoding, "replace")
    names = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS (850)", "iso8859_15": "ISO 8859-15"}
    told = f"the text is not UTF-8: read as {names.get(encoding, encoding)}; look whether accents and quotes are right"
    return text, (told,)


def _no_text(name: str) -> Fault:
    return Fault(name, "the file is not text, whatever its name says", "Save it as .txt in UTF-8 or as .docx")
