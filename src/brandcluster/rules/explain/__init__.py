"""What `explain` and the documentation say of rules, clauses and terms. Nothing is judged here."""
