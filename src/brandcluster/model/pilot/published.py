"""A document that was formally issued, as several files of the pilot name one."""

from __future__ import annotations

from brandcluster.model.fields import Date, DocumentPath, Part, Text, answer


class PublishedDocument(Part):
    """A document that was formally issued."""

    name: Text | None = answer("名称", "文件名称。")
    number: Text | None = answer("文号", "文号，年份用六角括号〔〕。", required=False)
    issuer: Text | None = answer("发布单位", "发布单位。", required=False)
    date: Date | None = answer("发布日期", "发布日期。")
    document: DocumentPath | None = answer("文件", "文件扫描件，放在 evidence/ 里。", required=False)
