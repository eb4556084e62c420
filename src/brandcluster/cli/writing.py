"""Writing what a command computed: everything first, then file by file, each replaced at once."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import exists
from brandcluster.formats import folder

_REASONS = {
    errno.ENOSPC: "磁盘满了",
    errno.EFBIG: "文件太大，磁盘或配额放不下",
    getattr(errno, "EDQUOT", errno.ENOSPC): "磁盘满了",
    errno.ENAMETOOLONG: "路径太长",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EEXIST: "路径中间有一段是文件，不是文件夹",
    errno.EROFS: "磁盘是只读的",
}


def write_files(contents: dict[Path, bytes], *, inside: Path | None = None) -> None:
    """Write the files. UserError (exit 2) with what to do when one cannot be written.

    All of them are on the disk before the first takes its place: what goes wrong up to there leaves every file as it
    was. `inside` is the folder that none may leave through a link: what a dossier brings is not trusted.
    """
    if inside is not None:
        refuse_links_out(list(contents), inside)
    for path in contents:
        if not is_replaceable(path):
            raise UserError(f"“{visible(path.as_posix()[:200])}”是文件夹，或者不是普通文件，没有写。请换一个名字。")
    waiting: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            with _reported(path):
                waiting[path] = folder.stage_file(path, content)
        for path in contents:
            with _reported(path):
                _refuse_locked(path)
                folder.clear_abandoned(path.parent)
        for number, path in enumerate(contents):
            with _reported(path, number):
                waiting[path].replace(path)
            del waiting[path]
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def refuse_overwriting(paths: Sequence[Path], why: str, instead: str = "", most: int | None = None) -> None:
    """UserError (exit 1) when there are files that would be overwritten: the first of them, and why not."""
    if paths:
        names = "、".join(visible(path.as_posix()) for path in paths[:most])
        raise UserError(f"{names} {why}，没有覆盖。要覆盖就加 --overwrite{instead}。", 1)


def refuse_strangers(files: Mapping[Path, bytes]) -> None:
    """UserError when something else stands in the place of one of the files: no file of ours, or an edited one."""
    from brandcluster.papers.stamp import is_untouched

    def is_ours(path: Path, content: bytes) -> bool:
        there = folder.regular_bytes(path)
        return there is not None and (there == content or is_untouched(there))

    taken = [path for path, content in files.items() if exists(path) and not is_ours(path, content)]
    refuse_overwriting(taken, "已经有了，不是这里生成的，或者改动过", most=5)


def _refuse_locked(path: Path) -> None:
    """PermissionError for a file that is write-protected, or open in a program that lets nobody replace it."""
    if path.exists():
        path.open("r+b").close()


@contextmanager
def _reported(path: Path, done: int = 0) -> Iterator[None]:
    """What goes wrong with a path, as a UserError; `done` files have been replaced by then."""
    try:
        yield
    except (PermissionError, IsADirectoryError):
        raise UserError(
            f"写不进“{visible(path.as_posix())}”：请先关闭正打开它的 Word 或 WPS，再检查权限。{_so_far(done)}"
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(f"写不进“{visible(path.as_posix()[:200])}”：{reason_of(error)}。{_so_far(done)}") from None


def _so_far(done: int) -> str:
    return f"其余的没有写，前面 {done} 个已经写好；排除以后再来一次。" if done else "什么也没有写。"


def is_replaceable(path: Path) -> bool:
    """Whether a file may be written at a path: nothing is there, or a regular file (not a folder, pipe, or device)."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, RuntimeError, ValueError):
        return True  # nothing there, or a path that the writing itself complains about


def reason_of(error: OSError | ValueError) -> str:
    """Why something could not be written, in words."""
    return _REASONS.get(getattr(error, "errno", None) or 0, "路径不能用，没有权限，或磁盘有问题")


def refuse_links_out(paths: list[Path], inside: Path) -> None:
    """UserError when one of the paths leads out of a folder through a link."""
    for path in paths:
        if _leads_out(path, inside):
            raise UserError(f"“{visible(path.as_posix()[:200])}”经由链接指向文件夹以外，没有写。")


def _leads_out(path: Path, inside: Path) -> bool:
    try:
        return not path.resolve().is_relative_to(inside.resolve())
    except (OSError, RuntimeError, ValueError):
        return True
