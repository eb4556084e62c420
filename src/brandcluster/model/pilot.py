"""pilot/*.yaml: what happens from the approval on, as far as the conditions of 三（七）1 read it."""

from __future__ import annotations

from typing import Literal

from brandcluster.model.fields import Amount, Count, Date, DocumentPath, Part, Text, Year, answer, parts


class Approval(Part):
    """pilot/approval.yaml: public notice, approval and plaque are three dates; clocks start from the approval."""

    notice_date: Date | None = answer("公示日期", "工业和信息化部公示的日期。", required=False, clause="pilot-approval")
    number: Text | None = answer("批复文号", "批复文件的文号，年份用六角括号〔〕。", clause="pilot-approval")
    date: Date | None = answer("批复日期", "批复的日期；试点从这一天算起。", clause="pilot-approval")
    document: DocumentPath | None = answer(
        "批复文件", "批复扫描件，放在 evidence/ 里。", required=False, clause="pilot-approval"
    )
    plaque_date: Date | None = answer("授牌日期", "授牌的日期。", required=False, clause="pilot-approval")


class PublishedDocument(Part):
    """A document that was formally issued."""

    name: Text | None = answer("名称", "文件名称。")
    number: Text | None = answer("文号", "文号，年份用六角括号〔〕。", required=False)
    issuer: Text | None = answer("发布单位", "发布单位。", required=False)
    date: Date | None = answer("发布日期", "发布日期。")
    document: DocumentPath | None = answer("文件", "文件扫描件，放在 evidence/ 里。", required=False)


class Strategy(Part):
    """pilot/strategy.yaml (二（一）; 三（七）1（1）)"""

    strategy: PublishedDocument | None = answer("发展战略", "正式发布的区域品牌发展战略。", clause="zone-1")
    positioning: Text | None = answer("品牌定位", "对区域品牌的明确定位。", clause="work-planning", long=True)


class PolicyDelivery(Part):
    """What became of a policy that the plan promised."""

    name: Text | None = answer("名称", "政策名称。", clause="zone-1")
    state: Literal["已落实", "部分落实", "未落实"] | None = answer(
        "落实情况", "已落实、部分落实、未落实之一。", clause="zone-1"
    )
    date: Date | None = answer("日期", "落实的日期。", required=False)
    document: DocumentPath | None = answer("文件", "证明文件，放在 evidence/ 里。", required=False)


class FundDelivery(Part):
    """Money that arrived."""

    year: Year | None = answer("年份", "资金所属年份，与方案一致。", clause="zone-1", supplier="财政部门")
    source: Text | None = answer("来源", "资金来源，与方案写得一样。", clause="zone-1", supplier="财政部门")
    amount: Amount | None = answer("金额（万元）", "到位的金额。单位：万元。", clause="zone-1", supplier="财政部门")
    date: Date | None = answer("到位日期", "到位的日期。", clause="zone-1", supplier="财政部门")
    document: DocumentPath | None = answer(
        "文件", "拨款文件等，放在 evidence/ 里。", required=False, supplier="财政部门"
    )


class Support(Part):
    """pilot/support.yaml: policies and funds delivered (三（七）1（1）)."""

    policies: list[PolicyDelivery] = parts("政策落实", "方案里的政策落实得怎样。", required=False, clause="zone-1")
    funds: list[FundDelivery] = parts("资金到位", "到位的资金，逐笔写。", required=False, clause="zone-1")


class EvaluationModel(Part):
    """pilot/evaluation-model.yaml: the evaluation system (二（二）; 三（七）1（2）)."""

    system: PublishedDocument | None = answer("评价制度", "品牌相关评价制度的文件。", clause="zone-2")


class Measure(Part):
    """An improvement measure that follows from an evaluation."""

    content: Text | None = answer("措施", "改进措施。", clause="zone-2")
    owner: Text | None = answer("责任单位", "由谁负责。", clause="work-evaluation")
    due: Date | None = answer("完成期限", "应当完成的日期。", clause="work-evaluation")
    done: Date | None = answer("完成日期", "实际完成的日期；还没完成就留空。", required=False)


