"""git is asked safely: whatever the names, the configuration, the kind of clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from repositories import commit, git, repository

from brandcluster.formats.git import (
    Blob,
    BlobUnreadable,
    GitRefused,
    Repository,
    _environment,
    blob_reader,
    files_of_commit,
    find_commit,
    find_repository,
    merge_base,
    object_name,
    stays_inside,
)

NAMES = (
    "甲 乙.yaml",
    'a"b.yaml',
    "a'b.yaml",
    "-n.yaml",
    "a\tb.yaml",
    "换\n行.yaml",
    "$(touch x).yaml",
    "深/层/文件.yaml",
)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    root = repository(tmp_path / "仓 库")
    (root / "资料" / "甲").mkdir(parents=True)
    (root / "资料" / "甲" / "dossier.yaml").write_text("格式: 1\n", encoding="utf-8")
    commit(root)
    return root


def opened(folder: Path) -> Repository:
    found = find_repository(folder)
    assert isinstance(found, Repository)
    return found


def test_a_folder_below_the_top_sees_its_own_files(repo: Path) -> None:
    found = files_of_commit(opened(repo / "资料"), git(repo, "rev-parse", "HEAD"))
    assert isinstance(found, dict) and list(found) == ["甲/dossier.yaml"]
    assert opened(repo / "资料").prefix == "资料"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot hold such names")
def test_every_name_comes_back_as_it_is(repo: Path) -> None:
    for index, name in enumerate(NAMES):
        path = repo / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(index), encoding="utf-8")
    revision = commit(repo)
    found = files_of_commit(opened(repo), revision)
    assert isinstance(found, dict) and set(NAMES) < set(found)
    with blob_reader(opened(repo)) as reader:
        assert [reader.read(found[name]) for name in NAMES] == [str(i).encode() for i in range(len(NAMES))]
    below = find_repository(repo / "深")
    assert isinstance(below, Repository)
    assert files_of_commit(below, revision).keys() == {"层/文件.yaml"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "revision", ["--upload-pack=touch x", "-h", "^HEAD", "", "a\nb", "a\0b", "nope", "HEAD:资料", "HEAD~99", "@{u}"]
)
def test_what_is_no_commit_is_refused(repo: Path, revision: str) -> None:
    assert isinstance(find_commit(opened(repo), revision), GitRefused)
    assert not (repo / "x").exists()


def test_links_are_known_and_submodules_left_out(repo: Path) -> None:
    blob = git(repo, "hash-object", "-w", "--stdin", given=b"/etc/passwd")
    git(repo, "update-index", "--add", "--cacheinfo", f"120000,{blob},link.yaml")
    git(repo, "update-index", "--add", "--cacheinfo", f"160000,{git(repo, 'rev-parse', 'HEAD')},sub")
    git(repo, "commit", "--quiet", "--message", "x")
    found = files_of_commit(opened(repo), "HEAD")
    assert isinstance(found, dict)
    assert {path: blob.is_link for path, blob in found.items()} == {"link.yaml": True, "资料/甲/dossier.yaml": False}


def test_a_crafted_tree_leads_nowhere() -> None:
    assert stays_inside("application/plan.yaml")
    assert not any(map(stays_inside, ("../x", "a/../../x", "/etc/x", "C:x", "a\\b", "", "a\0b")))


def test_nothing_that_the_configuration_names_is_run(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bait = f"touch {repo.parent / 'ran'}"
    for key in ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "filter.x.smudge", "core.askPass"):
        git(repo, "config", key, bait)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", bait)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    found = files_of_commit(opened(repo), "HEAD")
    assert isinstance(found, dict) and len(found) == 1
    with blob_reader(opened(repo)) as reader:
        assert reader.read(next(iter(found.values()))) == "格式: 1\n".encode()
    assert not (repo.parent / "ran").exists()


def test_bare_and_shallow_clones(repo: Path, tmp_path: Path) -> None:
    commit(repo)
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "bare")
    bare = opened(tmp_path / "bare")
    assert bare.bare and isinstance(files_of_commit(bare, "main"), dict)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repo}", "shallow")
    shallow = opened(tmp_path / "shallow")
    assert isinstance(files_of_commit(shallow, "HEAD"), dict)
    refused = find_commit(shallow, "HEAD~1")
    assert isinstance(refused, GitRefused) and "unshallow" in refused.message


def test_no_repository_no_commit_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "空").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert isinstance(find_repository(tmp_path / "空"), GitRefused)
    new = opened(repository(tmp_path / "新"))
    assert isinstance(find_commit(new, "HEAD"), GitRefused)
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = find_repository(tmp_path / "新")
    assert isinstance(refused, GitRefused) and "git" in refused.message


def test_unrelated_histories_have_no_base(repo: Path) -> None:
    git(repo, "checkout", "--quiet", "--orphan", "other")
    second = commit(repo, "另起")
    first = git(repo, "rev-parse", "main")
    assert isinstance(merge_base(opened(repo), first, second), GitRefused)
    assert merge_base(opened(repo), first, first) == first


def test_a_partial_repository_is_said(repo: Path) -> None:
    revision = git(repo, "rev-parse", "HEAD")
    objects = repo / ".git" / "objects"
    blob = git(repo, "rev-parse", "HEAD:资料/甲/dossier.yaml")
    found = files_of_commit(opened(repo), revision)
    assert isinstance(found, dict)
    shutil.rmtree(objects / blob[:2])
    with blob_reader(opened(repo)) as reader, pytest.raises(BlobUnreadable):
        reader.read(found["资料/甲/dossier.yaml"])
    found = files_of_commit(opened(repo), revision)
    assert isinstance(found, dict) and found["资料/甲/dossier.yaml"].size is None


def test_a_clone_without_its_objects_is_said_and_fetches_nothing(repo: Path, tmp_path: Path) -> None:
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{repo}", "partial")
    partial = opened(tmp_path / "partial")
    there = git(tmp_path / "partial", "count-objects", "-v")
    found = files_of_commit(partial, "HEAD")
    if not isinstance(found, GitRefused):  # a git of 2025 lists what is not there, without its size
        assert found and all(each.size is None for each in found.values())
        with blob_reader(partial) as reader, pytest.raises(BlobUnreadable):
            reader.read(found["资料/甲/dossier.yaml"])
    assert git(tmp_path / "partial", "count-objects", "-v") == there


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the other side")
@pytest.mark.parametrize("knows", [True, False])
def test_no_program_of_a_promising_remote_is_run(
    knows: bool, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by a git that does not know yet how to be told not to fetch, and whatever the configuration allows."""
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{repo}", "partial")
    partial = tmp_path / "partial"
    script = tmp_path / "upload"
    script.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'ran'}'\nexec git-upload-pack \"$@\"\n", encoding="utf-8")
    script.chmod(0o755)
    for key, value in (
        ("remote.origin.uploadpack", str(script)),
        ("protocol.allow", "always"),
        ("protocol.file.allow", "always"),
    ):
        git(partial, "config", key, value)
    safe = _environment()
    if not knows:
        del safe["GIT_NO_LAZY_FETCH"]
    monkeypatch.setattr("brandcluster.formats.git._environment", lambda: safe)
    assert isinstance(files_of_commit(opened(partial), "HEAD"), GitRefused)
    blob = Blob(git(repo, "rev-parse", "HEAD:资料/甲/dossier.yaml"), 1)
    with blob_reader(opened(partial)) as reader, pytest.raises(BlobUnreadable):
        reader.read(blob)
    assert not (tmp_path / "ran").exists()


