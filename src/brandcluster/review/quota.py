"""How many applications each province has recommended in each year, against what 三（三） lets it recommend.

What is recommended are applicants (申报单位): two dossiers of one applicant may be one recommendation in two copies,
and a dossier whose province or year is in doubt may count in another group. Where that decides, nothing is concluded.
"""

from __future__ import annotations

from dataclasses import dataclass

from brandcluster.base.diagnostics import VerdictValue
from brandcluster.review.naming import bare_name
from brandcluster.review.rows import Row

CLAUSE = "apply-quota"


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """One province in one year: who applies, who is recommended, and how many may be (三（三）).

    Only recommendations count against the quota. `fewest` are the applicants that are surely recommended here,
    `doubtful` the recommended dossiers that may belong here or elsewhere. `year` is None for applications without a
    date.
    """

    province: str
    year: int | None
    applied: tuple[Row, ...]
    recommended: tuple[Row, ...]
    doubtful: tuple[Row, ...]
    fewest: int
    limits: tuple[int, ...]
    low: int | None
    sources: tuple[str, ...]
    value: VerdictValue

    @property
    def most(self) -> int:
        """As many as may be recommended here, with all that is in doubt."""
        return len({row.key for row in (*self.recommended, *self.doubtful)})

    @property
    def may_exceed(self) -> bool:
        """Whether more may be recommended than the rules let."""
        return bool(self.limits) and self.most > self.limits[0]

    @property
    def message(self) -> str:
        """The state of the quota in a sentence."""
        count = len(self.recommended)
        text = f"申报 {len(self.applied)} 份，已推荐 {count} 份"
        if not self.limits:
            return f"{text}；这一版规则没有写明名额，或没有申报日期，无法判定。"
        text += f"，每年最多 {'、'.join(str(each) for each in self.limits)} 家"
        if self.value == "unknown":
            return f"{text}；{'，'.join(self._doubts())}，无法判定。"
        if self.value == "not_met":
            return f"{text}，超出 {self.fewest - self.limits[0]} 家。"
        return f"{text}{self._room()}。"

    def _room(self) -> str:
        waiting, room = len(self.applied) - len(self.recommended), self.limits[0] - self.most
        if not waiting:
            return ""
        return f"，还可推荐 {room} 家，待定 {waiting} 份{'，待定的多于名额' if waiting > room else ''}"

    def _doubts(self) -> list[str]:
        found = []
        if self.year is None or not all(row.province_known for row in self.applied):
            found.append("省份或年份不明")
        if len(self.limits) > 1:
            found.append("各材料的名额不同")
        if self.doubtful:
            names = "、".join(row.name for row in self.doubtful[:3])
            found.append(f"另有 {len(self.doubtful)} 份已推荐的不知归在哪里（{names}）")
        sure = len(self.recommended) - sum(row in self.recommended for row in self.doubtful)
        if self.fewest < sure:
            found.append(f"有同一申报单位的几份，合并后是 {self.fewest} 家")
        return found


def quotas_used(rows: list[Row]) -> list[QuotaUse]:
    """The use of every province's quota in every year."""
    groups: dict[tuple[str, int | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.province, _year_of(row)), []).append(row)
    astray = [row for row in rows if is_recommended(row) and (row.notes or _year_of(row) is None)]
    order = sorted(groups.items(), key=lambda pair: (pair[0][0], pair[0][1] or 0))
    return [
        _use(province, year, members, [row for row in astray if _may_belong(row, province, year)])
        for (province, year), members in order
    ]


def _year_of(row: Row) -> int | None:
    """The year that a recommendation counts in: that of the province's seal, before it that of the application."""
    day = row.recommended or row.applied
    return None if day is None else day.year


def is_recommended(row: Row) -> bool:
    """What has been approved was recommended, also where nobody wrote the province's seal down."""
    return row.stage not in ("preparing", "sealed")


def _may_belong(row: Row, province: str, year: int | None) -> bool:
    """Whether a recommended dossier whose province or year is in doubt may count against a province's quota."""
    if year is not None and _year_of(row) not in (None, year):
        return False
    return not row.province_known or province == row.province or province in row.other_provinces


def _use(province: str, year: int | None, rows: list[Row], doubtful: list[Row]) -> QuotaUse:
    recommended = tuple(row for row in rows if is_recommended(row))
    astray = {row.key for row in doubtful}
    fewest = len({bare_name(row.applicant) or row.key for row in recommended if row.key not in astray})
    most = len({row.key for row in recommended} | astray)
    rulings = [row.quota for row in rows if row.quota is not None]
    limits = tuple(sorted({each.high for each in rulings}))
    known = year is not None and bool(limits) and all(row.province_known for row in rows)
    value: VerdictValue = "unknown"
    if known and most <= limits[0]:
        value = "met"
    elif known and fewest > limits[-1]:
        value = "not_met"
    lows = {each.low for each in rulings if each.low is not None}
    low = lows.pop() if len(lows) == 1 else None
    sources = tuple(dict.fromkeys(each.source for each in rulings))
    return QuotaUse(province, year, tuple(rows), recommended, tuple(doubtful), fewest, limits, low, sources, value)
