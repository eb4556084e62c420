"""indicators.yaml: indicators of the region's own, defined by naming columns; the file is optional."""

from brandcluster.dossier.model.fields import Part, Text, form_field, form_list

_WORK = "work-indicators"


class OwnColumn(Part):
    """A column that the region adds to the enterprises' returns; amounts in 万元, or counts."""

    name: Text | None = form_field(
        "名称",
        "栏目的名称，连同单位，如 出口交货值（万元）、从业人员（人）。",
        clause=_WORK,
        example="出口交货值（万元）",
    )
    definition: Text | None = form_field("说明", "填什么，不含什么。", clause=_WORK)


class OwnIndicator(Part):
    """A ratio in percent of the sums of two columns."""

    name: Text | None = form_field("名称", "指标的名称。", clause=_WORK, example="出口占销售收入比重")
    numerator: Text | None = form_field(
        "分子", "statistics/ 里的栏目，或上面填报栏目的名称。", clause=_WORK, example="出口交货值（万元）"
    )
    denominator: Text | None = form_field(
        "分母", "statistics/ 里的栏目，或上面填报栏目的名称。", clause=_WORK, example="销售收入（万元）"
    )


class OwnIndicators(Part):
    """indicators.yaml"""

    columns: list[OwnColumn] = form_list(
        "填报栏目", "企业填报表里要增加的栏目；没有就写 []。", required=False, clause=_WORK
    )
    indicators: list[OwnIndicator] = form_list(
        "指标", "五个关键指标以外，本区域自己增加的指标；没有就写 []。", required=False, clause=_WORK
    )
