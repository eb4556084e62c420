"""application/top-enterprises.yaml: 行业排名前三（按销售收入）的企业, three for each leading industry."""

from brandcluster.dossier.model.fields import Amount, Code, Part, Text, form_field, form_list


class TopEnterprise(Part):
    """One of the three; the order of the list is the order of the form."""

    name: Text | None = form_field("名称", "企业全称。", clause="form-top-three")
    code: Code | None = form_field(
        "统一社会信用代码",
        "18 位统一社会信用代码；当年还没有换发的可不填。",
        required=False,
        clause="form-top-three",
    )
    industry: Text | None = form_field(
        "产业",
        "企业所属的主导产业；只有一个主导产业时可不填。",
        required=False,
        clause="form-top-three",
    )
    revenue: Amount | None = form_field(
        "销售收入（万元）", "上一年度销售收入，排名的依据。单位：万元。", clause="form-top-three"
    )
    brands: Text | None = form_field("自主品牌情况", "拥有的自主品牌及其销售情况。", clause="form-top-three", long=True)
    technology: Text | None = form_field(
        "主导产品技术质量水平", "主导产品的技术、质量水平，与国内外同类相比。", clause="form-top-three", long=True
    )
    honours: Text | None = form_field(
        "品牌荣誉", "获得的品牌、质量荣誉；没有就写“无”。", clause="form-top-three", long=True
    )
    influence: Text | None = form_field("行业影响力", "在行业中的地位和影响。", clause="form-top-three", long=True)


class TopEnterprises(Part):
    """application/top-enterprises.yaml"""

    enterprises: list[TopEnterprise] = form_list(
        "企业",
        "按销售收入从高到低写三家；有几个主导产业，每个产业各写三家。",
        clause="form-top-three",
    )
