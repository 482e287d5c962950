"""YAML to a codebook."""

from send_qual.codebook._add import add_code
from send_qual.codebook._edit import EDITABLE, edit_code
from send_qual.codebook._origins import origin_statement
from send_qual.codebook._patterns import compile_pattern, patterns_passed_over, runs_away
from send_qual.codebook._read import read_codebook
from send_qual.codebook._rearrange import delete_code, merge_codes, move_code
from send_qual.codebook._remove import CodeKeptError, remove_code
from send_qual.codebook._renames import current_ids
from send_qual.codebook.codebook import Code, Codebook, Facet, Issue, Term, WorkedExample

__all__ = [
    "EDITABLE",
    "Code",
    "CodeKeptError",
    "Codebook",
    "Facet",
    "Issue",
    "Term",
    "WorkedExample",
    "add_code",
    "compile_pattern",
    "current_ids",
    "delete_code",
    "edit_code",
    "merge_codes",
    "move_code",
    "origin_statement",
    "patterns_passed_over",
    "read_codebook",
    "remove_code",
    "runs_away",
]
