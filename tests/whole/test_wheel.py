"""The wheel holds what the program needs, and works in an empty environment outside the checkout."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from cases import EXAMPLES, ROOT

DATA = ("templates", "schemas", *(f"examples/{name}/application" for name in ("qingshiling", "lanting")))


def run(*command: object, cwd: Path) -> str:
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def missing(wheel: Path) -> list[str]:
    """The data files of the checkout that the wheel lacks."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    files = [path for name in DATA for path in (ROOT / name).rglob("*") if path.is_file()]
    files += (ROOT / "src" / "brandcluster" / "notice").rglob("*.yaml")
    inside = [
        path.relative_to(ROOT / "src").as_posix()
        if path.is_relative_to(ROOT / "src")
        else f"brandcluster/_data/{path.relative_to(ROOT).as_posix()}"
        for path in files
    ]
    return sorted(set(inside) - names)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=ROOT)
    (found,) = out.glob("*.whl")
    return found


def test_the_wheel_holds_templates_and_schemas(wheel: Path, tmp_path: Path) -> None:
    assert missing(wheel) == []
    poor = tmp_path / wheel.name
    with zipfile.ZipFile(wheel) as full, zipfile.ZipFile(poor, "w") as copy:
        for name in full.namelist():
            if not name.endswith("/plan.json"):
                copy.writestr(name, full.read(name))
    assert missing(poor) == ["brandcluster/_data/schemas/plan.json"]


@pytest.mark.long
def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "环境"
    venv.create(environment)
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # From outside: an environment without pip is made at once. Of what is installed, little is run, and only twice.
    pip = (sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--no-compile", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    run(python, "-m", "brandcluster", "validate", EXAMPLES / "qingshiling", cwd=tmp_path)
    run(python, "-m", "brandcluster", "render", EXAMPLES / "qingshiling", "-o", "出", cwd=tmp_path)
    assert sorted(path.name for path in (tmp_path / "出").iterdir()) == ["推荐表.docx", "申报书.docx"]
