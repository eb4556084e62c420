"""Workbooks and CSV from strangers: bytes → rows of text with places; rows → CSV."""
