"""The coder that asks a model server on this machine, one passage at a time."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coders._passages import is_quotation, is_talk
from send_qual.coders.coder import Evidence, Suggestion
from send_qual.coders.local._address import Address, address_of, usual_address
from send_qual.coders.local._answers import DROPPED, Answer, Said, checked, from_bytes, to_bytes
from send_qual.coders.local._prompt import SURENESS, messages_of, rules_of, schema_of
from send_qual.coders.local._server import SEED, ModelServer, NoAnswerError
from send_qual.coding import surroundings
from send_qual.coding.span import Span, touches
from send_qual.errors import Fault, SendQualError
from send_qual.study import Cache

__all__ = ["LOCAL", "LocalCoder", "asks_model", "local_coder"]

LOCAL = "local:"
"""What the name of a model on this machine begins with."""

_ADDRESS = re.compile(r"(.*?)@(\w+://.*)")
_IN_A_ROW = 3  # passages to which the server failed, after which it is not asked any more
_MUTE = 10  # passages without an answer that can be read, where there was none that could
_NAMED = 5
_SURE = {"high": "very sure", "medium": "fairly sure", "low": "not sure"}
_CACHE = Cache(
    "model-answers",
    made_by=("coders/local/_answers.py", "coders/local/_prompt.py"),
    limit=128 * 2**20,
    holds="what a model server of this machine suggested: places, codes and sureness, no words of a document",
)


@dataclass
class _Account:
    """What became of the passages that a model was asked about."""

    asked: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    why: str = ""
    in_a_row: int = 0
    heard: bool = False


class LocalCoder:
    """Suggest what a model server on this machine says of each passage, as far as codebook and passage bear it out.

    Every answer is kept as soon as it is there: after a stop the run goes on where it was.

    Parameters
    ----------
    model : str
        As the server calls it: ``"llama3.1:8b"``.
    address : Address, optional
        Default: what ``SEND_QUAL_MODEL_SERVER`` says, else Ollama's.
    server : ModelServer, optional
        In the place of one at the address.
    """

    version = "1"
    embeds = False

    def __init__(self, model: str, address: Address | None = None, server: ModelServer | None = None) -> None:
        self.name = f"{LOCAL}{model}"
        self.model = model
        self.tell: Callable[[int, int], object] | None = None
        self._server = server or ModelServer(address or usual_address(), model)
        self._account = _Account()

    def __repr__(self) -> str:
        return f"LocalCoder({self.model!r})"

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """The codings of each passage, those that are not borne out left away; ``tell`` hears of each passage.

        Raises
        ------
        SendQualError
            Where no server answers, it has no such model, or several passages in a row got no answer.
        """
        rules, schema = rules_of(codebook), schema_of(codebook)
        places = [surroundings(evidence.document, passage) for passage in evidence.passages]
        asked = [messages_of(words, around, rules) for words, around in zip(evidence.texts, places, strict=True)]
        keys = [_CACHE.key(self.model, SEED, _hash(messages)) for messages in asked]
        kept = _CACHE.get(keys)
        found: list[Suggestion] = []
        for n, (messages, key) in enumerate(zip(asked, keys, strict=True)):
            if self.tell:
                self.tell(n, len(asked))
            answer = from_bytes(kept.get(key))
            if answer is None and (answer := self._asked(messages, schema, evidence, n, codebook)) is not None:
                _CACHE.put({key: to_bytes(answer)})
            self._account.asked += 1
            if answer is not None:
                self._account.dropped.update(answer.dropped)
                found.extend(self._suggestion(evidence, n, one) for one in _finest(answer.said))
        return tuple(found)

    def notices(self) -> tuple[Fault, ...]:
        """What was dropped and left out since it was asked last."""
        account, self._account = self._account, _Account()
        told = []
        if account.dropped:
            reasons = ", ".join(
                f"{account.dropped[key]:,} {why}" for key, why in DROPPED.items() if account.dropped[key]
            )
            problem = f"of what it said of {account.asked:,} passages was dropped: {reasons}"
            told.append(Fault(self.name, problem, "What is left stands in passage and codebook word by word"))
        if account.unanswered:
            where = ", ".join(list(account.unanswered)[:_NAMED]) + (", ..." if len(account.unanswered) > _NAMED else "")
            n = account.unanswered.total()
            problem = f"{n:,} passage{'' if n == 1 else 's'} got no answer and {'is' if n == 1 else 'are'} left out"
            told.append(
                Fault(self.name, f"{problem} ({where}; last: {account.why})", "Run it again to ask for them alone")
            )
        return tuple(told)

    def _asked(
        self,
        messages: Sequence[Mapping[str, str]],
        schema: Mapping[str, Any],
        evidence: Evidence,
        n: int,
        codebook: Codebook,
    ) -> Answer | None:
        """The answer of the server, checked; None where there is none that can be read."""
        try:
            answer = checked(self._server.answer(messages, schema), evidence.texts[n], codebook)
            if answer is None:
                raise NoAnswerError("an answer was no JSON")
        except NoAnswerError as why:
            self._missed(evidence.document.id, why)
            return None
        self._account.heard, self._account.in_a_row = True, 0
        return answer

    def _missed(self, document: str, why: NoAnswerError) -> None:
        """Go on without an answer, unless the server or the model is at fault and not the passage."""
        account = self._account
        account.unanswered[document] += 1
        account.why = str(why)
        account.in_a_row = account.in_a_row + 1 if why.of_server else 0
        deaf = not account.heard and (why.slow or account.unanswered.total() >= _MUTE)
        if account.in_a_row < _IN_A_ROW and not deaf:
            return
        n = account.unanswered.total() if deaf else account.in_a_row
        self._account = _Account()
        problem = f"{n} passage{'' if n == 1 else 's'} in a row got no answer; last: {why}"
        mend = "What was answered is kept; look after the server, or take another model, and run it again"
        raise SendQualError(Fault(self.name, problem, mend))

    def _suggestion(self, evidence: Evidence, n: int, said: Said) -> Suggestion:
        """A coding of the sentences that the quotation stands in; of a report, of the passage."""
        passage = evidence.passages[n]
        quote = (passage.start + said.start, passage.start + said.end)
        start, end = _span(evidence, n, quote)
        words = (quote,) if quote != (start, end) else ()
        note = f"the model {self.model} is {_SURE[said.sure]}"
        return Suggestion(start, end, said.code, SURENESS[said.sure], said.facets, words, note)


def _hash(messages: Sequence[Mapping[str, str]]) -> str:
    """A digest of all that a question holds: task, the codebook's rules, surroundings, passage."""
    return hashlib.sha256(json.dumps(messages).encode()).hexdigest()


