"""Calendar feeds: meetings as a file that calendars subscribe to, the same bytes for the same meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: `starts` is on the clocks of the programme's time zone, on `announced` it became known."""

    name: str
    announced: date
    starts: datetime
    minutes: int
    title: str
    words: str
    link: str


def calendar(title: str, meetings: Iterable[Meeting], programme: str, zone: str) -> str:
    """The feed as text with the line ends of RFC 5545; its times are those of UTC, which every calendar knows."""
    feed = Calendar()
    feed.add("prodid", f"-//partnerbook//{programme}//")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", title)
    for one in meetings:
        event = Event()
        event.add("uid", f"{one.name}@{programme}")
        event.add("dtstamp", datetime(one.announced.year, one.announced.month, one.announced.day, tzinfo=UTC))
        event.add("dtstart", one.starts.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
        event.add("duration", timedelta(minutes=one.minutes))
        event.add("summary", one.title)
        event.add("description", one.words)
        event.add("url", one.link)
        feed.add_component(event)
    written: bytes = feed.to_ical()
    return written.decode("utf-8")
