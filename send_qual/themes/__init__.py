"""Topics of a corpus, and which of them the codebook does not cover."""

from send_qual.themes.topics import Topic, Topics, find_topics

__all__ = ["Topic", "Topics", "find_topics"]