class Evaluation(Part):
    """pilot/evaluations/YEAR.yaml: one formal evaluation."""

    year: Year | None = answer("年份", "评价的年度。", clause="zone-2")
    date: Date | None = answer("评价日期", "正式开展评价的日期。", clause="zone-2")
    report: DocumentPath | None = answer("评价报告", "评价报告，放在 evidence/ 里。", required=False, clause="zone-2")
    result: Text | None = answer("评价结果", "结论性意见。", required=False)
    measures: list[Measure] = parts("改进措施", "根据评价结果制定的改进措施。", required=False, clause="zone-2")


class Activity(Part):
    """One activity; one event counts once, as the kind it is recorded under."""

    name: Text | None = answer("名称", "活动名称。", clause="work-marketing")
    kind: Literal["质量品牌提升", "宣传营销"] | None = answer(
        "类型", "质量品牌提升 或 宣传营销，一次活动只算一类。", clause="zone-3"
    )
    industry: Text | None = answer("产业", "只为某个主导产业组织的写它的名称；面向全区域就留空。", required=False)
    organiser: Text | None = answer("组织单位", "由哪个行业组织或骨干企业组织实施。", clause="zone-3")
    start: Date | None = answer("开始日期", "活动开始的日期。", clause="zone-3")
    end: Date | None = answer("完成日期", "活动完成的日期；还没完成就留空。", required=False, clause="zone-3")
    effect: Text | None = answer("效果", "活动前后的对比，写出数据。", required=False, clause="zone-3", long=True)
    document: DocumentPath | None = answer(
        "文件", "总结、报道等证明文件，放在 evidence/ 里。", required=False, clause="zone-3"
    )


class Activities(Part):
    """pilot/activities.yaml (三（七）1（3）、（6）)"""

    activities: list[Activity] = parts(
        "活动", "质量品牌提升活动和宣传营销活动，逐次写。", required=False, clause="zone-6"
    )


class TrainingEvent(Part):
    """One training; who came stays in a file outside git."""

    name: Text | None = answer("名称", "培训名称。", clause="work-enterprises")
    date: Date | None = answer("日期", "培训日期。", clause="work-enterprises")
    enterprises: Count | None = answer("参加企业数（家）", "参加的企业数。", clause="work-enterprises")
    people: Count | None = answer("参加人数", "参加的人数。", required=False)
    document: DocumentPath | None = answer("文件", "通知、签到汇总等，放在 evidence/ 里。", required=False)


class Training(Part):
    """pilot/training.yaml: events; the counts of enterprises stand in statistics/."""

    events: list[TrainingEvent] = parts("培训", "品牌培训，逐次写。", required=False, clause="work-enterprises")


class MonitoringSystem(Part):
    """The system that watches what is said of the brand (二（六）; 三（七）1（5）)."""

    name: Text | None = answer("名称", "监控系统的名称或方式。", clause="zone-5")
    date: Date | None = answer("建立日期", "建立的日期。", clause="zone-5")
    document: DocumentPath | None = answer("文件", "制度或合同等，放在 evidence/ 里。", required=False, clause="zone-5")


class MonitoringRecord(Part):
    """One dated piece of monitoring work."""

    date: Date | None = answer("日期", "监控记录或简报的日期。", clause="zone-5")
    content: Text | None = answer("内容", "监控的内容和处理。", clause="work-reputation")
    document: DocumentPath | None = answer("文件", "简报等，放在 evidence/ 里。", required=False, clause="zone-5")


class Monitoring(Part):
    """pilot/monitoring.yaml"""

    system: MonitoringSystem | None = answer("监控系统", "区域品牌舆情监控系统。", clause="zone-5")
    records: list[MonitoringRecord] = parts("监控记录", "监控记录，逐次写。", required=False, clause="zone-5")
