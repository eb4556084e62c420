"""Showing: values in, text out. Outputs never decide."""
