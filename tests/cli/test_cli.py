"""The program as its users meet it: words in Chinese, exit codes, nothing forged, no traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, prepare

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_example_is_clean(brandcluster: Run) -> None:
    result = brandcluster("validate", EXAMPLES / "qingshiling", "--strict")
    assert (result.returncode, result.stderr) == (0, "")


def test_validate_json(brandcluster: Run, tmp_path: Path) -> None:
    root = prepare(tmp_path / "兰 汀", [{"file": "dossier.yaml", "find": "结束: 2016-06", "replace": "结束: 2019-06"}])
    result = brandcluster("validate", BASE, root, "--format", "json")
    assert result.returncode == 1
    data = json.loads(result.stdout)
    assert data["schema"] == "brandcluster.validate/1"
    assert [Path(each["dir"]).name for each in data["dossiers"]] == ["base", "兰 汀"]
    assert data["summary"] == {"dossiers": 2, "errors": 1, "warnings": 0}
    first = next(d for d in data["dossiers"][1]["diagnostics"] if d["code"] == "P101")
    assert set(first) == {
        "code", "severity", "message", "help", "path", "line", "column", "end_line", "end_column", "clause", "cite", "fix",
        "related",
    }  # fmt: skip
    assert (first["path"], first["line"], first["column"], first["end_column"]) == ("dossier.yaml", 14, 1, 5)
    assert (first["clause"], first["cite"]) == ("apply-cycle", "三（三）")


def test_several_folders_and_one_broken(brandcluster: Run, tmp_path: Path) -> None:
    broken = prepare(tmp_path / "broken", [{"file": "dossier.yaml", "write": "[["}])
    result = brandcluster("validate", broken, BASE)
    assert result.returncode == 1
    assert f"{broken.as_posix()}/dossier.yaml:1:" in result.stdout


def test_strict_counts_warnings(brandcluster: Run, tmp_path: Path) -> None:
    root = prepare(
        tmp_path / "d", [{"file": "statistics/2013.yaml", "find": "evidence/a.txt", "replace": "evidence/b.txt"}]
    )
    assert brandcluster("validate", root).returncode == 0
    assert brandcluster("validate", root, "--strict").returncode == 1


def test_the_current_folder_is_the_default(brandcluster: Run) -> None:
    assert brandcluster("validate", cwd=BASE).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["validate", "没有的文件夹"], "没有的文件夹"),
        (["validate", "."], "dossier.yaml"),
        (["validat"], "validate"),
        (["validate", "--fromat", "json"], "--format"),
        (["validate", "--format", "xml"], "json"),
        (["validate", "--format"], "--format"),
        (["schema", "a", "b"], "多余"),
        (["\x1b[31m"], "U+001B"),
        (["validate", "\x1b[31m"], "U+001B"),
        ([], "用法"),
    ],
)
def test_a_wrong_call_is_answered_in_chinese(
    brandcluster: Run, tmp_path: Path, arguments: list[str], words: str
) -> None:
    result = brandcluster(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    output = result.stdout + result.stderr
    assert words in output
    assert "\x1b" not in output
    assert not any(word in output for word in ("Usage", "Error", "Traceback", "Try "))


@pytest.mark.parametrize("command", ["validate", "indicators", "render", "schema"])
def test_help_is_chinese_and_shows_an_example(brandcluster: Run, command: str) -> None:
    result = brandcluster(command, "--help")
    assert result.returncode == 0
    assert "用法：brandcluster " + command in result.stdout
    assert "例子：" in result.stdout
    assert not any(word in result.stdout for word in ("Usage", "Options", "Show this", "default"))


def test_version(brandcluster: Run) -> None:
    from brandcluster import __version__

    assert brandcluster("--version").stdout.strip() == f"brandcluster {__version__}"


def test_values_never_forge_output(brandcluster: Run, tmp_path: Path) -> None:
    evil = "\u202e[bold]甲[/bold]\u200b\u2066"
    root = prepare(tmp_path / "d", [{"file": "dossier.yaml", "find": "[经技区]", "replace": f"['{evil}']"}])
    name = "a\x1b[31mb\n2.yaml" if os.name == "posix" else "a\u202eb2.yaml"
    (root / "statistics" / name).write_text("", encoding="utf-8")
    result = brandcluster("validate", root)
    assert result.returncode == 1
    assert "[bold]甲[/bold]" in result.stdout
    assert not any(char in result.stdout for char in "\x1b\u202e\u200b\u2066")


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of POSIX")
def test_a_terminal_gets_colour_and_a_pipe_does_not(tmp_path: Path) -> None:
    import pty

    root = prepare(tmp_path / "d", [{"file": "dossier.yaml", "find": "[经技区]", "replace": "['[red]甲[/red]']"}])
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "brandcluster", "validate", str(root)], stdout=follower, env=environment
    )
    os.close(follower)
    output = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        output += chunk
    os.close(leader)
    assert process.wait() == 1
    text = output.decode()
    assert "\x1b[" in text
    assert "[red]甲[/red]" in text


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "brandcluster", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert b"Traceback" not in errors and b"Exception" not in errors


def test_nothing_is_written_by_checking(brandcluster: Run, tmp_path: Path) -> None:
    root = tmp_path / "d"
    shutil.copytree(BASE, root)
    before = {path: path.stat().st_mtime_ns for path in sorted(root.rglob("*"))}
    brandcluster("validate", root)
    brandcluster("indicators", root)
    assert {path: path.stat().st_mtime_ns for path in sorted(root.rglob("*"))} == before


def test_a_bug_gives_a_report_and_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from brandcluster.cli.start import start
    from brandcluster.dossier import load

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(load, "load_dossier", broken)
    assert start(["validate", str(BASE)]) == 3
    errors = capsys.readouterr().err
    assert "ZeroDivisionError" in errors and "cli/commands/validate.py" in errors
    assert "Traceback" not in errors


# ---- leaving at once -----------------------------------------------------------------------------------------------


def console(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "brandcluster", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.long
def test_a_long_output_into_a_pipe_is_whole() -> None:
    done = console("status", str(EXAMPLES / "lanting"), "--clauses", "--format", "json")
    assert done.returncode in (0, 1)
    assert len(done.stdout) > 65_536, "longer than a pipe holds"
    assert done.stdout.endswith("}\n")


def test_the_exit_code_is_the_commands() -> None:
    assert [console("--version").returncode, console("no-such-command").returncode] == [0, 2]
