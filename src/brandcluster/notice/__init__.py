"""What the notice says, as data: editions with their clauses and parameters."""
