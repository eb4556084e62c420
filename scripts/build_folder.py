"""Build the folder that needs no Python: the program with its interpreter, zipped, with the hash of the archive.

    python scripts/build_folder.py OUT

Needs PyInstaller and an environment in which the program is installed from a wheel (an editable one lacks its data).
Writes OUT/brandcluster/, OUT/brandcluster-VERSION-SYSTEM.zip and OUT/SHA256SUMS.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
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


def build(out: Path) -> Path:
    """The folder with the program."""
    with tempfile.TemporaryDirectory() as scratch:
        entry = Path(scratch) / "entry.py"
        entry.write_text(ENTRY, encoding="utf-8")
        command = [sys.executable, "-I", "-m", "PyInstaller", "--noconfirm", "--onedir", "--name", "brandcluster"]
        command += [f"--collect-submodules={each}" for each in WHOLE] + [f"--collect-data={each}" for each in DATA]
        command += [f"--distpath={out}", f"--workpath={scratch}/work", f"--specpath={scratch}", "--log-level=WARN"]
        # What is collected is what is installed, not a source tree that the caller's environment puts in front.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        subprocess.run([*command, str(entry)], check=True, env=environment)
    return out / "brandcluster"


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
    folder = build(out)
    program = folder / ("brandcluster.exe" if sys.platform == "win32" else "brandcluster")
    name = f"brandcluster-{version_of(program)}-{platform.system().lower()}-{platform.machine().lower()}"
    archive = Path(shutil.make_archive(str(out / name), "zip", out, folder.name))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (out / "SHA256SUMS").write_text(f"{digest}  {archive.name}\n", encoding="utf-8", newline="\n")
    print(f"{digest}  {archive.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
