"""Topics of a corpus, and which of them the codebook does not cover."""

from send_qual.codebook import origin_statement
from send_qual.corpus import collocations, concordance
from send_qual.themes._decided import Decision, read_decisions
from send_qual.themes._passages import Passage
from send_qual.themes._write import ThemesResult, find_themes, write_themes
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
from send_qual.themes.figures import (
    Figure,
    draw_map,
    draw_over,
    draw_overlap,
    draw_saturation,
    explore_map,
    passage_map,
    selected,
)
from send_qual.themes.record import ThemeRow, ThemesRecord, TopicRow, read_record, record_of
from send_qual.themes.topics import Topic, Topics, find_topics

__all__ = [
    "Decision",
    "EmergentTheme",
    "EmergentThemes",
    "Figure",
    "Named",
    "Passage",
    "ThemeRow",
    "ThemesRecord",
    "ThemesResult",
    "Topic",
    "TopicRow",
    "Topics",
    "collocations",
    "concordance",
    "contrast_terms",
    "contrast_topics",
    "discard_theme",
    "draw_map",
    "draw_over",
    "draw_overlap",
    "draw_saturation",
    "emergent_themes",
    "explore_map",
    "find_themes",
    "find_topics",
    "hierarchy",
    "merge_themes",
    "name_theme",
    "origin_statement",
    "passage_map",
    "read_decisions",
    "read_record",
    "record_of",
    "saturation",
    "selected",
    "split_theme",
    "still_open",
    "topics_over",
    "write_themes",
]