def asks_model(coder: str) -> bool:
    """Whether a coder's name says that a model server was asked, alone or beside another coder.

    Examples
    --------
    >>> [asks_model(name) for name in ("local:llama3.1:8b-1", "panel+local:qwen3-6+1", "panel-6")]
    [True, True, False]
    """
    return f"+{LOCAL}" in f"+{coder}"


def local_coder(said: str) -> tuple[str, LocalCoder | None]:
    """The coder that stands beside the model in a name, and the model's own.

    Parameters
    ----------
    said : str
        ``"local:MODEL"``, with ``@http://127.0.0.1:PORT/v1`` where the server is not at its usual address, and with
        ``panel+`` before it where both are to speak.

    Returns
    -------
    tuple of str and LocalCoder
        The coder's name, ``""`` where the model speaks alone; None where no model is meant.

    Raises
    ------
    SendQualError
        Where no model is named, or the address is not on this machine.

    Examples
    --------
    >>> local_coder("panel+local:llama3.1:8b@http://127.0.0.1:8080/v1")
    ('panel', LocalCoder('llama3.1:8b'))
    >>> local_coder("panel")
    ('panel', None)
    """
    beside, found, named = f"+{said}".partition(f"+{LOCAL}")
    if not found:
        return said, None
    with_address = _ADDRESS.fullmatch(named)  # a model's own name may hold an @
    model, address = with_address.groups() if with_address else (named, "")
    if not model.strip():
        mend = "Say which, as its server calls it: --coder local:llama3.1:8b"
        raise SendQualError(Fault(said, "no model is named", mend))
    return beside.removeprefix("+"), LocalCoder(model, address_of(address) if address else None)


def _span(evidence: Evidence, n: int, quote: tuple[int, int]) -> tuple[int, int]:
    passage, document = evidence.passages[n], evidence.document
    if not is_talk(document) or is_quotation(document):
        return passage.start, passage.end
    said = [s for s in evidence.sentences if s.passage == n and touches(s, Span(*quote))]
    return (said[0].start, said[-1].end) if said else quote


def _finest(said: Sequence[Said]) -> list[Said]:
    """Without a code on words that have one of its own sub-codes as well."""
    return [
        one for one in said
        if not any(other.code.startswith(f"{one.code}/") and touches(one, other) for other in said)
    ]  # fmt: skip
