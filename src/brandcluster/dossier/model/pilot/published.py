"""A document that was formally issued, as several files of the pilot name one."""

from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, form_field


class PublishedDocument(Part):
    """A document that was formally issued."""

    name: Text | None = form_field("名称", "文件名称。")
    number: Text | None = form_field("文号", "文号，年份用六角括号〔〕。", required=False)
    issuer: Text | None = form_field("发布单位", "由哪个政府或部门发布，写全称。", required=False)
    date: Date | None = form_field("发布日期", "文件上的发布日期，写成 年-月-日。")
    document: DocumentPath | None = form_field("文件", "文件扫描件，放在 evidence/ 里。", required=False)
