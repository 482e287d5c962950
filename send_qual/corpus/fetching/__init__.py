"""The catalogue of published documents, and how they are brought."""
