"""Codings: the immutable table of spans x codes x coders, and the ledger that keeps them."""

from send_qual.coding._answers import read_answers, store_answers
from send_qual.coding._events import KINDS, Event, State, apply_event, new_event, replay, target_of
from send_qual.coding._import import Imported, import_codings, read_coding_table
from send_qual.coding._keep import keep_decisions
from send_qual.coding._merge import merge
from send_qual.coding._offers import Offered, read_offers, store_offers
from send_qual.coding._place import Placed, place
from send_qual.coding._review import ReviewSheet, review_sheet
from send_qual.coding.answers import Answer
from send_qual.coding.codings import STATUSES, Coding, Codings
from send_qual.coding.ledger import Ledger, Reading, open_ledger, read_codings

__all__ = [
    "KINDS",
    "STATUSES",
    "Answer",
    "Coding",
    "Codings",
    "Event",
    "Imported",
    "Ledger",
    "Offered",
    "Placed",
    "Reading",
    "ReviewSheet",
    "State",
    "apply_event",
    "import_codings",
    "keep_decisions",
    "merge",
    "new_event",
    "open_ledger",
    "place",
    "read_answers",
    "read_coding_table",
    "read_codings",
    "read_offers",
    "replay",
    "review_sheet",
    "store_answers",
    "store_offers",
    "target_of",
]
