"""pilot/alliance.yaml: associations and what they run for all (二（三）、（四）、（五）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Code, Count, Date, DocumentPath, Part, Text, form_field, form_list
from brandcluster.dossier.model.pilot.published import PublishedDocument

_ASSOCIATION = "work-association"
_FOUNDATION = "work-foundation"


class Association(Part):
    """An association of the region's industry."""

    name: Text | None = form_field("名称", "行业组织的全称。", clause=_ASSOCIATION)
    industry: Text | None = form_field("产业", "属于某个主导产业的写它的名称；全区域的就留空。", required=False)
    founded: Date | None = form_field("成立日期", "成立或登记的日期。", required=False, clause=_ASSOCIATION)
    members: Count | None = form_field("会员企业数（家）", "会员企业数。", required=False)
    staff: Count | None = form_field("专职人员数", "秘书处专职人员数。", required=False)
    duties: Text | None = form_field("职责", "在区域品牌建设里承担什么。", required=False, clause=_ASSOCIATION)
    document: DocumentPath | None = form_field("文件", "登记证书、章程等，放在 evidence/ 里。", required=False)


class AllianceStandard(Part):
    """A standard of the alliance, above the national or industry standard (二（三）、（五）)."""

    name: Text | None = form_field("名称", "标准名称。", clause=_ASSOCIATION)
    number: Code | None = form_field("编号", "标准编号。", clause=_ASSOCIATION)
    industry: Text | None = form_field("产业", "属于某个主导产业的写它的名称；共用的就留空。", required=False)
    issuer: Text | None = form_field("发布单位", "由哪个政府或部门发布，写全称。", required=False, clause=_ASSOCIATION)
    date: Date | None = form_field("发布日期", "发布的日期；还没发布就留空。", required=False, clause=_ASSOCIATION)
    compared: Text | None = form_field(
        "高于的标准", "高于哪项国家或行业标准，高在哪里。", required=False, clause=_FOUNDATION
    )
    users: Count | None = form_field("执行企业数（家）", "声明执行的企业数。", required=False)
    document: DocumentPath | None = form_field("文件", "标准文本，放在 evidence/ 里。", required=False)


class CommonResource(Part):
    """A public resource of the regional brand that the association manages."""

    name: Text | None = form_field("名称", "如 集体商标、区域品牌标识。", clause=_ASSOCIATION)
    manager: Text | None = form_field("管理单位", "由谁管理。", clause=_ASSOCIATION)
    rules: Text | None = form_field("管理办法", "依据什么管理。", required=False)
    document: DocumentPath | None = form_field("文件", "管理办法等，放在 evidence/ 里。", required=False)


class Platform(Part):
    """A public service platform."""

    name: Text | None = form_field("名称", "平台的名称。", clause=_ASSOCIATION)
    kind: Literal["品牌服务", "质量服务", "技术服务", "营销服务", "信息服务", "其他"] | None = form_field(
        "类型", "品牌服务、质量服务、技术服务、营销服务、信息服务、其他之一。", clause="work-enterprises"
    )
    operator: Text | None = form_field("运营单位", "由谁运营。", required=False)
    date: Date | None = form_field("启用日期", "开始服务的日期。", clause=_ASSOCIATION)
    served: Count | None = form_field("服务企业数（家）", "服务过的企业数，累计。", required=False)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False)


class Alliance(Part):
    """pilot/alliance.yaml"""

    associations: list[Association] = form_list(
        "行业组织", "区域内的行业组织，逐个写。", required=False, clause=_ASSOCIATION
    )
    standards: list[AllianceStandard] = form_list(
        "联盟标准", "高于国家和行业标准的联盟标准，逐项写。", required=False, clause=_ASSOCIATION
    )
    conduct: list[PublishedDocument] = form_list(
        "行为准则", "行业行为准则，逐个写。", required=False, clause=_ASSOCIATION
    )
    resources: list[CommonResource] = form_list(
        "公共资源", "与区域品牌相关的公共资源，逐项写。", required=False, clause=_ASSOCIATION
    )
    platforms: list[Platform] = form_list("公共服务平台", "公共服务平台，逐个写。", required=False, clause=_ASSOCIATION)
