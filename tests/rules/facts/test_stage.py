"""The package of a re-review: summaries of the three years before, a plan for three years to come."""

from __future__ import annotations

from datetime import date

import pytest
from cases import HERE

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.pilot.zone import NextPlan, Review, ReviewSummary
from brandcluster.rules.facts.stage import package_gaps


def _review(first: int, last: int, years: tuple[int, ...] = (2017, 2018, 2019)) -> Review:
    summaries = [ReviewSummary.model_construct(year=year, document="evidence/a.txt") for year in years]
    plan = NextPlan.model_construct(first_year=first, last_year=last, document="evidence/a.txt")
    return Review.model_construct(applied=date(2020, 5, 1), summaries=summaries, next_plan=plan)


@pytest.mark.parametrize(
    ("review", "gaps"),
    [
        (_review(2020, 2022), []),
        (_review(2020, 2023), []),
        (_review(2020, 2021), ["未来 3 年的工作方案（现在的是 2020 至 2021 年）"]),
        (_review(2019, 2021), ["未来 3 年的工作方案（现在的是 2019 至 2021 年）"]),
        (_review(2020, 2022, (2018, 2019, 2020)), ["2017 年的总结"]),
    ],
)
def test_what_a_package_lacks(review: Review, gaps: list[str]) -> None:
    assert package_gaps(load_dossier(HERE / "cases" / "zone"), review) == gaps
