"""Files to a corpus of documents and segments."""

from send_qual.corpus._folder import read_corpus
from send_qual.corpus.concordance import collocations, concordance
from send_qual.corpus.corpus import Corpus
from send_qual.corpus.document import SECTIONS, Document, Segment, Source, fix_text
from send_qual.corpus.fetching._fetch import Fetched, fetch

__all__ = [
    "SECTIONS",
    "Corpus",
    "Document",
    "Fetched",
    "Segment",
    "Source",
    "collocations",
    "concordance",
    "fetch",
    "fix_text",
    "read_corpus",
]
