"""Years counted from the approval, and by the calendar: the days on which they change."""

from __future__ import annotations

from datetime import date

import pytest
from cases import HERE

from brandcluster.dossier.load import load_dossier
from brandcluster.rules.facts.years_owed import count_since, years_begun

#: Approved on 20 June 2014; the cycle ends with June 2016.
ZONE = HERE / "cases" / "zone"


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2014, 6, 20), 1),
        (date(2014, 12, 31), 1),
        (date(2015, 6, 20), 1),
        (date(2015, 6, 21), 2),
        (date(2016, 6, 20), 2),
        (date(2016, 6, 21), 3),
    ],
)
def test_a_year_ends_on_the_day_of_the_approval(day: date, count: int) -> None:
    assert count_since(date(2014, 6, 20), day) == count


@pytest.mark.parametrize(
    ("day", "over", "closed"),
    [
        (date(2015, 12, 31), {2014}, set()),
        (date(2016, 1, 1), {2014, 2015}, {2014}),
        (date(2016, 12, 31), {2014, 2015}, {2014}),
        (date(2017, 1, 1), {2014, 2015}, {2014, 2015}),
    ],
)
def test_a_calendar_year_is_over_with_its_end_and_closed_a_year_later(
    day: date, over: set[int], closed: set[int]
) -> None:
    years = years_begun(load_dossier(ZONE), day, "自然年度")
    assert {each.number for each in years if each.over} == over
    assert {each.number for each in years if each.closed} == closed
