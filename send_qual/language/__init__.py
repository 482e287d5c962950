"""The language models, loaded once and only when needed."""

from send_qual.language._embedding import DIMENSIONS, MODEL, embed
from send_qual.language._entities import dictionary, entities, entity_model
from send_qual.language._forms import forms_of
from send_qual.language._language import LANGUAGES, language_of
from send_qual.language._sentence_cues import (
    begins_in_air,
    points_back,
    takes_back,
    tells_of_answer,
    tells_of_earlier,
    tells_of_plans,
    tie_of,
)
from send_qual.language._sentences import sentences
from send_qual.language._stop_words import stop_words
from send_qual.language._tagging import parsed, tagged, tokenised

__all__ = [
    "DIMENSIONS",
    "LANGUAGES",
    "MODEL",
    "begins_in_air",
    "dictionary",
    "embed",
    "entities",
    "entity_model",
    "forms_of",
    "language_of",
    "parsed",
    "points_back",
    "sentences",
    "stop_words",
    "tagged",
    "takes_back",
    "tells_of_answer",
    "tells_of_earlier",
    "tells_of_plans",
    "tie_of",
    "tokenised",
]
