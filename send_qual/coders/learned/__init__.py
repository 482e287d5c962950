"""The learned coder: trained on people's codings, calibrated on documents left out, stored as plain arrays."""

from send_qual.coders.issues._learned_judge import ISSUES, IssueCard, IssueJudge, carded, learn_judge, read_judge
from send_qual.coders.learned._active_learning import Offer, Offering, next_passages, offer_passages
from send_qual.coders.learned._card import Card, CodeCard, Promise
from send_qual.coders.learned._coder import LearnedCoder, read_coder
from send_qual.coders.learned._crossvalidation import FOLDS, Lesson, learn
from send_qual.coders.learned._exposure import RULE, overlaps, passages_of
from send_qual.coders.learned._lessons import judge_learned_from, learned_from
from send_qual.coders.learned._model import Model
from send_qual.coders.learned._parts import deal
from send_qual.coders.learned._plain import Plain
from send_qual.coders.learned._registry import coder_beside, folder_beside, judge_beside
from send_qual.coders.learned._settling import Settling
from send_qual.coders.learned._train import Study, card_of, study_of, train

__all__ = [
    "FOLDS",
    "ISSUES",
    "RULE",
    "Card",
    "CodeCard",
    "IssueCard",
    "IssueJudge",
    "LearnedCoder",
    "Lesson",
    "Model",
    "Offer",
    "Offering",
    "Plain",
    "Promise",
    "Settling",
    "Study",
    "card_of",
    "carded",
    "coder_beside",
    "deal",
    "folder_beside",
    "judge_beside",
    "judge_learned_from",
    "learn",
    "learn_judge",
    "learned_from",
    "next_passages",
    "offer_passages",
    "overlaps",
    "passages_of",
    "read_coder",
    "read_judge",
    "study_of",
    "train",
]
