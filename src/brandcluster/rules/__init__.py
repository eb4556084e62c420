"""Cross-file rules: each one function with its code, title, clause and documentation in one place."""
