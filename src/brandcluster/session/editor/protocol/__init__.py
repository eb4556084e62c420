"""The language server: the protocol's questions into those of `editor/`, and its answers back. Nothing is decided here."""
