"""Which sentence tells it, and in which words: statements, quotations, extracts, good practice."""
