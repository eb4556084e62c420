"""The fuzz target: what once failed does not, a handful of new cases neither, and each oracle sees what it is for.

`scripts/fuzz_campaign.py` runs many more; its log is tests/fuzz/log.csv.
"""

from __future__ import annotations

import csv
import math
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("resource")  # Windows has no fork

from fuzz import folders
from fuzz.batches import judged
from fuzz.cases import Case, case, options_of, typed
from fuzz.commands import HARMLESS, SHAPES, WORDS, Shape
from fuzz.corpus import as_data, case_of, minimised, stored
from fuzz.folders import Entry
from fuzz.known import forget, learning
from fuzz.oracles import ORACLES, differs, judge
from fuzz.seeds import SEEDS, TESTS, seed
from fuzz.target import Start, run_batch, run_case, run_here, working_folder

from brandcluster.cli.app import COMMANDS
from brandcluster.cli.start import start

LOG = TESTS / "fuzz" / "log.csv"
STORED = dict(stored())
#: What the log counts.
COLUMNS = ("crashes", "hangs", "memory", "lost", "other")


def test_what_failed_is_told_one_by_one() -> None:
    """As often as the log counts it, and with every case that was kept."""
    with (TESTS / "fuzz" / "failures.csv").open(encoding="utf-8", newline="") as opened:
        told = list(csv.DictReader(opened))
    with LOG.open(encoding="utf-8", newline="") as opened:
        logged = list(csv.DictReader(opened))
    times = Counter[tuple[str, str]]()
    for row in told:
        times[row["first_seed"], row["column"]] += int(row["times"])
    counted = {
        (row["first_seed"], column): int(row[column]) for row in logged for column in COLUMNS if row[column] != "0"
    }
    assert {key: number for key, number in times.items() if key[0]} == counted
    assert {row["kept"] for row in told if row["kept"]} == {*STORED}
    assert {row["fault"] for row in told} <= {"program", "harness", "unknown"}


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    found = working_folder()
    yield found
    folders.clear(os.fsencode(found))


def test_every_command_is_among_them() -> None:
    assert {shape.command for shape in SHAPES} == {name for name, _, _ in COMMANDS}
    assert {name for shape in SHAPES for name in shape.seeds} == {*SEEDS}


#: Shapes that are refused even as their first words say it, on purpose.
REFUSED = {("diff --date {day}", "base"), ("handover add {form}", "word"), ("judge {dir}", "base"), ("judge {dir}", "pilot"), ("judge {dir}", "tiny"), ("open {dir} --port 1 --no-browser", "tiny")}  # fmt: skip


@pytest.mark.long
def test_every_shape_gets_past_its_arguments(place: Path) -> None:
    """What is refused at once tries next to nothing of its command."""
    refused = set()
    for shape in SHAPES:
        for name in {*shape.seeds}:
            words = typed(Random(0), shape, sound=True)  # noqa: S311 - nothing secret
            if run_case(Case(words, dict(seed(name)), name, shape), place, start).code not in (0, 1):
                refused.add((shape.line, name))
    needs_more = {(line, name) for line, name in refused if ".parquet" in line and find_spec("pyarrow") is None}
    assert refused - needs_more == REFUSED


def test_what_is_known_beforehand_says_what_reading_it_says(place: Path) -> None:
    """A batch takes what the sound files say from memory, a case alone reads them; of a spoilt one nothing is taken."""
    shape = SHAPES[0]
    sound = Case(("validate", ".", "--format", "json"), dict(seed("tiny")), "tiny", shape)
    spoilt = sound._replace(folder={**sound.folder, b"dossier.yaml": Entry("file", "名称: 甲".encode())})
    with learning():
        run_here(sound, start)
    try:
        together = run_batch([sound, spoilt, sound], place, start)
    finally:
        forget()
    for tried, ran in zip((sound, spoilt, sound), together, strict=True):
        assert differs(ran, run_case(tried, place, start)) is None
    assert together[0].out == together[2].out != together[1].out


