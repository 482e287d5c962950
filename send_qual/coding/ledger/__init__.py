"""The ledger: events, one append-only file per coder, and what stands after them."""
