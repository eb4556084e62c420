"""Something that was done on a day, with its document, as several files of the pilot record it."""

from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, form_field


class Deed(Part):
    """Something that was done, once or up to a day."""

    date: Date | None = form_field("日期", "做成的日期；一直在做的，写最近一次的日期。")
    content: Text | None = form_field("内容", "做了什么，结果怎样，写出数据；不写单个企业的名称。")
    industry: Text | None = form_field("产业", "只为某个主导产业的写它的名称；面向全区域就留空。", required=False)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False)
