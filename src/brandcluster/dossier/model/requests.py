"""requests.yaml: who supplies what in this region, and which letters are out."""

from brandcluster.dossier.model.fields import Date, Part, Text, form_field, form_list


class SuppliedField(Part):
    """A field that another office supplies here than usually."""

    label: Text | None = form_field("名称", "栏目的名称，与文件里的一样，如“资金”。", required=False)


class SupplierOffice(Part):
    """An office of this region."""

    name: Text | None = form_field("名称", "清单里“找谁要”的叫法，如“统计部门”。")
    office: Text | None = form_field("单位", "单位的全称，印在函的抬头。", required=False)
    fields: list[SuppliedField] = form_list("栏目", "改由这个单位提供的栏目；不写就按通常的分工。", required=False)


class SentRequest(Part):
    """A letter: to whom, since when, until when, and when the answer came."""

    supplier: Text | None = form_field("名称", "向谁要，与“找谁要”的叫法一样。")
    sent: Date | None = form_field("发出", "生成函的日期。")
    due: Date | None = form_field("截止", "请对方在哪一天以前交回。")
    answered: Date | None = form_field("收回", "收到答复的日期；还没有就空着。", required=False)
    lacking: Text | None = form_field("欠缺", "交回了、还要对方补的或核对的；由 request add 写。", required=False)


class Requests(Part):
    """requests.yaml"""

    suppliers: list[SupplierOffice] = form_list("提供单位", "本地由哪个单位提供；不写就按通常的分工。", required=False)
    sent: list[SentRequest] = form_list("发函", "发出的函，由 request 命令写。", required=False)
