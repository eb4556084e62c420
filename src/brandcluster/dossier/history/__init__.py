"""A dossier as it was: seals, commits, and what changed between two states. No verdict on a change."""
