"""Files of other programs opened with care: archives within limits, XML without entities or network."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from send_qual.errors import Fault, SendQualError

__all__ = ["Archive", "bytes_of", "parse_xml"]

_MOST_BYTES = 500 * 2**20  # of a file, and of all its members unpacked
_MOST_MEMBERS = 20_000
_MOST_XML = 200 * 2**20
_DENSE = 200  # unpacked over packed, for a member above a megabyte: a bomb has a thousand
_ASK = "Do not open it. Ask whoever sent it for another copy"


def bytes_of(path: Path) -> bytes:
    """A file's bytes, within the limit.

    Raises
    ------
    SendQualError
        Where there is no such file, or it is larger than 500 MB.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SendQualError(Fault(path.name, f"it is larger than {_MOST_BYTES // 2**20} MB", "Export it in parts"))
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SendQualError(
            Fault(str(path), f"it cannot be opened ({why})", "Check its name and your rights")
        ) from None


class Archive:
    """A zip whose members are asked for by name; nothing is unpacked to the disk.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file, for messages.

    Raises
    ------
    SendQualError
        Where it is damaged, protected, too large unpacked, or a member points outside.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise SendQualError(Fault(name, "the archive is damaged", "Export it again")) from None
        members = [one for one in self._zip.infolist() if not one.is_dir()]
        if len(members) > _MOST_MEMBERS:
            raise SendQualError(Fault(name, f"it holds {len(members):,} files: this is no ordinary project", _ASK))
        if any(one.flag_bits & 1 for one in members):
            raise SendQualError(Fault(name, "it is protected by a password", "Export it without a password"))
        for one in members:
            parts = re.split(r"[/\\]", one.filename)
            if ".." in parts or parts[0] == "" or re.match(r"[A-Za-z]:", parts[0]):
                raise SendQualError(Fault(name, f"its member {one.filename!r} points outside the archive", _ASK))
        total = sum(one.file_size for one in members)
        dense = [one for one in members if one.file_size > 2**20 and one.file_size > _DENSE * max(one.compress_size, 1)]
        if total > _MOST_BYTES or dense:
            problem = f"unpacked it would fill {total / 2**20:,.0f} MB: this is no ordinary project (a zip bomb?)"
            raise SendQualError(Fault(name, problem, _ASK))
        self._members = {one.filename.replace("\\", "/").casefold(): one for one in members}
        self._by_file = {key.rsplit("/", 1)[-1]: one for key, one in self._members.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """Paths inside the archive, in small letters."""
        return tuple(self._members)

    def find(self, name: str) -> bytes | None:
        """A member by its path, or by the name of its file whatever the folder; case does not matter.

        Raises
        ------
        SendQualError
            Where it is damaged, or larger than it says.
        """
        key = name.replace("\\", "/").casefold()
        member = self._members.get(key) or self._by_file.get(key.rsplit("/", 1)[-1])
        if member is None:
            return None
        try:
            with self._zip.open(member) as stream:
                data = stream.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            problem = f"its member {member.filename!r} is damaged or not as large as it says"
            raise SendQualError(Fault(self.name, problem, "Export it again")) from None
        return data


def parse_xml(data: bytes, name: str) -> Any:
    """The root of an XML file; no entity is expanded, nothing is fetched.

    Raises
    ------
    SendQualError
        Where it is no XML, has a document type, or is too large.
    """
    from lxml import etree

    if len(data) > _MOST_XML:
        raise SendQualError(Fault(name, f"it is larger than {_MOST_XML // 2**20} MB", "Export it in parts"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise SendQualError(Fault(f"{name} line {line}", "this is no well-formed XML", "Export it again")) from None
    if root.getroottree().docinfo.doctype:
        problem = "it declares a document type, which may call in other files"
        raise SendQualError(Fault(name, problem, "Export it again with the program it is from"))
    return root
