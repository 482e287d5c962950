"""In which language a text is written: the models here know English only."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from runpy import run_path

__all__ = ["LANGUAGES", "language_of"]

LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "pl": "Polish",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sv": "Swedish",
    "da": "Danish",
    "cs": "Czech",
    "hu": "Hungarian",
    "tr": "Turkish",
    "lt": "Lithuanian",
    "fi": "Finnish",
    "ga": "Irish",
    "cy": "Welsh",
}
"""Languages that are told apart, by their code."""
_WELSH_WORDS = """
y yr yn i a ac ei eu o ar am gan gyda hynny ddim oedd mae wedi bod ond hefyd ni chi fe hi nhw fod na nid sy sydd roedd
bydd dim beth pan mewn wrth drwy dros fel neu os mor hwn hon hyn
"""
_WELSH = frozenset(_WELSH_WORDS.split())
"""spaCy has no list for Welsh."""
_SCRIPTS = {
    "ar": (re.compile(r"[\u0600-\u06ff]"), "Arabic, Urdu or Persian"),
    "zh": (re.compile(r"[\u4e00-\u9fff]"), "Chinese or Japanese"),
    "ru": (re.compile(r"[\u0400-\u04ff]"), "Russian, Ukrainian or Bulgarian"),
    "hi": (re.compile(r"[\u0900-\u0dff]"), "an Indian language"),
    "el": (re.compile(r"[\u0370-\u03ff]"), "Greek"),
}
_LEAST = 12
"""Words below which nothing is said of a language."""
_MANY = 100
"""Words from which on hardly an English function word tells of a language not known here."""
_ENGLISH = 0.12
"""The share of English function words under which a text is hardly English: talk and reports have 0.4 and more."""


@cache
def _function_words(code: str) -> frozenset[str]:
    """The words that a language cannot do without, from spaCy's lists: short ones, for the lists differ in length."""
    if code == "cy":
        return _WELSH
    import spacy.lang

    # the list alone: to import it sets up the language's tokeniser, for all of them two seconds
    listed = Path(spacy.lang.__path__[0]) / code / "stop_words.py"
    return frozenset(word for word in run_path(str(listed))["STOP_WORDS"] if len(word) <= 5)


def language_of(text: str) -> tuple[str, str]:
    """The code and the name of the language a text is written in; English where too little is written to tell.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of (str, str)
        ``("xx", "a language that is not English")`` where it is long, not English, and none of those known here.

    Examples
    --------
    >>> language_of("We waited for a year, and then the school told us that it was on the list all along.")
    ('en', 'English')
    >>> language_of("Wir haben ein Jahr gewartet, und dann hat uns die Schule gesagt, dass es auf der Liste war.")
    ('de', 'German')
    """
    letters = sum(c.isalpha() for c in text[:20_000]) or 1
    for code, (script, name) in _SCRIPTS.items():
        if len(script.findall(text[:20_000])) > 0.5 * letters:
            return code, name
    words = re.findall(r"[^\W\d_]+", text[:40_000].casefold())
    if len(words) < _LEAST:
        return "en", LANGUAGES["en"]
    often = Counter(words)
    share = {
        code: sum(n for word, n in often.items() if word in _function_words(code)) / len(words) for code in LANGUAGES
    }
    best = max(share, key=share.__getitem__)
    if share["en"] >= 0.8 * share[best] and share["en"] >= _ENGLISH:
        return "en", LANGUAGES["en"]
    if share[best] >= _ENGLISH and best != "en":
        return best, LANGUAGES[best]
    other = len(words) >= _MANY and share["en"] < 0.5 * _ENGLISH
    return ("xx", "a language that is not English") if other else ("en", LANGUAGES["en"])
