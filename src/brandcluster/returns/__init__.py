"""Enterprises' returns: forms out, sheets in, sums by industry, what is odd about them. Single figures stay here; rules are checks."""
