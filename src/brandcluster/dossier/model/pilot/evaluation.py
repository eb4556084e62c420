"""pilot/evaluation-model.yaml and pilot/evaluations/YEAR.yaml (二（二）; 三（七）1（2）).

A score is 0 to 100 points an indicator: of the highest band whose lower bound is not above the value, none below
the lowest band. The score of an industry is the sum of points times weight over 100.
"""

from brandcluster.dossier.model.fields import (
    Amount,
    Date,
    DocumentPath,
    Part,
    Percent,
    Text,
    Year,
    form_field,
    form_list,
)
from brandcluster.dossier.model.pilot.published import PublishedDocument

_WORK = "work-evaluation"
#: How a record of scores names what stands for all industries together.
TOTAL = "合计"


class ScoreBand(Part):
    """From this value on, so many points."""

    bound: Percent | None = form_field("下限（%）", "指标值达到这个数（含）。", clause=_WORK, example="28.3")
    points: Amount | None = form_field("得分", "得多少分，0 至 100。", clause=_WORK, example="100")


class Standard(Part):
    """Target and bands of an indicator, for one industry or for all that have none of their own."""

    industry: Text | None = form_field(
        "产业", "主导产业的名称，或“合计”；留空的用于没有单独写的产业和合计。", required=False, clause=_WORK
    )
    target: Percent | None = form_field("目标值（%）", "应达到的水平。", clause=_WORK, example="28.3")
    bands: list[ScoreBand] = form_list("评分档", "从低到高写；低于最低一档得 0 分。", clause=_WORK)


class WeightedIndicator(Part):
    """An indicator with its weight."""

    name: Text | None = form_field(
        "指标",
        "五个关键指标之一，或 indicators.yaml 里自己增加的指标，写它的名称。",
        clause=_WORK,
        example="工业增加值率",
    )
    weight: Percent | None = form_field("权重（%）", "各指标的权重相加为 100。", clause=_WORK, example="20")
    standards: list[Standard] = form_list("评分标准", "目标值和评分档，可以分产业写。", clause=_WORK)


class ModelVersion(Part):
    """Indicators and weights from one year on; a new version is added, an old one is never changed."""

    name: Text | None = form_field("版本", "版本的名称，如“2014版”，各版本不重名。", clause=_WORK)
    first_year: Year | None = form_field("起用年度", "从评价哪一年度起用；到下一版本起用以前都用它。", clause=_WORK)
    reason: Text | None = form_field("修订说明", "与上一版本相比改了什么，为什么。", required=False, clause=_WORK)
    document: DocumentPath | None = form_field("文件", "印发文件，放在 evidence/ 里。", required=False)
    indicators: list[WeightedIndicator] = form_list("指标", "至少包括五个关键指标。", clause=_WORK)


class DataCollection(Part):
    """The system by which enterprises report (二（二）: 在企业中建立数据采集系统)."""

    name: Text | None = form_field("名称", "数据采集系统的名称或方式。", clause=_WORK)
    date: Date | None = form_field("启用日期", "正式运行的日期。", clause=_WORK)
    document: DocumentPath | None = form_field("文件", "填报说明等，放在 evidence/ 里。", required=False)


class EvaluationModel(Part):
    """pilot/evaluation-model.yaml"""

    system: PublishedDocument | None = form_field(
        "评价制度", "品牌相关评价制度的文件。", required=False, clause="zone-2"
    )
    collection: DataCollection | None = form_field("数据采集系统", "企业数据采集系统。", required=False, clause=_WORK)
    versions: list[ModelVersion] = form_list(
        "权重版本", "评价模型：指标、权重、目标值、评分档；改了权重就加一个版本。", required=False, clause=_WORK
    )


class Measure(Part):
    """An improvement measure that follows from an evaluation."""

    content: Text | None = form_field("措施", "改进措施。", clause="zone-2")
    industry: Text | None = form_field("产业", "只为某个主导产业的写它的名称；面向全区域就留空。", required=False)
    owner: Text | None = form_field("责任单位", "由谁负责。", clause=_WORK)
    due: Date | None = form_field("完成期限", "应当完成的日期。", clause=_WORK)
    done: Date | None = form_field("完成日期", "实际完成的日期；还没完成就留空。", required=False)
    result: Text | None = form_field("完成情况", "做成了什么；没有按期的写原因。", required=False, clause=_WORK)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False)


class IndicatorScore(Part):
    """The score of one indicator, with what it was worked out from."""

    name: Text | None = form_field("指标", "指标的名称。", clause=_WORK)
    actual: Percent | None = form_field(
        "实际值（%）", "由 statistics/ 计算；算不出就留空。", required=False, clause=_WORK
    )
    target: Percent | None = form_field("目标值（%）", "评价模型里的目标值。", required=False, clause=_WORK)
    points: Amount | None = form_field("得分", "按评分档得的分，0 至 100。", required=False, clause=_WORK)
    weight: Percent | None = form_field("权重（%）", "评价模型里的权重。", required=False, clause=_WORK)
    weighted: Amount | None = form_field("加权得分", "得分乘以权重。", required=False, clause=_WORK)


class Score(Part):
    """The score of one industry, or of all together."""

    industry: Text | None = form_field("产业", "主导产业的名称，或“合计”。", clause=_WORK)
    total: Amount | None = form_field("总分", "各指标加权得分之和；有指标算不出就留空。", required=False, clause=_WORK)
    indicators: list[IndicatorScore] = form_list("指标得分", "每个指标一条。", clause=_WORK)


class Evaluation(Part):
    """pilot/evaluations/YEAR.yaml: one formal evaluation."""

    year: Year | None = form_field("年份", "评价的年度。", clause="zone-2")
    date: Date | None = form_field("评价日期", "正式开展评价的日期。", clause="zone-2")
    organiser: Text | None = form_field("组织单位", "由谁组织评价。", required=False, clause=_WORK)
    report: DocumentPath | None = form_field(
        "评价报告", "评价报告，放在 evidence/ 里。", required=False, clause="zone-2"
    )
    result: Text | None = form_field("评价结果", "结论性意见。", required=False)
    version: Text | None = form_field(
        "权重版本", "用的是评价模型的哪个版本，由 evaluate 填写。", required=False, clause=_WORK
    )
    scores: list[Score] = form_list("得分", "分产业和合计的得分，由 evaluate 填写。", required=False, clause=_WORK)
    measures: list[Measure] = form_list("改进措施", "根据评价结果制定的改进措施。", required=False, clause="zone-2")


def version_for(model: EvaluationModel, year: int) -> ModelVersion | None:
    """The version of the model that a year is evaluated by; None where none has begun."""
    begun = [each for each in model.versions if each.first_year is not None and each.first_year <= year]
    return max(begun, key=lambda each: each.first_year or 0, default=None)


def standard_for(indicator: WeightedIndicator, industry: str) -> Standard | None:
    """Target and bands of an indicator for an industry (or `TOTAL`): its own, else those that name none."""
    own = [each for each in indicator.standards if each.industry == industry]
    common = [each for each in indicator.standards if each.industry is None]
    return next(iter((*own, *common)), None)
