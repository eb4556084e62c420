"""application/region.yaml: the texts of 第一部分：区域情况. Its numbers come from `statistics/`."""

from brandcluster.dossier.model.fields import Part, Text, form_field


class Region(Part):
    """application/region.yaml"""

    composition: Text | None = form_field(
        "区域内产业构成说明",
        "区域内有哪些产业，各占多少，主导产业及其上下游如何构成。",
        clause="form-industries",
        long=True,
    )
    history: Text | None = form_field(
        "主导产业发展历程及当前在行业中的地位",
        "主导产业怎样发展起来，如今在国内外同行业中的地位；名次和份额要有出处。",
        clause="form-industries",
        long=True,
    )
    share_note: Text | None = form_field(
        "主导产业占该区域工业总产值的比重说明",
        "比重本身由统计数据算出并印在表上；需要另作说明时写在这里。",
        required=False,
        clause="form-industries",
        long=True,
    )
    uniqueness: Text | None = form_field(
        "简述该区域与主导产业相关的独特性，以及潜在的独特性",
        "资源、工艺、历史、人才、市场等方面有什么别处没有的，将来还能形成什么。",
        clause="form-industries",
        long=True,
    )
    safety: Text | None = form_field(
        "区域内近三年质量安全信誉等方面的情况",
        "近三年质量安全、安全生产、环境保护、信誉等方面的情况，与 conditions.yaml 的声明一致。",
        clause="form-safety",
        long=True,
    )
    marks: Text | None = form_field(
        "区域拥有集体品牌或商标的情况",
        "地理标志、集体商标、证明标志等：名称、注册号、持有人、日期。",
        clause="form-marks",
        long=True,
    )
    brands: Text | None = form_field(
        "企业拥有自主品牌的总体情况",
        "多少企业有自己的品牌，主要品牌有哪些。",
        clause="form-brands",
        long=True,
    )
    honours: Text | None = form_field(
        "企业获得质量名牌相关荣誉的情况",
        "驰名商标、名牌产品、质量奖等：名称、企业、年份。",
        clause="form-brands",
        long=True,
    )
    quality: Text | None = form_field(
        "企业产品质量总体情况",
        "监督抽查合格率、质量管理体系认证、检测能力等。",
        clause="form-quality",
        long=True,
    )
    innovation: Text | None = form_field(
        "拥有技术中心、研发机构以及获得发明专利等情况",
        "各级技术中心、研发机构、发明专利的数量和代表性成果。研发投入比重和新产品产值率由统计数据算出。",
        clause="form-innovation",
        long=True,
    )
    standards: Text | None = form_field(
        "企业参与标准制订及采标情况",
        "主持或参与制订的国际、国家、行业标准，采用国际标准和国外先进标准的情况。采标产品比重由统计数据算出。",
        clause="form-standards",
        long=True,
    )
    platforms: Text | None = form_field(
        "区域拥有质量、品牌、技术等服务平台的情况",
        "检测、标准、品牌、研发等公共服务平台。",
        clause="form-platforms",
        long=True,
    )
    support: Text | None = form_field(
        "所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况",
        "已出台的政策（写明文号、日期、金额）、制度、项目、资金和措施。",
        clause="form-support",
        long=True,
    )
