"""What an activity changed, in figures: the material for whoever judges whether its effect is 显著."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brandcluster.base.numbers import decimal_text

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.activities import Activity


def before_and_after(activity: Activity) -> Iterator[str]:
    """Each figure that is recorded whole, as a sentence."""
    for each in activity.effects:
        if each.before is not None and each.after is not None:
            unit = each.unit or ""
            yield (
                f"“{activity.name or '没有名称的活动'}”{each.name or ''}："
                f"{decimal_text(each.before)}{unit} → {decimal_text(each.after)}{unit}"
            )
