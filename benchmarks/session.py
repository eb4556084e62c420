"""An open dossier: from a change to its diagnostics, and beside it one `validate`.

    python benchmarks/session.py [DOSSIER…] [--edits 200]
    python benchmarks/session.py [DOSSIER…] --memory 10000

Each edit changes one answer (a text longer by a few words, a number by one) of a file drawn by its number of answers, as
an editor does that puts the text in place of the file. Printed are milliseconds of the processor, whatever else the
machine does (a busy one makes them longer all the same), the median and the 95th percentile over all edits and of the
slowest file, and the 95th percentile as a share of one `validate` that runs by itself.

With `--memory` the dossier takes so many changes one after the other, each to a text that it never had before, and is
judged after each; printed is what the process holds after every tenth of them.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from time import process_time

from brandcluster.formats.yaml.document import read_document, scalars_of
from brandcluster.session.opened import Session

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("examples/qingshiling", "examples/lanting")
#: Milliseconds that the 95th percentile may take on a quiet machine.
MOST = {"qingshiling": 40, "lanting": 100}
TYPED = ("的", "约 30 家", "，比上年增长 5.2%", "\n    另起一行。", "冀政发〔2013〕12号")


def edited(text: str, rng: random.Random) -> str:
    """The text of a file with one answer changed."""
    places = [match.end() for match in re.finditer(r"(?<=\d)|[。，]", text)] or [len(text)]
    at = rng.choice(places)
    if text[at - 1].isdigit() and rng.random() < 0.5:
        return f"{text[: at - 1]}{(int(text[at - 1]) + 1) % 10}{text[at:]}"
    return text[:at] + rng.choice(TYPED) + text[at:]


def measured(root: Path, edits: int) -> dict[str, list[float]]:
    """Milliseconds of each edit, by file."""
    session, rng = Session(root), random.Random(25)  # noqa: S311  # edits, no secrets
    session.diagnostics()
    first = {path: text.decode() for path, text in session.texts().items()}
    answers = {path: len(list(scalars_of(read_document(path, text.encode()).data))) for path, text in first.items()}
    paths = [*first]
    found: dict[str, list[float]] = {path: [] for path in paths}
    for number in range(edits):
        path = paths[number % len(paths)] if number < 2 * len(paths) else rng.choices(paths, [*answers.values()])[0]
        new = edited(first[path], rng).encode()
        before = process_time()
        session.put(path, new)
        session.diagnostics()
        found[path].append((process_time() - before) * 1000)
        if rng.random() < 0.5:
            session.put(path, None)
            session.diagnostics()
    return found


def held_over(root: Path, changes: int) -> list[tuple[int, float]]:
    """Megabytes that the process holds, after so many changes each; every change makes a text that was not there before.

    Texts stay about as long as they were: an answer of one file is changed at a time, from what the disk holds.
    """
    session, rng = Session(root), random.Random(25)  # noqa: S311  # edits, no secrets
    session.diagnostics()
    first = {path: text.decode() for path, text in session.texts().items()}
    paths, held = [*first], []
    for number in range(1, changes + 1):
        path = rng.choice(paths)
        session.put(path, f"{edited(first[path], rng)}\n# 第 {number} 稿\n".encode())
        session.diagnostics()
        if number % 50 == 0:
            session.verdicts()
        if number % max(changes // 10, 1) == 0:
            held.append((number, resident()))
    return held


def resident() -> float:
    """Megabytes that this process holds, as Linux tells it."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def one_validate(root: Path) -> float:
    """Milliseconds of the processor that one `validate` takes as a process; the least of five."""

    def once() -> float:
        before = os.times()
        command = [sys.executable, "-m", "brandcluster", "validate", str(root)]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # it exits with 1 where it finds an error
        after = os.times()
        return (after.children_user - before.children_user + after.children_system - before.children_system) * 1000

    return min(once() for _ in range(5))


def percentile(values: list[float], share: float) -> float:
    """The value that a share of all do not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def main() -> None:
    """Print the figures of each dossier."""
    parser = argparse.ArgumentParser(description="From a change to the diagnostics of an open dossier.")
    parser.add_argument("dossiers", nargs="*", type=Path, default=[ROOT / each for each in EXAMPLES])
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--memory", type=int, metavar="CHANGES", default=0)
    asked = parser.parse_args()
    gc.set_threshold(150_000, 20, 50)  # as the program sets it
    for root in asked.dossiers:
        if asked.memory:
            held = held_over(root, asked.memory)
            print(f"{root.name}: " + ", ".join(f"{number}: {size:.1f} MB" for number, size in held), flush=True)
            continue
        found = measured(root, asked.edits)
        every = [each for values in found.values() for each in values]
        slowest = max(found, key=lambda path: percentile(found[path], 0.5))
        whole, late = one_validate(root), percentile(every, 0.95)
        limit = f" (limit {MOST[root.name]})" if root.name in MOST else ""
        print(
            f"{root.name}: {len(every)} edits, median {percentile(every, 0.5):.0f} ms, 95 % within {late:.0f} ms{limit},"
            f" slowest file {slowest} {percentile(found[slowest], 0.5):.0f} ms;"
            f" one validate {whole:.0f} ms, 95 % of the edits within {late / whole:.1%} of it"
        )


if __name__ == "__main__":
    main()
