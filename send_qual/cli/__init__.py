"""Room under construction by its owner."""
