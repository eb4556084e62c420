"""Returns of many regions: what each comes to, totals over them, what of these may be published. Whoever runs many regions at once stands above."""
