"""What follows: the notice's conditions and procedures, each met, not met, not applicable or unknown. No check is asked."""
