"""The coder by terms: a codebook's terms found in passages."""
