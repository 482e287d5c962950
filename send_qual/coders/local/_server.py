"""A model server on this machine, spoken to as Ollama, llama.cpp and LM Studio understand it: chat completions.

No proxy is used whatever the environment says, no redirect is followed, and the connection goes to a number that was
checked to be this machine's: ``http.client`` does nothing of its own here.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from typing import Any

from send_qual.coders.local._address import Address
from send_qual.errors import Fault, SendQualError
from send_qual.study.plain_data import json_of

__all__ = ["SEED", "ModelServer", "NoAnswerError", "usual_seconds"]

SEED = 1
_SECONDS = 300.0  # for one answer: a model of 8 thousand million weights on two cores, the first time loaded from disk
_MOST_BYTES = 2**20  # of an answer
_MOST_TOKENS = 1024  # to be said; a passage's codings take a hundred
_TRIES, _PAUSE = 3, 1.0
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_WITHOUT_SCHEMA = frozenset({400, 415, 422, 501})  # how servers say that they do not know a response_format
_LEAST_CONTEXT = 1024  # tokens; a server that says it read less counts otherwise, or does not count
_NAMED = 10
_SHOWN = 80  # letters of a model's name

Message = Mapping[str, str]


class NoAnswerError(Exception):
    """A passage got no answer that can be read.

    Parameters
    ----------
    why : str
        In words.
    of_server : bool
        Whether the server failed, and not what the model said.
    slow : bool
        Whether it took too long.
    """

    def __init__(self, why: str, *, of_server: bool = False, slow: bool = False) -> None:
        super().__init__(why)
        self.of_server, self.slow = of_server, slow


def usual_seconds() -> float:
    """How long one answer may take: ``SEND_QUAL_MODEL_SECONDS``, else five minutes.

    Raises
    ------
    SendQualError
        Where it is no number above 0.
    """
    said = os.environ.get("SEND_QUAL_MODEL_SECONDS") or str(_SECONDS)
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise SendQualError(Fault("SEND_QUAL_MODEL_SECONDS", f"{said!r} is no number of seconds", "Write it as 600"))
    return seconds


class ModelServer:
    """A server and one of its models.

    Parameters
    ----------
    address : Address
    model : str
    seconds : float, optional
        How long one answer may take.
    pause : float
        Seconds before a busy server is asked again, doubled each time.
    """

    def __init__(self, address: Address, model: str, seconds: float | None = None, pause: float = _PAUSE) -> None:
        self.address, self.model, self._pause = address, model, pause
        self._seconds = usual_seconds() if seconds is None else seconds
        self._bound = 0  # how answers are bound to a schema: the first of _formats that the server takes
        self._known = False

    def __repr__(self) -> str:
        return f"ModelServer({str(self.address)!r}, {self.model!r})"

    def answer(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
        """What the model says to messages, bound to a JSON schema where the server can.

        Raises
        ------
        NoAnswerError
            Where this answer could not be had: too slow, cut short, too long, the server failed.
        SendQualError
            Where no answer can be had: nobody listens, there is no such model, the server wants a key or sends on.
        """
        self._look_for_model()
        formats = _formats(schema)
        while True:
            status, data = self._asked_again(messages, formats[self._bound])
            if status not in _WITHOUT_SCHEMA or self._bound + 1 == len(formats):
                break
            self._bound += 1
        if status == 200:
            self._look_for_cut(messages, data)
            return _content(data)
        if status in _BUSY:
            raise NoAnswerError(f"the server failed (status {status})", of_server=True)
        raise self._refused(status)

    def _asked_again(self, messages: Sequence[Message], bound: Mapping[str, Any]) -> tuple[int, bytes]:
        """Status and body; a server that is busy or fails is asked again."""
        body = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "seed": SEED,
            "max_tokens": _MOST_TOKENS,
            "stream": False,
            **bound,
        }
        status, data = 0, b""
        for n in range(_TRIES):
            if n:
                time.sleep(self._pause * 2 ** (n - 1))
            status, data = self._said("POST", "/chat/completions", json.dumps(body).encode())
            if status not in _BUSY:
                break
        return status, data

    def _said(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        until = time.monotonic() + self._seconds
        connection = HTTPConnection(self.address.host, self.address.port, timeout=self._seconds)
        try:
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            connection.request(method, f"{self.address.path}{path}", body, headers)
            response = connection.getresponse()
            data = bytearray()
            while chunk := response.read1(1 << 16):
                data += chunk
                if len(data) > _MOST_BYTES:
                    raise NoAnswerError(f"an answer was longer than {_MOST_BYTES:,} bytes")
                if time.monotonic() > until:
                    raise TimeoutError
            if response.length:
                raise NoAnswerError("an answer was cut short", of_server=True)
        except TimeoutError:
            mend = "(a smaller model is quicker; SEND_QUAL_MODEL_SECONDS=900 waits longer)"
            why = f"an answer took more than {self._seconds:g} seconds {mend}"
            raise NoAnswerError(why, of_server=True, slow=True) from None
        except HTTPException:
            raise NoAnswerError("an answer was cut short", of_server=True) from None
        except (ConnectionResetError, BrokenPipeError):
            raise NoAnswerError("the server broke off", of_server=True) from None
        except OSError as error:
            why = error.strerror or type(error).__name__
            mend = "Start it (docs/local-models.md says how), or say where it is: --coder local:MODEL@http://127.0.0.1:PORT/v1"
            problem = f"no model server answers at {self.address} ({why})"
            raise SendQualError(Fault(self._place, problem, mend)) from None
        finally:
            connection.close()
        return response.status, bytes(data)

    def _look_for_model(self) -> None:
        """Refuse a model that the server does not list: else what is told of the results would not be true."""
        if self._known:
            return
        status, data = self._said("GET", "/models")
        if status == 200 and (listed := _listed(data)) and not {self.model, f"{self.model}:latest"} & set(listed):
            names = ", ".join(name[:_SHOWN] for name in listed[:_NAMED])
            raise self._unknown(f"; it has {names}")
        self._known = True

    def _look_for_cut(self, messages: Sequence[Message], data: bytes) -> None:
        """Refuse a server that reads less than it is told: Ollama leaves out, untold, what its context cannot hold."""
        words = sum(len(message["content"].split()) for message in messages)  # of which each is one token at least
        read = _tokens_read(data)
        if _LEAST_CONTEXT <= read < words:
            problem = f"the server at {self.address} read {read:,} tokens of {words:,} words: its context is too small"
            mend = "Start it with a larger one, as OLLAMA_CONTEXT_LENGTH=16384, or take a shorter codebook"
            raise SendQualError(Fault(self._place, problem, mend))

    @property
    def _place(self) -> str:
        return f"local:{self.model}"

    def _unknown(self, has: str = "") -> SendQualError:
        mend = f"Take one that it has, or fetch it in the server's own way, as `ollama pull {self.model}`"
        return SendQualError(Fault(self._place, f"the server at {self.address} has no such model{has}", mend))

    def _refused(self, status: int) -> SendQualError:
        if status == 404:
            return self._unknown()
        problem, mend = f"the server at {self.address} refuses what it is asked (status {status})", "Its log says why"
        if 300 <= status < 400:
            problem = f"the server at {self.address} sends on to another address, which is not followed"
            mend = "Say where the model server itself listens"
        elif status in {401, 403}:
            problem, mend = (
                f"the server at {self.address} wants a key",
                "Start it without one: it serves this machine only",
            )
        return SendQualError(Fault(self._place, problem, mend))


def _formats(schema: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """How an answer is bound, the strictest first; what a server does not know is left out from then on."""
    named = {"name": "codings", "strict": True, "schema": schema}
    return (
        {"response_format": {"type": "json_schema", "json_schema": named}},
        {"response_format": {"type": "json_object"}},
        {},
    )


def _content(data: bytes) -> str:
    try:
        choice = json_of(data)["choices"][0]
        content, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NoAnswerError("an answer was no chat completion") from None
    if not isinstance(content, str) or reason == "length":
        raise NoAnswerError(f"an answer was longer than {_MOST_TOKENS:,} tokens" if content else "an answer was empty")
    return content


def _tokens_read(data: bytes) -> int:
    """How many tokens a server says it read; 0 where it does not say."""
    try:
        read = json_of(data)["usage"]["prompt_tokens"]
    except (ValueError, LookupError, TypeError):
        return 0
    return read if isinstance(read, int) else 0


def _listed(data: bytes) -> tuple[str, ...]:
    try:
        rows = json_of(data)["data"]
        return tuple(row["id"] for row in rows if isinstance(row["id"], str))
    except (ValueError, LookupError, TypeError):
        return ()
