"""What is wrong: one function a rule, with code, clause and reason beside it. No verdict on a condition."""
