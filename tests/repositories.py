"""Real git repositories for tests, made without the caller's configuration."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

WHEN = "2014-04-01T09:00:00+08:00"
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": WHEN,
    "GIT_COMMITTER_DATE": WHEN,
}


def git(root: Path, *arguments: str, given: bytes | None = None) -> str:
    """Run git as a person would, with a name and without line-end conversion."""
    identity = (
        "-c",
        "user.name=甲",
        "-c",
        "user.email=a@example.com",
        "-c",
        "core.autocrlf=false",
        "-c",
        "commit.gpgsign=false",
    )
    result = subprocess.run(
        ["git", *identity, *arguments], cwd=root, env=ENVIRONMENT, input=given, capture_output=True, check=True
    )
    return result.stdout.decode("utf-8", "replace").strip()


def repository(root: Path) -> Path:
    """A new repository with the branch main."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    return root


def commit(root: Path, message: str = "改动") -> str:
    """Commit all there is; the commit's name."""
    git(root, "add", "--all", "--force")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")
