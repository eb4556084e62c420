"""One dossier as a page: what is shown, charts, source lines. No HTML: that stands in output/desk."""
