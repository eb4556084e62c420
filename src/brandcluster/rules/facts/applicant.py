"""Who applies (三（一）): the body as it is written, also where it is none that may apply."""

from __future__ import annotations

from typing import Any

from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import Dossier

_KEY = "申报主体类型"
#: The box of the form (区域性质) that goes with a body that administers a zone; a government may tick any.
BOX_OF = {
    "新型工业化产业示范基地管理机构": "新型工业化示范基地",
    "经济技术开发区管理机构": "经技区",
    "高新技术开发区管理机构": "高新区",
    "其他产业聚集区管理机构": "其他产业聚居区",
}


def applicant_body(dossier: Dossier) -> str | None:
    """The kind of body that applies, in its own words where it is outside the list; None where nothing is written."""
    if dossier.header.applicant_type is not None:
        return dossier.header.applicant_type
    document = dossier.documents.get(HEADER)
    data: Any = document.data if document is not None else None
    written = data.get(_KEY) if isinstance(data, dict) else None
    return written.strip() or None if isinstance(written, str) else None