def test_a_tree_that_lists_more_than_a_disk_holds(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = f"100644 blob {git(repo, 'rev-parse', 'HEAD:资料/甲/dossier.yaml')}"
    for _ in range(12):
        listing = "".join(f"{entry}\t{number}\n" for number in range(10))
        entry = f"040000 tree {git(repo, 'mktree', given=listing.encode())}"
    revision = git(repo, "commit-tree", entry.split()[2], "-m", "x")
    monkeypatch.setattr("brandcluster.formats.git.MAX_ANSWER", 3_000_000)
    refused = files_of_commit(opened(repo), revision)
    assert isinstance(refused, GitRefused) and "200,000" in refused.message


def test_a_git_that_does_not_answer_is_not_waited_for(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brandcluster.formats.git.TIMEOUT", 0.3)
    monkeypatch.setattr("brandcluster.formats.git._command", lambda folder, *arguments: ["sleep", "60"])
    assert isinstance(find_repository(repo), GitRefused)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for git")
def test_git_is_never_taken_from_the_current_folder(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repo / "git").write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    (repo / "git").chmod(0o755)
    monkeypatch.chdir(repo)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    assert isinstance(find_repository(repo), Repository) and not (repo / "ran").exists()
    monkeypatch.setenv("PATH", ".")
    assert isinstance(find_repository(repo), GitRefused) and not (repo / "ran").exists()


def test_the_name_of_an_object(repo: Path) -> None:
    found = files_of_commit(opened(repo), "HEAD")
    assert isinstance(found, dict)
    assert object_name(opened(repo), "格式: 1\n".encode()) == found["资料/甲/dossier.yaml"].object


@pytest.mark.skipif(sys.platform != "linux", reason="the system must be told while git runs")
def test_a_ref_that_never_ends_does_not_eat_the_machine(repo: Path) -> None:
    ref = repo / ".git" / "refs" / "heads" / "main"
    assert ref.is_file()
    ref.unlink()
    ref.symlink_to("/dev/zero")
    script = (
        "import resource, sys; from pathlib import Path;"
        "from brandcluster.formats.git import find_commit, find_repository;"
        "print(type(find_commit(find_repository(Path(sys.argv[1])), 'HEAD')).__name__,"
        " resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(repo)], capture_output=True, text=True, check=True)
    refused, megabytes = done.stdout.split()
    assert refused == "GitRefused" and int(megabytes) < 700, done.stdout


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("kind", ["blob", "tree", "commit"])
def test_an_object_that_never_answers_is_not_waited_for(
    kind: str, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is waited for once: whoever asks again is refused at once."""
    monkeypatch.setattr("brandcluster.formats.git.TIMEOUT", 0.4)
    monkeypatch.setattr("brandcluster.formats.git.BLOB_TIMEOUT", 0.1)
    where = {"blob": "HEAD:资料/甲/dossier.yaml", "tree": "HEAD^{tree}", "commit": "HEAD"}[kind]
    name = git(repo, "rev-parse", where)
    found = opened(repo)
    files = files_of_commit(found, git(repo, "rev-parse", "HEAD"))
    assert isinstance(files, dict)
    place = repo / ".git" / "objects" / name[:2] / name[2:]
    place.unlink()
    os.mkfifo(place)
    begun = time.monotonic()
    if kind == "blob":
        with pytest.raises(BlobUnreadable), blob_reader(found) as reader:
            reader.read(files["资料/甲/dossier.yaml"])
    else:
        assert isinstance(
            files_of_commit(found, name if kind == "commit" else git(repo, "rev-parse", "HEAD")), GitRefused
        )
    for _ in range(20):
        assert isinstance(find_commit(found, "HEAD"), GitRefused)
    assert time.monotonic() - begun < 10
