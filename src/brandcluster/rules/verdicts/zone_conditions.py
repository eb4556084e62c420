"""The thirteen conditions of 三（七）1, per leading industry or once for the region.

Percentage points decide, exactly; the relative change stands beside them, and where the two readings give
different verdicts that is said. “Current” is the latest full year after the baseline. A condition rests on
records; an empty dossier meets none.
"""

from __future__ import annotations

from brandcluster.rules.verdicts.condition import Condition
from brandcluster.rules.verdicts.zone_application import own_targets_reached
from brandcluster.rules.verdicts.zone_records import (
    evaluation_verdict,
    monitoring_verdict,
    publicity_verdict,
    quality_activities,
)
from brandcluster.rules.verdicts.zone_rises import rise_of
from brandcluster.rules.verdicts.zone_shares import training_verdict, with_effective_system, with_posts, with_system
from brandcluster.rules.verdicts.zone_strategy import strategy_issued

CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "zone-1",
        "发展战略、定位、政策和资金到位",
        strategy_issued,
        good="战略有文号、日期、文件，定位明确，资金按年按来源到位，有人判断符合",
        bad="有一年的资金到位少于计划，或者一项政策未落实",
    ),
    Condition(
        "zone-2",
        "评价制度和正式评价",
        evaluation_verdict,
        good="批复以后开展评价 1 次，有报告、有改进措施",
        bad="只有批复以前的评价",
    ),
    Condition(
        "zone-3",
        "质量品牌提升活动",
        quality_activities,
        good="批复以后完成质量品牌提升活动 2 项，附文件，专家判断效果显著",
        bad="完成 1 项，另 1 项还没有完成",
    ),
    Condition(
        "zone-4a",
        "品牌培训覆盖面",
        training_verdict,
        good="100 家企业中 90 家参加过培训",
        bad="100 家企业中 89 家参加过培训",
    ),
    Condition(
        "zone-4b",
        "建立实施品牌管理体系",
        with_system,
        good="7 家企业中 4 家建立实施（57.14%）",
        bad="7 家企业中 3 家建立实施（42.86%）",
    ),
    Condition(
        "zone-4c",
        "首席品牌官和品牌经理",
        with_posts,
        good="100 家企业中 50 家两个岗位都设",
        bad="100 家企业中 60 家设首席品牌官，40 家两个岗位都设",
    ),
    Condition(
        "zone-5",
        "舆情监控",
        monitoring_verdict,
        good="监控系统有日期和文件，有监控简报",
        bad="有系统，没有监控记录（无法判定）",
    ),
    Condition(
        "zone-6",
        "宣传或营销活动",
        publicity_verdict,
        good="批复以后完成宣传活动 2 次，附文件，专家判断效果显著",
        bad="其中 1 次在批复以前",
    ),
    rise_of(
        "value_added_rate",
        "zone-7a",
        good="20.30% 提高到 22.30%，正好 2 个百分点",
        bad="20.30% 提高到 22.29%，1.99 个百分点",
    ),
    rise_of("own_brand_share", "zone-7b", good="60.00% 提高到 65.00%", bad="60.00% 提高到 64.99%"),
    rise_of("new_product_rate", "zone-7c", good="10.00% 提高到 13.00%", bad="10.00% 提高到 12.99%"),
    rise_of("adopted_standard_share", "zone-7d", good="20.00% 提高到 23.00%", bad="20.00% 提高到 22.99%"),
    Condition(
        "zone-7e",
        "品牌管理体系有效运行",
        with_effective_system,
        good="10 家企业中 3 家有效运行（30%）",
        bad="100 家企业中 29 家有效运行（29%）",
    ),
    Condition(
        "zone-own-targets",
        "达到方案目标",
        own_targets_reached,
        good="五个关键指标都不低于方案最后阶段的目标",
        bad="新产品产值率低于目标",
    ),
)
