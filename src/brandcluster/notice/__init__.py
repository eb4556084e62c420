"""What an edition of the notice says: clauses, parameters, overlays, as data. Nothing about a region's folder."""
