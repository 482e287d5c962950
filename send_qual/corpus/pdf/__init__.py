"""PDF files: lines of print, their layout, and the reading of it."""
