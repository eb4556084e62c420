"""Days and years as the law counts them.

民法典第二百零一条、第二百零二条: a period of years begins the day after its first day and ends on the day of the same
number; where the month has no such day, on its last.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta, timezone
from fractions import Fraction
from sys import maxsize

from brandcluster.base.patterns import late_pattern

#: The first day of a year that has every day.
LEAP_YEAR = date(2016, 1, 1)
_MONTH_AND_DAY = late_pattern(r"([0-9]{1,2})-([0-9]{1,2})")


def today_in_china() -> date:
    """Today in China, whatever the machine's time zone."""
    return datetime.now(timezone(timedelta(hours=8))).date()


def years_after(day: date, years: int) -> date:
    """The last day of a period of some years that a day starts; 29 February falls on the 28th where there is none.

    A negative number goes back. What lies outside the calendar is its first or its last day.
    """
    year = day.year + years
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if years > 0 else date.min
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def overlapped_by(taken: list[tuple[date, date, int]], first: date, last: date, mark: int) -> int | None:
    """The mark of the span that a new one overlaps; where it overlaps none it is taken in with its own.

    `taken` is kept in order, its spans apart from one another; both ends of a span belong to it.
    """
    at = bisect_right(taken, (last, date.max, maxsize))
    if at and taken[at - 1][1] >= first:
        return taken[at - 1][2]
    taken.insert(at, (first, last, mark))
    return None


def chinese_day(day: date) -> str:
    """A day as documents write it: 2014年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(month: date) -> str:
    """The month that a day is in, as documents write it: 2014年4月."""
    return f"{month.year}年{month.month}月"


def month_end(month: date) -> date:
    """The last day of the month that a day is in."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_on_axis(month: date) -> Fraction:
    """Where the end of a month stands on an axis of years, on which a year goes from its number to the next."""
    return month.year + Fraction(month.month, 12)


def next_yearly(written: str, day: date) -> date | None:
    """The next day, from a day on, of a month and day written 11-30; None when it is not one of the calendar."""
    found = _MONTH_AND_DAY.fullmatch(written.strip())
    if found is None:
        return None
    for year in (day.year, day.year + 1):
        try:
            due = date(year, int(found[1]), int(found[2]))
        except ValueError:
            continue
        if due >= day:
            return due
    return None


def months_before(day: date, months: int) -> date:
    """The same day some months earlier; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < MINYEAR:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
