"""Word files of the project: official forms both ways, and reports. How Word itself is read and built stands in formats/word."""
