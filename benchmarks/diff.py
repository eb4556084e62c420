"""`diff` in a repository of many dossiers, beside validating them; and with a short and a long history.

    python benchmarks/diff.py [--dossiers 100] [--changed 50] [--commits 2000]

One process each, in turn. The change touches one file in each of the changed dossiers.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "lanting"
PROGRAM = [sys.executable, "-m", "brandcluster"]
ENVIRONMENT = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(root: Path, *arguments: str, given: bytes | None = None) -> None:
    """Run git with a name of its own."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "gc.auto=0")
    subprocess.run(
        ["git", *identity, *arguments], cwd=root, env=ENVIRONMENT, input=given, check=True, capture_output=True
    )


def seconds(command: list[str], root: Path) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def build(root: Path, dossiers: int, changed: int, commits: int) -> list[str]:
    """A repository with some history, then so many dossiers, and a commit that changes some; their folders."""
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    lengthen(root, commits)
    names = [f"区域{number:03d}" for number in range(dossiers)]
    for name in names:
        shutil.copytree(EXAMPLE, root / name, ignore=shutil.ignore_patterns("enterprises"))
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "start")
    for name in names[:changed]:
        plan = root / name / "dossier.yaml"
        plan.write_text(plan.read_text(encoding="utf-8").replace("职务: ", "职务: 常务"), encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "change")
    return names


def lengthen(root: Path, commits: int) -> None:
    """So many commits on main."""
    stream = "".join(
        f"commit refs/heads/main\ncommitter a <a@example.com> {1_300_000_000 + number} +0800\ndata 1\nx\n"
        f"M 644 inline notes/{number % 50}.txt\ndata {len(str(number))}\n{number}\n"
        for number in range(commits)
    )
    git(root, "fast-import", "--quiet", given=stream.encode())


def main() -> int:
    """Print the ratios; 1 when diff costs more than twice validating."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=100)
    parser.add_argument("--changed", type=int, default=50)
    parser.add_argument("--commits", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        root, other = Path(folder) / "short", Path(folder) / "long"
        names = build(root, given.dossiers, given.changed, 10)
        build(other, given.dossiers, given.changed, given.commits)
        compare = [*PROGRAM, "diff", "HEAD~1", "HEAD"]
        runs = [
            (seconds(compare, root), seconds([*PROGRAM, "validate", *names], root), seconds(compare, other))
            for _ in range(given.runs)
        ]
    ratio = statistics.median(diff / validate for diff, validate, _ in runs)
    history = statistics.median(long / diff for diff, _, long in runs)
    print(f"diff of {given.changed} changed of {given.dossiers}: {ratio:.2f} × validate of all (at most 2)")
    print(f"the same with {given.commits} commits before: {history:.2f} × with 10")
    return int(ratio > 2)


if __name__ == "__main__":
    sys.exit(main())
