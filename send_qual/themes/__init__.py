"""Topics of a corpus, and which of them the codebook does not cover."""

from send_qual.themes.emergent import EmergentTheme, EmergentThemes, emergent_themes
from send_qual.themes.topics import Topic, Topics, find_topics

__all__ = ["EmergentTheme", "EmergentThemes", "Topic", "Topics", "emergent_themes", "find_topics"]
