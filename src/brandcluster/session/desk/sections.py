"""The sections of the application as pages: in the order of 申报书, then 推荐表, then what the conditions rest on.

Every 栏目 of the files of an application stands on exactly one page (tests/session/desk/test_sections.py).
"""

from __future__ import annotations

from typing import NamedTuple

from brandcluster.dossier.files import CONDITIONS, HEADER, PLAN, RECOMMENDATION, REGION, STATISTICS, TOP_ENTERPRISES


class FormSection(NamedTuple):
    """A page: its name in addresses, its title, the part of the form it belongs to, the kind of file that holds it (as
    in the table of file kinds), and the labels of its 栏目 there."""

    slug: str
    title: str
    part: str
    file: str
    labels: tuple[str, ...]


_FIRST = "申报书 第一部分：区域情况"
_SECOND = "申报书 第二部分：试点工作方案"
_RECOMMENDED = "推荐表"
_CONDITIONS = "申报条件的依据"
SECTIONS: tuple[FormSection, ...] = (
    FormSection(
        "cover",
        "封面和申报单位",
        _FIRST,
        HEADER,
        (
            *("申报单位", "申报日期", "区域名称", "区域性质", "联系人", "职务", "地址", "信箱", "电话", "传真"),
            *("省份", "申报主体类型", "主导产业", "试点周期", "规则版本", "省级补充规则", "格式"),
        ),
    ),
    FormSection(
        "industries",
        "产业构成、地位、比重和独特性",
        _FIRST,
        REGION,
        (
            "区域内产业构成说明",
            "主导产业发展历程及当前在行业中的地位",
            "主导产业占该区域工业总产值的比重说明",
            "简述该区域与主导产业相关的独特性，以及潜在的独特性",
        ),
    ),
    FormSection(
        "statistics",
        "上一年度统计数据",
        _FIRST,
        STATISTICS.path,
        ("年份", "期间", "来源", "区域工业总产值（万元）", "产业", "同口径", "变动说明"),
    ),
    FormSection("safety", "近三年质量安全信誉", _FIRST, REGION, ("区域内近三年质量安全信誉等方面的情况",)),
    FormSection(
        "brands",
        "品牌、商标和荣誉",
        _FIRST,
        REGION,
        ("区域拥有集体品牌或商标的情况", "企业拥有自主品牌的总体情况", "企业获得质量名牌相关荣誉的情况"),
    ),
    FormSection(
        "quality",
        "质量、研发和标准",
        _FIRST,
        REGION,
        ("企业产品质量总体情况", "拥有技术中心、研发机构以及获得发明专利等情况", "企业参与标准制订及采标情况"),
    ),
    FormSection(
        "platforms",
        "服务平台和政府支持",
        _FIRST,
        REGION,
        (
            "区域拥有质量、品牌、技术等服务平台的情况",
            "所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况",
        ),
    ),
    FormSection("top-three", "行业排名前三的企业", _FIRST, TOP_ENTERPRISES, ("企业",)),
    FormSection("approach", "一、试点工作思路", _SECOND, PLAN, ("试点工作思路",)),
    FormSection("organisation", "二、试点工作组织", _SECOND, PLAN, ("试点工作组织",)),
    FormSection(
        "support",
        "三、可配套的政策、资金和措施",
        _SECOND,
        PLAN,
        ("可配套的政策、资金和措施等", "资金", "拟落实的政策和措施"),
    ),
    FormSection("projects", "四、主要工作项目", _SECOND, PLAN, ("主要工作项目",)),
    FormSection("targets", "五、工作目标", _SECOND, PLAN, ("工作目标说明", "工作阶段")),
    FormSection("other", "六、其他需要说明内容", _SECOND, PLAN, ("其他需要说明内容",)),
    FormSection(
        "recommendation",
        "意见和盖章",
        _RECOMMENDED,
        RECOMMENDATION,
        ("申报单位", "当地人民政府", "省级工业和信息化主管部门", "行业与区域联合实施", "全国性工业行业协会"),
    ),
    FormSection("accidents", "事故声明", _CONDITIONS, CONDITIONS, ("事故声明", "事故清单")),
    FormSection("commitments", "参与声明和承诺", _CONDITIONS, CONDITIONS, ("参与声明", "承诺")),
    FormSection(
        "policies", "政策、资源和补充条件", _CONDITIONS, CONDITIONS, ("产业方向", "政策措施", "资源和能力", "补充条件")
    ),
)
SECTION_OF_SLUG = {each.slug: each for each in SECTIONS}


def section_holding(kind_path: str, label: str) -> FormSection | None:
    """The page that a 栏目 stands on: `kind_path` as in the table of file kinds, `label` that of the file's key."""
    return next((each for each in SECTIONS if each.file == kind_path and label in each.labels), None)
