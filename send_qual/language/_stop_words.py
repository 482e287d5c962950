"""Words that say nothing about the matter."""

from __future__ import annotations

from functools import cache

__all__ = ["stop_words"]

_SPOKEN = frozenset(
    "yeah yes okay ok um er erm uh mm hmm like know think just really kind sort thing things lot bit actually get got "  # noqa: SIM905
    "going go went come came say said saying mean well right want one two three also etc need needs thank thanks sorry "
    "hello bye please alright guess yep sure great exactly maybe absolutely basically obviously definitely somebody "
    "anybody everybody good better happen happens example different ask asked tell told took feel look looking".split()
)


@cache
def stop_words() -> frozenset[str]:
    """English function words, and fillers of speech."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(word.replace("’", "'") for word in STOP_WORDS) | _SPOKEN
