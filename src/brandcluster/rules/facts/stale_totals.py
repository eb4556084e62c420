"""Totals that a merge left behind: they added up in the common version and on both sides, and no longer do."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import PLAN
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.plan import FundItem, Funds, Plan
from brandcluster.dossier.model.reading import read_part
from brandcluster.formats.yaml.document import read_document


class Total(NamedTuple):
    """A stated total of the fund table (10,000 yuan) and what its items add up to, None when one is not given."""

    keys: KeyPath
    called: str
    stated: Decimal
    added: Decimal | None

    @property
    def adds_up(self) -> bool:
        """Whether what is stated is what the items come to."""
        return self.added == self.stated


def sum_of(items: list[FundItem]) -> Decimal | None:
    """The sum of the amounts; None when one is not given."""
    if any(item.amount is None for item in items):
        return None
    return sum((item.amount for item in items if item.amount is not None), Decimal(0))


def totals_of(funds: Funds) -> list[Total]:
    """Every total that a fund table states, in its order."""
    found = []
    if funds.total is not None and funds.items:
        found.append(Total(("资金", "总额（万元）"), "总额", funds.total, sum_of(funds.items)))
    for index, year in enumerate(funds.by_year):
        if year.year is not None and year.amount is not None:
            added = sum_of([item for item in funds.items if item.year == year.year])
            found.append(Total(("资金", "分年合计", index, "金额（万元）"), f"{year.year} 年合计", year.amount, added))
    for index, source in enumerate(funds.by_source):
        if source.source is not None and source.amount is not None:
            added = sum_of([item for item in funds.items if item.source == source.source])
            keys = ("资金", "分来源合计", index, "金额（万元）")
            found.append(Total(keys, f"“{source.source}”合计", source.amount, added))
    return found


@once
def stale_totals(dossier: Dossier) -> tuple[Total, ...]:
    """The totals that the last merge left behind.

    Each added up in all three versions that were merged, and every item comes from one of the two sides: then the items
    are what two people wrote, and the total is what neither could know.
    """
    funds = dossier.plan.funds
    if funds is None:
        return ()
    wrong = [each for each in totals_of(funds) if each.added is not None and not each.adds_up]
    if not wrong:
        return ()
    # Only what does not add up is worth asking git about.
    sides = _merged_funds(dossier)
    return () if sides is None else left_behind(wrong, funds, sides)


@once
def _merged_funds(dossier: Dossier) -> tuple[Funds | None, ...] | None:
    """The fund tables of the versions that the last merge began with; None where there are none."""
    from brandcluster.dossier.history.merged_sides import merged_sides

    sides = dossier.files.from_git(merged_sides, PLAN)
    return None if sides is None else tuple(map(_funds, sides))


def stale_after(texts: tuple[str, str, str, str]) -> tuple[Total, ...]:
    """The same for a plan that was merged without git: base, both sides, and the merged text."""
    *sides, merged = (_funds(each.encode()) for each in texts)
    if merged is None:
        return ()
    wrong = [each for each in totals_of(merged) if each.added is not None and not each.adds_up]
    return left_behind(wrong, merged, tuple(sides))


def left_behind(wrong: list[Total], funds: Funds, sides: tuple[Funds | None, ...]) -> tuple[Total, ...]:
    """Of totals that do not add up, those that did in base and both sides, where the items come from the sides."""
    before = [each for each in sides if each is not None]
    if len(before) < len(sides):
        return ()
    known = [Counter(map(_as_typed, each.items)) for each in before[1:]]
    if Counter(map(_as_typed, funds.items)) - (known[0] | known[1]):
        return ()
    sound = [{each.called for each in totals_of(side) if each.adds_up} for side in before]
    return tuple(each for each in wrong if all(each.called in side for side in sound))


def stale_words(stale: tuple[Total, ...]) -> str:
    """What each says and what its items come to, for the user."""
    shown = [(each, decimal_text(each.stated), decimal_text(each.added or 0)) for each in stale]
    return "；".join(f"{each.called} {stated} 万元，明细之和 {added} 万元" for each, stated, added in shown)


def _as_typed(item: FundItem) -> tuple[object, ...]:
    return item.year, item.source, item.amount


def _funds(content: bytes) -> Funds | None:
    read = read_part(Plan, read_document(PLAN, content).data).part
    return None if read is None else read.funds
