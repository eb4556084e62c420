"""Bytes to values with places, and back; one third-party library behind each. Nothing that knows what a dossier means."""
