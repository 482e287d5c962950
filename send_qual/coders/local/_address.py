"""Where a model server is: on this machine, told in numbers, so that no name is ever asked for."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from send_qual.errors import Fault, SendQualError

__all__ = ["DEFAULT_ADDRESS", "Address", "address_of", "usual_address"]

DEFAULT_ADDRESS = "http://127.0.0.1:11434/v1"
"""Where Ollama listens."""

_PATH = re.compile(r"(?:/[\w.~-]+)*/?")
_PORT = 80
_MEND = f"Give one on this machine, in numbers, as {DEFAULT_ADDRESS}"


@dataclass(frozen=True, slots=True)
class Address:
    """A server on this machine.

    Parameters
    ----------
    host : str
        A loopback address in numbers.
    port : int
    path : str
        Before ``/chat/completions``: ``"/v1"``.
    """

    host: str
    port: int
    path: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{self.path}"


def address_of(said: str) -> Address:
    """Read an address, and refuse whatever is not on this machine.

    ``localhost`` is taken for 127.0.0.1 and not looked up; every other name is refused without asking anybody for it.

    Parameters
    ----------
    said : str
        ``"http://127.0.0.1:8080/v1"``; without a path, ``/v1`` is meant.

    Raises
    ------
    SendQualError
        Where it is no such address.

    Examples
    --------
    >>> str(address_of("http://localhost:1234")), address_of("http://[::1]:8080/v1/").host
    ('http://127.0.0.1:1234/v1', '::1')
    >>> address_of("http://models.example:11434/v1")
    Traceback (most recent call last):
    ...
    send_qual.errors.SendQualError: http://models.example:11434/v1: a model is asked on this machine only, and ...
    """
    try:
        parts = urlsplit(said.strip())
        host, port = parts.hostname or "", parts.port or _PORT
    except ValueError:
        raise _refused(said, "it is no address") from None
    plain = parts.scheme == "http" and not (parts.query or parts.fragment or "@" in parts.netloc)
    if not plain or not _PATH.fullmatch(parts.path):
        raise _refused(said, "it is no address of a model server (http, a number, a port, a path)")
    host = "127.0.0.1" if host == "localhost" else host
    if not _is_here(host):
        raise _refused(said, "a model is asked on this machine only, and this is not a loopback address in numbers")
    return Address(host, port, parts.path.rstrip("/") or "/v1")


def usual_address() -> Address:
    """The address that ``SEND_QUAL_MODEL_SERVER`` names, else :data:`DEFAULT_ADDRESS`."""
    return address_of(os.environ.get("SEND_QUAL_MODEL_SERVER") or DEFAULT_ADDRESS)


def _is_here(host: str) -> bool:
    try:
        number = ip_address(host)
    except ValueError:  # a name, or a number written so that others may read another
        return False
    if isinstance(number, IPv6Address) and (number.scope_id or number.ipv4_mapped):
        return False
    return number.is_loopback


def _refused(said: str, why: str) -> SendQualError:
    return SendQualError(Fault(said or "model server", why, _MEND))
