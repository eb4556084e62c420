"""Values that every floor uses: diagnostics, numbers, days, data files, visible text. Nothing that knows a dossier."""
