"""YAML to a codebook."""

from send_qual.codebook._read import read_codebook
from send_qual.codebook.codebook import Code, Codebook, Facet, Issue, Term

__all__ = ["Code", "Codebook", "Facet", "Issue", "Term", "read_codebook"]
