"""The examiner's desk: overview, pages, workbook, corrections of many dossiers."""
