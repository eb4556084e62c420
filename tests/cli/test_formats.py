"""`-o`: what a command shows, in a file of its own, so that nobody needs a pipe or `>`, whose code page is the system's."""

from __future__ import annotations

import shutil
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
from cases import EXAMPLES, ROOT, make_edits
from repositories import commit, repository

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


DAY = ("--date", "2014-04-20")
#: For every command that has formats, how it gives a result; what must be there first is made by the second call.
GIVING: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "validate": (("validate", PLACE), ()),
    "eligibility": (("eligibility", PLACE, *DAY), ()),
    "thresholds": (("thresholds", PLACE, *DAY), ()),
    "indicators": (("indicators", PLACE), ()),
    "status": (("status", PLACE, *DAY), ()),
    "diff": (("diff", PLACE, *DAY), ()),
    "review": (("review", ".", *DAY, "--jobs", "1"), ()),
    "aggregate": (("aggregate", ".", "--jobs", "1"), ()),
    "evaluate": (("evaluate", "试点", "--year", "2014", "--dry-run"), ()),
    "explain": (("explain", "P101"), ()),
    "seal": (("seal", PLACE, "--list"), ()),
    "import": (("import", "申报书.docx", PLACE), ("render", PLACE, "-o", ".")),
    "sheet add": (("sheet", "add", "表.xlsx", "--to", PLACE, "--diff"), ("sheet", "form", PLACE, "-o", "表.xlsx")),
}


def formats() -> dict[str, list[str]]:
    """The formats that a command's `--format` offers to the shell."""
    found = {}
    for name in commands():
        command = app.Group().get_command(None, name.partition(" ")[0])
        command = command.commands[name.partition(" ")[2]] if " " in name else command
        for each in command.params:
            if "--format" in each.opts:
                with typer.Context(command) as context:
                    found[name] = [str(one.value) for one in each.shell_complete(context, "")]
    return found


FORMATS_OF = formats()


def test_every_command_with_formats_is_tried() -> None:
    assert set(GIVING) == set(FORMATS_OF)


@pytest.mark.long
@pytest.mark.parametrize("name", GIVING)
def test_every_format_of_every_command_goes_to_a_file(
    name: str, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `-o` the file holds what `--format` prints, whole and in UTF-8, whatever it is called."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    words, before = GIVING[name]
    if "试点" in words:
        shutil.copytree(ROOT / "tests" / "cases" / "zone", home / "试点")
    if "diff" in words:
        commit(repository(home / PLACE))
        make_edits(home / PLACE, [{"file": "dossier.yaml", "find": "联系人: ", "replace": "联系人: 前"}])
    assert not before or run(home, *before) == 0
    for each in FORMATS_OF[name]:
        ending = next((known.endings for known in FORMATS if known.name == each and known.endings), (".txt",))[0]
        target = home / f"结果 & {each}{ending}"
        capsys.readouterr()
        code = run(home, *words, "--format", each, "-o", target.name)
        said = capsys.readouterr()
        if each == "parquet" and find_spec("pyarrow") is None:
            assert code == 2 and "要另装一个库" in said.err
            continue
        assert code in (0, 1) and "错误：" not in said.err, (each, said.err)
        content = target.read_bytes()
        if each in ("xlsx", "parquet"):
            assert content.startswith(b"PK" if each == "xlsx" else b"PAR1")
            continue
        assert content.startswith(b"\xef\xbb\xbf") == (each == "csv")
        assert run(home, *words, "--format", each) == code
        assert capsys.readouterr().out.removeprefix("\ufeff") == content.decode("utf-8-sig"), each


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
