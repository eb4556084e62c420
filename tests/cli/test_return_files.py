"""Folders of returns as people keep them: folders in folders, and junk that is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from brandcluster.cli.errors import UserError
from brandcluster.cli.return_files import aside_lines, return_files


def test_folders_in_folders_are_looked_into_and_what_lies_there_is_named(tmp_path: Path) -> None:
    deep = tmp_path / "收回" / "第一批" / "甲镇"
    deep.mkdir(parents=True)
    for name in ("甲.xlsx", "~$甲.xlsx", ".DS_Store", "说明.docx", "盖章.pdf", "全部.zip", "x.tmp"):
        (deep / name).write_bytes(b"x")
    (tmp_path / "收回" / "乙.csv").write_bytes(b"x")
    (deep / "回到上面").symlink_to(tmp_path)
    files, aside = return_files([str(tmp_path / "收回")], redact=False)
    assert sorted(Path(each).name for each in files) == ["乙.csv", "甲.xlsx"]
    assert len(aside) == 7
    said = "\n".join(aside_lines(aside, redact=False))
    assert all(word in said for word in ("盖章.pdf", "压缩包", "没有跟进去", "临时文件", "不是表格文件"))
    assert "盖章" not in "\n".join(aside_lines(aside, redact=True))


def test_a_folder_without_a_sheet_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(UserError, match="下面各层"):
        return_files([str(tmp_path / "空")], redact=False)
