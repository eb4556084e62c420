"""Files are opened, made, renamed and removed by the modules that guard it, and by nobody else: what stands in a dossier
or in the place of an output is never followed, waited for, or read without end."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import ROOT, prepare
from writers import JUDGED, RETURNS

from brandcluster.cli.start import start

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and alarms of POSIX")

SOURCE = ROOT / "src" / "brandcluster"
#: The door: reading, writing, the lock, and what comes with the program.
DOOR = ("base/resources.py", "formats/folder.py", "formats/locking.py", "formats/remains.py", "formats/replacing.py")
#: What may open files beside it, and why; each call by its name.
BESIDE = {
    "cli/commands/init_ci.py": ({"read_text"}, "what pip wrote of the installation of this program"),
    "cli/start.py": ({"os.open", "os.fdopen"}, "output that nobody reads goes to the system's own nowhere"),
    "review/processes.py": ({"open"}, "the same for a process that nobody listens to"),
    "formats/git.py": ({"tempfile"}, "what git complains of, in a file without a name"),
    "formats/git_commit.py": ({"tempfile"}, "an index of our own, in a folder of our own"),
    "formats/pdf.py": (
        {"shutil", "tempfile", "write_bytes", "read_bytes", "shutil.which"},
        "a folder of our own, for LibreOffice",
    ),
    "dossier/history/commits.py": ({"tempfile", "mkdir", "write_bytes"}, "a folder of our own, for a commit's files"),
    "formats/private.py": (
        {"tempfile", "os.scandir", "mkdir", "open"},
        "a folder of our own, for what is unpacked; names in the system's temporary folder",
    ),
    "session/kept_disk.py": ({"os.scandir"}, "names below a dossier, counted, links not followed"),
    "notice/edition.py": ({"iterdir"}, "the program's own folders"),
    "review/remarks.py": ({"os.walk"}, "names below a folder that the caller named, links not followed, files counted"),
    "review/find_dossiers.py": ({"os.scandir"}, "names of folders, counted, links not followed"),
    "dossier/history/state_files.py": ({"os.scandir", "os.walk"}, "names below a repository, links not followed"),
}
#: Methods of Path and of files, functions of os, and modules that make files.
METHODS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "touch",
    "mkdir",
    "rmdir",
    "unlink",
    "rename",
    "chmod",
    "symlink_to",
    "hardlink_to",
    "iterdir",
    "glob",
    "rglob",
    "walk",
    "link_to",
    "lchmod",
}
OS = {
    "open",
    "fdopen",
    "replace",
    "rename",
    "renames",
    "unlink",
    "remove",
    "rmdir",
    "removedirs",
    "mkdir",
    "makedirs",
    "link",
    "symlink",
    "truncate",
    "chmod",
    "chown",
    "mkfifo",
    "mknod",
    "scandir",
    "listdir",
    "walk",
    "fwalk",
    "utime",
    "lchmod",
    "copy_file_range",
    "sendfile",
    "startfile",
    "popen",
}
MODULES = {"shutil", "tempfile", "fileinput", "mmap", "io.open", "codecs.open", "glob"}
#: A module without any of these words opens nothing, and need not be parsed.
MAY_OPEN = re.compile(rf"\b(?:{'|'.join(sorted({'open', 'replace', 'shutil', *METHODS, *OS, *MODULES}))})\b")


def opened_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The calls in a module that open, make, rename, list or remove files, by line and name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            yield from ((node.lineno, name) for name in names if name in MODULES)
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "open":
            yield node.lineno, "open"
        if isinstance(called, ast.Attribute):
            yield from _method(node, called)


def _method(node: ast.Call, called: ast.Attribute) -> Iterator[tuple[int, str]]:
    owner = called.value.id if isinstance(called.value, ast.Name) else ""
    if owner == "os":
        yield from [(node.lineno, f"os.{called.attr}")] * (called.attr in OS)
    elif owner in ("shutil", "io", "codecs"):
        yield from [(node.lineno, f"{owner}.{called.attr}")] * (owner == "shutil" or called.attr == "open")
    elif owner in ("folder", "replacing", "remains", "locking", "resources"):  # through the door
        return
    elif called.attr in METHODS and not (
        called.attr == "open" and owner in ("archive", "package")
    ):  # of a zip in memory
        yield node.lineno, called.attr
    elif called.attr == "replace" and len(node.args) == 1 and not node.keywords and not _is_text(node.args[0]):
        yield node.lineno, "replace"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Starred)


def strangers() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        allowed = BESIDE.get(name, (set(), ""))[0]
        if name in DOOR:
            continue
        text = path.read_text(encoding="utf-8")
        for line, call in opened_in(ast.parse(text)) if MAY_OPEN.search(text) else ():
            if call not in allowed:
                yield f"{name}:{line} {call}"


@pytest.mark.part(1)
def test_no_other_module_opens_a_file() -> None:
    assert list(strangers()) == []


def test_whoever_may_does() -> None:
    """An exception that nobody needs any more is none."""
    for name, (allowed, why) in BESIDE.items():
        found = {call for _, call in opened_in(ast.parse((SOURCE / name).read_text(encoding="utf-8")))}
        assert allowed <= found and why, (name, allowed - found)


@pytest.mark.parametrize(
    "code",
    [
        "open(x)",
        "Path(x).read_text(encoding='utf-8')",
        "x.write_bytes(b'')",
        "x.open('rb')",
        "os.open(x, 0)",
        "os.replace(a, b)",
        "waiting.replace(place)",
        "x.rename(y)",
        "import shutil",
        "from tempfile import mkdtemp",
        "(root / name).read_bytes()",
    ],
)
def test_the_guard_sees(code: str) -> None:
    assert list(opened_in(ast.parse(code)))


def test_the_guard_lets_pass() -> None:
    for code in ("text.replace('a', 'b')", "folder.read_bytes(root, 'a')", "day.replace(year=2014)", "print(x)"):
        assert not list(opened_in(ast.parse(code))), code


def test_the_door_is_there() -> None:
    assert all((SOURCE / Path(name)).is_file() for name in DOOR)


# ---- what commands do with it ------------------------------------------------------------------------------------

CANARY = "SECRETCANARY"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A dossier R, and outside of it what is nobody's business; what waits for ever is interrupted."""

    def bark(*_: object) -> None:
        raise AssertionError("still running")

    prepare(tmp_path / "R", [])
    shutil.copy(RETURNS, tmp_path / "come.csv")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yaml").write_text(f"判断: []\n# {CANARY}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    was = signal.signal(signal.SIGALRM, bark)
    signal.alarm(20)
    yield tmp_path
    signal.alarm(0)
    signal.signal(signal.SIGALRM, was)


