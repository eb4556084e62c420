"""Reading a filled form back into the dossier, and learning a blank. Nothing is written here without being asked."""