#: Options that no case has: what they do does not end, needs a cluster, or is tried in tests/editor.
NOT_DRAWN = {("validate", "--watch"), ("validate", "--poll"), ("aggregate", "--engine"), ("lsp", "--stdio")}


@pytest.mark.long
def test_every_option_is_among_them() -> None:
    missing = set()
    for command in {shape.line.split()[0] for shape in SHAPES}:
        lines = [shape.line.split() for shape in SHAPES if shape.command == command]
        drawn = {word for line in lines for word in line} | {*HARMLESS}
        drawn |= {word for line in lines for name in line if name[0] == "{" for word in WORDS[name[1:-1]]}
        # A command of commands has no options of its own.
        below = {line[1] for line in lines if len(line) > 1 and line[1] in ("add", "form", "list")}
        for each in (option for rest in below | {""} for option in options_of(command, [rest] if rest else [])):
            if not drawn & {*each.opts}:
                missing.add((command, each.opts[-1]))
    assert missing == NOT_DRAWN


@pytest.mark.parametrize("name", STORED)
def test_what_once_failed_does_not(name: str, place: Path) -> None:
    tried = STORED[name]
    assert judge(tried, run_case(tried, place, start)) is None


def test_a_handful_of_new_cases(place: Path) -> None:
    """In a batch each comes to the same as in a fork of its own."""
    cases = [case(number) for number in range(10)]
    assert cases == [case(number) for number in range(10)]
    for tried, together in zip(cases, run_batch(cases, place, start), strict=True):
        alone = run_case(tried, place, start)
        assert differs(together, alone) is None, tried.arguments
        assert judge(tried, together) is None and judge(tried, alone) is None, tried.arguments


# ---- faults planted in the program's place: each oracle sees those that it is for ---------------------------------


def _raises(arguments: list[str]) -> int:
    raise ValueError(arguments)


def _leaves_a_code(arguments: list[str]) -> int:
    print("x")
    return 3


def _goes_on(arguments: list[str]) -> int:
    while True:
        pass


def _fills_memory(arguments: list[str]) -> int:
    return 0 if len(b"x" * (260 << 20)) else 1


def _writes_outside(arguments: list[str]) -> int:
    return Path("../outside/new").write_text("x", encoding="utf-8") - 1


def _writes_through_a_link(arguments: list[str]) -> int:
    Path("out").symlink_to("../outside")
    return Path("out/new").write_text("x", encoding="utf-8") - 1


def _removes_outside(arguments: list[str]) -> int:
    Path("../outside/secret.txt").unlink()
    return 0