ADD = ("collect", "add", "come.csv", "--year", "2013", "--to", "R")


@posix
@pytest.mark.parametrize("what", ["/dev/zero", "pipe", "folder"])
@pytest.mark.parametrize("where", ["R", "."])
def test_a_gitignore_that_is_none_is_passed_by(what: str, where: str, desk: Path) -> None:
    path = desk / where / ".gitignore"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    else:
        path.symlink_to(what)
    assert start(list(ADD)) == 0


@posix
@pytest.mark.parametrize(
    ("link", "arguments"),
    [
        ("R/out", ("collect", "form", "R", "--year", "2013")),
        ("R/out", ("report", "R", "--date", "2014-04-18")),
        ("R/out", ("render", "R", "--package")),
        ("R/enterprises", ADD),
        ("neu/报送材料", ("render", "R", "--package", "-o", "neu")),
        ("neu/pages", ("review", "R", "--html", "neu", "--date", "2014-04-18", "--jobs", "1")),
        ("neu/R", ("review", "R", "--corrections", "-o", "neu", "--date", "2014-04-18", "--jobs", "1")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_no_output_goes_through_a_link(link: str, arguments: tuple[str, ...], desk: Path) -> None:
    before = {path: path.read_bytes() for path in (desk / "outside").iterdir()}
    (desk / link).parent.mkdir(exist_ok=True)
    (desk / link).symlink_to(desk / "outside", target_is_directory=True)
    assert start(list(arguments)) in (1, 2)
    assert {path: path.read_bytes() for path in (desk / "outside").iterdir()} == before
    assert (desk / link).is_symlink()


@posix
def test_a_judgement_is_not_written_through_a_link(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = desk / "outside" / "secret.yaml"
    before = secret.read_bytes()
    for home in ("R", "me"):
        (desk / "me").mkdir(exist_ok=True)
        path = desk / home / ("judgements.yaml" if home == "R" else "R.yaml")
        path.symlink_to(secret)
        remarks = () if home == "R" else ("--remarks", "me")
        assert start(["judge", "R", *JUDGED, *remarks]) in (1, 2)
        assert path.is_symlink() and secret.read_bytes() == before
        path.unlink()
    assert CANARY not in "".join(capsys.readouterr())


@posix
def test_names_outside_are_not_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also not as what may have been meant."""
    (desk / "outside" / f"{CANARY}.pdf").touch()
    shutil.rmtree(desk / "R" / "evidence")
    (desk / "R" / "evidence").symlink_to(desk / "outside", target_is_directory=True)
    path = desk / "R" / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("evidence/a.txt", f"evidence/{CANARY[:-1]}.pdf"), encoding="utf-8")
    assert start(["validate", "R"]) in (0, 1)
    assert f"{CANARY}.pdf" not in "".join(capsys.readouterr())
