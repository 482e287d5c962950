"""Files to a corpus of documents and segments."""

from send_qual.corpus._blocks import Block, document_of
from send_qual.corpus._folder import read_corpus
from send_qual.corpus._sourceless import tell_sourceless
from send_qual.corpus.concordance import collocations, concordance
from send_qual.corpus.corpus import Corpus
from send_qual.corpus.document import Document, Segment, Source, fix_text
from send_qual.corpus.fetching._fetch import Fetched, fetch
from send_qual.corpus.file import File
from send_qual.corpus.kind import Grade, Judgement, Kind, Section
from send_qual.corpus.registry import (
    counted_kinds,
    default_codebook,
    kind_of,
    kinds,
    main_kind,
    says,
    sections,
    told_kinds,
)

__all__ = [
    "Block",
    "Corpus",
    "Document",
    "Fetched",
    "File",
    "Grade",
    "Judgement",
    "Kind",
    "Section",
    "Segment",
    "Source",
    "collocations",
    "concordance",
    "counted_kinds",
    "default_codebook",
    "document_of",
    "fetch",
    "fix_text",
    "kind_of",
    "kinds",
    "main_kind",
    "read_corpus",
    "says",
    "sections",
    "tell_sourceless",
    "told_kinds",
]
