"""Reading from a git repository's objects: nothing is checked out, locked, fetched or run.

Only plumbing is called (rev-parse, merge-base, ls-tree, cat-file), with what a repository's configuration could run
switched off and every name that a caller gives refused where git could take it for an option.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

#: How long git may take for one answer, and for one blob of many, in seconds: a pipe in the place of an object never ends.
TIMEOUT, BLOB_TIMEOUT = 60, 15
#: A tree that lists more than this is no repository of dossiers.
MAX_ENTRIES = 200_000
#: As many bytes of an answer are taken; a crafted tree can list more than any disk holds.
MAX_ANSWER = 64_000_000
MAX_COMPLAINT = 10_000
#: Memory of its own that git may take, in bytes: a ref that a stranger made a link to a device never ends. Its threads and
#: what it keeps of large repositories have room in it.
MEMORY = 512 << 20
_QUIET = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.quotePath=false",
)
#: Folders whose git took too long, and until when it is not asked again.
_silent_until: dict[Path, float] = {}
_REGULAR, _LINK = ("100644", "100755"), "120000"
_HASHES = ("sha1", "sha256")


class BlobUnreadable(Exception):
    """A commit's files cannot be had: objects are missing, or there is too much of them. The message is the user's."""


_LACKING = "这个版本的文件不全：仓库是部分克隆（--filter），或已损坏。重新完整地克隆一份，或运行 git fsck 检查。"


class GitRefused(NamedTuple):
    """Why something could not be read from git, for the user."""

    message: str


_NO_ANSWER = GitRefused("git 没有回答，没有比较。")
_TOO_MUCH = GitRefused(f"这个版本的文件超过 {MAX_ENTRIES:,} 个，不像申报材料的仓库。")


class Repository(NamedTuple):
    """Where a folder stands in its repository: `prefix` is the folder's path from the top, with `/`, "" at the top."""

    folder: Path
    prefix: str
    bare: bool
    hash_name: str


class Blob(NamedTuple):
    """A file of a tree: its object and its size in bytes (None where the repository lacks it); links are not followed."""

    object: str
    size: int | None
    is_link: bool = False


def find_repository(folder: Path) -> Repository | GitRefused:
    """The repository that a folder is in."""
    answer = _ask(folder, "rev-parse", "--is-bare-repository", "--show-prefix", "--show-object-format")
    if isinstance(answer, GitRefused):
        return answer
    lines = answer.decode("utf-8", "surrogateescape").split("\n")
    # A prefix may itself hold line breaks; what stands before and after it does not.
    bare, prefix, hash_name = lines[0], "\n".join(lines[1:-2]), lines[-2]
    if hash_name not in _HASHES:
        return GitRefused("git 的版本太旧。请安装 2.31 以后的版本。")
    return Repository(folder, prefix.rstrip("/"), bare == "true", hash_name)


def would_be_committed(path: Path) -> bool:
    """Whether a file at this place would go into a repository with `git add`: inside one, and not ignored."""
    folder = next((above for above in path.absolute().parents if above.is_dir()), None)
    if folder is None or not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return False
    repo = find_repository(folder)
    if isinstance(repo, GitRefused) or repo.bare:
        return False
    # This command knows no literal paths; an absolute one has no magic.
    asked = ("--no-literal-pathspecs", "check-ignore", "--", str(path.absolute()))
    return isinstance(_ask(folder, *asked), GitRefused)


