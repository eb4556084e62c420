"""The half of `compare_outputs.py` that runs one version of the program: every case in a forked child of a process
that has imported all of it once. `PYTHONPATH` names the version; nothing of it is used but its command line.

    python scripts/output_worker.py help TREE
    python scripts/output_worker.py record TREE INPUTS SCRATCH SHARD OF OUT [PATTERN]
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import shutil
import signal
import stat
import subprocess
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from output_cases import Case, Step, cases, listed

#: Seconds that one command may take.
PATIENCE = 600
#: So many cases are done before the caches are filled.
FEW = 40
_GIT = ("git", "-c", "user.name=甲", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false")  # fmt: skip


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: bytes
    errors: bytes


#: What fills the version's caches, once for all cases; the cold cases see it without.
_WARMING: tuple[Step, ...] = (
    *((name, "a", "--date", "2016-07-01") for name in ("eligibility", "thresholds", "status", "report")),
    *((name, "a") for name in ("validate", "indicators", "fmt", "migrate")),
    ("validate", "a", "--format", "json"),
    ("render", "a", "--draft", "-o", "out"),
    ("import", "out/申报书.docx", "out/推荐表.docx", "a"),
    ("collect", "form", "a", "--year", "2015", "-o", "out/a.xlsx"),
    ("seal", "a", "--list"),
)


def warm(tree: Path) -> Callable[[], int]:
    """Import every module of the version, and give its command line. What cannot be imported fails later, in a case."""
    package = importlib.import_module("brandcluster")
    if not Path(str(package.__file__)).resolve().is_relative_to(tree.resolve()):
        raise SystemExit(f"brandcluster is imported from {package.__file__}, not from {tree}")
    for module in pkgutil.walk_packages(package.__path__, "brandcluster.", onerror=lambda name: None):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(Exception):
                importlib.import_module(module.name)
    main: Callable[[], int] = importlib.import_module("brandcluster.cli").main
    return main


def fill_caches(main: Callable[[], int], inputs: Path, scratch: Path) -> None:
    """Run the usual commands in this very process, their output thrown away: every fork has what they leave behind."""
    here = scratch / "warm"
    shutil.copytree(inputs / "tests" / "cases" / "zone", here / "a")
    before, streams, arguments = Path.cwd(), (os.dup(1), os.dup(2)), sys.argv
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.chdir(here)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for step in _WARMING:
        sys.argv = ["brandcluster", *step]
        main()
    sys.stdout.flush()
    sys.stderr.flush()
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
        os.close(stream)
    os.close(nowhere)
    sys.argv = arguments
    os.chdir(before)
    shutil.rmtree(here)
    gc.freeze()


def run(main: Callable[[], int], step: Step, here: Path, beside: Path, environment: dict[str, str]) -> Ran:
    """One command in a forked child."""
    out, errors = beside / "out", beside / "errors"
    child = os.fork()
    if child == 0:
        _be_the_program(main, step, here, (out, errors), environment)
    _, status = os.waitpid(child, 0)
    return Ran(os.waitstatus_to_exitcode(status), out.read_bytes(), errors.read_bytes())


def _be_the_program(
    main: Callable[[], int], step: Step, here: Path, streams: tuple[Path, Path], environment: dict[str, str]
) -> None:
    """Never returns."""
    code = 70
    try:
        signal.alarm(PATIENCE)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, path in enumerate(streams, 1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        os.environ.update(environment)
        os.chdir(here)
        sys.argv = ["brandcluster", *step]
        code = main()
    except BaseException:  # whatever it is, it is part of what the program does
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code & 0xFF)


def run_cold(step: Step, here: Path, environment: dict[str, str]) -> Ran:
    """One command as users start it."""
    result = subprocess.run(
        [sys.executable, "-m", "brandcluster", *step],
        cwd=here,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ran(result.returncode, result.stdout, result.stderr)


# ---- a case --------------------------------------------------------------------------------------------------


def played(case: Case, main: Callable[[], int], inputs: Path, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that a case's commands printed and wrote, each under a name: command, then stream or file."""
    here = scratch / "here"
    _furnish(case, inputs, here)
    seen: Seen = {}
    before = contents(here, seen)
    for number, step in enumerate(case.steps):
        if step and step[0].startswith("$"):
            if not _prepare(step, here):
                yield f"{number:02} {' '.join(step)[:100]} | cannot be done", b""
            before = contents(here, seen)
            continue
        environment = dict(case.environment)
        ran = run_cold(step, here, environment) if case.cold else run(main, step, here, scratch, environment)
        title = f"{number:02} {' '.join(step)}"
        yield f"{title} | exit code", b"%d\n" % ran.code
        yield f"{title} | stdout", ran.out
        if ran.errors:
            yield f"{title} | stderr", ran.errors
        after = contents(here, seen)
        for path in sorted({*before, *after}):
            if path not in after:
                yield f"{title} | gone: {path}", b""
            elif before.get(path) != after[path]:
                yield from ((f"{title} | {name}", data) for name, data in taken_apart(path, after[path]))
        before = after
    shutil.rmtree(here)


