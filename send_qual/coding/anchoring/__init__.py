"""Where a coding stands: its quotation found again, exactly or nearly, in a corrected text or a copy."""
