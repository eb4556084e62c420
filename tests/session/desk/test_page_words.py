"""Sentences of the checks as a page says them."""

from __future__ import annotations

import pytest

from brandcluster.session.desk.page_words import page_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("与 conditions.yaml 的声明一致。", "与 “申报条件的依据” 的声明一致。"),
        ("请核对 statistics/2013.yaml:12。", "请核对 “2013 年统计数据”。"),
        ("与 enterprises/2013.csv 不符。", "与 “2013 年企业报表” 不符。"),
        ("改回封存时的；确要更正，就用 brandcluster seal --reason 原因 再封存一次，重新打印。", "改回封存时的。"),
        ("用 brandcluster init 在别处生成一份。", ""),
        ("my-own.yaml 不认识。", "my-own.yaml 不认识。"),
        ("没有文件。", "没有文件。"),
    ],
)
def test_sentences(text: str, said: str) -> None:
    assert page_words(text) == said
