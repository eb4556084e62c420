"""Word files: parts, reading as a reader of the page sees them, composing, charts, pictures. No form and no label."""
