"""The command line: reads arguments, calls what is below, prints, and exits. No rule and no format of its own."""

from __future__ import annotations


def main() -> int:
    """Run the command line and return its exit code.

    0 good; 1 a problem in the dossier; 2 the call was wrong; 3 a bug of ours; 130 interrupted.
    """
    try:
        from brandcluster.cli.start import start
    except KeyboardInterrupt:
        return 130
    return start()
