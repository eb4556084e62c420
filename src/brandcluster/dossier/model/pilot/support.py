"""pilot/support.yaml: policies and funds delivered (三（七）1（1）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Amount, Count, Date, DocumentPath, Part, Text, Year, form_field, form_list

_INCENTIVES = "work-incentives"


class PolicyDelivery(Part):
    """What became of a policy that the plan promised."""

    name: Text | None = form_field("名称", "政策名称。", clause="zone-1")
    number: Text | None = form_field(
        "文号", "政策文件的文号，年份用六角括号〔〕。", required=False, clause="work-enterprises"
    )
    state: Literal["已落实", "部分落实", "未落实"] | None = form_field(
        "落实情况", "已落实、部分落实、未落实之一。", clause="zone-1"
    )
    due: Date | None = form_field("应落实日期", "按计划应当落实的日期。", required=False, clause="pilot-execution")
    date: Date | None = form_field("日期", "落实的日期。", required=False)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False)


class FundDelivery(Part):
    """Money that arrived."""

    year: Year | None = form_field("年份", "资金所属年份，与方案一致。", clause="zone-1")
    source: Text | None = form_field("来源", "资金来源，与方案写得一样。", clause="zone-1")
    amount: Amount | None = form_field("金额（万元）", "到位的金额。单位：万元。", clause="zone-1")
    date: Date | None = form_field("到位日期", "到位的日期。", clause="zone-1")
    document: DocumentPath | None = form_field("文件", "拨款文件等，放在 evidence/ 里。", required=False)


class Incentive(Part):
    """Support that enterprises were given for their brands (二（四）)."""

    kind: Literal["土地使用", "税收减免", "资金扶持", "奖励激励"] | None = form_field(
        "方面", "土地使用、税收减免、资金扶持、奖励激励之一。", clause=_INCENTIVES
    )
    date: Date | None = form_field("日期", "给予支持的日期。", clause=_INCENTIVES)
    content: Text | None = form_field("内容", "依据什么、支持了什么；不写单个企业的名称。", clause=_INCENTIVES)
    enterprises: Count | None = form_field("受益企业数（家）", "得到支持的企业数。", required=False)
    amount: Amount | None = form_field("金额（万元）", "涉及的金额，没有就留空。单位：万元。", required=False)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False)


class Support(Part):
    """pilot/support.yaml"""

    policies: list[PolicyDelivery] = form_list("政策落实", "方案里的政策落实得怎样。", required=False, clause="zone-1")
    incentives: list[Incentive] = form_list(
        "企业扶持",
        "在土地使用、税收减免、资金扶持、奖励激励等方面对企业品牌建设的支持，逐项写。",
        required=False,
        clause=_INCENTIVES,
    )
    funds: list[FundDelivery] = form_list("资金到位", "到位的资金，逐笔写。", required=False, clause="zone-1")
