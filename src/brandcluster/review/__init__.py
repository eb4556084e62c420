"""Many dossiers side by side: rows, quota, remarks, comparisons. How they are shown stands in output/desk."""
