"""Formats for other programs: JSON, SARIF, GitHub, GitLab, Markdown, calendar."""
