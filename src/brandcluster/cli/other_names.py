"""What people bring from other programs: how ruff, pre-commit, git, make and their like call what ours calls otherwise."""

from __future__ import annotations

#: How an option of ours is called elsewhere. A name may stand for several; the first that the command has is meant.
ELSEWHERE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("--format", ("--fmt", "--output-format", "--out-format", "--reporter", "--formatter", "--json", "--sarif")),
    (
        "--output",
        ("--out", "--out-file", "--outfile", "--output-file", "--output-dir", "--outdir", "--dest", "--target"),
    ),
    ("--fix", ("--autofix", "--auto-fix", "--apply", "--write", "--in-place", "--inplace", "-i", "-w")),
    ("--write", ("--apply", "--save", "--in-place", "--inplace", "--yes", "-w")),
    ("--save", ("--write", "--apply", "-w")),
    ("--check", ("--dry-run", "--diff", "--list-different", "-n")),
    ("--diff", ("--show-diff", "--patch", "--dry-run", "-n")),
    ("--dry-run", ("--check", "--diff", "-n")),
    ("--ignore", ("--disable", "--skip", "--extend-ignore", "--exclude-rule", "--exclude", "--suppress", "--except")),
    ("--select", ("--enable", "--only", "--rule", "--rules", "--code", "--codes", "--extend-select", "--include")),
    (
        "--strict",
        ("--werror", "--warn-as-error", "--warnings-as-errors", "--error-on-warnings", "--max-warnings", "-W"),
    ),
    ("--exit-zero", ("--no-fail", "--no-error", "--soft-fail", "--ignore-errors")),
    ("--exit-code", ("--fail", "--error")),
    ("--quiet", ("--silent", "--summary")),
    ("--all", ("--verbose", "--full", "--show-all", "-v")),
    ("--files", ("--changed", "--paths", "--file")),
    ("--as", ("--stdin-filename", "--stdin-file-path", "--stdin-filepath", "--filename", "--stdin", "--path")),
    ("--jobs", ("--workers", "--threads", "--processes", "--parallel", "--numprocesses", "-j", "-n")),
    ("--overwrite", ("--force", "--yes", "--replace", "--clobber", "-f", "-y")),
    ("--date", ("--today", "--as-of", "--day", "--on", "--now")),
    ("--at", ("--rev", "--revision", "--commit", "--ref", "--tag", "--branch")),
    ("--by", ("--author", "--person", "--name", "--user", "--who")),
    ("--reason", ("--message", "--why", "--comment", "-m")),
    ("--why", ("--message", "--reason", "--comment", "-m")),
    ("--note", ("--message", "--comment", "--reason", "-m")),
    ("--year", ("--years", "-y")),
    ("--edition", ("--version-of", "--rules", "--standard")),
    ("--poll", ("--force-polling", "--polling")),
    ("--watch", ("--follow", "-w")),
    ("--show-enterprises", ("--no-redact", "--confidential")),
    ("--no-input", ("--yes", "--non-interactive", "--batch", "-y")),
    ("--version", ("--ver", "-V", "-v")),
    ("--help", ("--usage", "--man", "-?")),
)
#: What is no option here at all, and how it is done.
OTHERWISE: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("--color", "--colour", "--no-color", "--no-colour"),
        "颜色由环境变量定：NO_COLOR=1 不要颜色，FORCE_COLOR=1 总要。",
    ),
    (
        ("--config", "--settings", "--rcfile", "-c"),
        "没有另外的设置文件；核对过、不改的问题写在申报文件夹的 ignore.yaml。",
    ),
    (("--recursive", "-r", "-R"), "不用写：文件夹下面有几份材料，validate 就检查几份。"),
    (("--encoding",), "不用写：编码由程序认出来，写出的是 UTF-8。"),
)


def meant_elsewhere(typed: str, known: list[str]) -> str | None:
    """The option that a name from another program stands for, of those that the command has."""
    return next((ours for ours, names in ELSEWHERE if typed in names and ours in known), None)


def done_otherwise(typed: str) -> str | None:
    """How that is done for which other programs have an option and ours has none."""
    return next((words for names, words in OTHERWISE if typed in names), None)
