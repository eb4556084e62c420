"""Verdicts and severities as spans: the word of `base/diagnostics` in its colour."""

from __future__ import annotations

from brandcluster.base.diagnostics import SEVERITY_WORDS, VERDICT_WORDS, Severity, Verdict, VerdictValue

VERDICT_STYLES: dict[VerdictValue, str] = {
    "met": "green",
    "not_met": "bold red",
    "not_applicable": "dim",
    "unknown": "yellow",
}
SEVERITY_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def verdict_span(value: VerdictValue) -> tuple[str, str]:
    """符合, 不符合 … in its colour."""
    return VERDICT_STYLES[value], VERDICT_WORDS[value]


def severity_span(severity: Severity) -> tuple[str, str]:
    """错误, 警告, 提示 in its colour."""
    return SEVERITY_STYLES[severity], SEVERITY_WORDS[severity]


def role_word(verdict: Verdict) -> str:
    """A verdict's word; where somebody judged, with the role: 符合（省级）."""
    who = f"（{verdict.judged_by.role}）" if verdict.judged_by is not None else ""
    return f"{VERDICT_WORDS[verdict.value]}{who}"
