"""Codings in tables: review sheets that go out, and what people send in."""
