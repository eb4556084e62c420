"""YAML: reading with places, comments, edits that keep the rest of the file. No model of a dossier."""
