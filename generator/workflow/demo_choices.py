"""What the partners of the demonstration do besides selling: rewards taken, webinars, practice, mentors, managers."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from generator.workflow.demo_partners import STORY, CoursePass, DemoPartner, partner_id

_FIRST_REDEMPTIONS = date(2026, 10, 1)  # what September brought can be spent from then on
_PRICED = ("free-delivery", "linen-set", "partners-evening", "photo-session")
_TOURS = {3: date(2026, 10, 12), 31: date(2026, 11, 9)}
"""Whoever sells most can take the journey; partner 31 asks for it before the points are there."""
_WEBINARS = (("first-season", date(2026, 9, 17)), ("linen-in-winter", date(2026, 10, 22)))
_MANAGERS = ("petrova", "sokolov")


@dataclass(frozen=True)
class Redemption:
    """A reward that a partner takes for points."""

    id: str
    partner: str
    day: date
    reward: str


@dataclass(frozen=True)
class Handover:
    """A reward handed over to a partner."""

    id: str
    partner: str
    day: date
    reward: str


@dataclass(frozen=True)
class Fact:
    """A dated event that is no sale: attendance of a webinar, practice done."""

    partner: str
    day: date
    event: str
    subject: str


def invent_redemptions(people: list[DemoPartner], seed: int) -> list[Redemption]:
    """Who takes which reward and when, sorted by day; some have too few points, and are refused."""
    rng = np.random.default_rng([seed, 4])
    found: list[tuple[date, int, str]] = [
        (date(2026, 10, 6), STORY, "linen-set"),
        (date(2026, 11, 5), STORY, "photo-session"),
    ]
    for person in people:
        takes, which, when = rng.random(), int(rng.integers(0, len(_PRICED))), int(rng.integers(0, 42))
        day = _FIRST_REDEMPTIONS + timedelta(days=when)
        if person.number in _TOURS:
            found.append((_TOURS[person.number], person.number, "workshop-tour"))
        elif person.number != STORY and takes < 0.25 and person.active_on(day):
            found.append((day, person.number, _PRICED[which] if takes < 0.1 else _PRICED[0]))
    return [
        Redemption(f"R-{number:04d}", partner_id(who), day, reward)
        for number, (day, who, reward) in enumerate(sorted(found), start=1)
    ]


def invent_handovers(taken: list[Redemption]) -> list[Handover]:
    """Free deliveries and sets reach their partners some days later; journeys and evenings are still to come."""
    sent = [one for one in taken if one.partner == partner_id(STORY) and one.reward == "linen-set"]
    return [
        Handover(f"H-{number:04d}", one.partner, one.day + timedelta(days=9), one.reward)
        for number, one in enumerate(sent, start=1)
    ]


def invent_facts(people: list[DemoPartner], passes: list[CoursePass], seed: int) -> list[Fact]:
    """Webinars attended by about one in five, and practice of most who passed the first course, sorted by day."""
    rng = np.random.default_rng([seed, 5])
    found = [
        Fact(person.id, day, "webinar_attended", name)
        for name, day in _WEBINARS
        for person, draw in zip(people, rng.random(len(people)), strict=True)
        if (draw < 0.2 or person.number == STORY) and person.active_on(day)
    ]
    of = {person.id: person for person in people}
    for one, draw in zip(passes, rng.random(len(passes)), strict=True):
        day = one.day + timedelta(days=2 + int(draw * 10))
        if one.course == "sales-basics" and draw < 0.6 and of[one.partner].active_on(day):
            found.append(Fact(one.partner, day, "practice_done", one.course))
    return sorted(found, key=lambda fact: (fact.day, fact.partner, fact.event, fact.subject))


def mentor_of(person: DemoPartner) -> str:
    """The sponsor is the mentor, but for founders, who have none."""
    return "" if person.sponsor is None else partner_id(person.sponsor)


def manager_of(person: DemoPartner) -> str:
    """The first hundred partners have a manager named; whether one stands on the statement is for the rules to say."""
    return _MANAGERS[person.number % len(_MANAGERS)] if person.number <= 100 else ""
