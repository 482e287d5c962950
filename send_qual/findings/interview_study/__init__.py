"""Findings of an interview study: chapters, participants, groups."""
