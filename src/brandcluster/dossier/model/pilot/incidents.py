"""pilot/incidents.yaml: incidents from the approval on, and the declarations that there were none (三（七）3)."""

from typing import Literal

from brandcluster.dossier.model.conditions import Incident, IncidentKind
from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, form_field, form_list

_CLAUSE = "zone-revocation"


class PilotIncident(Incident):
    """An incident of the pilot years with what was done about it."""

    handling: Text | None = form_field(
        "处理情况", "怎样处理的，怎样防止再发生。", required=False, clause="work-reputation"
    )
    handled: Date | None = form_field("处理完成日期", "处理完的日期；还没完成就留空。", required=False)


class PeriodDeclaration(Part):
    """What an office declares of one kind of incident over a stretch of the pilot years."""

    kind: IncidentKind | None = form_field("类别", "质量安全、安全生产、环境保护、信誉损害之一。", clause=_CLAUSE)
    start: Date | None = form_field("起", "声明的时段从哪一天起。", clause=_CLAUSE)
    end: Date | None = form_field("止", "到哪一天止（含）。", clause=_CLAUSE)
    result: Literal["未发生", "见事故清单"] | None = form_field(
        "结论", "时段内没有发生写“未发生”；发生过（不论大小）写“见事故清单”，并在下面逐起列出。", clause=_CLAUSE
    )
    issuer: Text | None = form_field("出具单位", "由哪个部门出具。", clause=_CLAUSE)
    date: Date | None = form_field("日期", "出具的日期。", clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "扫描件，放在 evidence/ 里。", required=False)


class Incidents(Part):
    """pilot/incidents.yaml; an empty list proves nothing without declarations."""

    declarations: list[PeriodDeclaration] = form_list(
        "事故声明", "批复以后的事故声明，按类别和时段写。", required=False, clause=_CLAUSE
    )
    incidents: list[PilotIncident] = form_list(
        "事故清单", "批复以后的事故，不论大小；没有就写 []。", required=False, clause=_CLAUSE
    )
