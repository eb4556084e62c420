"""pilot/monitoring.yaml: what is said of the brand (二（六）; 三（七）1（5）)."""

from brandcluster.dossier.model.fields import Count, Date, DocumentPath, Part, Text, form_field, form_list


class MonitoringSystem(Part):
    """The system that watches what is said of the brand."""

    name: Text | None = form_field("名称", "监控系统的名称或方式。", clause="zone-5")
    date: Date | None = form_field("建立日期", "建立的日期。", clause="zone-5")
    document: DocumentPath | None = form_field(
        "文件", "制度或合同等，放在 evidence/ 里。", required=False, clause="zone-5"
    )


class MonitoringRecord(Part):
    """One dated piece of monitoring work, a bulletin for example."""

    date: Date | None = form_field("日期", "监控记录或简报的日期。", clause="zone-5")
    content: Text | None = form_field("内容", "监控的内容和处理。", clause="work-reputation")
    collected: Count | None = form_field("信息数（条）", "采集到的信息数。", required=False)
    negative: Count | None = form_field("负面信息数（条）", "其中负面的。", required=False)
    document: DocumentPath | None = form_field("文件", "简报等，放在 evidence/ 里。", required=False, clause="zone-5")


class Monitoring(Part):
    """pilot/monitoring.yaml"""

    system: MonitoringSystem | None = form_field("监控系统", "区域品牌舆情监控系统。", required=False, clause="zone-5")
    records: list[MonitoringRecord] = form_list("监控记录", "监控记录，逐次写。", required=False, clause="zone-5")
