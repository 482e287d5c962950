"""Codings: the immutable table of spans x codes x coders, and the ledger that keeps them."""

from send_qual.coding._answer_sheets import people_first, read_answers, store_answers
from send_qual.coding._codebook_of import codebook_of
from send_qual.coding._consensus import CONSENSUS, settled, settled_by
from send_qual.coding._crosswalk import CROSSWALK, Relation, crosswalk, read_as
from send_qual.coding._double_coding import DoubleCoding, Drawn, double_coding, read_double_coding
from send_qual.coding._edited import Edited
from send_qual.coding._independent import independent, people_of, read_by
from send_qual.coding._make import checked_facets, coded
from send_qual.coding._merge import merge
from send_qual.coding._record import keep_codings, keep_decisions
from send_qual.coding._suggestion_lists import Offered, read_offers, store_offers
from send_qual.coding._verdicts import INSTEAD
from send_qual.coding.anchoring._carry import Carried, carry_codings
from send_qual.coding.anchoring._fuzzy import Anchor, anchor, stands
from send_qual.coding.anchoring._place import Placed, place
from send_qual.coding.answers import Answer
from send_qual.coding.codings import STATUSES, Coding, Codings
from send_qual.coding.decision import OUTCOMES, RULE, Decision, counted, decision_table, decisions
from send_qual.coding.ledger._event_text import code_name, step_in_words
from send_qual.coding.ledger._events import KINDS, Event, State, apply_event, as_one, new_event, replay, target_of
from send_qual.coding.ledger._finished_marks import Finished, now_on
from send_qual.coding.ledger._history import Entry, History, read_history
from send_qual.coding.ledger._listeners import Listener, listen
from send_qual.coding.ledger._mark_finished import finish, read_finished, reopen
from send_qual.coding.ledger._new_codes import Made
from send_qual.coding.ledger._tail import Followed
from send_qual.coding.ledger._undo import Steps
from send_qual.coding.ledger.ledger import Ledger, Reading, all_ledgers, open_ledger, read_codings
from send_qual.coding.span import Span, Spans, overlap, shares_half, touches
from send_qual.coding.tables._grid import number_in, read_grid
from send_qual.coding.tables._import import Imported, import_codings, read_coding_table
from send_qual.coding.tables._review import ORDERS, ReviewSheet, review_sheet
from send_qual.coding.tables._sheet_file import SheetFile, vacant
from send_qual.coding.tables._surroundings import Surroundings, surroundings

__all__ = [
    "CONSENSUS",
    "CROSSWALK",
    "INSTEAD",
    "KINDS",
    "ORDERS",
    "OUTCOMES",
    "RULE",
    "STATUSES",
    "Anchor",
    "Answer",
    "Carried",
    "Coding",
    "Codings",
    "Decision",
    "DoubleCoding",
    "Drawn",
    "Edited",
    "Entry",
    "Event",
    "Finished",
    "Followed",
    "History",
    "Imported",
    "Ledger",
    "Listener",
    "Made",
    "Offered",
    "Placed",
    "Reading",
    "Relation",
    "ReviewSheet",
    "SheetFile",
    "Span",
    "Spans",
    "State",
    "Steps",
    "Surroundings",
    "all_ledgers",
    "anchor",
    "apply_event",
    "as_one",
    "carry_codings",
    "checked_facets",
    "code_name",
    "codebook_of",
    "coded",
    "counted",
    "crosswalk",
    "decision_table",
    "decisions",
    "double_coding",
    "finish",
    "import_codings",
    "independent",
    "keep_codings",
    "keep_decisions",
    "listen",
    "merge",
    "new_event",
    "now_on",
    "number_in",
    "open_ledger",
    "overlap",
    "people_first",
    "people_of",
    "place",
    "read_answers",
    "read_as",
    "read_by",
    "read_coding_table",
    "read_codings",
    "read_double_coding",
    "read_finished",
    "read_grid",
    "read_history",
    "read_offers",
    "reopen",
    "replay",
    "review_sheet",
    "settled",
    "settled_by",
    "shares_half",
    "stands",
    "step_in_words",
    "store_answers",
    "store_offers",
    "surroundings",
    "target_of",
    "touches",
    "vacant",
]
