"""The words of passages that can name a topic: no names, no stop words, nothing that stands everywhere."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from send_qual.corpus import Corpus
from send_qual.language import stop_words
from send_qual.themes._passages import Passage

__all__ = ["Lexis", "is_english", "lexis", "numbers"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.!?:;•▪●]\s*|\n\s*)[\"'“‘(]*$")
_NAME_SHARE = 0.6  # of a word's places within a sentence where it is written with a capital
_ENGLISH = 0.2  # share of stop words; English running text has 0.4 to 0.6, other languages below 0.1


def is_english(texts: Iterable[str]) -> bool:
    """Whether running text is English, by its function words."""
    words = [w.lower() for text in texts for w in _WORD.findall(text)]
    return bool(words) and sum(w in stop_words() for w in words) >= _ENGLISH * len(words)


class Lexis:
    """The words of some passages, as topics are named by them.

    Attributes
    ----------
    terms : list of list of str
        Per passage: words and pairs of neighbouring words, one form for singular and plural, lower case but
        for abbreviations.
    names : frozenset of str
        Words taken for names of places or people, in lower case.
    """

    def __init__(self, passages: Sequence[Passage], names: frozenset[str]) -> None:
        self.names = names | _written_as_names(passages)
        self._form = _forms(passages)
        self.terms = [self.of(passage.text) for passage in passages]

    def word(self, word: str) -> str:
        """The form that stands for a word, or ``""`` for one that names no topic."""
        plain = word.replace("’", "'").removesuffix("'s").strip("'")
        small = plain.lower()
        if len(small) < 3 or "'" in small or small in stop_words() or small in self.names:  # "don't", "we're"
            return ""
        return self._form.get(small, small)

    def of(self, text: str) -> list[str]:
        """The words of a text and its pairs of neighbours, in order."""
        found: list[str] = []
        before, end = "", -1
        for match in _WORD.finditer(text):
            word = self.word(match[0])
            if word:
                found.append(word)
                if before not in {"", word} and text[end : match.start()] == " ":  # not "model models"
                    found.append(f"{before} {word}")
            before, end = word, match.end()
        return found


def lexis(corpus: Corpus, passages: Sequence[Passage]) -> Lexis:
    """The words of the passages of a corpus; names stand in the documents' attributes, too."""
    given = {w.lower() for document in corpus for w in _attribute_words(document.attributes)}
    speakers = {w.lower() for d in corpus for s in d.segments for w in _WORD.findall(s.speaker)}
    return Lexis(passages, frozenset(w for w in given | speakers if w not in stop_words()))


def _attribute_words(attributes: object) -> list[str]:
    """Words that only name whom a document is about: not "council" or "trust", which all share."""
    known = attributes.get("area", "") if hasattr(attributes, "get") else ""
    return [w for w in _WORD.findall(known) if w[0].isupper()]


def _written_as_names(passages: Sequence[Passage]) -> frozenset[str]:
    """Words mostly written with a capital where no sentence begins; abbreviations (all capitals) are none."""
    capital: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for passage in passages:
        for match in _WORD.finditer(passage.text):
            word = match[0]
            if _OPENS.search(passage.text[max(0, match.start() - 4) : match.start()]):
                continue
            seen[word.lower()] += 1
            capital[word.lower()] += word[0].isupper() and not word.isupper() and word[1:].islower()
    return frozenset(word for word, times in capital.items() if times >= _NAME_SHARE * seen[word])


def _forms(passages: Sequence[Passage]) -> dict[str, str]:
    """Small word -> the form it is shown by: the more frequent of singular and plural, abbreviations as written."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for passage in passages:
        for word in _WORD.findall(passage.text.replace("’", "'")):
            plain = word.removesuffix("'s").strip("'")
            written[plain.lower()][plain] += 1
    times = {small: sum(forms.values()) for small, forms in written.items()}
    shown = {}
    for small, forms in written.items():
        common = forms.most_common(1)[0][0]
        other = next((o for o in numbers(small) if o in times), small)
        if times[other] > times[small] or (times[other] == times[small] and other < small):
            common = written[other].most_common(1)[0][0]
        tail = common.removesuffix("s")
        shown[small] = common if tail.isupper() and len(tail) > 1 else common.lower()
    return shown


def numbers(word: str) -> list[str]:
    """What the word may be in the other number."""
    if word.endswith("ies"):
        return [f"{word[:-3]}y"]
    if word.endswith(("ses", "xes", "ches", "shes")):
        return [word[:-2], word[:-1]]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return [word[:-1]]
    return [f"{word}s", f"{word[:-1]}ies" if word.endswith("y") else f"{word}es"]
