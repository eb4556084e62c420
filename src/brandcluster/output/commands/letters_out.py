"""What is said of a letter that was sent to a department."""

from __future__ import annotations

from datetime import date

from brandcluster.dossier.model.requests import SentRequest


def request_state(sent: SentRequest, day: date) -> str:
    """Whether the answer is there, since when, or how long it may still take."""
    if sent.answered is not None:
        return _came(sent.answered, sent.due)
    lacking = f"；交回了，还要：{sent.lacking}" if sent.lacking else ""
    return f"{_waiting(sent.due, day)}{lacking}"


def is_late(sent: SentRequest, day: date) -> bool:
    """Whether the answer should have come."""
    return sent.answered is None and sent.due is not None and sent.due < day


def _came(answered: date, due: date | None) -> str:
    late = (answered - due).days if due is not None else 0
    return f"已收回（{answered.isoformat()}{f'，晚 {late} 天' if late > 0 else ''}）"


def _waiting(due: date | None, day: date) -> str:
    if due is None:
        return "没有收回"
    late = (day - due).days
    return f"已过期 {late} 天" if late > 0 else "今天到期" if late == 0 else f"还有 {-late} 天"
