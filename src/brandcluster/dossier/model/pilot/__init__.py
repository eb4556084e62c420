"""The models of the pilot years; imported only where there are any."""
