"""Showing: diagnostics and figures as text and JSON. Outputs never decide."""
