"""pilot/activities.yaml: activities and channels (二（七）; 三（七）1（3）、（6）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Amount, Count, Date, DocumentPath, Part, Text, form_field, form_list

_MARKETING = "work-marketing"


class Effect(Part):
    """A figure before and after an activity."""

    name: Text | None = form_field("指标名称", "比的是什么，如 一次检测合格率。", clause="zone-3")
    unit: Text | None = form_field("单位", "如 %、家、万元。", clause="zone-3")
    before: Amount | None = form_field("活动前", "活动以前的数值。", clause="zone-3")
    after: Amount | None = form_field("活动后", "活动以后的数值。", clause="zone-3")


class Activity(Part):
    """One activity; one event counts once, as the kind it is recorded under."""

    name: Text | None = form_field("名称", "活动名称。", clause=_MARKETING)
    kind: Literal["质量品牌提升", "宣传营销"] | None = form_field(
        "类型", "质量品牌提升 或 宣传营销，一次活动只算一类。", clause="zone-3"
    )
    form: Literal["品牌巡展发布", "产业链对接", "供需见面", "工商交流", "传播宣传", "其他"] | None = form_field(
        "形式", "宣传营销活动的形式。", required=False, clause=_MARKETING
    )
    industry: Text | None = form_field("产业", "只为某个主导产业组织的写它的名称；面向全区域就留空。", required=False)
    organiser: Text | None = form_field("组织单位", "由哪个行业组织或骨干企业组织实施。", clause="zone-3")
    organiser_kind: Literal["行业组织", "骨干企业", "其他"] | None = form_field(
        "组织单位类型",
        "行业组织、骨干企业、其他之一；组织单位在“行业组织”或“参与声明”里有的，可以留空。",
        required=False,
        clause="zone-3",
    )
    start: Date | None = form_field("开始日期", "活动开始的日期。", clause="zone-3")
    end: Date | None = form_field("完成日期", "活动完成的日期；还没完成就留空。", required=False, clause="zone-3")
    enterprises: Count | None = form_field(
        "参加企业数（家）", "区域内参加的企业数。", required=False, clause="work-publicity"
    )
    effect: Text | None = form_field("效果", "活动前后的对比，写出数据。", required=False, clause="zone-3", long=True)
    effects: list[Effect] = form_list("效果数据", "活动前后的数，逐个写。", required=False, clause="zone-3")
    document: DocumentPath | None = form_field(
        "文件", "总结、报道等证明文件，放在 evidence/ 里。", required=False, clause="zone-3"
    )


class Channel(Part):
    """A joint marketing channel (二（七）: 建立联合营销渠道)."""

    name: Text | None = form_field("名称", "渠道的名称，如 联合服务站、网上展示平台。", clause=_MARKETING)
    industry: Text | None = form_field("产业", "只为某个主导产业的写它的名称；面向全区域就留空。", required=False)
    date: Date | None = form_field("建立日期", "建立的日期。", clause=_MARKETING)
    enterprises: Count | None = form_field("使用企业数（家）", "使用的企业数。", required=False)
    content: Text | None = form_field("内容", "怎样使用，成效如何。", required=False)
    document: DocumentPath | None = form_field("文件", "协议等，放在 evidence/ 里。", required=False)


class Activities(Part):
    """pilot/activities.yaml"""

    activities: list[Activity] = form_list(
        "活动", "质量品牌提升活动和宣传营销活动，逐次写。", required=False, clause="zone-6"
    )
    channels: list[Channel] = form_list("联合营销渠道", "联合营销渠道，逐个写。", required=False, clause=_MARKETING)
