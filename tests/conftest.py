"""Shared set-up: the tests' own modules, and a command line run in this process or as a program."""

from __future__ import annotations

import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Inside CI the program speaks to CI by itself; the tests are to see what people see.
for _name in ("GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
    os.environ.pop(_name, None)

# The same cases on every machine, however busy: a change that fails is the change's fault. To look for more:
# pytest --hypothesis-profile=more
_calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("suite", _calm, derandomize=True, max_examples=20)
settings.register_profile("whole", _calm, derandomize=True)
settings.register_profile("more", _calm, max_examples=1_000)
settings.load_profile("suite")

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "scripts")]

import parts  # noqa: E402  # found by the path above
from forked import Forks, forking  # noqa: E402

Result = subprocess.CompletedProcess[str]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="all of what the quick suite takes a part of")
    parser.addoption("--none-skipped", action="store_true", help="a test that is skipped fails the run")
    parser.addoption("--weigh", action="store_true", help="note which tests are heavy, in tests/heavy.txt")


def pytest_configure(config: pytest.Config) -> None:
    parts.whole = config.getoption("--whole")
    if parts.whole and settings.get_current_profile_name() == "suite":
        settings.load_profile("whole")
    if config.getoption("--weigh"):
        config.pluginmanager.register(parts.Weighing())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A group that is asked for by name is run whole: what is needed for it is not there where a test is skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--none-skipped") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)  # after -m: of what it leaves
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take a part, unless all is asked for, or a test by its name."""
    if parts.whole or any("::" in argument for argument in config.args):
        return
    items[:], left = parts.take_part(items, weighing=config.getoption("--weigh"))
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: the collector of garbage need not look through thousands of tests again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def brandcluster() -> Callable[..., Result]:
    """Run a command line in this process: a start of Python costs ten times what most commands do.

    What the program does as a process - start, exit code, streams, signals - is asked of `program`.
    """
    from brandcluster.cli.start import start

    def run(*arguments: object, cwd: Path | None = None) -> Result:
        words = [str(each) for each in arguments]
        out, errors = _stream(), _stream()
        environment = dict(os.environ)
        with redirect_stdout(out), redirect_stderr(errors), chdir(cwd or Path.cwd()):
            code = start(words)
        os.environ.clear()
        os.environ.update(environment)
        return Result(words, code, _text(out), _text(errors))

    return run


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def program() -> Callable[..., Result]:
    """Run the program as a user does: a process of its own."""

    def run(*arguments: object, cwd: Path | None = None) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "brandcluster", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Run the program in processes of their own, forked from one that has imported it."""
    with forking() as forks:
        yield forks


@pytest.fixture
def desk_over() -> Iterator[Callable[[Path], Any]]:
    """A browser that has come in to the page at the desk, over any dossier."""
    from desk_client import open_client

    opened: list[Any] = []

    def over(root: Path) -> Any:
        opened.append(open_client(root))
        return opened[-1]

    yield over
    for each in opened:
        each.browser.close()


@pytest.fixture
def desk(tmp_path: Path, desk_over: Callable[[Path], Any]) -> Any:
    """A browser that has come in to the base dossier."""
    from cases import BASE

    return desk_over(Path(shutil.copytree(BASE, tmp_path / "R")))
