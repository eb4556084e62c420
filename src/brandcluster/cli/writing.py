"""Writing what a command computed: everything first, then file by file, each replaced at once."""

from __future__ import annotations

from pathlib import Path

from brandcluster import folder
from brandcluster.cli.errors import UserError
from brandcluster.output.visible import visible


def write_files(contents: dict[Path, bytes]) -> None:
    """Write the files. UserError (exit 2) with what to do when one cannot be written."""
    for path, content in contents.items():
        try:
            folder.write_bytes(path, content)
        except PermissionError:
            raise UserError(
                f"写不进“{visible(path.as_posix())}”：请先关闭正打开它的 Word 或 WPS，再检查权限。"
            ) from None
        except OSError as error:
            raise UserError(f"写不进“{visible(path.as_posix())}”：{visible(error.strerror or '未知原因')}。") from None
