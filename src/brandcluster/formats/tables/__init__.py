"""Workbooks and CSV: reading within limits, writing. No column of a return and no figure."""
