"""Reading YAML: values, places, and every breach of the subset."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from cases import load_cases
from hypothesis import given
from hypothesis import strategies as st
from parsers import use_pure_parser

from brandcluster.base.diagnostics import Location
from brandcluster.formats.yaml.document import read_document


def place(location: Location) -> tuple[int, int, int, int]:
    return location.line, location.column, location.end_line, location.end_column


def test_values_are_exact_and_unguessed() -> None:
    text = "整数: 12\n小数: 0.10\n负数: -3.5\n日期: 2014-04-20\n月份: 2014-07\n是: yes\n真: true\n空:\n波浪: ~\n引号: '12'\n电话: 0310-5550001\n"
    data = read_document("a.yaml", text.encode()).data
    assert data == {
        "整数": 12,
        "小数": Decimal("0.10"),
        "负数": Decimal("-3.5"),
        "日期": "2014-04-20",
        "月份": "2014-07",
        "是": "yes",
        "真": True,
        "空": None,
        "波浪": None,
        "引号": "12",
        "电话": "0310-5550001",
    }
    assert str(data["小数"]) == "0.10"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_with_chinese_keys_emoji_bom_and_crlf(mark: str, line_end: str) -> None:
    lines = [
        "申报单位: 甲😀乙",
        "主导产业:",
        "  - 名称: 𠮷陶瓷  # 注释",
        "    代码: [a, 乙]",
        "文字: |",
        "  第一行",
        "  第二行 {{ x }}",
    ]
    document = read_document("a.yaml", (mark + line_end.join(lines) + line_end).encode())
    assert not document.diagnostics
    assert document.data["文字"] == "第一行\n第二行 {{ x }}\n"
    assert place(document.locate(("申报单位",))) == (1, 7, 1, 10)
    assert place(document.locate(("申报单位",), on_key=True)) == (1, 1, 1, 5)
    assert place(document.locate(("主导产业", 0, "名称"))) == (3, 9, 3, 12)
    assert place(document.locate(("主导产业", 0, "代码", 1))) == (4, 13, 4, 14)
    assert place(document.locate_text(("文字",), "{{ x }}")) == (7, 7, 7, 14)
    assert document.locate(("主导产业", 0, "没有")).line == 3
    assert document.locate(("没有", 1, "更没有")).line == 1


def test_the_nth_snippet() -> None:
    document = read_document("a.yaml", b"a: |\n  {{ x }} {{ x }}\n")
    assert [document.locate_text(("a",), "{{ x }}", n).column for n in (0, 1)] == [3, 11]
    assert document.locate_text(("a",), "{{ x }}", 2).line == 1


CASES = load_cases("yaml/*.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("parser", ["c", "pure"])
def test_each_breach_has_its_own_diagnostic(case: dict[str, Any], parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if parser == "pure":
        use_pure_parser(monkeypatch)
    document = read_document("a.yaml", case["source"].encode())
    assert [(d.code, d.location.line, d.location.column) for d in document.diagnostics] == [tuple(case["expect"])]
    if "data" in case:
        assert document.data == case["data"]


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [("甲: [能否达到?, 二]\n乙: 2\n", 1, 9), ("甲:\n  - {目标: 能否?达到, 数: 1}\n", 2, 12)],
)
@pytest.mark.parametrize("parser", ["c", "pure"])
def test_a_question_mark_in_braces(
    source: str, line: int, column: int, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "pure":
        use_pure_parser(monkeypatch)
    (found,) = read_document("a.yaml", source.encode()).diagnostics
    assert (found.code, found.location.line, found.location.column) == ("Y029", line, column)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfea\x00", "Y002"),
        ("名称: 青石岭".encode("gb18030"), "Y002"),
        (b"a: \xff\xff", "Y002"),
        (b"a: b\x07c", "Y003"),
        ("a: b\u2028c".encode(), "Y004"),
        ("a: b\x85c".encode(), "Y004"),
        (b'a: "b\\u2028c"', "Y003"),
        (b'a: "b\\0c"', "Y003"),
        (b"a: " + b"x" * 2_000_001, "Y001"),
        (b"a: " + b"[" * 100_000, "Y010"),
        (b"a: " + b"{a: " * 40, "Y010"),
    ],
)
def test_bytes_that_no_file_may_hold(content: bytes, code: str) -> None:
    assert [d.code for d in read_document("a.yaml", content).diagnostics] == [code]


def test_gb18030_is_recognised_and_said() -> None:
    found = read_document("a.yaml", "单位: 青石岭\n".encode("gb18030")).diagnostics[0]
    assert "GB18030" in found.message
    assert found.location.line == 1


def test_aliases_are_never_expanded() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
    )
    document = read_document("a.yaml", bomb.encode())
    assert {d.code for d in document.diagnostics} == {"Y006"}
    assert len(document.diagnostics) == 13


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\u2028\u2029\ufeff"), max_size=30
)
VALUES = st.recursive(
    st.one_of(
        TEXT,
        st.integers(-(10**12), 10**12),
        st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(TEXT.filter(lambda k: k != "<<"), inner, max_size=4)
    ),
    max_leaves=12,
)


def as_yaml(value: Any) -> str:
    """Flow YAML written by hand, so that nothing but the reader is under test."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_yaml(key)}: {as_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@given(st.dictionaries(TEXT.filter(lambda key: key != "<<"), VALUES, min_size=1, max_size=4))
def test_what_is_written_is_read(value: dict[str, Any]) -> None:
    document = read_document("a.yaml", as_yaml(value).encode())
    assert document.diagnostics == []
    assert document.data == value


@given(st.binary(max_size=300) | TEXT.map(str.encode))
def test_no_bytes_escape_as_an_exception(content: bytes) -> None:
    document = read_document("a.yaml", content)
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert all(1 <= d.location.line <= lines for d in document.diagnostics)
