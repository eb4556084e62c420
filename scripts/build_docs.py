"""Write the documents that are generated from the code: docs/notice.md.

    python scripts/build_docs.py [-o DIR]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brandcluster.notice.edition import EDITIONS
from brandcluster.rules.coverage import table

ROOT = Path(__file__).resolve().parent.parent


def documents() -> dict[str, str]:
    """Every generated document by its name."""
    return {"notice.md": table(EDITIONS[0])}


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs")
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
