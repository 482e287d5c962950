"""The checker of drafts: it reads what was written, and knows nothing of how it was drafted."""

from send_qual.report.checking._lines import Line, lines_of
from send_qual.report.checking._quotations import Checked
from send_qual.report.checking._record import Record
from send_qual.report.checking.check import DraftCheck, check_draft, check_lines

__all__ = ["Checked", "DraftCheck", "Line", "Record", "check_draft", "check_lines", "lines_of"]
