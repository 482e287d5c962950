"""A stand-in for a model server: the protocol of Ollama, llama.cpp and LM Studio, answered by a few lines of Python."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
PASSAGE = re.compile(r"The passage to be coded:\n<data-(\w+)>\n(.*)\n</data-\1>", re.DOTALL)


@dataclass(frozen=True)
class Reply:
    """What is sent back as it stands; ``length`` is what the head promises."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None


@dataclass
class ModelStub:
    """The server's side: what it was asked, and what it has."""

    address: str
    models: tuple[str, ...] = ("tiny:1b",)
    asked: list[Json] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)

    @property
    def passages(self) -> list[str]:
        return [passage_of(request) for request in self.asked]


def passage_of(request: Json) -> str:
    """The passage that a request is about."""
    found = PASSAGE.search(request["messages"][-1]["content"])
    assert found, "the passage does not stand between its marks"
    return found[2]


def codings(*rows: Json) -> str:
    return json.dumps({"codings": list(rows)})


def coding(code: str, quote: str, **more: Any) -> Json:
    return {"code": code, "quote": quote, "sure": "high", "facets": {}} | more


def completion(content: str, **more: Any) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"} | more
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def by_words(request: Json) -> str:
    """A very small model: the first code of which a word of the id stands in the passage, with its sentence."""
    passage = passage_of(request)
    schema = request["response_format"]["json_schema"]["schema"]["properties"]["codings"]["items"]["properties"]
    facets = {name: facet["enum"][0] for name, facet in schema["facets"]["properties"].items()}
    for code in schema["code"]["enum"]:
        for sentence in re.split(r"(?<=[.!?])\s+", passage):
            if code.split("/")[-1].split("-")[0] in sentence.lower() and len(sentence.split()) > 2:
                return codings(coding(code, sentence, facets=facets))
    return codings()


@contextmanager
def model_server(answer: Callable[[Json], str | Reply] = by_words) -> Iterator[ModelStub]:
    """A server on a free port of this machine; ``answer`` makes a reply, or what the model says, of a request."""

    class Handler(BaseHTTPRequestHandler):
        wbufsize = 1 << 16  # head and body in one packet: two would wait for each other

        def do_GET(self) -> None:
            stub.reached.append(self.path)
            listed = json.dumps({"object": "list", "data": [{"id": name} for name in stub.models]}).encode()
            self._send(Reply(200, listed) if self.path == "/v1/models" and stub.models else Reply(404))

        def do_POST(self) -> None:
            stub.reached.append(self.path)
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.asked.append(request)
            said = answer(request)
            self._send(said if isinstance(said, Reply) else Reply(200, completion(said)))

        def _send(self, reply: Reply) -> None:
            try:
                self.send_response(reply.status)
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)
                self.wfile.flush()
            except ConnectionError:  # whoever asked has gone
                pass

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub = ModelStub(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":  # for a look at the whole way by hand
    with model_server() as running:
        print(running.address, flush=True)  # noqa: T201
        threading.Event().wait()
