"""Dated versions: each thing of an edition is a row of complete versions, and a date picks one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from pydantic import Field

from generator.source import Fault, Frozen
from generator.terms.quantity import Day
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text, Wording


class Version(Frozen):
    """The dates that every version carries; `ends` is inclusive."""

    announced: Day
    starts: Day = Field(alias="from")
    ends: Day | None = None
    why: Wording | None = None


V = TypeVar("V", bound=Version)


def check_versions(versions: Sequence[Version]) -> None:
    """Raise Fault unless versions start in rising order, end after they start and are announced before."""
    if not versions:
        raise Fault(
            "version-missing",
            "At least one dated version is needed.",
            at=("versions",),
            consequence="Without one it would be in force on no day.",
            cure="Add a row: `- {announced: 2026-06-10, from: 2026-07-01, ...}`.",
        )
    for number, version in enumerate(versions):
        here = ("versions", number)
        if version.ends is not None and version.ends < version.starts:
            raise Fault(
                "version-ends-before-start",
                "This version ends before it starts.",
                at=(*here, "ends"),
                other=(*here, "from"),
                other_label="it starts here",
                consequence="It would be in force on no day.",
                cure="Correct one of the two dates.",
            )
        if version.announced > version.starts:
            raise Fault(
                "announced-after-start",
                "This version starts before it is announced.",
                at=(*here, "announced"),
                other=(*here, "from"),
                other_label="it starts here",
                consequence="Partners would be paid by a rule that they could not have known.",
                cure="Announce first, then start.",
            )
        if number and version.starts <= versions[number - 1].starts:
            raise Fault(
                "versions-not-ascending",
                "Versions must stand in the order in which they start.",
                at=(*here, "from"),
                other=("versions", number - 1, "from"),
                other_label="the one above starts here",
                consequence="Two versions of the same rule would be in force on one day.",
                cure="Write the oldest version first.",
            )


def in_force(versions: Sequence[V], on: date) -> V | None:
    """The version in force on a date: the latest that has started and has not ended."""
    started = [v for v in versions if v.starts <= on]
    if not started or (started[-1].ends is not None and started[-1].ends < on):
        return None
    return started[-1]


def boundaries(versions: Sequence[Version]) -> set[date]:
    """The days on which what is in force changes."""
    days = {v.starts for v in versions}
    return days | {v.ends + timedelta(days=1) for v in versions if v.ends is not None}


_DATES = Text.of(
    en="Announced on {announced}; in force from {starts} until further notice.",
    ru="Объявлено {announced}; действует с {starts} до следующей редакции.",
)
_DATES_WITH_END = Text.of(
    en="Announced on {announced}; in force from {starts} to {ends}, that day included.",
    ru="Объявлено {announced}; действует с {starts} по {ends} включительно.",
)


def say_dates(builder: SayingsBuilder, version: Version) -> None:
    """Add the sentence with the dates of a version."""
    slots = {
        "announced": builder.fact("announced", "date", version.announced),
        "starts": builder.fact("from", "date", version.starts),
    }
    if version.ends is None:
        builder.say("dates", _DATES, **slots)
    else:
        builder.say("dates", _DATES_WITH_END, **slots, ends=builder.fact("ends", "date", version.ends))
