"""dossier.yaml: who applies, for what, under which rules (附件1 cover and first rows; 三（一）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Code, Count, Date, Month, Part, Text, form_field, form_list
from brandcluster.notice.edition import SHOWN_EDITION

ApplicantType = Literal[
    "新型工业化产业示范基地管理机构",
    "经济技术开发区管理机构",
    "高新技术开发区管理机构",
    "其他产业聚集区管理机构",
    "市人民政府",
    "县人民政府",
]
RegionKind = Literal["新型工业化示范基地", "经技区", "高新区", "其他产业聚居区"]


class Cycle(Part):
    """The pilot cycle, whole months, both ends included (三（三）: 1-3年)."""

    start: Month | None = form_field("开始", "试点周期的第一个月，写成 年-月。", example="2014-07")
    end: Month | None = form_field(
        "结束", "试点周期的最后一个月（含），写成 年-月；整个周期为 12 至 36 个月。", example="2016-06"
    )


class LeadingIndustry(Part):
    """A leading industry, fixed at application (三（七）2)."""

    name: Text | None = form_field(
        "名称",
        "主导产业的名称，如“特种陶瓷”。各处都要写得一样；申报后不再改变，将来用于示范区的名称。",
        clause="scope-several",
    )
    code: Code | None = form_field(
        "国民经济行业代码", "GB/T 4754 的行业代码，可不填。", required=False, example='"3073"'
    )


class Header(Part):
    """dossier.yaml"""

    format: Count | None = form_field("格式", "本文件夹的格式版本，写 1，不要改。")
    edition: Text | None = form_field("规则版本", f"按哪一版通知申报：{SHOWN_EDITION} 是工信部科函〔2014〕102号。")
    overlay: Text | None = form_field("省级补充规则", "省里补充规定的代号；没有就留空。", required=False)
    province: Text | None = form_field(
        "省份", "所在的省、自治区、直辖市、计划单列市或新疆生产建设兵团，写全称。", clause="apply-province"
    )
    region_name: Text | None = form_field("区域名称", "申报书第一部分的“区域名称”。", clause="form-name")
    region_kinds: list[RegionKind] = form_list("区域性质", "申报书上的四个方框，可以选几个。", clause="form-kind")
    applicant: Text | None = form_field("申报单位", "申报单位全称，与公章一字不差。", clause="form-contact")
    applicant_type: ApplicantType | None = form_field(
        "申报主体类型", "申报单位属于通知三（一）所列的哪一类；名单以外的不能申报。", clause="scope-body"
    )
    contact: Text | None = form_field("联系人", "申报书和推荐表上的联系人。", clause="form-contact")
    position: Text | None = form_field("职务", "联系人的职务。", clause="form-contact")
    address: Text | None = form_field("地址", "申报单位的通信地址。", clause="form-contact")
    mail: Text | None = form_field("信箱", "电子邮箱。", clause="form-contact")
    telephone: Code | None = form_field("电话", "联系电话；推荐表上的电话也用它。", clause="form-contact")
    fax: Code | None = form_field("传真", "传真号码；没有就留空。", required=False, clause="form-contact")
    date: Date | None = form_field(
        "申报日期", "申报书封面上的申报日期，写成 年-月-日。统计数据用它的上一年度。", clause="form-cover"
    )
    cycle: Cycle | None = form_field("试点周期", "试点从哪个月到哪个月。", clause="apply-cycle")
    industries: list[LeadingIndustry] = form_list("主导产业", "申报的主导产业，一个或几个。", clause="scope-several")
