"""`--format gitlab`: a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

from brandcluster.output.exchange.findings import ExchangeEntry, Findings, Level
from brandcluster.output.json_text import json_text

_SEVERITIES: dict[Level, str] = {"error": "major", "warning": "minor", "note": "info"}


def code_quality(findings: Findings) -> str:
    """The report: a list of findings, without what is met and what was set aside."""
    return json_text([_entry(entry) for entry in findings.asking])


def _entry(entry: ExchangeEntry) -> dict[str, object]:
    cite = f"〔{entry.cite}〕" if entry.cite else ""
    help_ = f" {entry.help}" if entry.help else ""
    return {
        "description": f"{entry.code} {entry.verdict}{entry.full_message}{help_}{cite}",
        "check_name": entry.code,
        "fingerprint": entry.fingerprint,
        "severity": _SEVERITIES[entry.level],
        "location": {"path": entry.place.path, "lines": {"begin": entry.place.line}},
    }
