"""What the text of a cell leaves to be filled."""

from __future__ import annotations

import pytest

from brandcluster.papers.importing.blank_gaps import gap_of, is_bare_seal, is_seal_line


@pytest.mark.parametrize(
    ("text", "kind", "prompt", "suffix"),
    [
        ("\n", "empty", "", ""),
        ("________\n", "empty", "", ""),
        ("　　亿元\n", "unit", "", "亿元"),
        ("　　％\n", "unit", "", "％"),
        ("　　年　　月　　日\n", "date", "", "年月日"),
        ("　　（盖章）\n", "seal", "", "（盖章）"),
        ("\n\n（盖章）\n　年　月　日\n", "seal", "", "（盖章）\n年　月　日"),
        ("（不超过300字）\n\n（盖章）\n年月日\n", "seal", "（不超过300字）", "（盖章）\n年月日"),
        ("（须与营业执照一致）\n", "hint", "（须与营业执照一致）", "（须与营业执照一致）"),
        ("简述区域内各产业的规模\n", "hint", "简述区域内各产业的规模", "简述区域内各产业的规模"),
        ("□是　□否\n", "boxes", "", ""),
    ],
)
def test_gaps(text: str, kind: str, prompt: str, suffix: str) -> None:
    found = gap_of(text)
    assert (found.kind, found.prompt, found.suffix) == (kind, prompt, suffix)


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("情况属实，同意申报。\n（盖章）\n年月日\n", True),
        ("2022年　月　日\n", True),
        ("□□□□□□\n", True),
        ("（区号）　　－\n", True),
        ("联系人\n", False),
        ("申报单位（公章）\n", False),
        ("望溪高新区\n", False),
    ],
)
def test_what_is_no_place(text: str, loose: bool) -> None:
    found = gap_of(text)
    assert (found.kind, found.loose) == ("printed", loose)


def test_seals() -> None:
    assert is_seal_line("组长（签字）：") and is_seal_line("（公章）　　年　月　日") and is_seal_line("盖　章")
    assert not is_seal_line("填表日期") and not is_seal_line("同意。（盖章）")
    assert is_bare_seal("（盖章）") and not is_bare_seal("填表人（签字）")
