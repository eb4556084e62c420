"""Which figures of a group contradict each other, so that one slip is reported once."""

from __future__ import annotations

from collections import Counter

from brandcluster.dossier.model.statistics import IndustryStatistics

#: (part, whole): what cannot be more than what it is a part of.
PARTS: tuple[tuple[str, str], ...] = (
    ("industrial_enterprises", "enterprises"),
    ("large_enterprises", "industrial_enterprises"),
    ("reported", "due"),
    ("value_added", "gross_output"),
    ("new_product_output", "gross_output"),
    ("own_brand_revenue", "revenue"),
    ("adopted_standard_revenue", "revenue"),
    ("trained", "enterprises"),
    ("with_system", "enterprises"),
    ("with_effective_system", "with_system"),
    ("with_effective_system", "enterprises"),
    ("with_chief_officer", "enterprises"),
    ("with_brand_manager", "enterprises"),
    ("with_both_posts", "with_chief_officer"),
    ("with_both_posts", "with_brand_manager"),
)


def contradictions_in(group: IndustryStatistics) -> list[tuple[str, str]]:
    """The pairs (part, whole) in which the part is the larger."""
    found = []
    for part, whole in PARTS:
        small, large = getattr(group, part), getattr(group, whole)
        if small is not None and large is not None and small > large:
            found.append((part, whole))
    return found


def contradicting_fields(group: IndustryStatistics) -> set[str]:
    """The fields that take part in a contradiction; nothing should be concluded from them."""
    return {name for pair in contradictions_in(group) for name in pair}


def likeliest_wrong(pairs: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The contradictions by the field that is likeliest wrong: the one that the most of them share."""
    counts = Counter(name for pair in pairs for name in pair)
    found: dict[str, list[tuple[str, str]]] = {}
    for part, whole in pairs:
        found.setdefault(whole if counts[whole] > counts[part] else part, []).append((part, whole))
    return list(found.items())
