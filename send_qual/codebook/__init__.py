"""YAML to a codebook, and a table to YAML."""

from send_qual.codebook._add import add_code
from send_qual.codebook._edit import edit_code, editable, said_of
from send_qual.codebook._from_table import codebook_from
from send_qual.codebook._origins import origin_statement
from send_qual.codebook._patterns import compile_pattern, patterns_passed_over, runs_away
from send_qual.codebook._read import read_codebook
from send_qual.codebook._rearrange import delete_code, merge_codes, move_code
from send_qual.codebook._remove import CodeKeptError, remove_code
from send_qual.codebook._renames import current_ids
from send_qual.codebook.codebook import Code, Codebook, Issue, Series, Term, WorkedExample
from send_qual.codebook.facet import BOTH, STRENGTH, WEAKNESS, Facet, FacetValue, known_facet

__all__ = [
    "BOTH",
    "STRENGTH",
    "WEAKNESS",
    "Code",
    "CodeKeptError",
    "Codebook",
    "Facet",
    "FacetValue",
    "Issue",
    "Series",
    "Term",
    "WorkedExample",
    "add_code",
    "codebook_from",
    "compile_pattern",
    "current_ids",
    "delete_code",
    "edit_code",
    "editable",
    "known_facet",
    "merge_codes",
    "move_code",
    "origin_statement",
    "patterns_passed_over",
    "read_codebook",
    "remove_code",
    "runs_away",
    "said_of",
]
