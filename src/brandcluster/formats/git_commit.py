"""One commit on a branch, of given files below a folder, without running anything that a repository names.

Plumbing only: no hook runs, no filter, no editor, nothing is signed or sent. The tree of the commit is that of HEAD with
the given files in place of what stands there; what else is staged stays staged and out of the commit. HEAD moves to the
branch, as after `git switch -c`; the files of the work tree are not touched.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from brandcluster.formats.git import GitRefused, ask_git, find_commit, find_repository
from brandcluster.formats.git_settings import setting

#: What a branch name may not hold (git check-ref-format), and what shells or people trip over.
_UNFIT = re.compile(r"[\x00-\x20\x7f~^:?*\[\\/\s'\"`$!&|;<>(){}#%@]+|\.\.|\.lock\Z")
#: A name as long as this is cut.
LONGEST = 40
#: As many branches of one name are tried.
_MOST = 100
_ADDRESS = "desk@localhost.invalid"
_WAITING = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


class Committed(NamedTuple):
    """What was committed: the branch, the commit's name, how many files differ from before."""

    branch: str
    commit: str
    files: int


def branch_name(prefix: str, person: str) -> str:
    """A branch for a person: `送审/张三`."""
    plain = _UNFIT.sub("-", person.strip()).strip("-.")[:LONGEST].strip("-.") or "desk"
    return f"{prefix}/{plain}"


def current_branch(folder: Path) -> str:
    """The branch that HEAD is on; "" where it is on none."""
    answer = ask_git(folder, "symbolic-ref", "--quiet", "--short", "HEAD")
    return "" if isinstance(answer, GitRefused) else answer.decode("utf-8", "replace").strip()


def why_no_commit(folder: Path) -> GitRefused | None:
    """Why nothing can be committed from a folder; None where it can."""
    repo = find_repository(folder)
    if isinstance(repo, GitRefused):
        return repo
    if repo.bare:
        return GitRefused("这是没有工作文件的仓库（bare），不能在里面提交。")
    for name in _WAITING:
        where = ask_git(folder, "rev-parse", "--git-path", name)
        if not isinstance(where, GitRefused) and (folder / where.decode("utf-8", "surrogateescape").strip()).exists():
            return GitRefused("git 里有一次没有做完的合并或变基，先请懂 git 的同事做完，再交。")
    return None


def commit_files(
    folder: Path, files: Mapping[str, bytes | None], branch: str, person: str, message: str
) -> Committed | GitRefused | None:
    """Commit files (by their paths below the folder; None: it is gone) onto a branch, and move HEAD there.

    Where HEAD is on this branch, or on one that was made so (`branch-2`), the commit goes there. None where nothing
    differs from HEAD.
    """
    refused = why_no_commit(folder)
    repo = find_repository(folder)
    if refused is not None or isinstance(repo, GitRefused):
        return refused if refused is not None else repo if isinstance(repo, GitRefused) else None
    head = find_commit(repo, "HEAD")
    parent = "" if isinstance(head, GitRefused) else head
    prefix = f"{repo.prefix}/" if repo.prefix else ""
    nothing = b"0" * (64 if repo.hash_name == "sha256" else 40)
    entries = _entries(folder, {f"{prefix}{path}": content for path, content in files.items()}, nothing)
    if isinstance(entries, GitRefused):
        return entries
    tree = _tree(folder, parent, entries)
    if isinstance(tree, GitRefused):
        return tree
    differing = _differing(folder, parent, tree)
    if not differing:
        return None
    name = _free_branch(folder, branch, parent)
    commit = _commit(folder, tree, parent, person, message)
    if isinstance(name, GitRefused) or isinstance(commit, GitRefused):
        return name if isinstance(name, GitRefused) else GitRefused("git 没有写进这次提交，什么也没有改。")
    return _moved(folder, name, commit, entries, differing)


