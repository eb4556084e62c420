"""What each command shows of its result, in text and JSON."""
