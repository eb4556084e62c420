"""Enterprises' returns: forms out, sheets in, sums by industry. Single figures stay here; what is odd about them is a check."""
