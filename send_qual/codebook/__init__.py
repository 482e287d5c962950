"""YAML to a codebook."""

from send_qual.codebook.codebook import Code, Codebook, Facet, Issue, Term

__all__ = ["Code", "Codebook", "Facet", "Issue", "Term"]
