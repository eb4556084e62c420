"""Rules on enterprises' returns and the statistics made of them."""
