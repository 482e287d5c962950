"""Machine coders: a document and a codebook to suggestions."""

from send_qual.coders._choice import CODERS, default_coder, named_coder
from send_qual.coders._code import code
from send_qual.coders._described import hardly_found
from send_qual.coders._judged_sub_codes import JudgedSubCode, judged_sub_codes
from send_qual.coders._panel import PanelCoder
from send_qual.coders._passages import cut_passages
from send_qual.coders._polarity import leaning
from send_qual.coders._proposed_terms import ProposedTerm, proposed_terms
from send_qual.coders._semantic import SemanticCoder
from send_qual.coders._talk_model import TalkModel, talk_model
from send_qual.coders.coder import Coder, Evidence, Sentence, Suggestion
from send_qual.coders.issues._issues import judge_issues
from send_qual.coders.lexicon._coder import LexiconCoder
from send_qual.coders.local import LOCAL, JoinedCoder, LocalCoder, asks_model, local_coder

__all__ = [
    "CODERS",
    "LOCAL",
    "Coder",
    "Evidence",
    "JoinedCoder",
    "JudgedSubCode",
    "LexiconCoder",
    "LocalCoder",
    "PanelCoder",
    "ProposedTerm",
    "SemanticCoder",
    "Sentence",
    "Suggestion",
    "TalkModel",
    "asks_model",
    "code",
    "cut_passages",
    "default_coder",
    "hardly_found",
    "judge_issues",
    "judged_sub_codes",
    "leaning",
    "local_coder",
    "named_coder",
    "proposed_terms",
    "talk_model",
]
