"""Run many spoilt folders through every command, in forks; log the campaign; keep what fails.

    python scripts/fuzz_campaign.py --runs 100000 --seed 0 --jobs 1 --log tests/fuzz/log.csv --date 2026-11-30
    python scripts/fuzz_campaign.py --runs 1 --seed 4711 --show

Run n has the number seed + n, which is all that is needed to run it again. Prints a line every thousand runs and one for
every new kind of failure; the log gets one line a campaign. Exit code 1 when anything failed. SIGINT or SIGTERM ends it
after the batch that goes on, and the log gets what was done; its cpu_s is all that was used after the program was loaded.
"""

from __future__ import annotations

import argparse
import csv
import gc
import importlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

from fuzz import corpus, folders  # noqa: E402  # found by the path above
from fuzz.batches import TOGETHER, Found, judged  # noqa: E402  # found by the path above
from fuzz.cases import Case, case, typed  # noqa: E402  # found by the path above
from fuzz.commands import SHAPES  # noqa: E402  # found by the path above
from fuzz.oracles import judge  # noqa: E402  # found by the path above
from fuzz.seeds import seed  # noqa: E402  # found by the path above
from fuzz.target import Ran, Start, run_case, run_here, working_folder  # noqa: E402  # found by the path above

COLUMNS = ("date", "commit", "first_seed", "runs", "jobs", "crashes", "hangs", "memory", "lost", "other", "longest_s", "most_mb", "cpu_s")  # fmt: skip
#: What counts as which column of the log; the rest is "other".
_KINDS = {"crash": "crashes", "hang": "hangs", "memory": "memory", "loss": "lost"}
EVERY = 1_000
#: So often each kind of command line is run before the first fork.
WARM = 5
_stop: list[int] = []


def main() -> int:
    """Run the campaign; 0 where nothing failed."""
    arguments = _arguments()
    if arguments.jobs > 1:
        return _in_jobs(arguments)
    _warm_up(arguments.only)
    if arguments.show:
        return _show(case(arguments.seed, arguments.only))
    counted, worst = Counter[str](), {"longest_s": 0.0, "most_mb": 0.0}
    place = working_folder()
    try:
        _run(arguments, place, counted, worst)
    finally:
        folders.clear(os.fsencode(place))
    print(_line(counted, worst), flush=True)
    if arguments.tell:
        print(json.dumps({**counted, **worst}), flush=True)
    if arguments.log:
        _log(arguments, counted, worst)
    return 1 if counted["failures"] else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1_000, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="the first number")
    parser.add_argument("--step", type=int, default=1, help="from one number to the next")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--seconds", type=int, default=0, help="end after so many")
    parser.add_argument("--only", default="", help="one command, or some with commas between")
    parser.add_argument("--log", type=Path, help="a CSV file that gets a line")
    parser.add_argument("--date", default="", help="the day that the log gives")
    parser.add_argument(
        "--keep",
        type=Path,
        help="where failing cases are kept, made small; tests/fuzz/corpus to have the tests run them",
    )
    parser.add_argument("--show", action="store_true", help="show the case of the first number, and what comes of it")
    parser.add_argument("--tell", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _warm_up(only: str) -> None:
    """Import everything, and run every kind of command line once: what is made at a first use then stands in every fork."""
    from fuzz.known import learning
    from kill_driver import warm_up

    from brandcluster.cli import app
    from brandcluster.dossier import schema

    warm_up()
    _import_all()
    # What a command takes is read once, not at each run: it is half of what a short command costs. So are the schemas.
    app._build = cache(app._build)
    app.program_command = cache(app.program_command)
    schema.json_schema = cache(schema.json_schema)
    with learning():
        for at, shape in enumerate(SHAPES):
            if only and shape.command not in only.split(","):
                continue
            for again in range(WARM if shape.weight > 3 else shape.weight > 1):
                words = typed(Random(at), shape, sound=True) if again == 0 else typed(Random(again), shape)  # noqa: S311
                name = shape.seeds[again % len(shape.seeds)]
                run_here(Case(words, dict(seed(name)), name, shape), _start())
    gc.collect()
    gc.freeze()


def _import_all() -> None:
    """Import all that is installed: what a fork imports it reads and compiles for itself, and nothing is written there."""
    import brandcluster

    for found in walk_packages(brandcluster.__path__, "brandcluster."):
        if not found.name.endswith("__main__"):
            with suppress(ImportError):  # an extra that is not installed
                importlib.import_module(found.name)


def _start() -> Start:
    from brandcluster.cli.start import start

    return start


def _run(arguments: argparse.Namespace, place: Path, counted: Counter[str], worst: dict[str, float]) -> None:
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda found, _: _stop.append(found))
    begun, before = time.monotonic(), _processor()
    known: set[str] = set()
    numbers = iter(range(arguments.seed, arguments.seed + arguments.runs * arguments.step, arguments.step))
    while batch := list(islice(numbers, TOGETHER)):
        if _stop or (arguments.seconds and time.monotonic() - begun > arguments.seconds):
            return
        cases = [(number, case(number, arguments.only)) for number in batch]
        for number, tried, ran, found in judged(cases, place, _start()):
            _count(ran, found, counted, worst)
            if found is not None:
                _tell(number, tried, found, arguments.keep, place, known)
        counted["cpu_s"] = round((_processor() - before) * 1000)


