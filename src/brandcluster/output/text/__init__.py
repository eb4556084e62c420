"""Text for a terminal: tables, colours, headings."""
