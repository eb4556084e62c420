"""`init --ci`: the configuration that has a CI system check every change."""

from __future__ import annotations

from pathlib import Path

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.paths import exists

#: Where each system looks for its configuration, from the root of the repository.
PLACES = {
    "github": ".github/workflows/brandcluster.yml",
    "github-comment": ".github/workflows/brandcluster-comment.yml",
    "gitlab": ".gitlab-ci.yml",
}


def write_ci(root: Path, system: str) -> None:
    """Write the configuration at the root of the git repository around `root`, unless there is one."""
    from brandcluster.cli.writing import write_files

    real = root.resolve()
    top = next((each for each in (real, *real.parents) if exists(each / ".git")), None)
    home = root if top is None or top == real else top
    path = home / PLACES[system]
    source = installed_from(_metadata())
    content = configuration(system, source)
    if exists(path):
        typer.echo(f"已有，没有改动  {visible(path.as_posix())}")
        typer.echo("要检查申报材料，把下面的内容并进去：\n")
        typer.echo(content)
        return
    write_files({path: content.encode()}, inside=(home,))
    typer.echo(f"新建  {visible(path.as_posix())}")
    if not source:
        typer.echo(
            "还要做一件事：看不出这个程序是从哪里安装的，请在文件开头的 BRANDCLUSTER 里写明，"
            "如 git+https://…@提交号（40 位），或 https://….whl#sha256=校验码。没有写明，检查不会运行。"
        )
    if top is None:
        typer.echo(f"这里还不在 git 仓库里。{PLACES[system]} 放在仓库的根目录才起作用；仓库建在上一级的，把它移过去。")


def configuration(system: str, source: str) -> str:
    """The configuration of a system that installs the program from `source`, and before it what it needs by hash."""
    from brandcluster.base import resources

    folder = resources.folder("templates") / "ci"
    template = resources.own_text(folder / f"{system}.yml").replace("@SOURCE@", source)
    before = next(line for line in template.splitlines() if line.strip() == "@REQUIREMENTS@")
    indent = before[: before.index("@")]
    needed = resources.own_text(folder / "requirements.txt").splitlines()
    return template.replace(before, "\n".join(indent + line for line in needed))


def installed_from(metadata: str | None) -> str:
    """Where pip took this program from, in its words and nailed down: a commit, or a wheel with its hash. Empty where
    the metadata of the installation (PEP 610) do not say it, or name what no other machine can reach.

    The name alone would be anybody's who registers it first.
    """
    import json
    import re

    try:
        found = json.loads(metadata or "{}")
        url, commit = str(found["url"]), found.get("vcs_info", {}).get("commit_id", "")
        archive = found.get("archive_info", {})
        digest = archive.get("hashes", {}).get("sha256") or str(archive.get("hash", "")).removeprefix("sha256=")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    if not re.fullmatch(r"https://[\w.:/~%+-]+", url, re.ASCII):
        return ""
    if found.get("vcs_info", {}).get("vcs") == "git" and re.fullmatch(r"[0-9a-f]{40}", commit):
        return f"git+{url}@{commit}"
    if url.endswith(".whl") and re.fullmatch(r"[0-9a-f]{64}", digest):
        return f"{url}#sha256={digest}"
    return ""


def _metadata() -> str | None:
    """What pip wrote of where it installed this program from."""
    from importlib import metadata

    try:
        return metadata.distribution("brandcluster").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
