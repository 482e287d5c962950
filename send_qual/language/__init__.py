"""The language models, loaded once and only when needed."""

from send_qual.language._embedding import DIMENSIONS, MODEL, embed
from send_qual.language._entities import dictionary, entities, entity_model
from send_qual.language._forms import forms_of
from send_qual.language._language import LANGUAGES, language_of
from send_qual.language._sentence_cues import points_back, tells_of_answer, tells_of_earlier, tie_of
from send_qual.language._sentences import sentences
from send_qual.language._stop_words import stop_words
from send_qual.language._tagging import tagged, tokenised

__all__ = [
    "DIMENSIONS",
    "LANGUAGES",
    "MODEL",
    "dictionary",
    "embed",
    "entities",
    "entity_model",
    "forms_of",
    "language_of",
    "points_back",
    "sentences",
    "stop_words",
    "tagged",
    "tells_of_answer",
    "tells_of_earlier",
    "tie_of",
    "tokenised",
]