def _processor() -> float:
    """Seconds of a processor that this process and its forks have used."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _count(ran: Ran, found: Found | None, counted: Counter[str], worst: dict[str, float]) -> None:
    counted["runs"] += 1
    worst["longest_s"] = max(worst["longest_s"], ran.seconds)
    worst["most_mb"] = max(worst["most_mb"], ran.megabytes)
    if found is not None:
        counted["failures"] += 1
        counted[_KINDS.get(found[0], "other")] += 1
    if counted["runs"] % EVERY == 0:
        print(_line(counted, worst), flush=True)


def _tell(number: int, tried: Case, found: Found, keep: Path | None, place: Path, known: set[str]) -> None:
    """Say what failed, where nothing like it did before, and keep it; a fault of a batch is none of its last case's."""
    kind = _kind(tried, found)
    if kind in known:
        return
    known.add(kind)
    line = " ".join(tried.arguments)
    print(f"seed {number}: {found[0]}: brandcluster {line!r}\n  {found[1][:1500]!r}", flush=True)
    if keep and found[0] != "batch":
        _keep(number, tried, found, place, keep)


def _kind(tried: Case, found: Found) -> str:
    """What two failures have in common: where the program was, or what broke by which command."""
    frames = re.findall(r"^  (\S+\.py:\d+ \w+)$", found[1], re.MULTILINE)
    return (
        f"{found[0]} {frames[-1]}"
        if frames
        else f"{found[0]} {tried.arguments[0]} {re.sub(r'[0-9]+', '', found[1])[:40]}"
    )


def _keep(number: int, tried: Case, found: Found, place: Path, where: Path) -> None:
    wanted = _kind(tried, found)

    def fails(smaller: Case) -> bool:
        broken = judge(smaller, run_case(smaller, place, _start()))
        return broken is not None and _kind(smaller, broken) == wanted

    small = (
        corpus.minimised(tried, fails)
        if found[0] in ("crash", "loss", "output", "form", "refusal", "clutter", "leak")
        else tried
    )
    corpus.save(f"{found[0]}-{tried.arguments[0]}-{number}", f"{found[0]}: {found[1]}", small, where)


def _show(tried: Case) -> int:
    place = working_folder()
    try:
        ran = run_case(tried, place, _start())
    finally:
        folders.clear(os.fsencode(place))
    print(
        json.dumps(corpus.as_data(tried, ""), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace").decode()
    )
    print(ran.out.decode("utf-8", "replace"), ran.errors.decode("utf-8", "replace"), sep="\n")
    print(f"exit code {ran.code}, {ran.seconds:.3f} s, {ran.megabytes:.0f} MB; {judge(tried, ran)}")
    return 0


def _line(counted: Counter[str], worst: dict[str, float]) -> str:
    each = counted["cpu_s"] / max(counted["runs"], 1)
    return (
        f"{counted['runs']} runs, {counted['failures']} failed, {each:.1f} ms each,"
        f" longest {worst['longest_s']:.2f} s, most {worst['most_mb']:.0f} MB"
    )


def _in_jobs(arguments: argparse.Namespace) -> int:
    """Several processes, each with every n-th number; their counts are added up into one line."""
    share = [arguments.runs // arguments.jobs + (at < arguments.runs % arguments.jobs) for at in range(arguments.jobs)]
    rest = [f"--{name}={getattr(arguments, name)}" for name in ("seconds", "only", "keep") if getattr(arguments, name)]
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                __file__,
                "--runs",
                str(runs),
                "--seed",
                str(arguments.seed + at),
                "--step",
                str(arguments.jobs),
                "--tell",
                *rest,
            ],
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for at, runs in enumerate(share)
    ]

    def end(found: int, _: object) -> None:
        for each in processes:
            each.send_signal(found)

    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, end)
    counted, worst = Counter[str](), {"longest_s": 0.0, "most_mb": 0.0}
    for process in processes:
        for told in _told(process.stdout):
            counted.update({name: int(value) for name, value in told.items() if name not in worst})
            worst = {name: max(worst[name], told[name]) for name in worst}
        process.wait()
    print(_line(counted, worst), flush=True)
    if arguments.log:
        _log(arguments, counted, worst)
    return 1 if counted["failures"] else 0


def _told(stream: IO[str] | None) -> Iterator[dict[str, Any]]:
    for line in stream or ():
        if line.startswith("{"):
            yield json.loads(line)
        else:
            print(line, end="", flush=True)


def _log(arguments: argparse.Namespace, counted: Counter[str], worst: dict[str, float]) -> None:
    """One line more in the log."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    row = {
        "date": arguments.date,
        "commit": commit,
        "first_seed": arguments.seed,
        "jobs": arguments.jobs,
        **{name: counted[name] for name in ("runs", "crashes", "hangs", "memory", "lost", "other")},
        "longest_s": f"{worst['longest_s']:.1f}",
        "most_mb": f"{worst['most_mb']:.0f}",
        "cpu_s": counted["cpu_s"] // 1000,
    }
    new = not arguments.log.exists()
    with arguments.log.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(row)


if __name__ == "__main__":
    sys.exit(main())
