"""Topics of a corpus, and which of them the codebook does not cover."""

from send_qual.codebook import origin_statement
from send_qual.corpus import collocations, concordance
from send_qual.themes._decided import Decision, decided_passages, read_decisions
from send_qual.themes._passages import Passage
from send_qual.themes._space import SEED
from send_qual.themes.contrast import contrast_terms, contrast_topics, hierarchy, saturation, topics_over
from send_qual.themes.decisions import (
    Named,
    discard_theme,
    merge_themes,
    name_theme,
    split_theme,
    still_open,
)
from send_qual.themes.emergent import EmergentTheme, EmergentThemes, emergent_themes
from send_qual.themes.record import ThemeRow, ThemesRecord, TopicRow, read_record, record_of, write_record
from send_qual.themes.topics import Topic, Topics, find_topics

__all__ = [
    "SEED",
    "Decision",
    "EmergentTheme",
    "EmergentThemes",
    "Named",
    "Passage",
    "ThemeRow",
    "ThemesRecord",
    "Topic",
    "TopicRow",
    "Topics",
    "collocations",
    "concordance",
    "contrast_terms",
    "contrast_topics",
    "decided_passages",
    "discard_theme",
    "emergent_themes",
    "find_topics",
    "hierarchy",
    "merge_themes",
    "name_theme",
    "origin_statement",
    "read_decisions",
    "read_record",
    "record_of",
    "saturation",
    "split_theme",
    "still_open",
    "topics_over",
    "write_record",
]
