"""What the prose of a dossier says: which parts of a prompt it answers, which numbers it gives of what, whom and when. Judges nothing."""
