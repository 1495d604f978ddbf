"""Reads a calendar feed (RFC 5545): its lines unfolded, its events with their times in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


class FeedBroken(ValueError):
    """A feed is not written as one is."""


@dataclass
class Event:
    """One event: its properties by name."""

    properties: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A property as plain text."""
        written = self.properties.get(name, "")
        return re.sub(r"\\.", lambda hit: _ESCAPED.get(hit[0], hit[0]), written)

    def moment(self, name: str) -> datetime:
        """A moment in UTC; FeedBroken if it is none."""
        try:
            return datetime.strptime(self.properties.get(name, ""), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError as error:
            raise FeedBroken(f"{name} is {self.properties.get(name)!r}, which is no moment in UTC") from error

    def length(self) -> timedelta:
        """How long it lasts; FeedBroken if it does not say."""
        hit = _DURATION.fullmatch(self.properties.get("DURATION", ""))
        if hit is None or not any(hit.groups()):
            raise FeedBroken(f"it lasts {self.properties.get('DURATION')!r}")
        weeks, days, hours, minutes, seconds = (int(one or 0) for one in hit.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


@dataclass
class Feed:
    """A calendar: its own properties, and its events in their order."""

    properties: dict[str, str]
    events: list[Event]

    def name(self) -> str:
        """What the calendar is called."""
        return Event(self.properties).text("X-WR-CALNAME")


def read_feed(content: bytes) -> Feed:
    """Read a feed; FeedBroken where it is not written as the standard asks."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FeedBroken("it is no UTF-8") from error
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        raise FeedBroken("its lines do not end with CR LF")
    if any(len(line.encode()) > 75 for line in text.split("\r\n")):
        raise FeedBroken("a line is longer than 75 bytes")
    lines = text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    if lines[:1] != ["BEGIN:VCALENDAR"] or lines[-1:] != ["END:VCALENDAR"]:
        raise FeedBroken("it is no calendar")
    feed = Feed({}, [])
    event: Event | None = None
    for line in lines[1:-1]:
        head, sign, value = line.partition(":")
        name = head.partition(";")[0].upper()
        if not sign:
            raise FeedBroken(f"the line {line!r} has no value")
        if line == "BEGIN:VEVENT" and event is None:
            event = Event()
            feed.events.append(event)
        elif line == "END:VEVENT" and event is not None:
            event = None
        elif name in ("BEGIN", "END"):
            raise FeedBroken(f"{line} stands there")
        else:
            into = feed.properties if event is None else event.properties
            if name in into:
                raise FeedBroken(f"{name} stands there twice")
            into[name] = value
    if event is not None:
        raise FeedBroken("an event does not end")
    return feed
