"""What changes a dossier's files: new ones, fixes, layout, migration. No rule: a fix is found by a check."""
