"""What each figure and indicator is, and its exact value from the statistics. No threshold."""
