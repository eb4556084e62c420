"""A kill at any moment leaves every file old or new, never half; a seal is there whole or not at all."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cases import BASE, HERE, seal

from brandcluster.dossier.history.seals import read_seals
from brandcluster.dossier.load import load_dossier
from brandcluster.formats import replacing
from brandcluster.rules.checks.all_checks import find_problems

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills are sent as signals")
WORD = HERE / "fixtures" / "word"
RETURNS = HERE / "cases" / "returns" / "same" / "clean.csv"
#: Kills at random moments, for each command; a few of them of a program that a shell would start.
RANDOM, WHOLE = 30, 2
Answer = dict[str, Any]
Tree = dict[str, bytes]


class Victim(NamedTuple):
    """A command, what its folder holds before, and which files it must change at least."""

    name: str
    prepare: Callable[[Path], None]
    arguments: tuple[str, ...]
    changes: tuple[str, ...]


def _base(root: Path) -> None:
    shutil.copytree(BASE, root)


def _sealed_once(root: Path) -> None:
    _base(root)
    seal(root)
    path = root / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("甲某", "乙某"), encoding="utf-8")


def _returned(root: Path) -> None:
    _base(root)
    (root / "enterprises").mkdir()
    for year in (2013, 2014):
        shutil.copy(RETURNS, root / "enterprises" / f"{year}.csv")


def _typed(root: Path) -> None:
    from brandcluster.dossier.editing.new_files import new_dossier_files
    from brandcluster.notice import edition

    for path, text in new_dossier_files(edition.default_edition(), 2013).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    _on_paper(root)


def _on_paper(root: Path) -> None:
    root.mkdir(exist_ok=True)
    shutil.copy(WORD / "typed-below.docx", root / "a.docx")
    shutil.copy(WORD / "recommendation.docx", root / "b.docx")


def _untidy(root: Path) -> None:
    _base(root)
    for path in (root / "dossier.yaml", root / "statistics" / "2013.yaml"):
        text = path.read_text(encoding="utf-8").replace("（万元）", "(万元)").replace("2014-04-18", "2014/4/18")
        path.write_text(text, encoding="utf-8", newline="\r\n")


VICTIMS = (
    Victim("seal", _base, ("seal", "--by", "甲", "--date", "2014-04-18"), ("sealed/1/manifest.yaml",)),
    Victim(
        "seal",
        _sealed_once,
        ("seal", "--by", "甲", "--date", "2014-04-19", "--reason", "更正"),
        ("sealed/2/manifest.yaml",),
    ),
    Victim("indicators", _returned, ("indicators", "--save"), ("statistics/2013.yaml", "statistics/2014.yaml")),
    Victim("import", _typed, ("import", "a.docx", "b.docx", ".", "--write"), ("dossier.yaml", "application/plan.yaml")),
    Victim("import", _on_paper, ("import", "a.docx", "b.docx", "--write"), ("dossier.yaml", "application/plan.yaml")),
    Victim("fmt", _untidy, ("fmt",), ("dossier.yaml", "statistics/2013.yaml")),
    Victim("validate", _untidy, ("validate", "--fix"), ("dossier.yaml", "statistics/2013.yaml")),
)
IDS = [f"{number}-{victim.name}" for number, victim in enumerate(VICTIMS)]
#: Of the two seals and the two imports one is killed before every call, the other at random moments; the other
#: commands in both ways.
EVERY_CALL = [number for number in range(len(VICTIMS)) if number not in (1, 3)]
AT_RANDOM = [number for number in range(len(VICTIMS)) if number not in (0, 4)]


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[Answer], Answer]]:
    """Have the driver run a command and kill it."""
    command = [sys.executable, str(HERE / "kill_driver.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as driver:
        assert driver.stdin is not None and driver.stdout is not None
        stdin, stdout = driver.stdin, driver.stdout

        def send(request: Answer) -> Answer:
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
            found: Answer = json.loads(stdout.readline())
            return found

        yield send
        stdin.close()


def tree(root: Path) -> Tree:
    """Every file by path, without what an interrupted write leaves under a name that nothing reads."""
    found = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_file() and not any(part.startswith(".") and part.endswith(".tmp") for part in parts):
            found["/".join(parts)] = path.read_bytes()
    return found


class Trial(NamedTuple):
    """A command's folder before and after, and what one run of it is."""

    victim: Victim
    original: Path
    before: Tree
    after: Tree
    whole: Answer


