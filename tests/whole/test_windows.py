"""What Windows does otherwise, put in the place of what this system does: patterns that no shell expands, files that a
scanner, a program or a mark holds."""

from __future__ import annotations

import ast
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, ROOT, prepare
from writers import RETURNS, WRITERS, Writer

from brandcluster.cli.start import start
from brandcluster.formats import folder, remains, replacing

#: One of each way to write: a file over another, a new folder, a folder over another, many files, an added row.
SOME = [
    each for each in WRITERS if each.name in ("fmt", "seal", "render-package-again", "init", "collect-add", "report")
]
IDS = [each.name for each in SOME]
Said = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    monkeypatch.setenv("PATH", "/nowhere")  # no LibreOffice: what it makes takes seconds
    monkeypatch.setattr(remains, "WAITS", (0, 0, 0))

    def call(home: Path, *arguments: object) -> tuple[int, str]:
        with chdir(home):
            code = start([str(each) for each in arguments])
        captured = capsys.readouterr()
        assert "程序内部出错" not in captured.err
        return code, captured.out + captured.err

    return call


def _files(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


# ---- the tests themselves -----------------------------------------------------------------------------------------

#: What Python has not on Windows: a module that names it where it is imported breaks the whole run.
MISSING = {"mkfifo", "fork", "wait4", "killpg", "SIGALRM", "SIGKILL", "SIGXCPU", "alarm", "sysconf"}
ABSENT = {"resource", "fcntl", "pwd", "grp", "termios", "pty", "tty"}
#: What a module that needs them begins with: it is not read further where they are missing.
GUARDS = ("allow_module_level=True", 'importorskip("resource")')
NAMED = rf"\.(?:{'|'.join(MISSING)})\b|^import (?:{'|'.join(ABSENT)})\b"


def _when_imported(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield from (each for part in (*child.decorator_list, child.args) for each in ast.walk(part))
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from _when_imported(child)


def test_every_module_of_the_tests_can_be_imported_on_windows() -> None:
    programs = {"target.py", "oracles.py"}  # of the fuzzer, which asks for `resource` first
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.name.endswith("_driver.py") or path.name in programs:
            continue
        if re.search(NAMED, text, re.MULTILINE) is not None:
            assert _missing_when_imported(text) == [], path.name


def _missing_when_imported(text: str) -> list[int]:
    """The lines, up to the guard, where a module needs what Windows has not as soon as it is imported."""
    lines = text.splitlines()
    guarded = next((at for at, line in enumerate(lines) if any(each in line for each in GUARDS)), len(lines))
    found = []
    for node in _when_imported(ast.parse(text)):
        names = {each.name for each in node.names} if isinstance(node, ast.Import) else set[str]()
        if isinstance(node, ast.Import | ast.Attribute) and (ABSENT & names or getattr(node, "attr", "") in MISSING):
            found.append(node.lineno)
    return [line for line in found if line <= guarded]


def test_a_planted_import_before_the_guard_is_found() -> None:
    late = 'import os\nimport pytest\n\nresource = pytest.importorskip("resource")\nimport fcntl\nos.fork()\n'
    assert _missing_when_imported(late) == []
    assert _missing_when_imported(f"import resource\n{late}") == [1]
    assert _missing_when_imported("import os\n\nNAME = os.fork\n") == [3]


# ---- names -------------------------------------------------------------------------------------------------------


@pytest.fixture
def back(tmp_path: Path) -> Path:
    """A dossier, and beside it the returns that came back."""
    root = prepare(tmp_path / "申报", [])
    (tmp_path / "收回").mkdir()
    head, *rows = RETURNS.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, row in enumerate(rows[:3]):
        (tmp_path / "收回" / f"报表[{number}].csv").write_text(head + row, encoding="utf-8")
    for name in ("~$报表.xlsx", ".~报表.csv", "说明.docx"):
        (tmp_path / "收回" / name).write_bytes(b"PK")
    return root


@pytest.mark.parametrize(
    "named", [("收回/*.csv",), ("收回",), ("收回/报表[0].csv", "收回/报表[[]?].csv", "收回/*[1-2].csv")]
)
def test_returns_are_taken_by_pattern_and_by_folder(named: tuple[str, ...], back: Path, run: Said) -> None:
    code, said = run(back.parent, "collect", "add", *named[:1], "--year", "2013", "--to", "申报")
    assert code == 0, said
    stored = (back / "enterprises" / "2013.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(stored) == (2 if len(named) > 1 else 4)


def test_a_pattern_or_folder_without_any_is_named(back: Path, run: Said) -> None:
    (back.parent / "空").mkdir()
    for named in ("收回/*.xls", "空", "没有/*.csv"):
        code, said = run(back.parent, "collect", "add", named, "--year", "2013", "--to", "申报")
        assert code in (1, 2) and named in said, said
        assert not (back / "enterprises").exists()


def test_folders_and_word_files_are_taken_by_pattern(tmp_path: Path, run: Said) -> None:
    for name in ("甲", "乙"):
        prepare(tmp_path / "各地" / name, [])
    (tmp_path / "各地" / "说明.txt").touch()
    code, said = run(tmp_path, "validate", "各地/*")
    assert code == 0 and "2 份材料" in said, said
    assert run(tmp_path, "review", "各地/*", "--date", "2014-04-18", "--jobs", "1")[1].count("各地/甲") >= 1
    assert run(tmp_path / "各地" / "甲", "validate", "--files", "statistics/*.yaml")[0] == 0
    assert "没有“无/*”这个文件夹" in run(tmp_path, "validate", "无/*")[1]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("report", "-o", "NUL.html"), "NUL.html"),
        (("report", "-o", "a:b.html"), "a:b.html"),
        (("collect", "form", "--year", "2013", "-o", "con.xlsx"), "con.xlsx"),
        (("schema", "-o", "AUX"), "AUX"),
        (("validate", "--format", "json", "-o", "lpt1/x.json"), "lpt1"),
        (("render", "-o", "prn"), "prn"),
        (("review", ".", "--html", "COM1", "--date", "2014-04-18", "--jobs", "1"), "COM1"),
        (("init", "neu/nul"), "nul"),
        (("forms", "learn", "blank.docx", "-o", "CON.yaml"), "CON.yaml"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
@pytest.mark.part(3)
def test_devices_and_streams_are_refused_by_name(
    arguments: tuple[str, ...], name: str, tmp_path: Path, run: Said
) -> None:
    root = prepare(tmp_path / "d", [])
    shutil.copy(BASE.parent.parent / "fixtures" / "word" / "blank-order.docx", root / "blank.docx")
    before = _files(tmp_path)
    where = root if arguments[0] != "review" else tmp_path
    code, said = run(where, *arguments)
    assert code == 2 and name in said and "不能作文件名" in said, said
    assert _files(tmp_path) == before


# ---- files that are held -----------------------------------------------------------------------------------------


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """No exchange of names; and each call named here is refused so many times for each file."""
    times: dict[str, int] = {}
    met: dict[tuple[str, str], int] = {}
    monkeypatch.setattr(replacing, "rename_with", lambda *_: False)

    def held(name: str, real: Any) -> Any:
        def call(path: Any, *rest: Any, **more: Any) -> Any:
            key = name, os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
            met[key] = met.get(key, 0) + 1
            if met[key] <= times.get(name, 0) and key[1]:
                raise PermissionError(13, "held", key[1])
            return real(path, *rest, **more)

        return call

    for name in ("replace", "rename", "unlink"):
        monkeypatch.setattr(os, name, held(name, getattr(os, name)))
    return times


@pytest.mark.parametrize("writer", SOME, ids=IDS)
@pytest.mark.part(3)
def test_a_scanner_that_holds_every_file_for_a_moment_is_waited_for(
    writer: Writer, windows: dict[str, int], tmp_path: Path, run: Said
) -> None:
    writer.prepare(tmp_path / "d")
    windows.update(replace=2, rename=2, unlink=2)
    code, said = run(tmp_path / "d", *writer.arguments)
    assert code == (1 if "package" in writer.name else 0), said
    assert "写不进" not in said
    assert all((tmp_path / "d" / path).exists() for path in writer.changes)
    assert not list(tmp_path.rglob("*.tmp")) and not list(tmp_path.rglob(".*.lock"))


@pytest.mark.parametrize("writer", SOME, ids=IDS)
@pytest.mark.part(3)
def test_what_stays_held_ends_in_a_sentence(writer: Writer, windows: dict[str, int], tmp_path: Path, run: Said) -> None:
    writer.prepare(tmp_path / "d")
    before = _files(tmp_path / "d")
    windows.update(replace=99, rename=99)
    code, said = run(tmp_path / "d", *writer.arguments)
    assert code in (1, 2) and "错误：写不进“" in said, said
    assert _files(tmp_path / "d") == before
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize("writer", SOME, ids=IDS)
def test_a_file_that_may_not_be_written_to_is_named(
    writer: Writer, tmp_path: Path, run: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Write-protected, or open in Word: Windows refuses to open it for writing. Nothing of the others is written."""
    writer.prepare(tmp_path / "d")
    before = _files(tmp_path / "d")

    def refused(path: Path) -> None:
        raise PermissionError(13, "held", str(path))

    monkeypatch.setattr(replacing, "open_to_write", refused)
    code, said = run(tmp_path / "d", *writer.arguments)
    if writer.name in ("seal", "init"):  # nothing was there
        assert code == 0
        return
    assert code == 2 and "请先关闭正打开它的 Word 或 WPS" in said, said
    assert _files(tmp_path / "d") == before


@pytest.mark.parametrize(
    ("locked", "arguments"),
    [
        ("dossier.yaml", ("validate",)),
        ("dossier.yaml", ("fmt",)),
        ("enterprises/2013.csv", ("indicators", "--save")),
        ("enterprises/2013.csv", ("collect", "add", "come.csv", "--year", "2013")),
        ("come.csv", ("collect", "add", "come.csv", "--year", "2013")),
        ("a.docx", ("import", "a.docx", ".")),
        ("a.docx", ("forms", "learn", "a.docx")),
        ("map.yaml", ("render", "--form", "map.yaml")),
        ("map.yaml", ("import", "a.docx", ".", "--form", "map.yaml")),
        ("out/申报书.docx", ("render",)),
        ("out/报告.html", ("report",)),
        (
            "judgements.yaml",
            (
                "judge",
                ".",
                "--clause",
                "主导产业",
                "--conclusion",
                "符合",
                "--by",
                "甲",
                "--unit",
                "乙",
                "--date",
                "2014-04-18",
                "--evidence",
                "evidence/a.txt",
            ),
        ),
        ("evidence/a.txt", ("seal", "--by", "甲", "--date", "2014-04-18")),
        ("evidence/a.txt", ("render", "--package")),
        ("templates/reports/yearly-summary.md", ("render", "--report", "yearly-summary", "--draft")),
    ],
)
def test_a_file_that_cannot_be_read_ends_in_a_sentence(
    locked: str, arguments: tuple[str, ...], tmp_path: Path, run: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = prepare(tmp_path / "d", [])
    for name in ("enterprises/2013.csv", "come.csv"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(RETURNS, root / name)
    shutil.copy(BASE.parent.parent / "fixtures" / "word" / "typed-below.docx", root / "a.docx")
    for name in (
        "map.yaml",
        "out/申报书.docx",
        "out/报告.html",
        "judgements.yaml",
        "templates/reports/yearly-summary.md",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("判断: []\n", encoding="utf-8", newline="\n")
    real = folder.os.open  # type: ignore[attr-defined]
    hidden = (root / locked).resolve()

    def refused(path: Any, *rest: Any, **more: Any) -> Any:
        if isinstance(path, str | os.PathLike) and Path(path).resolve() == hidden:
            raise PermissionError(13, "held", str(path))
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", refused)
    before = _files(root)
    code, said = run(root, *arguments)
    assert code in (0, 1, 2) and said
    assert not code or any(word in said for word in ("错误", "没有", "不能", "已经有了")), said
    assert {path: content for path, content in _files(root).items() if path in before} == before
    assert not list(root.rglob("*.tmp"))
