"""The three outcomes of an Area SEND inspection, after the framework of January 2023."""

from __future__ import annotations

from send_qual.corpus.kind import Grade, Judgement

__all__ = ["JUDGEMENT"]

_POSITIVE = (
    "Arrangements typically lead to positive experiences and outcomes for children and young people with SEND. "
    "The partnership is taking action where improvements are needed."
)
_INCONSISTENT = (
    "Arrangements lead to inconsistent experiences and outcomes for children and young people with SEND. "
    "The partnership must work jointly to make improvements."
)
_FAILINGS = (
    "There are widespread and/or systemic failings, which lead to significant concerns about the experiences and "
    "outcomes of children and young people with SEND and which the partnership must address urgently."
)
_AFTER_FAILINGS = (
    "A priority action plan; a monitoring inspection usually within about 18 months; the next full inspection usually "
    "within about three years."
)
JUDGEMENT = Judgement(
    attribute="outcome",
    grades=(
        Grade("1", "Typically positive", _POSITIVE, "The next full inspection usually within about five years."),
        Grade("2", "Inconsistent", _INCONSISTENT, "The next full inspection usually within about three years."),
        Grade("3", "Widespread or systemic failings", _FAILINGS, _AFTER_FAILINGS),
    ),
    name="Area SEND inspections",
    about=(
        "Since January 2023 Ofsted and the Care Quality Commission have inspected local area partnerships under a "
        "joint framework with three possible outcomes"
    ),
    verdict="Experiences and outcomes were",
    last="and there were",
    note="In the words of this overview, after the Area SEND framework; the framework’s own wording decides.",
)
