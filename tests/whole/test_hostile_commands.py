"""Hostile dossiers, places and arguments for the commands that write: an answer every time, and nothing touched unasked.

Run in this process: what ends in a wait for ever is named by the watchdog, which interrupts it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import HERE

from brandcluster.cli.start import start
from brandcluster.formats import folder, replacing
from brandcluster.formats.yaml.document import read_document

if not hasattr(os, "mkfifo"):  # Windows: what is missing there is named in tables of this module
    pytest.skip("links, pipes and alarms of POSIX", allow_module_level=True)

FIXTURE = HERE / "fixtures" / "format-1" / "yunxi"
#: Nothing of a file, a name, or an argument may steer a terminal, a log, or the order in which a line is read.
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
SECONDS = 10
LARGE = 10_000_000
DAY = ("--date", "2015-08-01")
CANARY = "SECRETCANARY"
EVIL = (
    "\u202e\x1b[31m\r\n::error::x\r\n##[error]|<script>alert(1)</script>&\"'=cmd|' /C calc'!A0{{ 7*7 }}{% raw %}"
    + "\u0085\u2028`$(id)`"
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dossier R beside a file, a folder, and everything that is neither."""
    here = tmp_path / "desk"
    shutil.copytree(FIXTURE, here / "R")
    (here / "folder").mkdir()
    (here / "folder" / "mine").write_text("mine", encoding="utf-8")
    (here / "file").write_text("mine", encoding="utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text(f"{CANARY}: 1\n", encoding="utf-8")
    monkeypatch.chdir(here)
    return here


@pytest.fixture(autouse=True)
def watchdog() -> Iterator[None]:
    def bark(*_: object) -> None:
        raise AssertionError(f"still running after {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, bark)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a command; whatever it is given, it ends soon with 0, 1 or 2 and says nothing that steers."""

    def run(*arguments: object) -> tuple[int, str]:
        signal.alarm(SECONDS)
        code = start([str(each) for each in arguments])
        signal.alarm(0)
        captured = capsys.readouterr()
        output = captured.out + captured.err
        assert code in (0, 1, 2), (arguments, code, output[-1500:])
        assert "Traceback" not in output
        assert STEERS.search(output) is None, (arguments, repr(STEERS.search(output)))
        assert CANARY not in output
        assert not any(line.startswith("::") for line in output.splitlines()), arguments
        return code, output

    return run


def files(root: Path) -> dict[str, bytes | str]:
    """Everything below a folder: a file by its bytes, a link by where it leads."""
    found: dict[str, bytes | str] = {}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes() if path.stat().st_size < LARGE else "large"
    return found


READERS: tuple[tuple[str, ...], ...] = (
    ("validate", "R"),
    ("status", "R", *DAY),
    ("thresholds", "R", *DAY),
    ("evaluate", "R", "--year", "2015", "--dry-run"),
    ("fmt", "R", "--diff"),
    ("migrate", "R", "--check"),
    ("seal", "R", "--list"),
    ("review", ".", "--jobs", "1", *DAY),
    ("validate", "R", "--format", "markdown"),
)
WRITERS: tuple[tuple[str, ...], ...] = (
    ("status", "R", *DAY, "--calendar", "due.ics"),
    ("report", "R", *DAY),
    ("render", "R", "--report", "summary", "--year", "2015", "--draft"),
    ("evaluate", "R", "--year", "2015"),
    ("fmt", "R"),
    ("validate", "R", "--fix"),
    ("init", "R", "--stage", "pilot"),
    ("seal", "R", "--by", "张三", "--date", "2014-04-25"),
)


# ---- files that are none ------------------------------------------------------------------------------------------


def replaced(path: Path, make: Callable[[Path], object]) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)


def out(path: Path) -> None:
    path.symlink_to(Path.cwd().parent / "outside")


def secret(path: Path) -> None:
    path.symlink_to(Path.cwd().parent / "outside" / "secret.yaml")


def ring(path: Path) -> None:
    path.symlink_to(path.name)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1 << 40)


