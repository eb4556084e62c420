"""Many dossiers side by side: found, judged each by itself, held against each other; and what goes back to each."""
