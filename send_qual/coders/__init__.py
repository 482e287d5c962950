"""Machine coders: a document and a codebook to suggestions."""

from send_qual.coders._code import CODERS, code
from send_qual.coders._lexicon import LexiconCoder
from send_qual.coders.coder import Coder, Evidence, Sentence, Suggestion

__all__ = ["CODERS", "Coder", "Evidence", "LexiconCoder", "Sentence", "Suggestion", "code"]
