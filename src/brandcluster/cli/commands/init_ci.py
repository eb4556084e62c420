"""`init --ci`: the configuration that has a CI system check every change."""

from __future__ import annotations

from pathlib import Path

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.paths import exists

#: Where each system looks for its configuration, from the root of the repository.
PLACES = {"github": ".github/workflows/brandcluster.yml", "gitlab": ".gitlab-ci.yml"}


def write_ci(root: Path, system: str) -> None:
    """Write the configuration at the root of the git repository around `root`, unless there is one."""
    from brandcluster import __version__
    from brandcluster.base import resources
    from brandcluster.cli.writing import write_files

    real = root.resolve()
    top = next((each for each in (real, *real.parents) if exists(each / ".git")), None)
    home = root if top is None or top == real else top
    path = home / PLACES[system]
    template = resources.own_text(resources.folder("templates") / "ci" / f"{system}.yml")
    if exists(path):
        typer.echo(f"已有，没有改动  {visible(path.as_posix())}")
        typer.echo("要检查申报材料，把下面的内容并进去：\n")
        typer.echo(template.replace("@VERSION@", __version__))
        return
    write_files({path: template.replace("@VERSION@", __version__).encode()}, inside=(home,))
    typer.echo(f"新建  {visible(path.as_posix())}")
    if top is None:
        typer.echo(f"这里还不在 git 仓库里。{PLACES[system]} 放在仓库的根目录才起作用；仓库建在上一级的，把它移过去。")
