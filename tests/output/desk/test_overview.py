"""The overview: bars, what is impossible, what is self-judged, what can be chosen, and what stands before the list."""

from __future__ import annotations

import re
from datetime import date

from brandcluster.output.desk.overview import overview_page, states_of
from brandcluster.output.desk.text import Desk
from brandcluster.review.across import findings_across
from brandcluster.review.rows import IndustryRow, Row, RowFigure

from fractions import Fraction  # isort: skip

DAY = date(2014, 6, 1)
EVIL = "\"><script>alert(1)</script>'\n甲"


def figure(value: int) -> RowFigure:
    return RowFigure("x", "指标", "甲", 2013, Fraction(value), Fraction(100), "分子（万元）", "分母（万元）", ())


def row(name: str, province: str = "河北省", value: int = 20) -> Row:
    industry = IndustryRow("陶瓷", figure(value), (figure(20),) * 5)
    return Row(name, name, province=province, region=name, industries=(industry,), edition="miit-2014-102")


def page(rows: list[Row], skipped: tuple[str, ...] = ()) -> str:
    desk = Desk(rows, len(rows), findings_across(rows, DAY), DAY, skipped)
    return overview_page(desk, {each.key: each.key for each in rows}).decode()


def test_what_cannot_be_is_marked_and_can_be_chosen() -> None:
    text = page([row("甲", value=155), row("乙", "山西省")])
    assert text.count("超过 100%，不可能</span>") == 1 and text.count('class="gap"') == 1
    assert '<option value="impossible">有不可能的数</option>' in text
    assert states_of(row("甲", value=155)) == ("not-ready", "impossible")


def test_what_is_the_same_everywhere_is_no_choice() -> None:
    text = page([row("甲"), row("乙")])
    assert 'data-filter="province"' not in text and 'data-filter="state"' in text
    assert 'data-filter="province"' in page([row("甲"), row("乙", "山西省")])


def test_the_list_comes_before_what_was_not_looked_at() -> None:
    text = page([row("甲"), Row("丙", "丙", failure="坏了")], tuple(f"“{n}.rar”打不开。" for n in range(300)))
    head, _, rest = text.partition('id="list"')
    assert "没有看的有 300 处" in head and "程序在 1 份上出错" in head and ".rar" not in head and "坏了" not in head
    assert (
        rest.index('id="unread"') > rest.index('id="figures"') and rest.count(".rar") == 100 and "还有 200 处" in rest
    )


def test_hostile_names_stay_in_their_attributes() -> None:
    text = page([row(EVIL, EVIL), row("乙")])
    assert "<script>alert" not in text
    values = re.findall(r'data-province="([^"]*)"', text)
    assert len(values) == 4 and all("<" not in value for value in values)


def test_self_judged_conditions_have_a_column_of_their_own() -> None:
    assert re.search(r"条件</button></th><th[^>]*><button type=\"button\">其中自评</button>", page([row("甲")]))
