"""Answers to the report-level questions of a codebook."""
