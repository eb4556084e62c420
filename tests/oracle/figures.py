"""三（七）1（4）and（7）: shares of enterprises and the rises of the key indicators, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from oracle.records import Answer, Broken, Folder, applied, approved, at, document, entries, number, text

#: 三（七）1（4）: clause, numerator, per cent of 相关企业数（家）.
SHARES = {
    "zone-4a": ("参加品牌培训企业数（家）", 90),
    "zone-4b": ("建立实施品牌管理体系企业数（家）", 50),
    "zone-4c": ("设首席品牌官和品牌经理企业数（家）", 50),
    "zone-7e": ("品牌管理体系有效运行企业数（家）", 30),
}
#: 三（七）1（7）: clause, numerator, denominator, how much more than when applied for.
RISES = {
    "zone-7a": ("工业增加值（万元）", "工业总产值（万元）", 2),
    "zone-7b": ("自主品牌产品销售收入（万元）", "销售收入（万元）", 5),
    "zone-7c": ("新产品产值（万元）", "工业总产值（万元）", 3),
    "zone-7d": ("采标产品销售收入（万元）", "销售收入（万元）", 3),
}
SCOPE = "相关企业数（家）"
_PARTS = (
    ("工业增加值（万元）", "工业总产值（万元）"),
    ("新产品产值（万元）", "工业总产值（万元）"),
    ("自主品牌产品销售收入（万元）", "销售收入（万元）"),
    ("采标产品销售收入（万元）", "销售收入（万元）"),
    ("参加品牌培训企业数（家）", SCOPE),
    ("建立实施品牌管理体系企业数（家）", SCOPE),
    ("设首席品牌官企业数（家）", SCOPE),
    ("设品牌经理企业数（家）", SCOPE),
    ("品牌管理体系有效运行企业数（家）", "建立实施品牌管理体系企业数（家）"),
    ("设首席品牌官和品牌经理企业数（家）", "设首席品牌官企业数（家）"),
    ("设首席品牌官和品牌经理企业数（家）", "设品牌经理企业数（家）"),
)


class _Year(NamedTuple):
    year: int
    fault: str | None


def latest(folder: Folder) -> _Year | None:
    """The latest full year; a later file that cannot be read leaves it open which year that is."""
    for path in sorted((each for each in folder.files if each.startswith("statistics/")), reverse=True):
        name = path.removeprefix("statistics/").removesuffix(".yaml")
        fault = _year_fault(folder, path, name)
        if fault is not None:
            return _Year(int(name), fault)
        if text(at(folder, path, "期间")) == "全年":
            return _Year(int(name), None)
    return None


def _year_fault(folder: Folder, path: str, name: str) -> str | None:
    if isinstance(folder.files[path], Broken):
        return "year-unreadable"
    if number(at(folder, path, "年份")) is None:
        return "year-key-unreadable"
    if text(at(folder, path, "年份")) != name:
        return "year-at-odds-with-file"
    if text(at(folder, path, "期间")) not in ("全年", "上半年", "1-9月", "其他"):
        return "call-period-unreadable"
    return None


def figures(folder: Folder, year: int, industry: str, keys: tuple[str, ...]) -> tuple[list[Fraction], str | None]:
    """The figures of one industry in one year; or what is wrong with them."""
    path = f"statistics/{year}.yaml"
    if path not in folder.files:
        return [], "year-missing"
    fault = _year_fault(folder, path, str(year))
    if fault:
        return [], fault
    if text(at(folder, path, "期间")) != "全年":
        return [], "not-a-full-year"
    named_document = at(folder, path, "来源", "文件")
    if text(named_document) and not document(folder, named_document):
        return [], "call-source-not-there"
    groups = [each for each in entries(at(folder, path, "产业")) or [] if text(each.get("名称")) == industry]
    if len(groups) != 1:
        return [], "industry-missing" if not groups else "industry-twice"
    values = [number(groups[0].get(key)) for key in keys]
    if any(each is None for each in values) or not values[-1]:
        return [], "figure-missing"
    return [each for each in values if each is not None], _contradiction(groups[0], keys)


def _contradiction(group: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    """A part above its whole: neither of the two can be relied on."""
    for part, whole in _PARTS:
        a, b = number(group.get(part)), number(group.get(whole))
        if a is not None and b is not None and a > b and (part in keys or whole in keys):
            return "part-above-whole" if part in keys else "call-whole-below-a-part"
    return None


def share(folder: Folder, clause: str, industry: str) -> Answer:
    key, limit = SHARES[clause]
    current = latest(folder)
    fault = too_early(folder, clause, current)
    if current is None or fault:
        return Answer("unknown", fault or "year-missing")
    values, fault = figures(folder, current.year, industry, (key, SCOPE))
    if fault:
        return Answer("unknown", fault)
    reached = values[0] * 100 >= limit * values[1]
    return Answer("met", "at-or-above") if reached else Answer("not_met", "below")


def too_early(folder: Folder, clause: str, current: _Year | None) -> str | None:
    """Why the latest full year cannot speak for the pilot."""
    if current is None:
        return "year-missing"
    if current.fault:
        return current.fault
    approval, application = approved(folder), applied(folder)
    if clause == "zone-4a":
        if approval is None:
            return "no-approval"
        if current.year < approval.year:
            return "year-before-approval"
    if application is None:
        return None
    return "call-no-year-after-application" if current.year < application.year else None


def rise(folder: Folder, clause: str, industry: str) -> tuple[Answer, Answer]:
    """In points, which decides, and in per cent of what it was, which stands beside it."""
    numerator, denominator, limit = RISES[clause]
    current, application = latest(folder), applied(folder)
    fault = too_early(folder, clause, current)
    if current is None or fault or application is None:
        return (Answer("unknown", fault or "no-date-of-application"),) * 2
    now, fault = figures(folder, current.year, industry, (numerator, denominator))
    then, earlier_fault = figures(folder, application.year - 1, industry, (numerator, denominator))
    if fault or earlier_fault:
        return (
            Answer("unknown", fault or f"baseline-{earlier_fault}".replace("baseline-call-", "call-baseline-")),
        ) * 2
    share_now, share_then = now[0] / now[1] * 100, then[0] / then[1] * 100
    points = Answer("met", "at-or-above") if share_now - share_then >= limit else Answer("not_met", "below")
    if not share_then:
        return points, Answer("unknown", "baseline-is-nought")
    relative = (share_now - share_then) / share_then * 100 >= limit
    return points, Answer("met", "at-or-above") if relative else Answer("not_met", "below")
