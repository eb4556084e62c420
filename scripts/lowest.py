"""Requirements that try whether the bounds of pyproject.toml are true: its lowest versions, and the tools that CI runs with.

python scripts/lowest.py > lowest.txt
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BOUND = re.compile(r"([A-Za-z0-9._-]+)>=([0-9.]+)(.*)")


def lowest(stated: Iterable[str]) -> list[str]:
    """Dependencies at their lower bounds. ValueError for one that states none."""
    found = []
    for each in stated:
        match = _BOUND.fullmatch(each)
        if match is None:
            raise ValueError(f"no lower bound: {each}")
        name, version, marker = match.groups()
        found.append(f"{name}=={version}{marker}")
    return found


def tools(stated: Iterable[str], pins: Iterable[str]) -> list[str]:
    """The pins of the dependencies that are stated."""
    names = {_plain(re.split("[>=]", each)[0]) for each in stated}
    return [pin for pin in pins if _plain(pin.partition("==")[0]) in names]


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def main() -> None:
    """Print a requirement a line."""
    with (ROOT / "pyproject.toml").open("rb") as stream:
        project = tomllib.load(stream)["project"]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    stated = [
        *project["dependencies"],
        *project["optional-dependencies"]["editor"],
        *project["optional-dependencies"]["desk"],
    ]
    lines = [*lowest(stated), *tools(project["optional-dependencies"]["dev"], pins)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
