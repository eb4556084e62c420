"""Whether what is known only from enterprises' returns may be shown where this command prints (Statistics Law)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError

Redact = Annotated[
    bool,
    typer.Option("--redact", help="不写出企业报表里的企业名称、代码和数；输出不在自己的屏幕上时，不加也不写出"),
]
ShowEnterprises = Annotated[
    bool,
    typer.Option("--show-enterprises", help="输出不在自己的屏幕上，也写出企业名称、代码和数；结果是保密的，不要外传"),
]
#: What systems set that keep what a command prints, whatever they set it to; each has a terminal at times.
KEEPERS = (
    *("CI", "CONTINUOUS_INTEGRATION", "BUILD_ID", "BUILD_NUMBER", "RUN_ID"),
    *("GITHUB_ACTIONS", "GITLAB_CI", "GITEA_ACTIONS", "FORGEJO_ACTIONS", "GITEE_PIPELINE_NAME", "JENKINS_URL"),
    *("JENKINS_HOME", "TF_BUILD", "TEAMCITY_VERSION", "BUILDKITE", "CIRCLECI", "TRAVIS", "APPVEYOR", "DRONE"),
    *("WOODPECKER", "CODEBUILD_BUILD_ID", "BITBUCKET_BUILD_NUMBER", "bamboo_buildKey", "CI_PROJECT_DIR"),
)


@contextmanager
def unnamed(names: Sequence[str]) -> Iterator[None]:
    """What a UserError says of files that are called after enterprises, without their names."""
    try:
        yield
    except UserError as error:
        said = str(error)
        for name in names:
            said = said.replace(visible(name), "（企业名称已隐去）").replace(name, "（企业名称已隐去）")
        raise UserError(said, error.exit_code) from None
    except OSError as error:
        if names:
            raise UserError(f"文件写不进去：{error.strerror or type(error).__name__}。", 1) from None
        raise


def enterprises_shown(*, show: bool, redact: bool) -> bool:
    """Whether single enterprises may be named: asked for, or on the person's own screen. UserError for both options."""
    if show and redact:
        raise UserError("--show-enterprises 和 --redact 意思相反，只能写一个。")
    return show or not (redact or is_kept())


def is_kept() -> bool:
    """Whether what is printed goes elsewhere than to a person's screen: a file, another program, a log."""
    return any(name in os.environ for name in KEEPERS) or not (sys.stdout.isatty() and sys.stderr.isatty())
