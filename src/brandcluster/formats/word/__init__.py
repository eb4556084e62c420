"""Word files: parts, reading as a reader of the page sees them, building, charts. No form and no label."""
