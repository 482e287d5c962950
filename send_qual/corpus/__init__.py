"""Files to a corpus of documents and segments."""

from send_qual.corpus.corpus import Corpus
from send_qual.corpus.document import SECTIONS, Document, Segment, Source, fix_text

__all__ = ["SECTIONS", "Corpus", "Document", "Segment", "Source", "fix_text"]
