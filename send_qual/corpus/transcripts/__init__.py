"""Interview transcripts: turns from what Teams, Zoom, captioners and typists write."""

from send_qual.corpus.transcripts._roles import settle_roles
from send_qual.corpus.transcripts.cases import (
    CASE_COLUMNS,
    case_ids,
    case_rows,
    cases_template,
    check_cases,
    read_cases,
    write_cases,
)
from send_qual.corpus.transcripts.read import FORMATS, read_cue_file, read_plain_odt
from send_qual.corpus.transcripts.script import Line, Script, Unit

__all__ = [
    "CASE_COLUMNS",
    "FORMATS",
    "Line",
    "Script",
    "Unit",
    "case_ids",
    "case_rows",
    "cases_template",
    "check_cases",
    "read_cases",
    "read_cue_file",
    "read_plain_odt",
    "settle_roles",
    "write_cases",
]
