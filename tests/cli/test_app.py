"""Help: every example runs, and what was mistyped is answered with what was meant."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer.exceptions
from cases import EXAMPLES, ROOT, make_edits
from repositories import commit, repository

from brandcluster.cli import app
from brandcluster.cli.errors import usage_message
from brandcluster.cli.other_names import ELSEWHERE, OTHERWISE
from brandcluster.cli.start import start
from brandcluster.output.text.table import width


def all_commands() -> list[tuple[str, Any]]:
    """Every command and subcommand with its object."""
    group = app.program_command()
    found = []
    for name, _, _ in app.COMMANDS:
        command = group.get_command(None, name)
        found.append((name, command))
        found += [(f"{name} {inner}", each) for inner, each in getattr(command, "commands", {}).items()]
    return found


BUILT = dict(all_commands())
NAMES = [*BUILT]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which everything lies that the examples speak of."""
    root = tmp_path_factory.mktemp("office")
    shutil.copytree(EXAMPLES / "qingshiling", root / "我的申报")
    (root / ".gitignore").write_text("out/\n收回/\n", encoding="utf-8")
    commit(repository(root))
    shutil.copytree(EXAMPLES / "qingshiling", root / "上次的申报")
    make_edits(root / "上次的申报", [{"file": "dossier.yaml", "find": "联系人: ", "replace": "联系人: 前"}])
    shutil.copytree(EXAMPLES, root / "examples")
    shutil.copytree(ROOT / "tests" / "cases" / "zone", root / "我的试点")
    (root / "我的试点" / "pilot" / "supervision.yaml").write_text("监督检查: []\n", encoding="utf-8")
    shutil.copy(ROOT / "tests" / "fixtures" / "inspected.docx", root / "年度监督检查表.docx")
    for document in ("检查意见.pdf", "统计局证明.pdf"):
        (root / document).write_bytes(b"%PDF-1.4")
    shutil.copy(next((ROOT / "templates" / "forms" / "miit-2014-102").glob("*.docx")), root / "省里的空白表.docx")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert start(["render", "我的申报", "-o", "."]) == 0
        assert start(["collect", "form", "我的申报", "--year", "2013", "-o", "收回/甲.xlsx"]) == 0
        assert start(["sheet", "form", "我的申报", "-o", "数据表.xlsx"]) == 0
        letters = ["--due", "2014-04-10", "--date", "2014-03-20", "-o", "发函"]
        assert start(["request", "form", "我的申报", *letters]) == 0
        sent = ["--base", "上次的申报", "--by", "甲", "--why", "换人", "-o", "交接.json"]
        assert start(["handover", "form", "我的申报", *sent]) == 0
    return root


def _expanded(word: str) -> list[str]:
    """What a shell makes of a word, in the current folder."""
    return sorted(path.as_posix() for path in Path().glob(word)) if "*" in word else [word]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.part(4)
