"""What `explain` and the documentation say of rules, codes, clauses and terms, collected from where they stand."""