def _entries(folder: Path, files: Mapping[str, bytes | None], nothing: bytes) -> bytes | GitRefused:
    """Lines for `update-index --index-info`: each content written as a blob; `nothing` is the name of none."""
    lines = []
    for path, content in sorted(files.items()):
        if content is None:
            lines.append(b"0 " + nothing + b"\t" + path.encode("utf-8", "surrogateescape"))
            continue
        blob = ask_git(folder, "hash-object", "-w", "--no-filters", "--stdin", given=content)
        if isinstance(blob, GitRefused):
            return GitRefused("git 的仓库写不进去：看看磁盘有没有满、有没有权限。")
        lines.append(b"100644 " + blob.strip() + b"\t" + path.encode("utf-8", "surrogateescape"))
    return b"".join(line + b"\0" for line in lines)


def _tree(folder: Path, parent: str, entries: bytes) -> str | GitRefused:
    """The tree of the parent with the entries in it, made in an index of its own."""
    with tempfile.TemporaryDirectory(prefix="brandcluster-", ignore_cleanup_errors=True) as home:
        index = {"GIT_INDEX_FILE": str(Path(home) / "index")}
        steps: list[tuple[tuple[str, ...], bytes]] = [(("read-tree", parent or "--empty"), b"")]
        steps.append((("update-index", "-z", "--index-info"), entries))
        for arguments, given in steps:
            if isinstance(ask_git(folder, *arguments, given=given, named=index), GitRefused):
                return GitRefused("git 没有算出这次提交，什么也没有改。")
        answer = ask_git(folder, "write-tree", named=index)
    return answer if isinstance(answer, GitRefused) else answer.decode("ascii").strip()


def _differing(folder: Path, parent: str, tree: str) -> int:
    """How many files two trees differ in."""
    if not parent:
        answer = ask_git(folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", tree)
    else:
        answer = ask_git(folder, "diff-tree", "-r", "-z", "--name-only", "--no-renames", f"{parent}^{{tree}}", tree)
    return 0 if isinstance(answer, GitRefused) else sum(bool(name) for name in answer.split(b"\0"))


def _free_branch(folder: Path, wanted: str, parent: str) -> str | GitRefused:
    """The branch to commit to: the one HEAD is on where it is ours; else a new one, or one that HEAD holds already."""
    now = current_branch(folder)
    if now == wanted or re.fullmatch(re.escape(wanted) + r"-\d+", now):
        return now
    for number in range(1, _MOST):
        name = wanted if number == 1 else f"{wanted}-{number}"
        tip = ask_git(folder, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}")
        if isinstance(tip, GitRefused):
            return name
        held = ask_git(folder, "merge-base", "--is-ancestor", tip.decode("ascii").strip(), parent or "HEAD")
        if not isinstance(held, GitRefused):
            return name
    return GitRefused(f"叫“{wanted}”的分支太多了，请先合并或删掉旧的。")


def _commit(folder: Path, tree: str, parent: str, person: str, message: str) -> str | GitRefused:
    """A commit, by the person as author and committer; the address is that of git's settings, if there is one."""
    address = setting(folder, "user.email") or _ADDRESS
    plain = " ".join(re.sub(r"[<>\x00-\x1f\x7f]", " ", person).split()) or "desk"
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", plain), ("EMAIL", address))
    }
    arguments = ["commit-tree", tree, *(["-p", parent] if parent else [])]
    answer = ask_git(folder, *arguments, given=message.encode("utf-8"), named=who)
    return answer if isinstance(answer, GitRefused) else answer.decode("ascii").strip()


def _moved(folder: Path, name: str, commit: str, entries: bytes, files: int) -> Committed | GitRefused:
    """Point the branch and HEAD to the commit; the index knows the files as committed, and nothing else changes in it."""
    reference = f"refs/heads/{name}"
    old = ask_git(folder, "rev-parse", "--verify", "--quiet", reference)
    was = "" if isinstance(old, GitRefused) else old.decode("ascii").strip()
    if isinstance(ask_git(folder, "update-ref", reference, commit, was or "0" * len(commit)), GitRefused):
        return GitRefused("git 的分支在这期间被别人改过，没有提交。请再交一次。")
    if isinstance(ask_git(folder, "symbolic-ref", "HEAD", reference), GitRefused):
        return GitRefused(f"已经提交到分支“{name}”，但没有切换过去。请懂 git 的同事运行 git switch {name}。")
    ask_git(folder, "update-index", "-z", "--index-info", given=entries)
    return Committed(name, commit, files)
