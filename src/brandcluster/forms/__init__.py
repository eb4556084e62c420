"""The notice's forms in Word: label maps, answers from a dossier, and the filler that brings them together."""
