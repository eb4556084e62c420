"""What consoles, pipes, batch files and paths of Windows do, put in the place of what this system does."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path, PureWindowsPath

import build_folder
import pytest
from cases import BASE, EXAMPLES, prepare

from brandcluster.cli import new_dossier, paths
from brandcluster.cli.commands import init
from brandcluster.cli.start import start

#: What Chinese code pages lack, and what they have.
WORDS = "①〔2014〕102号 ▊ é 龘 𠮷"


class Console(io.TextIOWrapper):
    """A stream as Windows opens it: by a code page, strict."""

    def __init__(self, encoding: str, *, terminal: bool = False) -> None:
        self.bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.bytes, encoding=encoding, errors="strict", newline="")

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root: Path = prepare(tmp_path / "申报", [])
    text = (root / "dossier.yaml").read_text(encoding="utf-8")
    (root / "dossier.yaml").write_text(text.replace("联系人: 甲某", f"联系人: {WORDS}"), encoding="utf-8")
    (root / "judgements.yaml").write_text(f"判断: []\n{WORDS}: 1\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("encoding", ["cp936", "gbk", "cp437", "ascii"])
def test_pipes_of_any_code_page_get_utf_8(encoding: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`brandcluster … > 文件` and `… | more`: what arrives is whole, whatever code page the console has."""
    out, errors = Console(encoding), Console(encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", errors)
    codes = [start(["validate", str(folder)]), start(["indicators", str(folder)]), start(["validate", "没有①"])]
    out.flush()
    errors.flush()
    said, complaint = out.bytes.getvalue().decode("utf-8"), errors.bytes.getvalue().decode("utf-8")
    assert codes == [1, 0, 2] and WORDS in said and "没有“没有①”这个文件夹" in complaint
    assert "\\u" not in said


def test_the_old_way_of_a_console_keeps_its_code_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONLEGACYWINDOWSSTDIO: bytes go to the console, which reads them by its code page; nothing is fatal."""
    monkeypatch.setenv("PYTHONLEGACYWINDOWSSTDIO", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    out = Console("cp936", terminal=True)
    monkeypatch.setattr(sys, "stdout", out)
    assert start(["validate", str(folder)]) == 1
    out.flush()
    said = out.bytes.getvalue().decode("cp936")
    assert "①〔2014〕102号" in said and "\\U00020bb7" in said


def test_a_file_by_the_shell_is_utf_8(folder: Path) -> None:
    """As cmd does it: the program's own handle is the file, and Python was told of a code page."""
    with (folder / "结果.txt").open("wb") as stream:
        command = [sys.executable, "-m", "brandcluster", "validate", "."]
        environment = {"PYTHONIOENCODING": "gbk:strict", "PYTHONPATH": ":".join(filter(None, sys.path)), "PATH": ""}
        subprocess.run(command, cwd=folder, stdout=stream, env=environment, check=False)
    assert WORDS in (folder / "结果.txt").read_text(encoding="utf-8")


# ---- batch files -------------------------------------------------------------------------------------------------

FOLDERS = (
    "D:\\我的 申报\\",
    "D:\\申报 & 材料 (2014) ^ 100%PATH% !x!\\",
    "\\\\server\\共享\\a&b\\",
    "C:\\Users\\O'Neil, x=y; (1)\\",
)
#: A path's characters are marked so: what cmd would act on can be told from what the batch file itself says.
SHIFT = 0xF0000


def marked(text: str) -> str:
    return "".join(char if char == '"' else chr(ord(char) + SHIFT) for char in text)


@cache
def batch(name: str) -> str:
    return {**init._new_contents(None, 2013, ask=False), **build_folder.windows_files()}[name].decode("ascii")


def batches() -> list[str]:
    """All that are made for Windows: in a new dossier, and in the folder that needs no Python."""
    made = {**init._new_contents(None, 2013, ask=False), **build_folder.windows_files()}
    return sorted(name for name in made if name.endswith(".bat"))


def expanded_lines(text: str, folder: str, program: str) -> Iterator[str]:
    """Each line as cmd has it after putting values in the place of names, which it does once, before all else."""
    values = {"%~dp0": marked(folder), "%BC%": marked(program), "%PATH%": marked("C:\\Windows;D:\\a & b")}
    values["%USERPROFILE%"] = marked("C:\\Users\\甲 & 乙")
    for line in text.split("\r\n"):
        yield re.sub(r"%~dp0|%\w+%", lambda match: values[match.group()], line)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", ["打开.bat", "检查.bat", "生成.bat", "打开命令行.bat"])
def test_nothing_of_a_path_is_read_as_a_command(name: str, folder: str) -> None:
    text = batch(name)
    assert text.isascii() and text.count("\r\n") == text.count("\n") and "enabledelayed" not in text.lower()
    program = f'"{PureWindowsPath(folder) / "brandcluster.exe"}"'
    seen = 0
    for line in expanded_lines(text, folder, program):
        quoted = False
        for char in line:
            quoted ^= char == '"'
            seen += ord(char) >= SHIFT
            assert quoted or ord(char) < SHIFT, line
        assert not quoted, "a quote is left open"
    assert seen


def test_what_a_batch_file_starts_is_not_in_the_dossier() -> None:
    assert set(batches()) == {"打开.bat", "检查.bat", "生成.bat", "打开命令行.bat"}
    for name, command in (("打开.bat", "open ."), ("检查.bat", "validate ."), ("生成.bat", "render . -o out")):
        lines = batch(name).split("\r\n")
        assert f"%BC% {command}" in lines
        assert 'set "NoDefaultCurrentDirectoryInExePath=1"' in lines[: lines.index(f"%BC% {command}")]
        assert lines.index('pushd "%~dp0" || (pause & exit /b 1)') < lines.index(f"%BC% {command}")


@pytest.mark.parametrize(
    "program", ["C:\\程序 & 工具\\brandcluster\\brandcluster.exe", "C:\\Program Files (x86)\\Python\\python.exe"]
)
def test_where_the_program_is_stands_between_quotes(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `set /p` reads it: one line."""
    monkeypatch.setattr(new_dossier, "own_words", lambda: (program,))
    assert new_dossier.program_line() == f'"{program}"\r\n'.encode()
    monkeypatch.setattr(new_dossier, "own_words", lambda: (program, "-P", "-m", "brandcluster"))
    assert new_dossier.program_line() == f'"{program}" -P -m brandcluster\r\n'.encode()


def test_where_the_program_is_is_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / ".brandcluster" / "program.txt"
    for content in (b'"C:\\a.exe"\r\n', b'"D:\\b.exe"\r\n'):
        init._write(tmp_path, {".brandcluster/program.txt": content}, None)
        assert place.read_bytes() == content


# ---- long paths --------------------------------------------------------------------------------------------------


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier as deep as Windows still takes, with files of its own that it does not."""
    monkeypatch.setattr(paths, "takes_short_paths", lambda: True)
    above = tmp_path
    while len(str(above)) < 180:
        above = above / "很深的文件夹"
    above.mkdir(parents=True)
    return Path(shutil.copytree(BASE, above / ("甲" * (225 - len(str(above))))))


def test_what_is_too_deep_to_read_is_said(deep: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["validate", str(deep)]) == 0
    assert "路径太长" in capsys.readouterr().err
    assert start(["validate", str(deep.parent / ("没" * 90))]) == 2
    assert "打不开：路径太长" in capsys.readouterr().err


def test_what_is_too_deep_to_write_is_not_begun(deep: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(deep.rglob("*"))
    assert start(["render", str(deep), "-o", str(deep / "out" / "一个很长很长的文件夹")]) == 2
    said = capsys.readouterr().err
    assert "写不进" in said and "Windows 最多收 259 个" in said and "什么也没有写" in said
    assert sorted(deep.rglob("*")) == before


def test_elsewhere_nothing_is_said_of_long_paths(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not paths.takes_short_paths() or sys.platform == "win32"
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / ("长" * 80))
    with chdir(tmp_path):
        assert start(["validate", "长" * 80]) == 0
    assert capsys.readouterr().err == ""
