"""A kill at any moment, or a system that refuses, leaves every file old or new, and a whole folder whole; the same
command, run again, ends where it would have ended, and clears away what was left."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from cases import HERE
from writers import WRITERS, Writer

from brandcluster.dossier.history.seals import read_seals
from brandcluster.dossier.load import load_dossier

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills are sent as signals")
NAMES = [each.name for each in WRITERS]
#: Killed at random moments too, by a real signal; and as programs that a shell would start.
AT_RANDOM, RANDOM, WHOLE = ("seal-again", "render-package-again"), 5, ("seal", "collect-add")
#: What a disk, a network drive, another program answers.
REFUSALS = (errno.ENOSPC, errno.EROFS, errno.EBUSY, errno.EIO, errno.EACCES)
#: Folders that are there as a whole or not at all.
UNITS = ("d/sealed/1/", "d/sealed/2/", "d/out/报送材料/")
MOST = 60
T = TypeVar("T")
Answer = dict[str, Any]
Ask = Callable[..., Answer]
Tree = dict[str, bytes]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Have the driver run a command line in a folder; what it says stands beside."""
    command = [sys.executable, str(HERE / "kill_driver.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as driver:
        assert driver.stdin is not None and driver.stdout is not None
        stdin, stdout = driver.stdin, driver.stdout

        def send(writer: Writer, home: Path, **how: Any) -> Answer:
            log = home.parent / f"{home.name}.log"
            request = {"folder": str(home / "d"), "log": str(log), "arguments": list(writer.arguments), **how}
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
            found: Answer = json.loads(stdout.readline())
            said = log.read_bytes().decode("utf-8", "replace")
            assert "程序内部出错" not in said, said
            return {**found, "said": said}

        yield send
        stdin.close()


def tree(home: Path) -> Tree:
    """Every file by path, without what waits under a name of ours."""
    found = {}
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home).parts
        if path.is_file() and not any(_is_ours(part) for part in parts):
            found["/".join(parts)] = path.read_bytes()
    return found


def _is_ours(name: str) -> bool:
    return name.startswith(".") and name.endswith((".tmp", ".lock"))


def remains(home: Path) -> list[str]:
    return [path.relative_to(home).as_posix() for path in home.rglob("*") if _is_ours(path.name)]


class Trial(NamedTuple):
    """A command's home (its folder is `d` in it) before and after, and what one run of it is."""

    writer: Writer
    original: Path
    before: Tree
    after: Tree
    whole: Answer
    copies: list[Path]


@pytest.fixture(scope="module")
def trials(ask: Ask, tmp_path_factory: Any) -> Callable[..., Trial]:
    """The trial of a command by its name, made once; `step`: of many calls that are alike every so many has its copy."""
    made: dict[tuple[str, int], Trial] = {}

    def trial(name: str, step: int = 7) -> Trial:
        if (name, step) not in made:
            writer = next(each for each in WRITERS if each.name == name)
            made[name, step] = _trial(writer, ask, tmp_path_factory, step)
        return made[name, step]

    return trial


def _trial(writer: Writer, ask: Ask, tmp_path_factory: Any, step: int) -> Trial:
    original = tmp_path_factory.mktemp("original") / "home"
    original.mkdir()
    writer.prepare(original / "d")
    scratch = Path(shutil.copytree(original, tmp_path_factory.mktemp("whole") / "home"))
    copies = tmp_path_factory.mktemp("copies")
    whole = ask(writer, scratch, copies=str(copies), step=step)
    before, after = tree(original), tree(scratch)
    assert not whole["killed"] and whole["calls"] > 1, whole["said"]
    for path in writer.changes:
        assert (scratch / "d" / path).exists(), (path, whole["said"])
    assert before != after and remains(scratch) == []
    return Trial(writer, original, before, after, whole, sorted(copies.iterdir(), key=lambda copy: int(copy.name)))


def assert_old_or_new(trial: Trial, now: Tree) -> None:
    assert set(now) >= set(trial.before) & set(trial.after)
    for path, content in now.items():
        assert content in (trial.before.get(path), trial.after.get(path)), path
    for unit in UNITS:
        states = [{path: found[path] for path in found if path.startswith(unit)} for found in (now, trial.before)]
        new = {path: content for path, content in trial.after.items() if path.startswith(unit)}
        assert states[0] in (states[1], new), unit


def assert_it_goes_on(trial: Trial, home: Path, ask: Ask) -> None:
    again = ask(trial.writer, home)
    assert again["code"] == trial.whole["code"], again["said"]
    assert tree(home) == trial.after
    assert remains(home) == []
    if trial.writer.command == "seal":
        assert all(not each.problems for each in read_seals(load_dossier(home / "d")).seals)


def some_of(every: Sequence[T]) -> Sequence[T]:
    """All of few, and of many (a command that writes fifty files) so many, evenly."""
    return every[:: 1 + len(every) // MOST]


def assert_refused(trial: Trial, call: int, error: int, ask: Ask, home: Path) -> None:
    shutil.copytree(trial.original, home)
    answer = ask(trial.writer, home, refuse=call, error=error)
    now = tree(home)
    assert_old_or_new(trial, now)
    assert now == trial.after or answer["code"] in (1, 2), answer["said"]
    assert now == trial.after or "错误：" in answer["said"], answer["said"]
    assert now == trial.before or "什么也没有写" not in answer["said"], answer["said"]
    assert remains(home) == [], (call, error)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.part(10)
def test_killed_before_every_call(name: str, trials: Callable[..., Trial], ask: Ask, tmp_path: Path) -> None:
    """Of the places where it may have been killed, it goes on from two: amid what is left behind, and at the end."""
    trial = trials(name)
    for copy in trial.copies:
        assert_old_or_new(trial, tree(copy))
    waiting = [copy for copy in trial.copies if remains(copy)]
    for number, copy in enumerate(dict.fromkeys([waiting[len(waiting) // 2], trial.copies[-1]])):
        assert_it_goes_on(trial, Path(shutil.copytree(copy, tmp_path / str(number))), ask)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_it_goes_on_from_every_call(name: str, trials: Callable[..., Trial], ask: Ask, tmp_path: Path) -> None:
    trial = trials(name, 1)
    for number, copy in enumerate(some_of(trial.copies)):
        assert_old_or_new(trial, tree(copy))
        assert_it_goes_on(trial, Path(shutil.copytree(copy, tmp_path / str(number))), ask)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_system_that_refuses_every_call(name: str, trials: Callable[..., Trial], ask: Ask, tmp_path: Path) -> None:
    trial = trials(name, 1)
    for call in some_of(range(1, trial.whole["calls"] + 1)):
        assert_refused(trial, call, REFUSALS[call % len(REFUSALS)], ask, tmp_path / str(call))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.part(10)
def test_a_system_that_refuses(name: str, trials: Callable[..., Trial], ask: Ask, tmp_path: Path) -> None:
    """A full disk, one that is only read, one that breaks, a file that is held: a sentence, and nothing half."""
    trial = trials(name)
    calls = trial.whole["calls"]
    for number, call in enumerate(sorted({(calls + 1) // 2, calls})):
        error = REFUSALS[(number + NAMES.index(name)) % len(REFUSALS)]
        assert_refused(trial, call, error, ask, tmp_path / str(call))


@pytest.mark.parametrize("name", AT_RANDOM)
@pytest.mark.long
def test_killed_at_random_moments(name: str, trials: Callable[..., Trial], ask: Ask, tmp_path: Path) -> None:
    trial = trials(name)
    home = Path(shutil.copytree(trial.original, tmp_path / "again"))
    seconds = ask(trial.writer, home)["writing"]
    moments = random.Random(102)  # noqa: S311  # a draw that can be repeated
    killed = 0
    for number in range(RANDOM):
        home = Path(shutil.copytree(trial.original, tmp_path / str(number)))
        killed += ask(trial.writer, home, delay=moments.uniform(0, seconds))["killed"]
        assert_old_or_new(trial, tree(home))
    assert_it_goes_on(trial, home, ask)
    assert killed


@pytest.mark.parametrize("name", WHOLE)
def test_the_program_itself_killed(name: str, trials: Callable[..., Trial], ask: Ask, tmp_path: Path) -> None:
    trial = trials(name)
    moments = random.Random(2014)  # noqa: S311  # a draw that can be repeated
    home = Path(shutil.copytree(trial.original, tmp_path / "home"))
    command = [sys.executable, "-m", "brandcluster", *trial.writer.arguments]
    with subprocess.Popen(command, cwd=home / "d", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        time.sleep(moments.uniform(0.3, 1))
        program.send_signal(signal.SIGKILL)
    assert_old_or_new(trial, tree(home))
    assert_it_goes_on(trial, home, ask)
