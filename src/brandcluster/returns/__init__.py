"""Returns of single enterprises: the form to fill, what comes back, what it adds up to. Confidential throughout."""
