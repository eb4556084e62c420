"""Build the folder that needs no Python: the program with its interpreter, zipped, with hashes and the list of what is in.

    python scripts/build_folder.py OUT

Needs PyInstaller, cyclonedx-bom, and an environment in which the program is installed from a wheel (an editable one lacks
its data). Writes OUT/brandcluster/, OUT/brandcluster-VERSION-SYSTEM.zip, its SBOM (CycloneDX) and OUT/SHA256SUMS. For Windows a prompt in which the
program is known lies beside it, so that nobody has to change PATH.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import packages_distributions
from pathlib import Path

ENTRY = """\
from multiprocessing import freeze_support

freeze_support()  # what `review` starts for each processor is this program again

from brandcluster.cli import enter

enter()
"""
#: What is imported by a name in a table, and what is read as data: nothing in the code leads there.
WHOLE = ("brandcluster", "rich._unicode_data", "stdnum.cn", "uvicorn")
DATA = ("brandcluster", "docx")
#: A prompt in which the program is known. cmd reads it by bytes: nothing but ASCII, and paths only between quotes.
PROMPT = """@echo off
setlocal DisableDelayedExpansion
chcp 65001 >nul
set "PATH=%~dp0;%PATH%"
cd /d "%USERPROFILE%"
brandcluster --help
cmd /k
"""
GUIDE = """brandcluster：产业集群区域品牌建设试点示范申报工具

这个文件夹就是整个程序，不用安装，不用 Python。放在一处，以后不要移动。
1. 双击“打开命令行.bat”，输入 brandcluster init 后面空一格，再写要新建的文件夹，如 D:\\我的申报，回车。
2. 打开那个文件夹，双击里面的“打开.bat”在浏览器里填写，双击“检查.bat”检查，双击“生成.bat”生成 Word 文件。
程序移动过的，把第 1 步再做一次（已经填的不会动）。
Windows 提示“已保护你的电脑”的，先核对压缩包的校验码与发布的是否一致，再点“更多信息”“仍要运行”。
"""


def build(out: Path) -> tuple[Path, set[str]]:
    """The folder with the program, and the names of the modules that were taken into it."""
    with tempfile.TemporaryDirectory() as scratch:
        entry = Path(scratch) / "entry.py"
        entry.write_text(ENTRY, encoding="utf-8")
        command = [sys.executable, "-I", "-m", "PyInstaller", "--noconfirm", "--onedir", "--name", "brandcluster"]
        command += [f"--collect-submodules={each}" for each in WHOLE] + [f"--collect-data={each}" for each in DATA]
        command += [f"--distpath={out}", f"--workpath={scratch}/work", f"--specpath={scratch}", "--log-level=WARN"]
        # What is collected is what is installed, not a source tree that the caller's environment puts in front.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        subprocess.run([*command, str(entry)], check=True, env=environment)
        taken = ast.literal_eval(
            (Path(scratch) / "work" / "brandcluster" / "Analysis-00.toc").read_text(encoding="utf-8")
        )
        found = {
            str(entry[0]) for table in taken if isinstance(table, list) for entry in table if isinstance(entry, tuple)
        }
    return out / "brandcluster", found


def bill_of_materials(modules: set[str]) -> bytes:
    """The distributions whose modules were taken, and the interpreter, as CycloneDX; of the environment, where the
    builder is installed too, nothing else."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", sys.executable]
    made = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    top = {each.replace("\\", "/").partition("/")[0].partition(".")[0] for each in modules}
    wanted = {plain_name(name) for module, names in packages_distributions().items() if module in top for name in names}
    kept = [each for each in made["components"] if plain_name(each["name"]) in wanted]
    python = {"type": "platform", "name": "CPython", "version": platform.python_version(), "bom-ref": "CPython"}
    references = {each["bom-ref"] for each in kept}
    made["components"] = [*kept, python]
    made["dependencies"] = [
        {**each, "dependsOn": [other for other in each.get("dependsOn", ()) if other in references]}
        for each in made.get("dependencies", ())
        if each["ref"] in references
    ]
    return json.dumps(made, ensure_ascii=False, indent=2).encode() + b"\n"


def plain_name(name: str) -> str:
    """A distribution's name in the one spelling that all of its spellings mean (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def windows_files() -> dict[str, bytes]:
    """What lies beside the program on Windows, by name: a prompt, and a page to read (with a mark, for Notepad)."""
    return {
        "打开命令行.bat": PROMPT.replace("\n", "\r\n").encode("ascii"),
        "说明.txt": GUIDE.replace("\n", "\r\n").encode("utf-8-sig"),
    }


def version_of(program: Path) -> str:
    """What the built program says it is; that it starts at all is the least that is asked."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return said.split()[-1]


def main() -> int:
    """Build, zip, hash."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    folder, modules = build(out)
    program = folder / ("brandcluster.exe" if sys.platform == "win32" else "brandcluster")
    for name, content in windows_files().items() if sys.platform == "win32" else ():
        (folder / name).write_bytes(content)
    name = f"brandcluster-{version_of(program)}-{platform.system().lower()}-{platform.machine().lower()}"
    archive = Path(shutil.make_archive(str(out / name), "zip", out, folder.name))
    materials = out / f"{name}.sbom.json"
    materials.write_bytes(bill_of_materials(modules))
    sums = "".join(f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in (archive, materials))
    (out / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")
    print(sums, end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
