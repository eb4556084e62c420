"""Hold the program against the second calculation of the notice on many drawn dossiers.

    python scripts/oracle_campaign.py --count 20000

Prints how many answers were compared and every kind of difference, by clause, with one seed; exit code 1 for any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from oracle.comparing import Compared, compare, compare_quota, table


def main() -> int:
    """Compare and print; 0 where nothing differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many dossiers")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        seeds = range(arguments.first, arguments.first + arguments.count)
        found = compare(seeds, Path(place))
        counted = compare_quota(max(5, arguments.count // 100), Path(place))
    return report(arguments.count, Compared(found.answers + counted.answers, found.differences + counted.differences))


def report(count: int, compared: Compared) -> int:
    """Print the table of differences."""
    lines = table(compared.differences)
    print(f"{count} dossiers, {compared.answers} answers, {len(compared.differences)} differ in {len(lines)} kinds")
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