def test_the_example_of_every_help_runs(
    name: str, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = tmp_path / "desk"
    shutil.copytree(office, desk)
    monkeypatch.chdir(desk)
    if name == "open":  # nobody comes to look
        monkeypatch.setattr("brandcluster.cli.desk.serving.is_over", lambda desk: True)
        monkeypatch.setattr("webbrowser.open_new_tab", lambda address: True)
    assert start([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    examples = [line.strip() for line in shown.partition("例子：\n")[2].splitlines() if line.startswith("  ")]
    assert examples
    for example in examples:
        program, *words = shlex.split(example)
        assert program == "brandcluster" and words[: len(name.split())] == name.split()
        code = start([path for word in words for path in _expanded(word)])
        result = capsys.readouterr()
        # 1 is what a judging command says of a dossier in which something is still open.
        assert code in (0, 1), (example, result.err)
        assert "错误：" not in result.err and "Traceback" not in result.out + result.err


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.part(5)
def test_help_is_in_chinese_throughout(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert start([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"用法：brandcluster {name} " in shown
    assert not [word for word in ("Usage", "Options", "Show this", "[default", "[required") if word in shown]
    command = BUILT[name]
    for parameter in getattr(command, "params", ()):
        if not hasattr(command, "commands"):
            assert (parameter.help and parameter.opts[-1] in shown) or parameter.param_type_name == "argument"
            assert parameter.help in shown


#: What is typed, and what the answer must name.
MISTYPED = [
    (["validat"], "是不是 validate"),
    (["Validate"], "是不是 validate"),
    (["thresh"], "是不是 thresholds"),
    (["collect", "frm"], "是不是 form"),
    (["validate", "--formt", "json"], "是不是 --format"),
    (["validate", "--stict"], "是不是 --strict"),
    (["collect", "form", "--yaer", "2013"], "是不是 --year"),
    (["render", "--otput", "x"], "是不是 --output"),
    (["validate", "--foramt", "json"], "是不是 --format？"),
    (["fmt", "--chek"], "是不是 --check？"),
    (["diff", "--Format", "json"], "是不是 --format？"),
    (["validate", "-format", "json"], "“-format”这个选项。是不是 --format？"),
    (["validate", "-format=json"], "“-format”这个选项。是不是 --format？"),
    (["validate", "-f", "json"], "是不是 --format、"),
    (["validate", "--fmt", "json"], "是不是 --format？"),
    (["validate", "--output-format=sarif"], "“--output-format”这个选项。是不是 --format？"),
    (["validate", "--silent"], "是不是 --quiet？"),
    (["validate", "--disable", "X105"], "是不是 --ignore？"),
    (["import", "--apply", "x.docx"], "是不是 --write？"),
    (["render", "--force"], "是不是 --overwrite？"),
    (["seal", "--author", "甲"], "是不是 --by？"),
    (["review", "--rev", "HEAD"], "是不是 --at？"),
    (["fmt", "--dry-run"], "是不是 --check？"),
    (["validate", "--no-color"], "颜色由环境变量定"),
    (["validate", "--config", "x"], "ignore.yaml"),
    (["-V"], "是不是 --version？"),
    (["diff", "-z"], "可以写：--format、"),
    (["--formt", "json", "validate"], "写在命令后面"),
    (["validate", "--format", "jsn"], "是不是 json"),
    (["indicators", "--format=cvs"], "是不是 csv"),
    (["collect", "add", "x.csv", "--year", "2013", "--prefer", "nwe"], "是不是 new"),
    (["validate", "--format"], "“--format”后面要写内容"),
    (["validate", "--strict=1"], "“--strict”后面不写内容"),
    (["collect", "form", "--year", "二〇一三"], "“--year”后面写得不对，要写整数"),
    (["collect", "add"], "缺少“文件…”"),
    (["collect"], "缺少命令，后面写：form、add"),
    (["import"], "缺少"),
    (["explain", "P101", "P102"], "多余的参数：P102"),
    (["validate", "——format", "json"], "两个半角的减号"),
    (["explain", "P1O1"], "是不是"),
    (["thresholds", "--date", "2014-13-40"], "年-月-日"),
]


@pytest.mark.parametrize(("arguments", "answer"), MISTYPED, ids=lambda value: str(value)[:40])
def test_what_was_mistyped_is_answered_with_what_was_meant(
    arguments: list[str], answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(arguments) == 2
    result = capsys.readouterr()
    assert answer in result.err
    assert not [word for word in ("Error", "Usage", "Try ", "such", "option", "invalid") if word in result.err]


@pytest.mark.part(3)
@pytest.mark.parametrize("name", NAMES)
def test_a_slip_in_any_option_is_answered_with_it(name: str) -> None:
    command = BUILT[name]
    for option in (each.opts[-1] for each in getattr(command, "params", ()) if each.param_type_name == "option"):
        slip = option[:-2] + option[-1] + option[-2]
        if hasattr(command, "commands") or len(option) < 6 or slip == option:
            continue
        with pytest.raises(typer.exceptions.TyperException) as refused:
            command.main([slip], prog_name=f"brandcluster {name}", standalone_mode=False)
        assert f"是不是 {option}" in usage_message(refused.value), slip


def test_names_of_other_programs_are_none_of_ours() -> None:
    """A name that became an option of ours is not explained any more; what a name stands for is an option."""
    ours = {opt for command in BUILT.values() for each in getattr(command, "params", ()) for opt in each.opts}
    ours |= {"--help", "--version"}
    assert {option for option, _ in ELSEWHERE} <= ours
    otherwise = {name for names, _ in OTHERWISE for name in names}
    assert not otherwise & ours and not otherwise & {name for _, names in ELSEWHERE for name in names}


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_short_help_is_the_same(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = []
    for word in ("--help", "-h"):
        assert start([*name.split(), word]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] and "例子：" in shown[0]


def test_an_answer_says_which_help_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, name in ((["collect", "form", "--year"], "collect form"), (["render", "--x"], "render")):
        assert start(arguments) == 2
        assert f"用法见：brandcluster {name} --help" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_every_way_of_asking_for_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for arguments in ([*name.split(), "--help"], [*name.split(), "-h"], ["help", *name.split()]):
        assert start(arguments) == 0
        said.append(capsys.readouterr().out)
    assert len(set(said)) == 1


def test_a_wrong_word_after_forms_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["forms", "lern"]) == 2
    assert "lern" in capsys.readouterr().err


def test_every_command_stands_in_one_group() -> None:
    grouped = [name for _, names in app.GROUPS for name in names]
    assert sorted(grouped) == sorted(name for name, _, _ in app.COMMANDS)


class _Written:
    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text


@pytest.mark.parametrize("name", ["", "collect", "validate", "handover form"])
def test_help_is_wrapped_where_somebody_looks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command = BUILT[name] if name else app.program_command()
    context = command.make_context(f"brandcluster {name}".strip(), [], resilient_parsing=True)
    texts = {}
    for wide in (0, 32, 40, 60, 80):
        monkeypatch.setattr(app, "_columns", lambda wide=wide: wide)
        written = _Written()
        command.format_help(context, written)
        texts[wide] = written.text
    for wide in (32, 40, 60, 80):
        # What is to be copied stays on one line: usage, option, example.
        text = texts[wide].partition("\n\n")[2].partition("\n例子：")[0]
        first = [line for line in text.split("\n") if not line.startswith("  -")]
        assert max(map(width, first)) <= wide
        assert not any(line.strip().startswith(tuple("，。；：、）")) or line.endswith("（") for line in first)
    squeezed = {wide: "".join(text.split()) for wide, text in texts.items()}
    assert len(set(squeezed.values())) == 1
