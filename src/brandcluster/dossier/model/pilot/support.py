"""pilot/support.yaml: policies and funds delivered (三（七）1（1）)."""

from __future__ import annotations

from typing import Literal

from brandcluster.dossier.model.fields import Amount, Date, DocumentPath, Part, Text, Year, form_field, form_list

_FINANCE = "财政部门"


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

    year: Year | None = form_field("年份", "资金所属年份，与方案一致。", clause="zone-1", supplier=_FINANCE)
    source: Text | None = form_field("来源", "资金来源，与方案写得一样。", clause="zone-1", supplier=_FINANCE)
    amount: Amount | None = form_field("金额（万元）", "到位的金额。单位：万元。", clause="zone-1", supplier=_FINANCE)
    date: Date | None = form_field("到位日期", "到位的日期。", clause="zone-1", supplier=_FINANCE)
    document: DocumentPath | None = form_field(
        "文件", "拨款文件等，放在 evidence/ 里。", required=False, supplier=_FINANCE
    )


class Support(Part):
    """pilot/support.yaml"""

    policies: list[PolicyDelivery] = form_list("政策落实", "方案里的政策落实得怎样。", required=False, clause="zone-1")
    funds: list[FundDelivery] = form_list("资金到位", "到位的资金，逐笔写。", required=False, clause="zone-1")
