"""What is released: the packages as others judge them, and the folder that needs no Python, in an empty surrounding."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import httpx2
import pytest
from cases import EXAMPLES, ROOT

pytestmark = pytest.mark.release
DIST, INSTALLED = ROOT / "dist", ROOT / ".venv-release" / "installed"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built program, moved away from where it was built."""
    python = INSTALLED / "bin" / "python"
    if not python.is_file():
        pytest.fail("the packages are not there: make test-release")
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pyinstaller", "cyclonedx-bom"],
        check=True,
    )
    out = tmp_path_factory.mktemp("build")
    subprocess.run([python, ROOT / "scripts" / "build_folder.py", out], check=True)
    name = next(out.glob("*.zip"))
    materials = name.with_suffix(".sbom.json")
    assert (out / "SHA256SUMS").read_text(encoding="utf-8").split() == [
        word for each in (name, materials) for word in (hashlib.sha256(each.read_bytes()).hexdigest(), each.name)
    ]
    listed = json.loads(materials.read_text(encoding="utf-8"))
    names = {each["name"] for each in listed["components"]}
    assert listed["bomFormat"] == "CycloneDX" and {"brandcluster", "CPython", "pydantic", "lxml", "uvicorn"} <= names
    assert not names & {"pyinstaller", "cyclonedx-bom", "pip"}  # what builds it is not in it
    home = tmp_path_factory.mktemp("办公室 电脑")
    shutil.unpack_archive(name, home)
    shutil.rmtree(out)
    found = home / "brandcluster" / "brandcluster"
    found.chmod(0o755)
    return found


def run(program: Path, *words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """With an empty environment: no PATH on which a Python could be found, a home with nothing in it."""
    return subprocess.run(
        [program, *map(str, words)],
        cwd=cwd,
        env={"HOME": str(cwd), "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_demo(program: Path, tmp_path: Path) -> None:
    root = shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "青石岭 & 申报")
    for words in (
        ("validate", root),
        ("indicators", root),
        ("render", root, "-o", tmp_path / "out"),
        ("explain", "P101"),
    ):
        result = run(program, *words, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, ""), (words, result.stderr)
    assert sorted(each.name for each in (tmp_path / "out").glob("*.docx")) == ["推荐表.docx", "申报书.docx"]


def test_every_command_is_in_it(program: Path, tmp_path: Path) -> None:
    from brandcluster.cli.app import COMMANDS

    for name, _, _ in COMMANDS:
        result = run(program, name, "--help", cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, ""), name


def test_several_processes_and_git(program: Path, tmp_path: Path) -> None:
    result = run(program, "review", EXAMPLES, "--jobs", "2", "--date", "2016-07-01", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (1, "")  # one of the examples has mistakes on purpose
    assert "3 份" in result.stdout
    assert run(program, "init", tmp_path / "新", cwd=tmp_path).returncode == 0
    git = shutil.which("git")
    assert git is not None
    subprocess.run([git, "init", "--quiet", tmp_path / "新"], check=True)
    environment = {"HOME": str(tmp_path), "PATH": str(Path(git).parent)}
    subprocess.run([program, "merge", "--install", tmp_path / "新"], env=environment, check=True, capture_output=True)
    driver = subprocess.run(
        [git, "-C", tmp_path / "新", "config", "merge.brandcluster.driver"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert "-m brandcluster" not in driver and "merge --driver" in driver and program.as_posix() in driver


def test_the_page_at_the_desk(program: Path, tmp_path: Path) -> None:
    """What is read as data (templates, style, script) and imported by name (the server's parts) is in the folder."""
    root = shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "青石岭 & 申报")
    with subprocess.Popen(
        [program, "open", root, "--no-browser"],
        env={"HOME": str(tmp_path), "PATH": "/nowhere"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as running:
        try:
            assert running.stdout is not None
            running.stdout.readline()
            address = running.stdout.readline().strip()
            with httpx2.Client(trust_env=False) as browser:
                assert browser.get(address).status_code == 200
                page = browser.get(address.partition("/enter")[0] + "/form/cover")
            assert page.status_code == 200 and "申报单位" in page.text
            running.send_signal(signal.SIGINT)
            out, errors = running.communicate(timeout=60)
        finally:
            running.kill()
    assert (running.returncode, errors) == (0, "") and "结束了" in out


def test_the_packages() -> None:
    wheel, sdist = next(DIST.glob("*.whl")), next(DIST.glob("*.tar.gz"))
    names = zipfile.ZipFile(wheel).namelist()
    assert "brandcluster/py.typed" in names and not any("test" in each.split("/")[0] for each in names)
    with tarfile.open(sdist) as archive:
        assert any(each.endswith("/Makefile") for each in archive.getnames())
    for line in (DIST / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((DIST / name).read_bytes()).hexdigest() == digest
    listed = {
        each["name"].lower() for each in json.loads((DIST / "sbom.json").read_text(encoding="utf-8"))["components"]
    }
    assert {"brandcluster", "typer", "pydantic", "lxml", "python-docx"} <= listed and "pytest" not in listed


def test_pyroma() -> None:
    result = subprocess.run(
        [ROOT / ".venv-release" / "bin" / "pyroma", "--min=10", next(DIST.glob("*.tar.gz"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    assert sys.version_info >= (3, 11)
