"""What a statement says of the partner besides money: training, recognition, goals, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period, good_through, period_of
from generator.audit.learning import Learning, Webinar, learning_of
from generator.audit.merits import Badged, Certified, Merits, Ranked
from generator.audit.personal_lists import Goal, Person
from generator.audit.promise import Edition
from generator.audit.standing import holds
from generator.audit.terms_recognition import Channels

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

WEEK = 7  # days


@dataclass(frozen=True)
class Aim:
    """A goal at the end of a period: how far it is, and what is missing."""

    goal: Goal
    unit: str
    so_far: Fraction
    left: int  # days after the period
    reached: Period | None  # with which it was reached first

    @property
    def missing(self) -> Fraction:
        """How much is still missing; nothing above zero where it is reached."""
        return self.goal.target - self.so_far

    @property
    def pace(self) -> Fraction:
        """How much is needed in each week that is left."""
        return self.missing * WEEK / self.left


@dataclass(frozen=True)
class Contacts:
    """Whom a partner may ask: the mentor, a personal manager, support, and until when about lines."""

    has_mentor: bool = False
    mentor: str | None = None  # under the name that the mentor agreed to
    managed: bool = False
    manager: Person | None = None  # None where one is still to be named
    channels: Channels | None = None
    through: date | None = None  # the last day for disputes


@dataclass(frozen=True)
class Further:
    """All of it, for one partner and period."""

    learning: Learning = field(default_factory=Learning)
    certificates: tuple[Certified, ...] = ()
    badges: tuple[Badged, ...] = ()
    places: tuple[Ranked, ...] = ()
    aims: tuple[Aim, ...] = ()
    contacts: Contacts = field(default_factory=Contacts)
    webinars: Mapping[str, Webinar] = field(default_factory=dict)


def further_of(reckoning: Reckoning, merits: Merits, account: Account, period: Period) -> Further:
    """Everything of it that a statement shows."""
    edition = reckoning.edition_of(period)
    ended = reckoning.state_of(period) != "open"
    return Further(
        learning_of(reckoning, account, period, edition),
        tuple(merits.certificates(account, period, edition)),
        tuple(merits.badges(account, period, edition)),
        tuple(merits.places(account, period)) if ended else (),
        tuple(_aims(reckoning, account, period, edition)),
        _contacts(reckoning, account, period, edition),
        reckoning.webinars,
    )


def _aims(reckoning: Reckoning, account: Account, period: Period, edition: Edition) -> Iterator[Aim]:
    for goal in reckoning.records.personal.goals.get(account.partner.id, []):
        metric = edition.metrics.get(goal.metric)
        if metric is None or max(goal.set_on, goal.first) > period.last or goal.by < period.first:
            continue

        def figure(last: date, goal: Goal = goal) -> Fraction:
            """The metric over the days of the goal up to one of them."""
            days = Period(goal.first, min(goal.by, last), "")
            return reckoning.bench.named(goal.metric, edition, account.partner.id, days)

        so_far = figure(period.last)
        reached: Period | None = None
        if so_far >= goal.target:
            reached = period_of(goal.first, reckoning.rhythm)
            while figure(reached.last) < goal.target:
                reached = period_of(reached.last + timedelta(days=1), reckoning.rhythm)
        yield Aim(goal, metric.unit, so_far, (goal.by - period.last).days, reached)


def _contacts(reckoning: Reckoning, account: Account, period: Period, edition: Edition) -> Contacts:
    partner, personal, channels = account.partner, reckoning.records.personal, edition.channels
    managed = partner.manager != ""
    if channels is not None and channels.managed is not None:
        managed = holds(channels.managed, account.standing(period, edition), edition)
    through: date | None = None
    if channels is not None and channels.disputes is not None:
        after = period.last + timedelta(days=1)
        through = good_through(after, channels.disputes.within, channels.disputes.unit)
    return Contacts(
        partner.mentor != "",
        personal.name_for(partner.mentor, "mentor", period.last),
        managed,
        personal.people.get(partner.manager),
        channels,
        through,
    )
