"""pilot/organisation.yaml: who leads, who advises, who helps, whom it takes along (四; 三（一）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Amount, Count, Date, DocumentPath, Part, Text, Year, form_field, form_list
from brandcluster.dossier.model.pilot.published import PublishedDocument

_ORGANISATION = "duty-organisation"
_EXPERTISE = "duty-expertise"
_COOPERATION = "duty-cooperation"
_SCOPE = "scope-enterprises"
_GUIDANCE = "pilot-guidance"
_PREFERENCE = "duty-preference"


class LeadingGroup(Part):
    """The body that leads the pilot (四（一）: 健全组织机构)."""

    name: Text | None = form_field("名称", "领导机构的名称。", clause=_ORGANISATION)
    head: Text | None = form_field("负责人职务", "组长的职务，不写姓名。", required=False, clause=_ORGANISATION)
    office: Text | None = form_field("办事机构", "办公室设在哪里。", required=False, clause=_ORGANISATION)
    date: Date | None = form_field("成立日期", "成立的日期。", clause=_ORGANISATION)
    document: DocumentPath | None = form_field(
        "文件", "成立文件，放在 evidence/ 里。", required=False, clause=_ORGANISATION
    )


class Meeting(Part):
    """A meeting of the leading group."""

    date: Date | None = form_field("日期", "会议的日期。", clause=_ORGANISATION)
    content: Text | None = form_field("内容", "议定的事项。", clause=_ORGANISATION)
    document: DocumentPath | None = form_field("文件", "会议纪要，放在 evidence/ 里。", required=False)


class ExpertSupport(Part):
    """One piece of help from the expert group or a professional body (四（二）)."""

    unit: Text | None = form_field("单位", "专家组或专业机构的名称。", clause=_EXPERTISE)
    kind: Literal["品牌培育专家组", "专业机构"] | None = form_field(
        "类型", "品牌培育专家组 或 专业机构。", clause=_EXPERTISE
    )
    subjects: list[Literal["品牌培育", "质量管理", "知识产权管理", "其他"]] = form_list(
        "领域", "品牌培育、质量管理、知识产权管理、其他，可以写几个。", clause=_EXPERTISE
    )
    date: Date | None = form_field("日期", "提供支持的日期。", clause=_EXPERTISE)
    content: Text | None = form_field("内容", "做了什么。", clause=_EXPERTISE)
    document: DocumentPath | None = form_field("文件", "报告、合同等，放在 evidence/ 里。", required=False)


class Cooperation(Part):
    """Something done together with another department (四（三）)."""

    department: Text | None = form_field("部门", "如 财政、发展改革、商务、工商、质检。", clause=_COOPERATION)
    date: Date | None = form_field("日期", "合作事项的日期。", clause=_COOPERATION)
    content: Text | None = form_field("内容", "政策和项目扶持等合作事项。", clause=_COOPERATION)
    result: Text | None = form_field("结果", "取得的结果。", required=False)
    document: DocumentPath | None = form_field("文件", "文件或纪要，放在 evidence/ 里。", required=False)


class EnterprisesTakenAlong(Part):
    """How many enterprises outside the leading industries take part by the end of a year (三（一）)."""

    year: Year | None = form_field("年份", "到哪一年底。", clause=_SCOPE)
    kind: Literal["产业链相关", "生产性服务"] | None = form_field("类型", "产业链相关 或 生产性服务。", clause=_SCOPE)
    industry: Text | None = form_field(
        "产业", "围绕某个主导产业的写它的名称；都服务就留空。", required=False, clause=_SCOPE
    )
    enterprises: Count | None = form_field("企业数（家）", "带动开展品牌建设的企业数，累计。", clause=_SCOPE)
    content: Text | None = form_field("内容", "怎样带动，开展了什么。", required=False, clause=_SCOPE)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里；不写企业名册。", required=False)


class Guidance(Part):
    """What the ministry, the province or the place did to guide the pilot (三（五）; 四（一）)."""

    level: Literal["工业和信息化部", "省级主管部门", "所在地区主管部门"] | None = form_field(
        "层级", "工业和信息化部、省级主管部门、所在地区主管部门之一。", clause=_GUIDANCE
    )
    unit: Text | None = form_field("单位", "由谁指导和支持，写全称。", required=False, clause=_GUIDANCE)
    kind: Literal["专业支持", "指导申报", "审查推荐", "监督检查", "持续推进", "其他"] | None = form_field(
        "方面", "专业支持、指导申报、审查推荐、监督检查、持续推进、其他之一。", clause=_GUIDANCE
    )
    date: Date | None = form_field("日期", "指导和支持的日期。", clause=_GUIDANCE)
    content: Text | None = form_field("内容", "做了什么。", clause=_GUIDANCE)
    document: DocumentPath | None = form_field("文件", "通知、纪要等，放在 evidence/ 里。", required=False)


class Preference(Part):
    """A policy or project that favours the region or its enterprises (四（三）)."""

    department: Text | None = form_field("部门", "由哪个部门给予，写全称。", clause=_PREFERENCE)
    subject: Literal["财政税收", "工业转型升级", "技术改造和技术创新", "标准制修订", "其他"] | None = form_field(
        "方面", "财政税收、工业转型升级、技术改造和技术创新、标准制修订、其他之一。", clause=_PREFERENCE
    )
    date: Date | None = form_field("日期", "给予扶持的日期。", clause=_PREFERENCE)
    content: Text | None = form_field("内容", "政策或项目的内容；不写单个企业的名称。", clause=_PREFERENCE)
    amount: Amount | None = form_field("金额（万元）", "涉及的金额，没有就留空。单位：万元。", required=False)
    document: DocumentPath | None = form_field("文件", "文件扫描件，放在 evidence/ 里。", required=False)


class Organisation(Part):
    """pilot/organisation.yaml"""

    group: LeadingGroup | None = form_field("领导机构", "领导小组等。", required=False, clause=_ORGANISATION)
    mechanisms: list[PublishedDocument] = form_list(
        "工作机制", "工作制度的文件，逐个写。", required=False, clause=_ORGANISATION
    )
    meetings: list[Meeting] = form_list("工作会议", "领导机构的会议，逐次写。", required=False, clause=_ORGANISATION)
    expertise: list[ExpertSupport] = form_list(
        "专家支持", "品牌培育专家组和专业机构的支持，逐次写。", required=False, clause=_EXPERTISE
    )
    cooperation: list[Cooperation] = form_list(
        "部门合作", "与财政、发展改革、商务、工商、质检等部门的合作，逐项写。", required=False, clause=_COOPERATION
    )
    taken_along: list[EnterprisesTakenAlong] = form_list(
        "带动企业", "带动的产业链相关企业和生产性服务企业，按年写数。", required=False, clause=_SCOPE
    )
    guidance: list[Guidance] = form_list(
        "指导和支持", "工业和信息化部、省级和所在地区主管部门的指导和支持，逐次写。", required=False, clause=_GUIDANCE
    )
    preference: list[Preference] = form_list(
        "政策和项目扶持", "主管部门和有关部门给予的政策和项目扶持，逐项写。", required=False, clause=_PREFERENCE
    )