NO_FILES: list[tuple[str, Callable[[Path], object]]] = [
    ("pilot/evaluations/2015.yaml", secret),
    ("pilot/evaluations/2015.yaml", os.mkfifo),
    ("pilot/approval.yaml", zeros),
    ("templates/reports/summary.md", secret),
    ("templates/reports/summary.md", os.mkfifo),
    ("templates/reports/summary.md", sparse),
    ("sealed/1/manifest.yaml", os.mkfifo),
    ("sealed", ring),
    ("pilot", out),
    ("out", out),
    ("out/报告.html", os.mkfifo),
    ("out/报告.html", zeros),
    ("out/年度总结报告-2015.docx", sparse),
]


@pytest.mark.parametrize(("path", "make"), NO_FILES, ids=[f"{path} {make.__name__}" for path, make in NO_FILES])
@pytest.mark.part(6)
def test_what_is_no_file_in_a_dossier(
    desk: Path, call: Callable[..., tuple[int, str]], path: str, make: Callable[[Path], object]
) -> None:
    replaced(desk / "R" / path, make)
    outside = files(desk.parent / "outside")
    for each in (READERS[6], READERS[7], *WRITERS):
        call(*each)
    assert files(desk.parent / "outside") == outside
    assert not any(CANARY.encode() in content for content in files(desk).values() if isinstance(content, bytes))


# ---- places to write ----------------------------------------------------------------------------------------------

PLACES = ["file", "folder", "pipe", "ring", "zeros", "x" * 300, "file/below", "R/dossier.yaml", "a\nb\x1b[31m"]
TO_PLACES: tuple[tuple[str, ...], ...] = (
    ("status", "R", "--calendar", "{}"),
    ("status", "R", "--calendar", "{}.ics"),
    ("status", "R", "--overwrite", "--calendar", "{}"),
    ("report", "R", "-o", "{}"),
    ("report", "R", "-o", "{}.html"),
    ("report", "R", "--overwrite", "-o", "{}"),
    ("review", "R", "--jobs", "1", "-o", "{}"),
    ("review", "R", "--jobs", "1", "--html", "{}"),
    ("collect", "form", "R", "--year", "2013", "-o", "{}"),
    ("collect", "form", "R", "--year", "2013", "-o", "{}.xlsx"),
    ("collect", "add", "{}", "--year", "2013", "--to", "R"),
    ("collect", "list", "{}", "--year", "2013", "--to", "R", "-o", "{}.xlsx"),
    ("collect", "form", "R", "--year", "2013", "--roster", "{}"),
    ("sheet", "form", "R", "-o", "{}"),
    ("sheet", "form", "R", "-o", "{}.xlsx"),
    ("sheet", "add", "{}", "--to", "R"),
    ("sheet", "add", "{}.xlsx", "--to", "R"),
    ("seal", "R", "--verify", "{}"),
    ("forms", "learn", "{}"),
    ("forms", "empty", "-o", "{}"),
    ("import", "{}", "R"),
    ("validate", "--files", "{}"),
)


@pytest.mark.parametrize("place", PLACES, ids=ascii)
@pytest.mark.part(5)
def test_a_place_that_is_taken_stays_as_it_is(desk: Path, call: Callable[..., tuple[int, str]], place: str) -> None:
    for suffix in ("", ".ics", ".html", ".xlsx"):
        os.mkfifo(desk / f"pipe{suffix}")
        ring(desk / f"ring{suffix}")
        zeros(desk / f"zeros{suffix}")
        (desk / f"file{suffix}").write_text("mine", encoding="utf-8")
    before = files(desk)
    for each in TO_PLACES:
        call(*(argument.replace("{}", place) for argument in each))
    after = files(desk)
    # A link to nowhere holds nothing of anybody: a report may take its place.
    lost = [name for name, content in before.items() if after.get(name) != content and not name.startswith("ring")]
    assert lost == []


def test_a_pipe_is_not_waited_for_and_a_device_not_replaced(desk: Path) -> None:
    os.mkfifo(desk / "pipe")
    sparse(desk / "huge")
    assert folder.regular_bytes(desk / "pipe") is None
    assert folder.regular_bytes(Path("/dev/zero")) is None
    assert folder.regular_bytes(desk / "huge") is None
    assert folder.regular_bytes(desk / "folder") is None
    assert folder.regular_bytes(desk / "file") == b"mine"


