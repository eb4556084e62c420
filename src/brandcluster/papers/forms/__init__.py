"""Filling an official form by its label map. Reading one back stands in importing."""