def _runs_something(arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-c", ""], check=False).returncode


def _leaves_something_in_tmp(arguments: list[str]) -> int:
    return Path("../tmp/x").write_text("x", encoding="utf-8") - 1


def _prints_the_secret(arguments: list[str]) -> int:
    print(Path("../outside/secret.txt").read_text(encoding="utf-8"))
    return 0


def _packs_the_secret(arguments: list[str]) -> int:
    Path("out").mkdir()
    with zipfile.ZipFile("out/x.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write("../outside/secret.txt")
    return 0


def _removes(arguments: list[str]) -> int:
    Path("recommendation.yaml").unlink()
    return 0


def _overwrites(arguments: list[str]) -> int:
    return Path("evidence/a.txt").write_text("x", encoding="utf-8") - 1


def _empties(arguments: list[str]) -> int:
    return Path("dossier.yaml").write_text("", encoding="utf-8")


def _loses_a_comment(arguments: list[str]) -> int:
    return Path("noted.yaml").write_text("甲: 1\n", encoding="utf-8") * 0


def _makes_a_folder_of_a_file(arguments: list[str]) -> int:
    Path("dossier.yaml").unlink()
    Path("dossier.yaml").mkdir()
    return 0


def _leaves_half(arguments: list[str]) -> int:
    return Path("out.tmp").write_text("x", encoding="utf-8") - 1


def _makes_something(arguments: list[str]) -> int:
    return Path("evidence/b.txt").write_text("x", encoding="utf-8") - 1


def _refuses_without_a_word(arguments: list[str]) -> int:
    return 1


def _refuses_and_writes(arguments: list[str]) -> int:
    print("不行")
    return Path("dossier.yaml").write_text("甲", encoding="utf-8") * 2


def _steers_the_terminal(arguments: list[str]) -> int:
    return print("\x1b[2J") or 0


def _turns_a_line_round(arguments: list[str]) -> int:
    return print("\u202e") or 0


def _prints_no_text(arguments: list[str]) -> int:
    return os.write(1, b"\xff\n") - 2


def _prints_half_an_object(arguments: list[str]) -> int:
    return print('{"a": ') or 0


def _prints_no_number(arguments: list[str]) -> int:
    return print('{"a": NaN}') or 0


SAID = "validate . --format json"
FIXED = "fmt ."
FAULTS: tuple[tuple[str, Start, str], ...] = (
    ("crash", _raises, SAID),
    ("crash", _leaves_a_code, SAID),
    ("hang", _goes_on, SAID),
    ("memory", _fills_memory, SAID),
    ("escape", _writes_outside, SAID),
    ("escape", _writes_through_a_link, SAID),
    ("escape", _removes_outside, SAID),
    ("escape", _runs_something, SAID),
    ("escape", _leaves_something_in_tmp, SAID),
    ("leak", _prints_the_secret, SAID),
    ("leak", _packs_the_secret, SAID),
    ("loss", _removes, FIXED),
    ("loss", _overwrites, FIXED),
    ("loss", _empties, FIXED),
    ("loss", _loses_a_comment, FIXED),
    ("loss", _makes_a_folder_of_a_file, FIXED),
    ("clutter", _leaves_half, FIXED),
    ("clutter", _makes_something, FIXED),
    ("refusal", _refuses_without_a_word, SAID),
    ("refusal", _refuses_and_writes, FIXED),
    ("output", _steers_the_terminal, SAID),
    ("output", _turns_a_line_round, SAID),
    ("output", _prints_no_text, SAID),
    ("form", _prints_half_an_object, SAID),
    ("form", _prints_no_number, SAID),
)


def planted(line: str) -> Case:
    folder = {**seed("tiny"), b"noted.yaml": Entry("file", "甲: 1\n# 注\n".encode())}
    return Case(tuple(line.split()), folder, "tiny", Shape(line, replaces=("*.yaml",) if line == FIXED else ()))


@pytest.mark.parametrize(("oracle", "fault", "line"), FAULTS, ids=lambda each: getattr(each, "__name__", None))
def test_a_planted_fault_is_seen(oracle: str, fault: Start, line: str, place: Path) -> None:
    tried = planted(line)
    found = judge(tried, run_case(tried, place, fault, processor=1))
    assert found is not None and found[0] == oracle, found


def test_every_oracle_has_a_planted_fault() -> None:
    assert {oracle for oracle, _, _ in FAULTS} == {oracle.__name__ for oracle in ORACLES}


def test_what_differs_from_run_to_run_is_seen(place: Path) -> None:
    def fault(arguments: list[str]) -> int:
        return print(os.getpid()) or 0

    tried = planted(SAID)
    assert differs(run_case(tried, place, fault), run_case(tried, place, fault))
    assert differs(run_case(tried, place, start), run_case(tried, place, start)) is None


# ---- the same in a batch -----------------------------------------------------------------------------------------


def _is_killed_for_its_time(arguments: list[str]) -> int:
    os.kill(os.getpid(), signal.SIGXCPU)
    return 0


def _changes_its_surroundings(arguments: list[str]) -> int:
    os.environ["HOME"] = "x"
    os.chdir("..")
    sys.stdout.write("half a line")
    sys.stdout = sys.stderr
    return 0


def _says_where_it_is(arguments: list[str]) -> int:
    import resource  # after the guard above

    seconds = resource.getrlimit(resource.RLIMIT_CPU)[0] - math.ceil(time.process_time())
    return print(os.environ["HOME"], Path.cwd(), seconds, os.listdir(".")) or 0  # noqa: PTH208 - names only


_left: list[int] = []


def _fails_the_second_time(arguments: list[str]) -> int:
    _left.append(1)
    return _raises(arguments) if len(_left) > 1 else print("x") or 0


def _differs_the_second_time(arguments: list[str]) -> int:
    _left.append(1)
    return print(len(_left)) or 0


def _says_its_process(arguments: list[str]) -> int:
    return print(os.getpid()) or 0


#: What each number of a batch does, and what is to be said of it; every fortieth is run twice.
BATCH: dict[int, tuple[Start, str]] = {
    1: (_says_where_it_is, ""),
    2: (_changes_its_surroundings, ""),
    3: (_says_where_it_is, ""),
    4: (_raises, "crash"),
    5: (_is_killed_for_its_time, "hang"),
    6: (_says_where_it_is, ""),
    7: (_fills_memory, "memory"),
    8: (_removes, "loss"),
    9: (_writes_outside, "escape"),
    10: (_runs_something, "escape"),
    40: (_says_its_process, "determinism"),
    41: (_fails_the_second_time, ""),
    42: (_fails_the_second_time, "batch"),
    80: (_differs_the_second_time, "batch"),
    81: (_leaves_half, "clutter"),
}


def test_a_fault_in_a_batch_is_seen_and_is_its_own(place: Path) -> None:
    def by_number(arguments: list[str]) -> int:
        return BATCH[int(arguments[-1])][0](arguments)

    numbered = [(number, planted(f"validate . {number}")) for number in BATCH]
    found = {number: (ran, broken) for number, _, ran, broken in judged(numbered, place, by_number)}
    assert {number: broken[0] if broken else "" for number, (_, broken) in found.items()} == {
        number: expected for number, (_, expected) in BATCH.items()
    }
    assert found[1][0].out == found[3][0].out == found[6][0].out
    assert found[2][0].out == b"half a line"
    assert found[42][1] is not None and found[42][1][1].endswith("after [40, 41]")


def test_lost_enterprises_are_seen(place: Path) -> None:
    """What `collect add` replaces keeps the enterprises that were in it."""

    def fault(arguments: list[str]) -> int:
        return Path("enterprises/2013.csv").write_text("甲\n", encoding="utf-8") * 0

    tried = Case(("collect", "add"), dict(seed("returns")), "returns", Shape("collect add", replaces=("*.csv",)))
    found = judge(tried, run_case(tried, place, fault))
    assert found is not None and found[0] == "loss"


# ---- what fails is kept, and made small --------------------------------------------------------------------------


def test_a_case_is_kept_and_made_small() -> None:
    folder = {
        **seed("tiny"),
        b"x": Entry("link", b"y"),
        b"\xff": Entry("file", b"\xfe"),
        b"z": Entry("file", b"1\n2\n3\n"),
    }
    del folder[b"dossier.yaml"]
    tried = Case(("validate",), folder, "tiny", SHAPES[0])
    assert case_of(as_data(tried, "x")) == tried

    def fails(smaller: Case) -> bool:
        return b"2" in smaller.folder.get(b"z", Entry("file")).content

    assert minimised(tried, fails).folder == {**seed("tiny"), b"z": Entry("file", b"2\n")}


def test_the_log_adds_up() -> None:
    """Every campaign stands in the log with what it found; those that found nothing count towards the goal."""
    with LOG.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    clean = [row for row in rows if not any(int(row[name]) for name in ("crashes", "hangs", "memory", "lost", "other"))]
    assert sum(int(row["runs"]) for row in clean) > 0
