"""What pages share."""

from __future__ import annotations

import pytest

from brandcluster.cli.desk.plain import clerk_words, plain_name


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("有错误，没有写入。先运行 brandcluster validate 改好。", "有错误，没有写入。"),
        ("已经有了，没有覆盖。要覆盖就加 --overwrite。", "已经有了，没有覆盖。"),
        ("brandcluster validate 逐处列出。", "brandcluster validate 逐处列出。"),
    ],
)
def test_what_to_type_is_not_said(said: str, shown: str) -> None:
    assert clerk_words(said) == shown


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("C:\\x\\甲.xlsx", "甲.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b:c.csv", "a_b_c.csv"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_names_that_browsers_send(name: str, plain: str) -> None:
    assert plain_name(name) == plain
