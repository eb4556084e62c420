"""Deadlines as an iCalendar file (RFC 5545) that Outlook, WPS and telephones take in."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from brandcluster.base.visible import visible
from brandcluster.notice.edition import cite_clause
from brandcluster.output.commands.status import Standing
from brandcluster.rules.verdicts.deadlines import Due

#: How long before a deadline a calendar reminds.
WARNING = timedelta(days=14)


def deadlines_calendar(standings: list[Standing]) -> bytes:
    """All deadlines that are still open: whole days, reminded of two weeks before.

    An event keeps its UID from one export to the next, so that importing again moves it rather than doubling it.
    """
    found = Calendar()
    found.add("prodid", "-//brandcluster//status//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", "区域品牌建设试点示范")
    for standing in standings:
        for due in standing.dues:
            found.add_component(_event(standing, due))
    return bytes(found.to_ical())


def _event(standing: Standing, due: Due) -> Event:
    event = Event()
    who = "\n".join((standing.owner or standing.dir, *standing.industries))
    event.add("uid", f"{hashlib.sha256(who.encode('utf-8')).hexdigest()[:16]}-{due.id}@brandcluster")
    event.add("dtstamp", datetime.combine(standing.day, time(), UTC))
    event.add("dtstart", due.start or due.due)
    event.add("dtend", due.due + timedelta(days=1))
    event.add("summary", visible(f"{standing.name}：{due.what}"))
    place = f"{due.source.path}:{due.source.line}" if due.source is not None else ""
    basis = cite_clause(standing.edition, due.clause)
    event.add("description", visible("；".join(filter(None, (f"依据 {basis}" if basis else "", due.rest, place)))))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", visible(due.what))
    alarm.add("trigger", -WARNING)
    event.add_component(alarm)
    return event
