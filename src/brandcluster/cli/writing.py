"""Writing what a command computed: everything first, then file by file, each replaced at once."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from brandcluster import folder
from brandcluster.cli.errors import UserError
from brandcluster.output.visible import visible

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

    `inside` is the folder that none of them may leave through a link: what a dossier brings is not trusted.
    """
    if inside is not None:
        refuse_links_out(list(contents), inside)
    for path in contents:
        if not replaceable(path):
            raise UserError(f"“{visible(path.as_posix()[:200])}”是文件夹，或者不是普通文件，没有写。请换一个名字。")
    for path, content in contents.items():
        try:
            folder.write_bytes(path, content)
        except (PermissionError, IsADirectoryError):
            raise UserError(
                f"写不进“{visible(path.as_posix())}”：请先关闭正打开它的 Word 或 WPS，再检查权限。"
            ) from None
        except (OSError, ValueError) as error:
            raise UserError(f"写不进“{visible(path.as_posix()[:200])}”：{reason_of(error)}。") from None


def replaceable(path: Path) -> bool:
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
