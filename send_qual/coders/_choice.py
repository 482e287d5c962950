"""Which coder reads which document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.coders._described import untrained_coder
from send_qual.coders._panel import PanelCoder
from send_qual.coders._semantic import SemanticCoder
from send_qual.coders._speech import SpeechCoder
from send_qual.coders.coder import Coder, Evidence
from send_qual.coders.lexicon._coder import LexiconCoder
from send_qual.coders.local import LOCAL, JoinedCoder, LocalCoder, local_coder
from send_qual.corpus import Corpus, Document
from send_qual.errors import Fault, SendQualError
from send_qual.study.plain_data import settings_of

if TYPE_CHECKING:
    from send_qual.coders.learned import LearnedCoder

__all__ = ["CODERS", "Chosen", "choose_coders", "default_coder", "named_coder"]

CODERS: dict[str, Callable[[], Coder]] = {
    "panel": PanelCoder,
    "lexicon": LexiconCoder,
    "semantic": SemanticCoder,
    "speech": SpeechCoder,
}
"""The machine coders by name; each is made when asked for."""


_PANEL = "panel"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The coders of a corpus.

    Parameters
    ----------
    machines : mapping of str to Coder
        By document.
    model : LocalCoder or None
        The one among them, or in them, that asks a model server.
    untrained : str
        The version of the coder without training, on which others may stand.
    refused : tuple of Fault
        Trained coders that were not taken, and why.
    """

    machines: Mapping[str, Coder]
    model: LocalCoder | None
    untrained: str
    refused: tuple[Fault, ...]


def default_coder(corpus: Corpus) -> str:
    """The coder that a corpus is coded with where none is named: ``coder`` in its ``corpus.toml``, else the panel."""
    if corpus.home is None:
        return _PANEL
    try:
        said = settings_of(corpus.home).get("coder", _PANEL)
    except (OSError, ValueError):  # `send-qual check` tells
        return _PANEL
    return named_coder(said) or _PANEL


def named_coder(said: object) -> str:
    """What a corpus's settings name as its coder, if that is one; no server is asked.

    Raises
    ------
    SendQualError
        Where it is none, or a model anywhere but on this machine.
    """
    if not isinstance(said, str):
        raise SendQualError(Fault("corpus.toml", "`coder` is no name of a coder", f'Write it as coder = "{_PANEL}"'))
    named, _ = local_coder(said)
    if named not in {"", "learned", *CODERS}:
        raise _unknown(named)
    return said


def choose_coders(coder: str | Coder, codebook: Codebook, evidences: Sequence[Evidence]) -> Chosen:
    """The coder of each document: one trained for its kind, one without training, the one that was named.

    Raises
    ------
    SendQualError
        Where there is no such coder.
    """
    named, model = local_coder(coder) if isinstance(coder, str) else (coder, None)
    if isinstance(coder, LocalCoder | JoinedCoder):
        model = coder if isinstance(coder, LocalCoder) else coder.model
    trained, refused = _trained(named, codebook)
    untrained = untrained_coder(evidences, codebook)
    trained = trained and trained.beside(untrained)
    machines: dict[str, Coder] = {}
    for document in (evidence.document for evidence in evidences):
        if model and not named:
            machines[document.id] = model
            continue
        machine = _coder(named, codebook, document, trained, untrained)
        machines[document.id] = JoinedCoder(machine, model) if model and isinstance(coder, str) else machine
    return Chosen(machines, model, untrained.version, refused)


def _trained(coder: str | Coder, codebook: Codebook) -> tuple[LearnedCoder | None, tuple[Fault, ...]]:
    """The coder trained for the codebook; where its files were tampered with, why it is refused."""
    if coder not in {"panel", "learned"}:
        return None, ()
    from send_qual.coders.learned import coder_beside, judge_beside

    trained, refused = None, list[Fault]()
    try:
        trained = coder_beside(codebook)
    except SendQualError as error:
        if coder == "learned":
            raise
        refused += [replace(f, problem=f"{f.problem}; the coder without training goes on") for f in error.faults]
    try:
        judge_beside(codebook)
    except SendQualError as error:
        refused += [replace(f, problem=f"{f.problem}; questions are answered by rules") for f in error.faults]
    return trained, tuple(refused)


def _coder(
    coder: str | Coder, codebook: Codebook, document: Document, trained: LearnedCoder | None, untrained: Coder
) -> Coder:
    if not isinstance(coder, str):
        return coder
    if coder in {"panel", "learned"}:
        if trained and (coder == "learned" or trained.card.kind == document.kind):
            return trained
        if coder == "learned":
            mend = f"Train one with `send-qual evaluate CORPUS --codebook {codebook.name} --keep`"
            raise SendQualError(Fault(codebook.name, "no coder was trained for this codebook yet", mend))
    if coder == "panel":
        return untrained
    if coder not in CODERS:
        raise _unknown(coder)
    return CODERS[coder]()


def _unknown(coder: str) -> SendQualError:
    known = f"{', '.join(CODERS)}, learned, {LOCAL}MODEL, panel+{LOCAL}MODEL"
    return SendQualError(Fault(coder, "there is no such coder", f"Choose one of {known}"))