@pytest.fixture(scope="module")
def trial(request: pytest.FixtureRequest, ask: Callable[[Answer], Answer], tmp_path_factory: Any) -> Trial:
    victim = VICTIMS[request.param]
    original = tmp_path_factory.mktemp("original") / "d"
    victim.prepare(original)
    scratch = Path(shutil.copytree(original, tmp_path_factory.mktemp("whole") / "d"))
    whole = ask(_request(victim, scratch))
    after = tree(scratch)
    assert not whole["killed"] and whole["calls"] > 1, (scratch.parent / "log").read_text(encoding="utf-8")
    before = tree(original)
    for path in victim.changes:
        assert after.get(path) not in (None, before.get(path)), path
    return Trial(victim, original, before, after, whole)


def _request(victim: Victim, root: Path, **how: Any) -> Answer:
    return {"folder": str(root), "log": str(root.parent / "log"), "arguments": list(victim.arguments), **how}


def assert_old_or_new(trial: Trial, root: Path) -> bool:
    """Whether anything was changed yet; every file is what it was, or what it was to become."""
    now = tree(root)
    assert set(now) >= set(trial.before) & set(trial.after)
    for path, content in now.items():
        assert content in (trial.before.get(path), trial.after.get(path)), path
    if trial.victim.name == "seal":
        new = {path for path in trial.after if path not in trial.before and not path.endswith(".gitattributes")}
        assert new & set(now) in (set(), new)
    return now != trial.before


def assert_it_can_go_on(trial: Trial, root: Path, ask: Callable[[Answer], Answer]) -> None:
    """The same command, run again, ends where it would have ended; what the kill left behind is in nobody's way."""
    done = tree(root) == trial.after
    if trial.victim.name == "seal":
        assert all(not each.problems for each in read_seals(load_dossier(root)).seals)
        assert not [d for d in find_problems(load_dossier(root)) if d.severity == "error"]
        if done:
            return
    ask(_request(trial.victim, root))
    assert tree(root) == trial.after
    if trial.victim.name == "seal":
        assert replacing.unfinished_names(root / "sealed") == []


@pytest.mark.parametrize("trial", EVERY_CALL, ids=IDS.__getitem__, indirect=True)
def test_killed_before_every_call(trial: Trial, ask: Callable[[Answer], Answer], tmp_path: Path) -> None:
    states = set()
    for call in range(1, trial.whole["calls"] + 1):
        root = Path(shutil.copytree(trial.original, tmp_path / str(call) / "d"))
        assert ask(_request(trial.victim, root, call=call))["killed"]
        states.add(assert_old_or_new(trial, root))
        if call % 7 == 0 or call == trial.whole["calls"]:
            assert_it_can_go_on(trial, root, ask)
    assert False in states


@pytest.mark.parametrize("trial", AT_RANDOM, ids=IDS.__getitem__, indirect=True)
def test_killed_at_random_moments(trial: Trial, ask: Callable[[Answer], Answer], tmp_path: Path) -> None:
    scratch = Path(shutil.copytree(trial.original, tmp_path / "again" / "d"))
    seconds = min(trial.whole["writing"], ask(_request(trial.victim, scratch))["writing"])
    moments = random.Random(102)  # noqa: S311  # a draw that can be repeated
    killed = 0
    for number in range(RANDOM):
        root = Path(shutil.copytree(trial.original, tmp_path / str(number) / "d"))
        answer = ask(_request(trial.victim, root, delay=moments.uniform(0, seconds)))
        killed += answer["killed"]
        assert_old_or_new(trial, root)
    assert killed >= RANDOM // 8


@pytest.mark.parametrize("victim", VICTIMS, ids=IDS)
def test_the_program_itself_killed(victim: Victim, tmp_path: Path) -> None:
    moments = random.Random(2014)  # noqa: S311  # a draw that can be repeated
    original = tmp_path / "original"
    victim.prepare(original)
    command = [sys.executable, "-m", "brandcluster", *victim.arguments]
    whole = Path(shutil.copytree(original, tmp_path / "whole"))
    start = time.monotonic()
    subprocess.run(command, cwd=whole, capture_output=True, check=False)
    seconds = time.monotonic() - start
    trial = Trial(victim, original, tree(original), tree(whole), {})
    for number in range(WHOLE):
        root = Path(shutil.copytree(original, tmp_path / str(number)))
        with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
            time.sleep(moments.uniform(0.3, 1) * seconds)
            program.send_signal(signal.SIGKILL)
        assert_old_or_new(trial, root)
