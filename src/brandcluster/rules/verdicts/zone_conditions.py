"""The thirteen conditions of 三（七）1, per leading industry or once for the region.

Percentage points decide, exactly; the relative change stands beside them, and where the two readings give
different verdicts that is said. “Current” is the latest full year after the baseline. A condition rests on
records; an empty dossier meets none.
"""

from __future__ import annotations

from brandcluster.rules.verdicts.condition import Condition
from brandcluster.rules.verdicts.zone_records import (
    evaluated,
    monitored,
    publicity,
    quality_activities,
    strategy_issued,
)
from brandcluster.rules.verdicts.zone_rises import own_targets_reached, rise_of
from brandcluster.rules.verdicts.zone_shares import trained, with_effective_system, with_posts, with_system

CONDITIONS: tuple[Condition, ...] = (
    Condition("zone-1", "发展战略、定位、政策和资金到位", strategy_issued),
    Condition("zone-2", "评价制度和正式评价", evaluated),
    Condition("zone-3", "质量品牌提升活动", quality_activities),
    Condition("zone-4a", "品牌培训覆盖面", trained),
    Condition("zone-4b", "建立实施品牌管理体系", with_system),
    Condition("zone-4c", "首席品牌官和品牌经理", with_posts),
    Condition("zone-5", "舆情监控", monitored),
    Condition("zone-6", "宣传或营销活动", publicity),
    rise_of("value_added_rate", "zone-7a"),
    rise_of("own_brand_share", "zone-7b"),
    rise_of("new_product_rate", "zone-7c"),
    rise_of("adopted_standard_share", "zone-7d"),
    Condition("zone-7e", "品牌管理体系有效运行", with_effective_system),
    Condition("zone-own-targets", "达到方案目标", own_targets_reached),
)
