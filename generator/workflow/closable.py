"""Whether a period may be closed: it is one of the programme's, the next one in order, and its day has come."""

from __future__ import annotations

from datetime import date, timedelta

from generator.accounts.store import CLOSED
from generator.source import Diagnosed, Diagnostic, Place, find
from generator.terms.calendar import Period, good_through
from generator.terms.numerals import day
from generator.terms.programme import Programme
from generator.workflow.booking import Closes


def known_by(programme: Programme, period: Period, on: date) -> date:
    """The last day whose news count in a period when it is closed, by the policy as it is known on a day."""
    wait = programme.known_on(on).policy(period.first).closing.closes_to_changes
    return period.last if wait is None else good_through(period.last + timedelta(days=1), wait)


def period_called(programme: Programme, name: str) -> Period:
    """The period that people call by a name. Raises Diagnosed no-such-period."""
    cycle, first = programme.cycle, programme.file.starts
    try:
        inside = date.fromisoformat(name if cycle.days else f"{name}-01")
    except ValueError:
        inside = None
    if inside is not None and inside >= first:
        period = cycle.period_of(inside)
        if period.name == name:
            return period
    place = find(programme.trees["programme.yaml"], ("starts",)).place
    raise Diagnosed(
        [
            Diagnostic(
                "no-such-period",
                place,
                f"`{name}` is no period of this programme.",
                label="the first one starts here",
                consequence="Nothing was closed.",
                cure=f"Name a period as its statements do: `{cycle.period_of(first).name}`.",
            )
        ]
    )


def check_order(programme: Programme, closes: Closes, period: Period, on: date) -> None:
    """Raise Diagnosed: period-closed, period-gap, close-too-early."""
    closed = {one.period for one in closes.chain}
    if period.name in closed:
        raise Diagnosed([already_closed(closes, period.name)])
    starts = find(programme.trees["programme.yaml"], ("starts",)).place
    missing = [one for one in programme.cycle.between(programme.file.starts, period.first) if one != period]
    missing = [one for one in missing if one.name not in closed]
    if missing:
        raise Diagnosed(
            [
                Diagnostic(
                    "period-gap",
                    starts,
                    f"{missing[0].name} is not closed yet, so {period.name} cannot be.",
                    label="the first period starts here",
                    consequence="Balances go from one period to the next, and one would be left out.",
                    cure=f"Close it first: `partnerbook close {missing[0].name}`.",
                )
            ]
        )
    known = known_by(programme, period, on)
    if on <= known:
        after = known + timedelta(days=1)
        version = programme.file.policy.versions.index(programme.known_on(on).policy(period.first))
        raise Diagnosed(
            [
                Diagnostic(
                    "close-too-early",
                    find(programme.trees["programme.yaml"], ("policy", "versions", version)).place,
                    f"{period.name} may be closed from {day(after, 'en')} on, "
                    f"and the day of this run is {day(on, 'en')}.",
                    label="so says this version of the policy",
                    consequence="What becomes known until then still counts in it.",
                    cure=f"Close it on {after} or later: `partnerbook close {period.name} --on {after}`.",
                )
            ]
        )


def already_closed(closes: Closes, name: str) -> Diagnostic:
    """The message about a period that somebody has closed before."""
    made = next((one for one in closes.chain if one.period == name), None)
    return Diagnostic(
        "period-closed",
        Place(closes.store.place(CLOSED, f"{name}.json"), 1, 1),
        f"{name} is closed already" + (f", since {day(made.on, 'en')}." if made else "."),
        consequence="A close is never made twice and never changed.",
        cure="What changed since is booked in the period that is open, by itself; nothing needs to be done.",
    )