def find_commit(repo: Repository, revision: str) -> str | GitRefused:
    """The full name of the commit that a revision names."""
    shown = f"“{revision[:60]}”"
    if not revision or revision.startswith(("-", "^")) or any(char in revision for char in "\0\n\r"):
        return GitRefused(f"{shown}不是一个版本。写分支、标签或提交号，如 main、HEAD~1、v1。")
    answer = _ask(repo.folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if isinstance(answer, GitRefused):
        if revision == "HEAD":
            return GitRefused("这个仓库还没有提交过，没有可以比较的版本。先 git add、git commit。")
        shallow = "；这是浅克隆，只有最近的提交，可先 git fetch --unshallow" if is_shallow(repo) else ""
        return GitRefused(f"仓库里没有{shown}这个版本{shallow}。用 git branch、git log 看有哪些。")
    return answer.decode("ascii").strip()


def merge_base(repo: Repository, one: str, other: str) -> str | GitRefused:
    """The newest common ancestor of two commits."""
    answer = _ask(repo.folder, "merge-base", one, other)
    if not isinstance(answer, GitRefused):
        return answer.decode("ascii").strip()
    if is_shallow(repo):
        return GitRefused(
            "找不到两个版本的共同起点：这是浅克隆。先 git fetch --unshallow，在 CI 里把 fetch-depth 设为 0。"
        )
    return GitRefused("两个版本没有共同的起点，不能用 ... 比较；用两个版本直接比较。")


def files_of_commit(repo: Repository, revision: str) -> dict[str, Blob] | GitRefused:
    """Every file of a commit below the repository's folder, by its path from there; submodules are left out."""
    arguments = ["ls-tree", "-r", "-z", "-l", "--full-tree", revision]
    if repo.prefix:
        arguments += ["--", f"{repo.prefix}/"]
    answer = _ask(repo.folder, *arguments)
    if isinstance(answer, GitRefused):
        return answer if answer is _TOO_MUCH else GitRefused(_LACKING)
    found: dict[str, Blob] = {}
    start = len(repo.prefix) + 1 if repo.prefix else 0
    for entry in answer.split(b"\0"):
        head, _, name = entry.partition(b"\t")
        fields = head.decode("ascii").split()
        if len(fields) != 4 or fields[0] not in (*_REGULAR, _LINK):
            continue
        size = int(fields[3]) if fields[3].isdigit() else None
        found[name.decode("utf-8", "surrogateescape")[start:]] = Blob(fields[2], size, fields[0] == _LINK)
        if len(found) > MAX_ENTRIES:
            return _TOO_MUCH
    return found


@contextmanager
def blob_reader(repo: Repository) -> Iterator[Reader]:
    """Reads blobs one after another through one process of git."""
    process = subprocess.Popen(  # noqa: S603  # no shell, a fixed program
        _command(repo.folder, "cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    _limit(process)
    turns, done = [0], threading.Event()
    watch = threading.Thread(target=_stop_when_stuck, args=(process, repo.folder, turns, done), daemon=True)
    watch.start()
    try:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101  # both are pipes, asked for above
        yield Reader(process.stdin, process.stdout, turns)
    finally:
        done.set()
        process.kill()
        process.communicate()
        watch.join()


def _stop_when_stuck(process: subprocess.Popen[bytes], folder: Path, turns: list[int], done: threading.Event) -> None:
    """End git where it has been at one blob all the time from one look to the next."""
    before = 0
    while not done.wait(BLOB_TIMEOUT):
        if turns[0] % 2 and turns[0] == before:
            _silent_until[folder] = time.monotonic() + TIMEOUT
            process.kill()
            return
        before = turns[0]


class Reader(NamedTuple):
    """The two ends of a `git cat-file --batch`; `turns` counts beginnings and ends of reading, so it is odd while it reads."""

    ask: IO[bytes]
    answer: IO[bytes]
    turns: list[int]

    def read(self, blob: Blob) -> bytes:
        """The content of a blob. Unreadable where the repository does not have it (a partial clone, damage)."""
        self.turns[0] += 1
        try:
            self.ask.write(f"{blob.object}\n".encode("ascii"))
            self.ask.flush()
            head = self.answer.readline().split()
            if len(head) != 3 or head[1] != b"blob":
                raise BlobUnreadable(_LACKING)
            content = self.answer.read(int(head[2]))
            self.answer.read(1)
        except OSError as error:
            raise BlobUnreadable(_LACKING) from error
        finally:
            self.turns[0] += 1
        return content


def object_name(repo: Repository, content: bytes) -> str:
    """The name that git gives to a blob with this content."""
    import hashlib

    return hashlib.new(repo.hash_name, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def stays_inside(path: str) -> bool:
    """Whether a path of a tree stays where it is put: git itself refuses these, a crafted tree may hold them."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and not any(c in path for c in "\\:\0")


def is_shallow(repo: Repository) -> bool:
    """Whether a clone holds the newest commits only."""
    answer = _ask(repo.folder, "rev-parse", "--is-shallow-repository")
    return answer == b"true\n"


def _program() -> str:
    """git from the search path; never from the current folder, where a stranger's dossier may have put one."""
    name = "git.exe" if os.name == "nt" else "git"
    for each in os.get_exec_path():
        path = Path(each) / name
        if path.is_absolute() and os.access(path, os.X_OK) and path.is_file():
            return str(path)
    raise FileNotFoundError(name)


def _command(folder: Path, *arguments: str) -> list[str]:
    return [
        _program(),
        "-C",
        str(folder),
        "--no-pager",
        "--no-replace-objects",
        "--literal-pathspecs",
        *_QUIET,
        *arguments,
    ]


def _environment() -> dict[str, str]:
    """The environment without what steers git elsewhere; no locks, no prompts, no fetching, messages in English.

    A git that does not know `GIT_NO_LAZY_FETCH` yet would run the repository's own `uploadpack` to fetch; unlike
    `protocol.allow`, this list of protocols cannot be widened by a configuration.
    """
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return {
        **kept,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
        "LANGUAGE": "C",
    }


def _ask(
    folder: Path, *arguments: str, given: bytes = b"", named: Mapping[str, str] | None = None
) -> bytes | GitRefused:
    """What git answers, up to a size and within a time, to what it is `given`; `named` are variables for it.

    Where it took too long it is not asked again for a while: each further question would take as long.
    """
    if time.monotonic() < _silent_until.get(folder, 0):
        return _NO_ANSWER
    try:
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as question:
            question.write(given)
            question.seek(0)
            process = subprocess.Popen(  # noqa: S603  # no shell, a fixed program
                _command(folder, *arguments),
                stdin=question,
                stdout=subprocess.PIPE,
                stderr=said,
                env={**_environment(), **(named or {})},
            )
            with process:
                _limit(process)
                answer = _answer(process)
                code = process.wait()
            said.seek(0)
            complaint = said.read(MAX_COMPLAINT).decode("utf-8", "replace")
    except FileNotFoundError:
        return GitRefused("这台电脑没有安装 git，或命令行里找不到它。装好 git 再用 diff。")
    except (OSError, ValueError):
        return _NO_ANSWER
    if answer is None:
        _silent_until[folder] = time.monotonic() + TIMEOUT
        return _NO_ANSWER
    if len(answer) > MAX_ANSWER:
        return _TOO_MUCH
    return answer if code == 0 else _refused(complaint)


def _limit(process: subprocess.Popen[bytes]) -> None:
    """Let a process take so much memory, where the system can be told while it runs: before it does, threads forbid it."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError):  # it has ended already
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _answer(process: subprocess.Popen[bytes]) -> bytes | None:
    """What a process writes, None where it takes too long; one that would write on for ever is stopped."""
    assert process.stdout is not None  # noqa: S101  # a pipe, as its caller asks for
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    watch = threading.Timer(TIMEOUT, stop)
    watch.start()
    try:
        answer = process.stdout.read(MAX_ANSWER + 1)
        if len(answer) > MAX_ANSWER:
            process.kill()
    finally:
        watch.cancel()
    return None if late.is_set() else answer


def _refused(complaint: str) -> GitRefused:
    """What git said, for the user."""
    if "dubious ownership" in complaint:
        return GitRefused(
            "git 认为这个仓库属于别的用户，不肯读。确认来源可靠后运行：git config --global --add safe.directory 仓库路径"
        )
    if "not a git repository" in complaint:
        return GitRefused("这里不是 git 仓库，没有可以比较的版本。diff 要在用 git 管理的文件夹里用。")
    return GitRefused("git 没有读出来。")


def ask_git(
    folder: Path, *arguments: str, given: bytes = b"", named: Mapping[str, str] | None = None
) -> bytes | GitRefused:
    """What git answers to a command of its plumbing that has no function of its own here."""
    return _ask(folder, *arguments, given=given, named=named)