def test_names_that_are_one_on_other_systems(desk: Path, call: Callable[..., tuple[int, str]]) -> None:
    for one, other in (("A", "a"), ("\u00e9", unicodedata.normalize("NFD", "\u00e9"))):
        for name in (one, other):
            if not (desk / name).exists():
                shutil.copytree(FIXTURE, desk / name)
        code, _ = call("render", one, other, "-o", "o", "--draft")
        assert code == 2 and not (desk / "o").exists()


@pytest.mark.part(2)
def test_a_package_list_leads_nowhere_else(desk: Path, call: Callable[..., tuple[int, str]]) -> None:
    """The list of hashes of an earlier package is the dossier's: its names are not followed out of the folder."""
    package = desk / "R" / "out" / "报送材料"
    package.mkdir(parents=True)
    names = [str(desk.parent / "outside" / "secret.yaml"), "../../../../outside/secret.yaml", "pipe", "ring", "a\0b"]
    os.mkfifo(package / "pipe")
    ring(package / "ring")
    (package / "归档").mkdir()
    (package / "归档" / "SHA256.txt").write_text("".join(f"00  {name}\n" for name in names), encoding="utf-8")
    code, output = call("render", "R", "--package")
    assert "outside" not in output and code in (0, 1)


# ---- values -------------------------------------------------------------------------------------------------------


def documents(root: Path) -> Iterator[tuple[Path, Any]]:
    for path in sorted(root.rglob("*.yaml")):
        yield path, read_document(path.name, path.read_bytes()).data


def written(value: Any) -> str:
    """A value as flow YAML; numbers as they are spelled."""
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str) and not isinstance(value, Spelled):
        return json.dumps(value)
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


class Spelled(str):
    """A scalar that is written without quotes."""


DATE, MONTH = re.compile(r"\d{4}-\d\d-\d\d\Z"), re.compile(r"\d{4}-\d\d\Z")


def dates(first: str) -> Callable[[Any], Any]:
    def change(value: Any) -> Any:
        if isinstance(value, str) and DATE.match(value):
            return first
        return first[:7] if isinstance(value, str) and MONTH.match(value) else value

    return change


def numbers(spelling: str) -> Callable[[Any], Any]:
    return lambda value: (
        value
        if isinstance(value, (str, bool)) or value is None or value == 1 or 1949 <= value <= 2099
        else Spelled(spelling)
    )


def texts(text: str) -> Callable[[Any], Any]:
    def change(value: Any) -> Any:
        plain = isinstance(value, str) and not DATE.match(value) and not MONTH.match(value)
        return text if plain and not value.startswith(("evidence/", "miit-")) else value

    return change


CHANGES: dict[str, Callable[[Any], Any]] = {
    "every text evil": texts(EVIL),
    "every text long": texts("长" * 3_000),
    "every text a reference": texts("{{ 指标.工业增加值率 }}{{ 统计.没有 }}{{ 7*7 }}" * 20),
    "first day": dates("0001-01-01"),
    "last day": dates("9999-12-31"),
    "last plausible day": dates("2099-12-31"),
    "10**30": numbers("1" + "0" * 30),
    "negative": numbers("-1"),
    "exponent": numbers("1e999999999"),
    "null": lambda value: value if value in (1, "miit-2014-102") else None,
}


def changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: changed(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [changed(each, change) for each in value]
    return change(value)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.part(5)
def test_values(desk: Path, call: Callable[..., tuple[int, str]], name: str) -> None:
    for path, data in documents(desk / "R"):
        path.write_text(written(changed(data, CHANGES[name])) + "\n", encoding="utf-8")
    before = files(desk / "R")
    for each in READERS:
        call(*each)
    assert files(desk / "R") == before
    for each in (*WRITERS[:2], ("fmt", "R"), ("validate", "R", "--fix")):
        call(*each)
    page = desk / "R" / "out" / "报告.html"
    assert "<script>alert" not in page.read_text(encoding="utf-8")
    calendar = desk / "due.ics"
    if calendar.exists():
        assert not any(line.startswith(b"::error") for line in calendar.read_bytes().splitlines())


@pytest.mark.parametrize(
    ("key", "good", "refused"),
    [
        ("批复日期", ("1949-01-01", "2099-12-31"), ("1948-12-31", "2100-01-01", "0001-01-01", "9999-12-31")),
    ],
)
def test_dates_are_of_years_that_can_be(
    desk: Path, call: Callable[..., tuple[int, str]], key: str, good: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    path = desk / "R" / "pilot" / "approval.yaml"
    for day, wrong in [*((each, False) for each in good), *((each, True) for each in refused)]:
        path.write_text(f"批复文号: 甲〔2014〕1号\n{key}: {day}\n", encoding="utf-8")
        _, output = call("validate", "R")
        assert ("M006" in output) is wrong, day
        call("status", "R", *DAY)


def test_a_list_as_long_as_may_be_and_years_without_end(desk: Path, call: Callable[..., tuple[int, str]]) -> None:
    event = "  - {{名称: 活动{}, 类型: 质量品牌提升, 组织单位: 协会, 开始日期: 2014-09-01, 完成日期: 2014-10-01}}\n"
    (desk / "R/pilot/activities.yaml").write_text(
        "活动:\n" + "".join(map(event.format, range(1_900))), encoding="utf-8"
    )
    for year in range(1, 10_000, 50):
        (desk / "R/pilot/evaluations" / f"{year:04}.yaml").write_text(f"年份: {year}\n", encoding="utf-8")
    for each in (READERS[0], READERS[1], READERS[7], WRITERS[1]):
        call(*each)


# ---- names and arguments ------------------------------------------------------------------------------------------

NAMES = ["a b'q\"", "a\nb\x1b[31m\u202e", "::error::x", "<script>{{x}}%s$(id)`", "长" * 80]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.part(5)
def test_names_of_folders(desk: Path, call: Callable[..., tuple[int, str]], name: str) -> None:
    (desk / "R").rename(desk / name)
    for each in (
        *READERS[:2],
        *READERS[4:8],
        WRITERS[1],
        WRITERS[2],
        ("migrate", "R"),
        ("init", "R", "--ci", "gitlab"),
    ):
        call(*(name if argument == "R" else argument for argument in each))


CALLS: tuple[tuple[str, ...], ...] = (
    ("status", "R", "--date", "9999-12-31"),
    ("status", "R", "--date", "0001-01-01"),
    ("status", "R", "--date", ""),
    ("evaluate", "R", "--year", "0"),
    ("evaluate", "R", "--year", "9" * 30),
    ("init", "neu", "--year", "9" * 30),
    ("seal", "R", "--verify", "x", "--seal", "9" * 30),
    ("seal", "R", "--by", "甲", "--date", "9999-12-31"),
    ("review", "R", "--jobs", "0"),
    ("review", "R", "--sort", EVIL),
    ("review", "R", "--province", EVIL),
    ("render", "R", "--report", EVIL),
    ("diff", "--output=x", "R"),
    ("diff", "-x"),
    ("diff", EVIL, "R"),
    ("explain", EVIL),
    ("validate", "R/application"),
    ("validate", "."),
    ("validate", "R/dossier.yaml"),
    ("init", "R/pilot"),
    ("migrate", ""),
)


@pytest.mark.parametrize("arguments", CALLS, ids=ascii)
def test_arguments(desk: Path, call: Callable[..., tuple[int, str]], arguments: tuple[str, ...]) -> None:
    before = files(desk)
    call(*(argument.replace("\0", "") for argument in arguments))
    assert files(desk) == before


def test_the_dossier_that_was_meant_is_named(desk: Path, call: Callable[..., tuple[int, str]]) -> None:
    """Called one folder too deep or too high, the program says where the dossier is."""
    code, output = call("eligibility", ".")
    assert code == 2 and "：R。" in output
    code, output = call("validate", ".")  # checks what is below
    assert code == 0 and "下面有 1 份材料" in output
    code, output = call("status", "R/application")
    assert code == 2 and "R/application/.." in output
    code, output = call("init", "R/neu")
    assert code == 2 and not (desk / "R" / "neu").exists()


def test_a_full_disk_is_no_bug(
    desk: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., tuple[int, str]]
) -> None:
    import errno

    def full(*_: object) -> None:
        raise OSError(errno.EFBIG, "full")

    before = files(desk)
    monkeypatch.setattr(replacing, "stage_file", full)
    for each in WRITERS[:6]:
        call(*each)
    assert files(desk) == before
