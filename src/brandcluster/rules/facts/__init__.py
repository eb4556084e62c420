"""What is so: targets, what was reached, the stage, incidents, rises that are required. Asked by checks and verdicts; imports neither."""
