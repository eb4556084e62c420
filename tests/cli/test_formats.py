"""`-o`: what a command shows, in a file of its own, so that nobody needs a pipe or `>`, whose code page is the system's."""

from __future__ import annotations

import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.cli import app
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import FORMATS, wanted_formats, wanted_output
from brandcluster.cli.start import start

#: What prints only what it did to files, or asks; and why the result needs no file of its own.
NO_FILE = {
    "init": "says which files it made",
    "judge": "says what it wrote, or which conditions are open, which eligibility -o writes",
    "collect add": "names enterprises; what is to be sent on it writes as lists of its own",
    "request add": "says what it took in",
    "handover add": "says what it merged",
    "migrate": "says which files it changed",
    "inspection": "says what it took in",
    "open": "a browser shows it",
    "lsp": "an editor speaks there",
}


def commands() -> dict[str, set[str]]:
    """Every command by its whole name, with the spellings of its options."""
    found: dict[str, set[str]] = {}
    for name, _, _ in app.COMMANDS:
        command = app.Group().get_command(None, name)
        parts = getattr(command, "commands", None)
        for full, each in {f"{name} {sub}": one for sub, one in parts.items()}.items() if parts else [(name, command)]:
            found[full] = {spelling for option in each.params for spelling in option.opts}
    return found


def test_every_command_that_prints_writes_too() -> None:
    without = {name for name, options in commands().items() if not {"-o", "--output"} <= options}
    assert without == set(NO_FILE)
    assert not [name for name, options in commands().items() if "--format" in options and "-o" not in options]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "申报 & 材料")
    return tmp_path


def run(home: Path, *words: str) -> int:
    with chdir(home):
        return start(list(words))


PLACE = "申报 & 材料"


@pytest.mark.parametrize(
    ("words", "name", "begins"),
    [
        (("indicators", PLACE), "指标 & 表.csv", "\ufeff文件夹,年份"),
        (("indicators", PLACE), "a.json", "{"),
        (("status", PLACE, "--date", "2014-04-20"), "a.txt", "青石岭"),
        (("eligibility", PLACE, "--date", "2014-04-20"), "a.json", "{"),
        (("eligibility", PLACE, "--date", "2014-04-20"), "a.sarif", "{"),
        (("validate", PLACE), "a.txt", "没有发现问题"),
        (("explain", "P101"), "a.txt", "P101"),
        (("log", PLACE), "a.txt", "青石岭"),
        (("request", "list", PLACE), "a.txt", "还没有发函"),
        (("fmt", PLACE, "--check"), "a.txt", "9 个文件"),
        (("seal", PLACE, "--list"), "a.json", "{"),
    ],
)
def test_the_ending_says_the_format(
    words: tuple[str, ...], name: str, begins: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, *words) == 0
    screen = capsys.readouterr().out
    assert run(home, *words, "-o", name) == 0
    written = (home / name).read_bytes().decode("utf-8")
    assert written.startswith(begins) and written.endswith("\n") and "\x1b" not in written
    assert capsys.readouterr().out == screen  # the screen shows what it always does
    if name.endswith(".txt"):
        assert written == screen
    assert run(home, *words, "-o", name) == 0  # again, over what is ours


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("indicators", PLACE, "-o", f"{PLACE}/enterprises/2014.csv"), "不能写材料文件"),
        (("indicators", PLACE, "--format", "json", "-o", f"{PLACE}/dossier.yaml"), "不能写材料文件"),
        (("indicators", PLACE, "-o", "别人的.csv"), "不是这样的表"),
        (("indicators", PLACE, "-o", "表.xls"), "text（.txt）、json（.json）、csv（.csv）"),
        (("validate", PLACE, "-o", "表.md"), "markdown（.md）、checklist（.md）"),
        (("status", PLACE, "-o", PLACE), "看不出"),
        (("seal", PLACE, "--by", "甲", "--date", "2014-04-20", "-o", "a.txt"), "与 --verify、--list 同用"),
    ],
)
def test_what_is_not_written_over(
    words: tuple[str, ...], said: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "别人的.csv").write_text("企业,数\n甲,1\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert run(home, *words) == 2
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_endings_name_one_format() -> None:
    every = tuple(each.name for each in FORMATS)
    for ending in {ending for each in FORMATS for ending in each.endings} - {".md"}:
        written = wanted_output(None, f"a{ending}", every).written
        assert ending in next(each.endings for each in FORMATS if each.name == written)
    assert wanted_formats(None, "a.json").written == "json"
    assert wanted_formats(None, "a.md").written == "markdown"
    with pytest.raises(UserError):
        wanted_formats(None, "a.md", ("checklist",))