def _furnish(case: Case, inputs: Path, here: Path) -> None:
    here.mkdir()
    for name, source in case.inputs.items():
        target = here / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (inputs / source).is_dir():
            shutil.copytree(inputs / source, target, symlinks=True)
        else:
            shutil.copyfile(inputs / source, target)
    for name, content in case.files.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(content)


def _prepare(step: Step, here: Path) -> bool:
    """Do something to the folder; False where it cannot be done, as in a seal that the program refused to make."""
    kind, *rest = step
    path = here / rest[0] if rest else here
    if kind == "$git":
        _commit(here)
        return True
    held = path.read_bytes() if path.is_file() else b""
    if kind == "$delete" and path.is_file():
        path.unlink()
    elif kind == "$move" and path.exists():
        path.rename(here / rest[1])
    elif kind in ("$write", "$append"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((held if kind == "$append" else b"") + rest[1].encode())
    elif kind == "$replace" and rest[1].encode() in held:
        path.write_bytes(held.replace(rest[1].encode(), rest[2].encode(), int(rest[3])))
    else:
        return False
    return True


def _commit(here: Path) -> None:
    """Commit all there is, always on the same day."""
    when = "2014-04-01T09:00:00+08:00"
    environment = {**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    if not (here / ".git").exists():
        subprocess.run([*_GIT, "init", "--quiet", "--initial-branch=main"], cwd=here, env=environment, check=True)
    subprocess.run([*_GIT, "add", "--all", "--force"], cwd=here, env=environment, check=True)
    subprocess.run([*_GIT, "commit", "--quiet", "--allow-empty", "-m", "改动"], cwd=here, env=environment, check=True)


#: A file's state (which, length, when changed) and what it held then: what has not been touched is not read again.
Seen = dict[Path, tuple[tuple[int, ...], bytes]]


def contents(here: Path, seen: Seen) -> dict[str, bytes]:
    """Every file below a folder; folders end in `/`, links hold where they point, what can be run is marked."""
    found: dict[str, bytes] = {}
    for folder, folders, files in os.walk(here):
        folders[:] = [name for name in folders if name != ".git"]
        for name in (*folders, *files):
            path = Path(folder, name)
            kept = path.relative_to(here).as_posix()
            state = path.lstat()
            kind = state.st_mode
            if stat.S_ISLNK(kind):
                found[kept] = b"-> " + os.fsencode(path.readlink())
            elif stat.S_ISDIR(kind):
                found[f"{kept}/"] = b""
            else:
                now = (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
                if path not in seen or seen[path][0] != now:
                    seen[path] = (now, path.read_bytes())
                found[f"{kept} (runs)" if kind & stat.S_IXUSR else kept] = seen[path][1]
    return found


def taken_apart(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file as it is; an archive (Word, workbook, zip) as a list of its parts, then part by part."""
    if not content.startswith(b"PK\x03\x04"):
        yield name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            parts = [(info.filename, archive.read(info)) for info in infos]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        yield name, content
        return
    lines = [f"{i.filename} {i.date_time} {i.compress_type} {i.external_attr:o} {i.flag_bits}\n" for i in infos]
    yield f"{name}!", "".join(lines).encode()
    for part, data in parts:
        yield from taken_apart(f"{name}!{part}", data)


# ---- the process ---------------------------------------------------------------------------------------------


def record(tree: Path, inputs: Path, scratch: Path, shard: tuple[int, int], out: Path, pattern: str) -> None:
    """Play every n-th case into an archive. Folders of this machine are taken out of what is kept."""
    main = warm(tree)
    number, of = shard
    own = cases(inputs, pattern)[number::of]
    if len(own) > FEW:
        fill_caches(main, inputs, scratch)
    hidden = [(os.fsencode(path), mark) for path, mark in ((scratch, b"<scratch>"), (tree, b"<tree>"))]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for case in own:
            for name, content in played(case, main, inputs, scratch):
                archive.writestr(zipfile.ZipInfo(f"{case.name} | {name}"), _without(content, hidden))


def _without(content: bytes, hidden: list[tuple[bytes, bytes]]) -> bytes:
    for path, mark in hidden:
        content = content.replace(path, mark)
    return content


def helps(tree: Path, scratch: Path) -> dict[str, str]:
    """The help of the program ("") and of each command it lists, by name."""
    main = warm(tree)

    def text(*command: str) -> str:
        return run(main, (*command, "--help"), scratch, scratch, {}).out.decode("utf-8")

    found = {"": text()}
    for name in listed(found[""]):
        found[name] = text(name)
        found.update({f"{name} {each}": text(name, each) for each in listed(found[name])})
    return found


if __name__ == "__main__":
    if sys.argv[1] == "help":
        print(json.dumps(helps(Path(sys.argv[2]), Path(sys.argv[3])), ensure_ascii=False))
    else:
        _, _, *paths, shard, of, out, pattern = sys.argv
        tree, inputs, scratch = map(Path, paths)
        record(tree, inputs, scratch, (int(shard), int(of)), Path(out), pattern)
