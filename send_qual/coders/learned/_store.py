"""A learned coder in a folder: ``weights.npz`` (plain arrays, no pickle) and ``card.json``."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from send_qual.coders.learned._card import Card
from send_qual.coders.learned._features import Vocabulary
from send_qual.coders.learned._mil_logistic import Floats, Pooled
from send_qual.coders.learned._model import MIXED, Calibration, FacetModel, Model, Views
from send_qual.coders.learned._reading import Layout
from send_qual.errors import Fault, SendQualError
from send_qual.language import MODEL
from send_qual.study.files import settle, staged, write_bytes, write_text
from send_qual.study.plain_data import json_of

__all__ = ["CARD", "FORMAT", "WEIGHTS", "read_model", "write_model"]

FORMAT = 3
_WITH_PLAIN = 4  # of weights in which the plain regression speaks for a code
_WITH_CONTEXT = 5  # in which questions or the passages beside are heard
_CALIBRATION = ("spread", "slope", "offset", "threshold", "usual")
CARD, WEIGHTS = "card.json", "weights.npz"
_AGAIN = "Train it again with `send-qual evaluate --keep`, or take the file from where it came from"


_Array = np.ndarray[tuple[int, ...], np.dtype[np.generic]]


def _packed(names: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _unpacked(array: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> tuple[str, ...]:
    text = array.tobytes().decode()
    return tuple(text.split("\n")) if text else ()


def _tables(pooled: Pooled, name: str) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    return {f"{name}.weights": pooled.weights.astype(np.float32), f"{name}.bias": pooled.bias.astype(np.float32)}


def write_model(model: Model, card: Card, folder: Path) -> Card:
    """Write a coder; the card returned knows the hash of the weights. The two take their places together."""
    layout, views, calibration = model.layout, model.views, model.calibration
    more: dict[str, _Array] = {}
    for name, reading in (("plain", views.plain), ("context", views.context)):
        more |= _tables(reading, name) if reading is not None else {}
    if more:
        more["calibration.say"] = calibration.say
    if calibration.neighbours:
        more["calibration.neighbours"] = np.array([calibration.neighbours])
    hears = views.context is not None or calibration.neighbours
    arrays: dict[str, _Array] = {
        "format": np.array([_WITH_CONTEXT if hears else _WITH_PLAIN if more else FORMAT]),
        "embedding": _packed((MODEL,)),
        "codes": _packed(model.codes),
        **{f"layout.{part}": _packed(getattr(layout, part)) for part in ("concepts", "terms", "codes", "themes")},
        "grams": _packed(views.vocabulary.grams),
        "idf": views.vocabulary.idf.astype(np.float32),
        "letters": _packed(views.letters.grams),
        "letters.idf": views.letters.idf.astype(np.float32),
        **_tables(views.sentence, "sentence"),
        **_tables(views.passage, "passage"),
        **_tables(views.spelling, "spelling"),
        **{f"calibration.{part}": getattr(calibration, part) for part in _CALIBRATION},
        "facets": _packed(tuple(facet.facet for facet in model.facets)),
        **more,
    }
    for facet in model.facets:
        arrays[f"{facet.facet}.values"] = _packed(facet.values)
        arrays[f"{facet.facet}.share"] = facet.share
        arrays |= _tables(facet.scores, facet.facet)
    held = io.BytesIO()
    np.savez_compressed(held, allow_pickle=False, **arrays)
    card = replace(card, weights_sha256=hashlib.sha256(held.getvalue()).hexdigest())
    with staged(folder) as new:
        write_bytes(new.folder / WEIGHTS, held.getvalue())
        write_text(new.folder / CARD, json.dumps(card.to_dict(), indent=1, ensure_ascii=False) + "\n")
    return card


def read_model(folder: Path) -> tuple[Model, Card]:
    """Read a coder back.

    Raises
    ------
    SendQualError
        Where a file is missing, is not what the card says, or is of another version.
    """
    with suppress(OSError):  # a folder that can only be read has nothing to finish
        settle(folder)
    card = _read_card(folder / CARD)
    path = folder / WEIGHTS
    if not path.is_file():
        raise SendQualError(Fault(str(path), "the weights of this learned coder are missing", _AGAIN))
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != card.weights_sha256:
        raise SendQualError(Fault(str(path), "not the file its card describes: it was changed or cut short", _AGAIN))
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return _model({name: arrays[name] for name in arrays.files}, path), card
    except (KeyError, ValueError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise SendQualError(Fault(str(path), "these are not weights that this version can read", _AGAIN)) from error


def _read_card(path: Path) -> Card:
    if not path.is_file():
        raise SendQualError(
            Fault(str(path), "there is no learned coder here", "Train one with `send-qual evaluate --keep`")
        )
    try:
        return Card.from_dict(json_of(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SendQualError(Fault(str(path), "not the card of a learned coder, or damaged", _AGAIN)) from error


def _model(arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]], path: Path) -> Model:
    def names(name: str) -> tuple[str, ...]:
        return _unpacked(arrays[name].astype(np.uint8).ravel())

    def table(name: str) -> Floats:
        return arrays[name].astype(np.float64)

    def pooled(name: str) -> Pooled:
        return Pooled(table(f"{name}.weights"), table(f"{name}.bias"))

    if int(arrays["format"][0]) not in (FORMAT, _WITH_PLAIN, _WITH_CONTEXT) or names("embedding") != (MODEL,):
        raise SendQualError(Fault(str(path), "made by another version of send-qual", _AGAIN))
    vocabulary = Vocabulary(names("grams"), table("idf"))
    letters = Vocabulary(names("letters"), table("letters.idf"), letters=True)
    plain = pooled("plain") if "plain.weights" in arrays else None
    context = pooled("context") if "context.weights" in arrays else None
    views = Views(vocabulary, letters, pooled("sentence"), pooled("passage"), pooled("spelling"), plain, context)
    spread, slope, offset, threshold = (table(f"calibration.{part}") for part in _CALIBRATION[:4])
    say = np.tile(MIXED[: len(spread), None], (1, len(slope)))
    say = table("calibration.say") if "calibration.say" in arrays else say
    usual = table("calibration.usual") if "calibration.usual" in arrays else np.zeros(len(slope))
    beside = float(table("calibration.neighbours")[0]) if "calibration.neighbours" in arrays else 0.0
    calibration = Calibration(say, spread, slope, offset, threshold, usual, beside)
    facets = tuple(
        FacetModel(facet, names(f"{facet}.values"), table(f"{facet}.share"), pooled(facet)) for facet in names("facets")
    )
    layout = Layout(*(names(f"layout.{part}") for part in ("concepts", "terms", "codes", "themes")))
    return Model(names("codes"), layout, views, calibration, facets)
