"""Judging: facts below, checks and verdicts above them, explanations of both. Rules never print."""
