"""The state of every clause: decided, judged, recorded, planned or open. It asks checks and verdicts; nothing is decided."""
