"""Write `templates/ci/requirements.txt`: what CI installs before the program itself, every file by its hash.

Versions are those of constraints.txt; hashes are those of the wheels that pip would take on Linux (x86_64 and aarch64,
Python 3.11 to 3.14), so that nothing is built and nothing else is taken, whatever an index serves. hatchling is among
them: the program is built from a checkout without fetching anything. Needs an index that pip is set up for.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "templates" / "ci" / "requirements.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = ("x86_64", "aarch64")
HEAD = """\
# What CI installs before brandcluster: exact versions, every file by its hash. Made by scripts/lock_ci.py.
# Linux on x86_64 and aarch64, Python 3.11 to 3.14.
"""


def report(python: str, machine: str, wanted: list[str]) -> list[dict[str, Any]]:
    """What pip would install there."""
    platforms = [f"--platform=manylinux_2_{minor}_{machine}" for minor in (34, 28, 26, 17, 12, 5)]
    platforms += [f"--platform=manylinux2014_{machine}"]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--dry-run"]
    command += ["--ignore-installed", "--only-binary=:all:", f"--python-version={python}", *platforms]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "report.json"
        command += [f"--target={folder}/x", f"--report={place}", "-c", str(ROOT / "constraints.txt"), *wanted]
        subprocess.run(command, check=True)
        found: list[dict[str, Any]] = json.loads(place.read_text(encoding="utf-8"))["install"]
    return found


def main() -> None:
    """Collect the hashes and write the file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    about = project["project"]
    wanted = [*about["dependencies"], *about["optional-dependencies"]["fast"], *project["build-system"]["requires"]]
    hashes: dict[str, set[str]] = {}
    for python in PYTHONS:
        for machine in MACHINES:
            for each in report(python, machine, wanted):
                about, source = each["metadata"], each["download_info"]
                name = f"{about['name'].lower().replace('_', '-')}=={about['version']}"
                hashes.setdefault(name, set()).add(source["archive_info"]["hashes"]["sha256"])
    lines = [
        " \\\n".join([name, *(f"    --hash=sha256:{each}" for each in sorted(found))])
        for name, found in sorted(hashes.items())
    ]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
