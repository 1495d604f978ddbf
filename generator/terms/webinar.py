"""Webinars: meetings at a time of day, announced like everything else, shown on a page and in a calendar feed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.names import check_once
from generator.terms.quantity import Day, Slug, WholeNumber, parse_date
from generator.terms.text import Wording

_MOST_MINUTES = 24 * 60


def _moment(written: object) -> datetime:
    """Read `2026-11-26 19:00`. Raises Fault: moment-unreadable, date-unreadable, date-out-of-range."""
    if isinstance(written, datetime):
        return written
    found = re.fullmatch(r"(\S+) ([0-2]\d):([0-5]\d)", written.strip()) if isinstance(written, str) else None
    if found is None or int(found[2]) > 23:
        raise Fault(
            "moment-unreadable",
            f"`{written}` is not a day and a time."
            if isinstance(written, str)
            else "This must be a day and a time.",
            consequence="Nobody would know when to come.",
            cure="Write the day and the time in the programme's time zone: `2026-11-26 19:00`.",
        )
    day = parse_date(found[1])
    return datetime(day.year, day.month, day.day, int(found[2]), int(found[3]))  # noqa: DTZ001 - the programme's


def _link(written: object) -> str:
    if isinstance(written, str) and re.fullmatch(r"https://[^\s\"<>]+", written.strip()):
        return written.strip()
    raise Fault(
        "link-unreadable",
        f"`{written}` is not a link that people can open."
        if isinstance(written, str)
        else "This must be a link.",
        consequence="Whoever wants to join would land nowhere.",
        cure="Write the whole address: `https://meet.example.org/linen`.",
    )


Moment = Annotated[
    datetime, PlainValidator(_moment), WithJsonSchema({"type": "string", "examples": ["2026-11-26 19:00"]})
]
Link = Annotated[
    str,
    PlainValidator(_link),
    WithJsonSchema({"type": "string", "examples": ["https://meet.example.org/linen"]}),
]


class Webinar(Frozen):
    """One meeting: `starts` is the time on the clocks of the programme's time zone."""

    announced: Day
    title: Wording
    starts: Moment
    minutes: WholeNumber
    host: Wording
    link: Link
    about: Wording | None = None
    courses: tuple[Slug, ...] = ()
    recording: Link | None = None

    @property
    def ends(self) -> datetime:
        """When it is over, on the same clocks."""
        return self.starts + timedelta(minutes=self.minutes)

    @model_validator(mode="after")
    def _takes_place(self) -> Webinar:
        check_once(self.courses, ("courses",))
        if not 1 <= self.minutes <= _MOST_MINUTES:
            raise Fault(
                "minutes-out-of-range",
                "A webinar lasts at least one minute and at most a day.",
                at=("minutes",),
                consequence="Calendars would show it at the wrong time.",
                cure="Write its length in minutes: `60`.",
            )
        if self.announced > self.starts.date():
            raise Fault(
                "announced-after-start",
                "This webinar takes place before it is announced.",
                at=("announced",),
                other=("starts",),
                other_label="it takes place here",
                consequence="Nobody could come.",
                cure="Correct one of the two dates.",
            )
        return self


class WebinarFile(Frozen):
    """The file training/webinars.yaml."""

    webinars: dict[Slug, Webinar] = Field(min_length=1)
