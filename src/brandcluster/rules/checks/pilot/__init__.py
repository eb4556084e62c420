"""Rules on the pilot years and the zone; imported only where there is a pilot."""
