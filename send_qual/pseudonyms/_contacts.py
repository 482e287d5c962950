"""Telephone numbers, addresses, postcodes, NHS numbers: presidio with recognisers for Britain, offline."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer

__all__ = ["CONTACTS", "analyzer", "labels_of"]

CONTACTS = {
    "EMAIL_ADDRESS": "e-mail",
    "PHONE_NUMBER": "telephone number",
    "SPOKEN_EMAIL": "e-mail",
    "SPOKEN_PHONE": "telephone number",
    "UK_NHS": "NHS number",
    "UK_NINO": "NI number",
    "UK_POSTCODE": "postcode",
    "URL": "web address",
    "HANDLE": "account name",
    "CAR": "car registration",
    "ADDRESS": "address",
    "ROAD": "road number",
}
"""Presidio's and our entity types -> what is said in their place."""

_PATTERNS: dict[str, str] = {
    "EMAIL_ADDRESS": r"(?i)\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\b",
    "SPOKEN_EMAIL": r"(?i)\b[\w-]+(?:\s+(?:dot|underscore|dash|hyphen)\s+[\w-]+)*\s+at\s+[\w-]+(?:\s+(?:dot|dash"
    r"|hyphen)\s+[\w-]+)+",
    "PHONE_NUMBER": (
        r"(?<![\w.])(?:\+44\s?\(?0?\)?\s?|\(?0)(?:\d[\s()-]{0,2}){8,10}\d?(?:\s?(?:x|ext\.?"
        r"|extension)\s?\d{2,5})?(?![\w])"
        r"|(?i:(?<=ext )|(?<=extension )|(?<=ext\. ))\d{3,6}\b"
    ),
    "SPOKEN_PHONE": (
        r"(?i)\b(?:(?:oh|nought|zero|one|two|three|four|five|six|seven|eight|nine|double|treble|triple"
        r"|hundred|\d)[\s,-]+){6,}"
        r"(?:oh|nought|zero|one|two|three|four|five|six|seven|eight|nine|\d)\b"
    ),
    "UK_NHS": r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)",
    "UK_NINO": r"\b[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b",
    "UK_POSTCODE": r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|GIR\s?0AA)\b",
    "URL": (
        r"(?i)\b(?:https?://|www\.)[^\s<>\"')]+[\w/]|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:co\.uk|org\.uk"
        r"|gov\.uk|nhs\.uk|sch\.uk|ac\.uk|com|org|net|info)"
        r"(?:/[^\s<>\"')]*[\w/])?\b"
    ),
    "HANDLE": r"(?<![\w@])@[A-Za-z_]\w{2,}",
    "ROAD": r"\b(?:A\d{2,4}(?:\(M\))?|B\d{3,4}|(?<=the )M\d{1,2}|Junction \d{1,2}[a-z]?)\b",
    "CAR": r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b",
    "ADDRESS": r"\b\d{1,3}[a-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Crescent"
    r"|Terrace|Way|Gardens|Grove|Court|Place|Row|Rise|View|Hill|Mews|Square|Green|Walk|Park)\b",
}
_NATIONAL_SITES = (
    "gov.uk",
    "www.gov.uk",
    "nhs.uk",
    "www.nhs.uk",
    "england.nhs.uk",
    "www.england.nhs.uk",
    "ofsted.gov.uk",
    "legislation.gov.uk",
)


def _recognisers() -> list[EntityRecognizer]:
    from presidio_analyzer import Pattern, PatternRecognizer

    class Ours(PatternRecognizer):
        """A pattern with the checks of its kind.

        Presidio's own recogniser of e-mail addresses is not used: it asks the net for a list of domains.
        """

        def validate_result(self, pattern_text: str) -> bool | None:
            digits = [int(c) for c in pattern_text if c.isdigit()]
            if self.supported_entities == ["UK_NHS"]:
                return sum(d * w for d, w in zip(digits, range(10, 0, -1), strict=False)) % 11 == 0
            if self.supported_entities == ["PHONE_NUMBER"]:
                return 3 <= len(digits) <= 6 or 10 <= len(digits) <= 17
            if self.supported_entities == ["URL"]:
                bare = pattern_text.lower().removeprefix("https://").removeprefix("http://").split("/")[0]
                return bare not in _NATIONAL_SITES
            return None

    return [
        Ours(
            supported_entity=entity,
            patterns=[Pattern(name=entity, regex=regex, score=0.6)],
            supported_language="en",
            global_regex_flags=0,
        )
        for entity, regex in _PATTERNS.items()
    ]


@cache
def analyzer() -> AnalyzerEngine:
    """Presidio's engine over the language room's model, with these recognisers only; it never uses the network."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    from send_qual.language import entity_model

    class Engine(SpacyNlpEngine):
        """The model that is loaded already."""

        def __init__(self) -> None:
            super().__init__(models=[{"lang_code": "en", "model_name": "en_core_web_sm"}])
            loaded: Any = {"en": entity_model()}
            self.nlp = loaded

    registry = RecognizerRegistry(recognizers=_recognisers(), supported_languages=["en"])
    return AnalyzerEngine(
        registry=registry, nlp_engine=Engine(), supported_languages=["en"], log_decision_process=False
    )


_SIGNS = {
    "EMAIL_ADDRESS": re.compile("@"),
    "HANDLE": re.compile("@"),
    "SPOKEN_EMAIL": re.compile(r"(?i)\sdot\s"),
    "SPOKEN_PHONE": re.compile(
        r"(?i)(?<![\s,-])(?:[\s,-]+(?:oh|nought|zero|one|two|three|four|five|six|seven|eight|nine|double|\d)\b){4}"
    ),
    "URL": re.compile(r"(?i)www|http|\.(?:uk|com|org|net|info|co)\b|\.\w+\.uk"),
}
_DIGIT = re.compile(r"\d")


def _worth_asking(text: str) -> list[str]:
    """The types of which a text bears a sign: asking for the others would only take time."""
    return [kind for kind in CONTACTS if _SIGNS.get(kind, _DIGIT).search(text)]


def labels_of(texts: list[str]) -> list[list[tuple[int, int, str]]]:
    """What presidio finds in each text: start, end, and ``PERSON``, ``GPE``, ``ORG`` ... or a key of ``CONTACTS``."""
    from presidio_analyzer.nlp_engine import NlpArtifacts

    from send_qual.language import entities

    engine = analyzer()
    out = []
    for text, doc in zip(texts, entities(texts), strict=True):
        nothing = NlpArtifacts(
            entities=[], tokens=doc, tokens_indices=[], lemmas=[], nlp_engine=engine.nlp_engine, language="en"
        )
        asked = _worth_asking(text)
        hits = engine.analyze(text, language="en", nlp_artifacts=nothing, entities=asked) if asked else []
        # the model's own labels are finer than presidio's: GPE, LOC and FAC are all LOCATION there
        found = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        found += [(h.start, h.end, h.entity_type) for h in hits]
        out.append(sorted(found))
    return out
