"""Charts in Word: valid, the same bytes each time, editable, legible in black, and true to what is not known."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from form_samples import blank, parts_of
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from ooxml_lint import lint
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from brandcluster.formats.word import compose
from brandcluster.formats.word.chart_data import ChartSeries, Role, WordChart, describe_chart, fit_axis
from brandcluster.formats.word.charts import _space
from brandcluster.formats.word.parts import DOCUMENT, parse_xml, write_parts

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def series(name: str, *values: str | None, role: Role = "measured") -> ChartSeries:
    return ChartSeries(name, tuple(None if value is None else Decimal(value) for value in values), role)


def line(title: str, years: tuple[str, ...], *all_series: ChartSeries) -> WordChart:
    return WordChart("line", title, years, all_series, "%", share=True)


YEARS = ("2013", "2014", "2015", "2016")
CHARTS = (
    line(
        "一年",
        ("2013",),
        series("实际", "25.80"),
        series("目标", None, role="target"),
        series("条件", "27.80", role="bound"),
    ),
    line(
        "缺一年",
        YEARS,
        series("实际", "1.00", None, "3.00", "4.00"),
        series("目标", None, "2.00", "2.5", "3", role="target"),
    ),
    line("零和一百", YEARS, series("实际", "0.00", "0", "100.00", "100"), series("条件", *["30.00"] * 4, role="bound")),
    line("两个产业", YEARS, series("阀门", "1", "2", "3", "4"), series("纺织机械", "4", "3", "2", "1")),
    WordChart(
        "column",
        "资金",
        ("2014年", "2015年"),
        (series("计划", "1120", "2100"), series("到位", "1120", None)),
        "万元",
        0,
    ),
    WordChart(
        "radar",
        "得分",
        ("甲", "乙", "丙"),
        (series("阀门", "100", "0", None), series("纺织机械", "0", "50", "100")),
        scale=(0, 100),
    ),
    WordChart(
        "time",
        "时间",
        ("2013", "2014", "2015", "2015-06", "2016-12", "条件起", "条件止"),
        (
            series("实际", "25.80", None, "28.40"),
            ChartSeries("目标", (Decimal("26.90"), Decimal("28.30")), "target", 3),
            ChartSeries("条件 27.80", (Decimal("27.80"), Decimal("27.80")), "bound", 5),
        ),
        share=True,
        moments=tuple(map(Decimal, ("2013", "2014", "2015", "2015", "2016.5", "2013", "2016.5"))),
    ),
    line('<a>&"=1+1\n', ("=1+1", "<b>", "2015", "&"), series('=HYPERLINK("x")', "1", "2", "3", "4")),
)


def placed(*charts: WordChart) -> bytes:
    """A document with the charts, one a paragraph."""
    page = compose.open_page(blank("recommendation"))
    for number, chart in enumerate(charts, start=1):
        place = compose.add_text(page, "", page.styles["Normal"])
        compose.put_chart(page, place._p, number, chart, (76, 66))
    return compose.saved(page, "图")


def space(chart: WordChart) -> Any:
    return etree.fromstring(parts_of(placed(chart))["word/charts/chart1.xml"])


@pytest.mark.long
def test_validators_are_clean(tmp_path: Path) -> None:
    content = placed(*CHARTS)
    assert lint(content) == []
    path = tmp_path / "charts.docx"
    path.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_the_validator_sees_a_broken_chart(tmp_path: Path) -> None:
    parts = parts_of(placed(CHARTS[0]))
    name = "word/charts/chart1.xml"
    parts[name] = parts[name].replace(b"<c:grouping", b"<c:nothing/><c:grouping")
    path = tmp_path / "broken.docx"
    path.write_bytes(write_parts(parts))
    assert OpenXmlValidator().validate(path).errors


def test_same_charts_same_bytes() -> None:
    assert placed(*CHARTS) == placed(*CHARTS)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title[:4])
def test_the_workbook_inside_holds_what_is_drawn(chart: WordChart) -> None:
    """What a person edits is what the picture was made of, cell by cell, and nothing in it is a formula."""
    parts = parts_of(placed(chart))
    sheet = load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"])).worksheets[0]
    cells = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row}
    assert all(cell.data_type in ("s", "n") for cell in cells.values())
    for each in etree.fromstring(parts["word/charts/chart1.xml"]).iter(f"{C}ser"):
        for kind in ("tx", "cat", "val", "xVal", "yVal"):
            if each.find(f"{C}{kind}") is None:
                continue
            reference = each.find(f"{C}{kind}//{C}f").text.replace("$", "").removeprefix("Sheet1!")
            drawn = {int(pt.get("idx")): pt.find(f"{C}v").text for pt in each.find(f"{C}{kind}").iter(f"{C}pt")}
            area = sheet[reference]
            column = [row[0] for row in area] if isinstance(area, tuple) else [area]
            for index, cell in enumerate(column):
                there = cell.value
                assert (there is None) == (index not in drawn)
                if there is not None:
                    assert (
                        Decimal(str(there)) == Decimal(drawn[index])
                        if kind.lower().endswith("val")
                        else there == drawn[index]
                    )


def test_what_is_not_known_is_a_gap_and_nought_is_not() -> None:
    root = space(CHARTS[1])
    assert root.find(f".//{C}dispBlanksAs").get("val") == "gap"
    measured = root.find(f".//{C}ser/{C}val")
    assert [pt.get("idx") for pt in measured.iter(f"{C}pt")] == ["0", "2", "3"]
    noughts = space(CHARTS[2]).find(f".//{C}ser/{C}val")
    assert [pt.find(f"{C}v").text for pt in noughts.iter(f"{C}pt")] == ["0.00", "0", "100.00", "100"]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title[:4])
def test_series_differ_without_colour(chart: WordChart) -> None:
    looks = []
    for each in space(chart).iter(f"{C}ser"):
        symbol = each.find(f"{C}marker/{C}symbol")
        dash = each.find(f"{C}spPr/{A}ln/{A}prstDash")
        pattern = each.find(f"{C}spPr/{A}pattFill")
        looks.append(tuple(None if part is None else tuple(part.attrib.values()) for part in (symbol, dash, pattern)))
    assert len(set(looks)) == len(looks)


def test_labels_never_share_a_place() -> None:
    root = space(CHARTS[3])
    found: dict[str, list[str]] = {}
    for label in root.iter(f"{C}dLbl"):
        found.setdefault(label.find(f"{C}idx").get("val"), []).append(label.find(f"{C}dLblPos").get("val"))
    assert found == {"0": ["b", "t"], "1": ["b", "t"], "2": ["t", "b"], "3": ["t", "b"]}


def test_a_bound_is_not_labelled_and_all_text_is_set_in_a_chinese_font() -> None:
    root = space(CHARTS[0])
    shown = [each.find(f"{C}dLbls/{C}showVal").get("val") for each in root.iter(f"{C}ser")]
    assert shown == ["1", "1", "0"]
    looks = [*root.iter(f"{A}defRPr"), *root.iter(f"{A}rPr")]
    assert looks and all(look.find(f"{A}ea").get("typeface") == "宋体" for look in looks)


def test_the_chart_is_told_in_words() -> None:
    assert (
        describe_chart(CHARTS[1])
        == "缺一年。实际：2013 1.00，2014 无数据，2015 3.00，2016 4.00；目标：2013 无数据，2014 2.00，2015 2.50，2016 3.00。"
    )
    root = parse_xml(parts_of(placed(CHARTS[-1]))[DOCUMENT])
    assert root is not None
    described_as = next(item for item in root.iter() if str(item.tag).endswith("}docPr")).get("descr")
    assert described_as.startswith('<a>&"=1+1 ')


VALUES = st.decimals(0, 100_000, places=2, allow_nan=False, allow_infinity=False)


@given(st.lists(VALUES, min_size=1, max_size=6), st.sampled_from(["line", "column"]))
def test_the_axis_holds_every_value_with_room(values: list[Decimal], kind: Any) -> None:
    chart = WordChart(kind, "图", tuple(map(str, values)), (ChartSeries("实际", tuple(values)),))
    low, high, step = fit_axis(chart)
    assert 0 <= low <= min(values) and high > max(values)
    assert low == 0 or kind == "line"
    assert 1 <= (high - low) / step <= 12


@given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6))
def test_a_share_ends_at_a_hundred(values: list[Decimal]) -> None:
    chart = line("图", tuple(map(str, values)), ChartSeries("实际", tuple(values)))
    _, high, step = fit_axis(chart)
    assert high <= 100 + step
    assert (high > 100) == ("[&gt;100]&quot;&quot;" in _space(chart))


@pytest.mark.parametrize(("value", "place"), [("0", "l"), ("9", "l"), ("30", "b")])
def test_a_label_keeps_off_the_names_of_the_axis(value: str, place: str) -> None:
    chart = line("图", ("2014", "2015"), series("实际", "100", value), series("目标", "100", "100", role="target"))
    labels = next(space(chart).iter(f"{C}ser")).findall(f"{C}dLbls/{C}dLbl")
    assert labels[1].find(f"{C}dLblPos").get("val") == place


def test_in_a_chart_over_time_every_point_stands_at_its_moment() -> None:
    """A target that is due in the middle of 2015 stands where the figure of 2015 does; one of December half a year on."""
    root = space(CHARTS[6])
    found = [[pt.find(f"{C}v").text for pt in each.find(f"{C}xVal").iter(f"{C}pt")] for each in root.iter(f"{C}ser")]
    assert found == [["2013", "2014", "2015"], ["2015", "2016.5"], ["2013", "2016.5"]]
    axis = next(axis for axis in root.iter(f"{C}valAx") if axis.find(f"{C}axPos").get("val") == "b")
    ends = [axis.find(f"{C}scaling/{C}{end}").get("val") for end in ("min", "max")]
    assert ends == ["2012", "2017"] and axis.find(f"{C}majorUnit").get("val") == "1"
    places = [[each.get("val") for each in one.iter(f"{C}dLblPos")][:-1] for one in root.iter(f"{C}ser")]
    assert places[:2] == [["t", "t"], ["b", "t"]]
    assert describe_chart(CHARTS[6]).startswith(
        "时间。实际：2013 25.80，2014 无数据，2015 28.40；目标：2015-06 26.90，"
    )
