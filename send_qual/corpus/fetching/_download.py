"""One document over the network: pinned hash, no more bytes than expected, every failure in words."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import IO, Any

from send_qual.corpus.fetching._catalogue import Published

__all__ = ["NotHadError", "download", "open_session"]

_PATIENCE = (10, 60)  # seconds to connect, and between two parts
_PART = 65_536


class NotHadError(Exception):
    """A document could not be had; ``problem`` and ``mend`` are words for the user."""

    def __init__(self, problem: str, mend: str, *, unreachable: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend
        self.unreachable = unreachable


def open_session(schemes: tuple[str, ...]) -> Any:
    """A connection that speaks these schemes only, also where it is sent on to another address."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    from send_qual import __version__

    session = requests.Session()
    session.headers["User-Agent"] = f"send-qual/{__version__}"
    session.adapters.clear()
    retries = Retry(total=2, backoff_factor=0.3, status_forcelist=(429, 502, 503, 504), raise_on_status=False)
    for scheme in schemes:
        session.mount(f"{scheme}://", HTTPAdapter(max_retries=retries))
    return session


def download(entry: Published, folder: Path, session: Any) -> Path:
    """Bring one document into a folder.

    Parameters
    ----------
    entry : Published
    folder : Path
        A folder for unfinished things; the document has its final name there once it is right.
    session : requests.Session
        From :func:`open_session`.

    Returns
    -------
    Path

    Raises
    ------
    NotHadError
        Where it cannot be had, or is not what the catalogue says.
    """
    import pooch
    from requests import exceptions as failed

    pooch.get_logger().setLevel(logging.WARNING)

    def stream(url: str, into: str | IO[bytes], _pooch: object) -> None:
        with session.get(url, stream=True, timeout=_PATIENCE) as answer, Path(str(into)).open("wb") as file:
            answer.raise_for_status()
            had = 0
            for part in answer.iter_content(_PART):
                had += len(part)
                if had > entry.bytes:
                    break  # whatever it is, it is not the document: its hash will say so
                file.write(part)
            if had != entry.bytes:
                raise ValueError("another size")

    later = "Run the same command again later; what is there is kept"
    try:
        return Path(pooch.retrieve(entry.url, f"sha256:{entry.sha256}", entry.file, folder, downloader=stream))
    except ValueError as error:
        if isinstance(error, failed.InvalidSchema):
            raise NotHadError("its address leads to an insecure one", "Tell whoever keeps the catalogue") from error
        mend = "It was thrown away. If it was published anew, the catalogue needs its new sha256 and size"
        raise NotHadError("what came is not the document of the catalogue (wrong sha256 or size)", mend) from error
    except failed.HTTPError as error:
        status = error.response.status_code if error.response is not None else "unknown"
        if status in {404, 410}:
            mend = f"Look for it on the publisher's site and correct the catalogue, or use --from ({entry.url})"
            raise NotHadError(f"it is no longer at its address (status {status})", mend) from error
        raise NotHadError(f"the server answered with status {status}", later) from error
    except (failed.ChunkedEncodingError, failed.ContentDecodingError) as error:
        raise NotHadError("the connection broke off", later) from error
    except failed.RequestException as error:
        raise NotHadError("no connection could be made", f"Check the network. {later}", unreachable=True) from error
