"""A new dossier as files, and the files of the pilot years: shared by `init` and the page at the desk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.own_program import own_words
from brandcluster.cli.paths import is_folder

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import KeyPath
    from brandcluster.cli.earlier_files import Earlier

#: Looks for the program on PATH, with the launcher of Python, and where init ran; never in the folder itself. A folder on
#: a network drive gets a letter from pushd. cmd reads such a file by bytes, so there is nothing but ASCII in it. What comes
#: from a path (`&`, `%`, `^`, `!`, brackets, blanks) is only ever put between quotes, and never read a second time.
_BATCH = """@echo off\r
setlocal DisableDelayedExpansion\r
chcp 65001 >nul\r
set "NoDefaultCurrentDirectoryInExePath=1"\r
pushd "%~dp0" || (pause & exit /b 1)\r
set "BC="\r
where $PATH:brandcluster >nul 2>nul && set "BC=brandcluster"\r
if not defined BC (py -P -m brandcluster --version >nul 2>nul && set "BC=py -P -m brandcluster")\r
if not defined BC if exist "{program}" set /p BC=<"{program}"\r
if defined BC (%BC% --version >nul 2>nul || set "BC=")\r
if not defined BC (type "{missing}" & pause & popd & exit /b 1)\r
%BC% {command}\r
{after}popd\r
pause\r
"""
#: Where init writes how it was called, for this computer alone; and what is said where the program is not found.
PROGRAM_FILE, _MISSING = ".brandcluster/program.txt", ".brandcluster/not-found.txt"
_NOT_FOUND = """这台电脑上没有找到 brandcluster。
装不了 Python 的：向维护的人要 brandcluster-…-windows-….zip，解开，双击里面的“打开命令行.bat”，输入
    brandcluster init 后面空一格，再把这个文件夹拖进窗口，回车
已经有的文件不会动；这样做一次，以后双击就行。
装得了 Python 的：打开“命令提示符”，依次运行
    py -m pip install --user pipx
    py -m pipx ensurepath
    （关掉命令提示符，重新打开）
    pipx install "brandcluster 的安装包.whl[fast]"
装好以后再双击一次。
"""
_IGNORE = """# 企业报表是保密的，不进 git；只提交汇总数。
/enterprises/
# 生成的文件
/out/
# 这台电脑上程序在哪里
/.brandcluster/program.txt
# 往里添的命令排队用的
.brandcluster.lock
# Word、Excel、WPS 打开文件时的临时文件
~$*
.~*
*.tmp
"""
_ATTRIBUTES = """* text=auto
*.yaml text eol=lf
*.bat text eol=crlf
*.docx binary
*.xlsx binary
*.pdf binary
/sealed/** -text
/evidence/** -text
"""
_EVIDENCE = "证明文件（扫描件、PDF 等）放在这个文件夹里，在文件里写成 evidence/文件名。\n"


def new_contents(given: Earlier | None, changes: dict[KeyPath, str], year: int) -> dict[str, bytes]:
    """The files of a new dossier by path: empty, with what a person answered, or with what an earlier round gives."""
    from brandcluster.dossier.editing.new_files import new_dossier_files
    from brandcluster.dossier.files import HEADER
    from brandcluster.dossier.schema import editor_files
    from brandcluster.notice import edition
    from brandcluster.output.editor_schemas import schema_files
    from brandcluster.output.json_text import json_bytes

    contents = {path: text.encode() for path, text in new_dossier_files(edition.default_edition(), year).items()}
    contents |= given.files if given is not None else {}
    header = _with_answers(contents.pop(HEADER), changes)
    contents |= schema_files() | {path: json_bytes(value) for path, value in editor_files().items()}
    contents |= {
        ".gitignore": _IGNORE.encode(),
        ".gitattributes": _ATTRIBUTES.encode(),
        "evidence/说明.txt": _EVIDENCE.encode(),
        "打开.bat": _batch("open ."),
        "检查.bat": _batch("validate ."),
        "生成.bat": _batch("render . -o out", 'if not errorlevel 1 start "" out\r\n'),
        _MISSING: _NOT_FOUND.replace("\n", "\r\n").encode(),
    }
    if os.name == "nt":
        contents[PROGRAM_FILE] = program_line()
    contents[HEADER] = header  # last: while it is not there, this is no dossier yet, and init goes on with it
    return contents


def _with_answers(header: bytes, changes: dict[KeyPath, str]) -> bytes:
    from brandcluster.dossier.files import HEADER
    from brandcluster.formats.yaml.edits import edit_text

    text = edit_text(HEADER, header.decode(), changes) if changes else None
    return header if text is None else text.encode()


def _batch(command: str, after: str = "") -> bytes:
    program, missing = (path.replace("/", "\\") for path in (PROGRAM_FILE, _MISSING))
    return _BATCH.format(command=command, after=after, program=program, missing=missing).encode()


def program_line() -> bytes:
    """How this program is started on this computer, as the batch files read it: one line, the program between quotes."""
    program, *rest = own_words()
    words = " ".join((f'"{program}"', *rest))
    return f"{words}\r\n".encode()


def refuse_nested(root: Path) -> None:
    """A folder of a dossier is no place for another one: most likely the command was run one folder too deep."""
    from brandcluster.dossier.files import is_dossier

    try:
        above = root.resolve().parent
    except (OSError, RuntimeError, ValueError):
        return
    if not is_dossier(root) and is_dossier(above):
        raise UserError(f"上一层文件夹“{visible(above.name)}”已经是申报材料，不能在里面再建一份。请先回到上一层。")


def pilot_contents(root: Path, target: str) -> dict[str, bytes]:
    """The files of the pilot years, and the schemas that their first lines name."""
    from brandcluster.dossier.editing.new_files import new_pilot_files
    from brandcluster.dossier.files import is_dossier
    from brandcluster.output.editor_schemas import schema_files

    if not is_folder(root) or not is_dossier(root):
        raise UserError(
            f"“{visible(target)}”里没有申报材料；试点的文件加在已有的申报文件夹里，先写 brandcluster init。"
        )
    return {path: text.encode() for path, text in new_pilot_files().items()} | schema_files()
