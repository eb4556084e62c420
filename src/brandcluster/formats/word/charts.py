"""Charts that Word and WPS draw themselves, each with a small workbook inside, so that a person can edit its data.

No picture and so no font is needed. Lines are told apart by marker and dash too: the page is printed in black. A value
that is not known is a gap, never a nought.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from xml.sax.saxutils import escape

from brandcluster.formats.word.chart_data import ChartSeries, Role, WordChart, describe_chart, fit_axis
from brandcluster.formats.word.parts import R_NAMESPACE, W_NAMESPACE, parse_xml, serialise_xml, write_parts

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU_PER_MM = 36_000
#: On every Windows; a program without it takes another Chinese font.
_FONT = "宋体"
_SIZE = 900


def chart_xml(chart: WordChart) -> bytes:
    """The part of a chart; its first relation is to the workbook with its data."""
    return serialise_xml(parse_xml(_space(chart).encode("utf-8")))


def drawing_xml(identifier: str, number: int, chart: WordChart, width: int, height: int) -> str:
    """The w:drawing that shows the chart of a relation (`identifier`); width and height in millimetres."""
    extent = f'cx="{width * _EMU_PER_MM}" cy="{height * _EMU_PER_MM}"'
    return (
        f'<w:drawing xmlns:w="{W_NAMESPACE}" xmlns:r="{R_NAMESPACE}" xmlns:wp="{_WP}" xmlns:a="{_A}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="{_quoted(f"图 {number}")}" descr="{_quoted(describe_chart(chart))}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" r:id="{identifier}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


# ---- the chart part ------------------------------------------------------------------------------------------

_LOOKS = {
    "measured": (("1F4E79", "circle", "solid"), ("C55A11", "square", "lgDash"), ("548235", "triangle", "solid")),
    "target": (("595959", "diamond", "dash"), ("7F7F7F", "x", "dash")),
    "bound": (("C00000", "dash", "sysDot"), ("7030A0", "plus", "sysDash")),
}
_PATTERNS = (("1F4E79", None), ("FFFFFF", "wdUpDiag"), ("FFFFFF", "pct20"))


def _space(chart: WordChart) -> str:
    body = {"line": _lines, "column": _columns, "radar": _radar, "time": _times}[chart.kind](chart)
    return (
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{R_NAMESPACE}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f"<c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{_properties(1000, bold=True)}</a:pPr>"
        f"<a:r>{_run_properties(1000, bold=True)}<a:t>{escape(chart.title)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{body}</c:plotArea>"
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_look_of_text(_SIZE)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_look_of_text(_SIZE)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _lines(chart: WordChart) -> str:
    series = "".join(
        _series(chart, index, _line_look(each.role, *look), '<c:smooth val="0"/>')
        for index, (each, look) in enumerate(_looked(chart))
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        f'<c:axId val="1"/><c:axId val="2"/></c:lineChart>{_axes(chart)}'
    )


def _times(chart: WordChart) -> str:
    """Lines whose points stand where they are in time, each with moments of its own."""
    series = "".join(
        _series(chart, index, _line_look(each.role, *look), '<c:smooth val="0"/>')
        for index, (each, look) in enumerate(_looked(chart))
    )
    return (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}'
        f'<c:axId val="1"/><c:axId val="2"/></c:scatterChart>{_axes(chart)}'
    )


def _line_look(role: Role, colour: str, symbol: str, dash: str) -> str:
    width = 25_400 if role == "measured" else 15_875
    return (
        f'<c:spPr><a:ln w="{width}" cap="rnd"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr>{_marker(symbol, colour)}'
    )


def _columns(chart: WordChart) -> str:
    series = "".join(
        _series(
            chart,
            index,
            f'<c:spPr>{_fill(*_PATTERNS[index % len(_PATTERNS)])}<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
            '</a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>',
            "",
        )
        for index in range(len(chart.series))
    )
    return (
        f'<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="40"/><c:axId val="1"/><c:axId val="2"/></c:barChart>{_axes(chart)}'
    )


def _radar(chart: WordChart) -> str:
    series = "".join(
        _series(
            chart,
            index,
            f'<c:spPr><a:ln w="22225"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
            f'<a:prstDash val="{dash}"/></a:ln></c:spPr>' + _marker(symbol, colour),
            "",
        )
        for index, (_, (colour, symbol, dash)) in enumerate(_looked(chart))
    )
    return (
        f'<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>{series}'
        f'<c:axId val="1"/><c:axId val="2"/></c:radarChart>{_axes(chart)}'
    )


def _looked(chart: WordChart) -> Iterator[tuple[ChartSeries, tuple[str, str, str]]]:
    """Each series with its colour, marker and dash. Series of the same role look different."""
    counts = dict.fromkeys(_LOOKS, 0)
    for series in chart.series:
        looks = _LOOKS[series.role]
        yield series, looks[counts[series.role] % len(looks)]
        counts[series.role] += 1


def _fill(colour: str, pattern: str | None) -> str:
    if pattern is None:
        return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return (
        f'<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="000000"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{colour}"/></a:bgClr></a:pattFill>'
    )


def _marker(symbol: str, colour: str) -> str:
    line = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="7"/>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{line}</c:spPr></c:marker>'
    )


def _series(chart: WordChart, index: int, look: str, end: str) -> str:
    """One c:ser. Names, categories and values stand here and in the workbook, where they are edited."""
    series = chart.series[index]
    column = chr(ord("C" if chart.kind == "time" else "B") + index)
    rows = slice(series.first, series.first + len(series.values))
    top, last = series.first + 2, series.first + 1 + len(series.values)
    values = _numbers(f"Sheet1!${column}${top}:${column}${last}", series.values, _format(chart))
    if chart.kind == "time":
        moments = _numbers(f"Sheet1!$B${top}:$B${last}", chart.moments[rows], "General")
        points = f"<c:xVal>{moments}</c:xVal><c:yVal>{values}</c:yVal>"
    else:
        names = _texts(f"Sheet1!$A${top}:$A${last}", chart.categories[rows])
        points = f"<c:cat>{names}</c:cat><c:val>{values}</c:val>"
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{_texts(f'Sheet1!${column}$1', (series.name,))}</c:tx>{look}{_labels(chart, index)}{points}{end}</c:ser>"
    )


def _texts(place: str, texts: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(text)}</c:v></c:pt>' for at, text in enumerate(texts))
    return f'<c:strRef><c:f>{place}</c:f><c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'


def _numbers(place: str, values: tuple[Decimal | None, ...], shown: str) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value:f}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    return (
        f"<c:numRef><c:f>{place}</c:f><c:numCache><c:formatCode>{shown}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _labels(chart: WordChart, index: int) -> str:
    """The values at the points; of several at one category the highest is labelled above, the lowest below.

    A bound is the same everywhere: its value stands in its name. In a radar labels would cover one another: the axis
    is read instead.
    """
    series = chart.series[index]
    labelled = series.role != "bound" and chart.kind != "radar"
    shown = _switches(show=labelled)
    if not labelled:
        return f"<c:dLbls>{shown}</c:dLbls>"
    look = (
        f'<c:numFmt formatCode="{_format(chart)}" sourceLinked="0"/>'
        # White behind it, so that no line runs through a figure.
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f"{_look_of_text(_SIZE)}"
    )
    if chart.kind == "column":
        return f'<c:dLbls>{look}<c:dLblPos val="outEnd"/>{shown}</c:dLbls>'
    single = "".join(
        f'<c:dLbl><c:idx val="{at}"/>{look}<c:dLblPos val="{_place(chart, index, at)}"/>{shown}</c:dLbl>'
        for at, value in enumerate(series.values)
        if value is not None
    )
    return f'<c:dLbls>{single}{look}<c:dLblPos val="t"/>{shown}</c:dLbls>'


def _place(chart: WordChart, index: int, at: int) -> str:
    """Above, below, or beside a point, by how its value ranks among the labelled ones.

    Beside means inwards; so is the lowest labelled where the names of the axis would be in its way.
    """
    when = _when(chart, index, at)
    labelled = [
        (value, -other)
        for other, series in enumerate(chart.series)
        for position, value in enumerate(series.values)
        if series.role != "bound" and value is not None and _when(chart, other, position) == when
    ]
    own = (chart.series[index].values[at], -index)
    rank = sorted(labelled, key=lambda each: each[0]).index(own)  # type: ignore[arg-type]  # the caller labels no gap
    if rank == len(labelled) - 1:
        return "t"
    low, high, _ = fit_axis(chart)
    on_the_axis = own[0] is not None and (own[0] - low) * 10 < high - low
    if rank == 0 and not on_the_axis:
        return "b"
    return "l" if at == len(chart.series[index].values) - 1 else "r"


def _when(chart: WordChart, index: int, at: int) -> Decimal | int:
    """Where a point stands on the axis of categories, or of time."""
    row = chart.series[index].first + at
    return chart.moments[row] if chart.kind == "time" else row


def _switches(*, show: bool) -> str:
    flags = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    return "".join(f'<c:{flag} val="{int(show and flag == "showVal")}"/>' for flag in flags)


def _axes(chart: WordChart) -> str:
    low, high, step = fit_axis(chart)
    # A share ends at 100: the mark above it is only room for a label.
    shown = f"[&gt;100]&quot;&quot;;{_plain_format(step)}" if chart.share and high > 100 else _plain_format(step)
    title = (
        f'<c:title><c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:p><a:pPr>{_properties(_SIZE)}</a:pPr><a:r>'
        f'{_run_properties(_SIZE)}<a:t>{escape(chart.unit)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
        if chart.unit and chart.kind != "radar"
        else ""
    )
    grey = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
    grid = f"<c:majorGridlines>{grey}</c:majorGridlines>"
    return (
        (_time_axis(chart) if chart.kind == "time" else _category_axis(grid if chart.kind == "radar" else ""))
        + f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{high:f}"/><c:min val="{low:f}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="l"/>{grid}{title}'
        f'<c:numFmt formatCode="{shown}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{_look_of_text(_SIZE)}<c:crossAx val="1"/><c:crosses val="min"/>'
        f'<c:crossBetween val="{"midCat" if chart.kind == "time" else "between"}"/>'
        f'<c:majorUnit val="{step:f}"/></c:valAx>'
    )


def _category_axis(grid: str) -> str:
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/>{grid}<c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{_look_of_text(_SIZE)}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _time_axis(chart: WordChart) -> str:
    """The years, with half a year or more of room at both ends; the year before and the one behind are not named."""
    drawn = [_when(chart, index, at) for index, each in enumerate(chart.series) for at in range(len(each.values))]
    low = int(Decimal(min(drawn)).to_integral_value(ROUND_CEILING)) - 1
    high = int(Decimal(max(drawn)).to_integral_value(ROUND_FLOOR)) + 1
    return (
        f'<c:valAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/><c:max val="{high}"/><c:min val="{low}"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        f'<c:numFmt formatCode="[&lt;={low}]&quot;&quot;;[&gt;={high}]&quot;&quot;;0" sourceLinked="0"/>'
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{_look_of_text(_SIZE)}<c:crossAx val="2"/><c:crosses val="min"/><c:crossBetween val="midCat"/>'
        '<c:majorUnit val="1"/></c:valAx>'
    )


def _plain_format(step: Decimal) -> str:
    return "0" if step == step.to_integral_value() else "0.0"


def _format(chart: WordChart) -> str:
    return f"0.{'0' * chart.decimals}" if chart.decimals else "0"


_INK = (
    '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    f'<a:latin typeface="{_FONT}"/><a:ea typeface="{_FONT}"/><a:cs typeface="{_FONT}"/>'
)


def _properties(size: int, *, bold: bool = False) -> str:
    return f'<a:defRPr sz="{size}" b="{int(bold)}">{_INK}</a:defRPr>'


def _run_properties(size: int, *, bold: bool = False) -> str:
    return f'<a:rPr lang="zh-CN" altLang="en-US" sz="{size}" b="{int(bold)}">{_INK}</a:rPr>'


def _look_of_text(size: int) -> str:
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr>{_properties(size)}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _quoted(content: str) -> str:
    return escape(content, {'"': "&quot;", "\n": " "})


# ---- the workbook inside -------------------------------------------------------------------------------------


def workbook_of(chart: WordChart) -> bytes:
    """The data of a chart as a workbook: a column a series, a row a category."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "", "created": datetime.datetime(2000, 1, 1)})  # the clock has no part in it
    sheet = book.add_worksheet("Sheet1")
    shown = book.add_format({"num_format": _format(chart)})
    at = 2 if chart.kind == "time" else 1
    sheet.set_column(0, at - 1 + len(chart.series), 18)
    for row, category in enumerate(chart.categories, start=1):
        sheet.write_string(row, 0, category)
    if chart.kind == "time":
        sheet.write_string(0, 1, "时间（年）")
        for row, moment in enumerate(chart.moments, start=1):
            sheet.write_number(row, 1, moment)
    for column, series in enumerate(chart.series, start=at):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=series.first + 1):
            if value is not None:
                sheet.write_number(row, column, value, shown)
    book.close()
    with zipfile.ZipFile(io.BytesIO(stream.getvalue())) as archive:
        return write_parts({name: archive.read(name) for name in archive.namelist()})
