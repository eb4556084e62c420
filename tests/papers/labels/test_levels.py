"""Numbers below the heading that an answer stands under."""

from __future__ import annotations

from fractions import Fraction

import pytest

from brandcluster.papers.content import Answer, Paragraph, Quantity, Strong, Table, TableColumn
from brandcluster.papers.labels.levels import level_of, lowered


def said(*lines: str) -> Answer:
    return tuple(Paragraph((line,)) for line in lines)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、甲", 1),
        ("（十二）甲", 2),
        ("(三)甲", 2),
        ("1.甲", 3),
        ("12、甲", 3),
        ("（1）甲", 4),
        ("③甲", 5),
        ("甲", None),
        ("2.5亿元", None),
        ("2013年", None),
        ("", None),
    ],
)
def test_levels(text: str, level: int | None) -> None:
    assert level_of(text) == level


def test_an_answer_goes_down_as_a_whole() -> None:
    answer = said("（一）甲", "乙", "1.丙", "（十一）丁")
    assert lowered(answer, 3) == said("1.甲", "乙", "（1）丙", "11.丁")
    assert lowered(answer, 4) == said("（1）甲", "乙", "①丙", "（11）丁")
    assert lowered(answer, None) == lowered(answer, 2) == lowered(answer, 1) == answer


def test_numbers_behind_labels_go_with_those_below() -> None:
    first = Paragraph((Strong("工作步骤："), "1.甲"))
    answer: Answer = (Paragraph(("（一）乙",)), first, Paragraph(("2.丙",)))
    assert lowered(answer, 3) == (
        Paragraph(("1.乙",)),
        Paragraph((Strong("工作步骤："), "（1）甲")),
        Paragraph(("（2）丙",)),
    )


def test_what_has_no_number_stays() -> None:
    table = Table("表", (TableColumn("甲", 1),), (("1.乙",),))
    answer: Answer = (Paragraph((Quantity(Fraction(1), "%"),)), table, Paragraph(()))
    assert lowered(answer, 4) == answer


def test_the_lowest_level_is_not_left() -> None:
    many = said(*(f"（{number}）甲" for number in range(1, 25)))
    low = lowered(many, 5)
    assert isinstance(low, tuple)
    assert [block.content[0] for block in low if isinstance(block, Paragraph)][19:22] == ["⑳甲", "（21）甲", "（22）甲"]
