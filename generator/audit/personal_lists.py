"""What people wrote down of single partners besides terms: goals, consents, and the staff whom partners may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.audit.agreed import as_day, as_quantity, as_text, entries_of
from generator.audit.rawfiles import RawUnreadable

GOALS = "partners_data/goals.yaml"
CONSENTS = "partners_data/consents.yaml"
PEOPLE = "partners_data/people.yaml"
LISTS = (GOALS, CONSENTS, PEOPLE)


@dataclass(frozen=True)
class Goal:
    """A goal of one partner: how much of which figure, counted over which days, and who answers for it."""

    name: str
    metric: str
    target: Fraction
    unit: str  # nothing where it is that of the metric
    set_on: date
    first: date
    by: date
    owner: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Consent:
    """What a partner agreed to be shown in, under which name, and between which days."""

    purposes: frozenset[str]
    name: str
    first: date
    last: date | None

    def holds(self, purpose: str, day: date) -> bool:
        """Whether it holds for a purpose on a day."""
        return purpose in self.purposes and self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Person:
    """One of the staff."""

    name: Mapping[str, str]
    role: Mapping[str, str]
    mail: str
    phone: str


@dataclass
class Personal:
    """All of it: goals and consents by partner, people by their key."""

    goals: dict[str, list[Goal]] = field(default_factory=dict)
    consents: dict[str, list[Consent]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def name_for(self, partner: str, purpose: str, day: date) -> str | None:
        """Under which name a partner agreed to be shown on a day; None without consent."""
        mine = self.consents.get(partner, [])
        return next((one.name for one in mine if one.holds(purpose, day)), None)


def read_personal(goals: object, consents: object, people: object) -> Personal:
    """Read the three files as loaded, None where there is none; RawUnreadable if one has another shape."""
    found = Personal()
    for row in entries_of(goals, "goals"):
        value, unit = as_quantity(as_text(row, "target"))
        goal = Goal(
            as_text(row, "goal"),
            as_text(row, "metric"),
            value,
            unit,
            as_day(row, "set_on"),
            as_day(row, "from"),
            as_day(row, "by"),
            as_text(row, "owner"),
            _by_language(row, "words"),
        )
        mine = found.goals.setdefault(as_text(row, "partner"), [])
        if any(one.name == goal.name for one in mine):
            raise RawUnreadable(f"{row['partner']} has two goals {goal.name}")
        mine.append(goal)
    for row in entries_of(consents, "consents"):
        purposes = row.get("to")
        if not isinstance(purposes, list) or not purposes:
            raise RawUnreadable("a consent does not say to what")
        consent = Consent(
            frozenset(map(str, purposes)),
            as_text(row, "name"),
            as_day(row, "from"),
            as_day(row, "until") if row.get("until") else None,
        )
        found.consents.setdefault(as_text(row, "partner"), []).append(consent)
    if people is not None:
        named = people.get("people") if isinstance(people, dict) else None
        if not isinstance(named, dict):
            raise RawUnreadable("people.yaml names nobody")
        for key, row in named.items():
            if not isinstance(row, dict):
                raise RawUnreadable(f"people.yaml says nothing of {key}")
            role, phone = _by_language(row, "role"), str(row.get("phone") or "")
            found.people[str(key)] = Person(_by_language(row, "name"), role, as_text(row, "mail"), phone)
    return found


def _by_language(row: Mapping[str, object], key: str) -> dict[str, str]:
    words = row.get(key)
    if not isinstance(words, dict):
        raise RawUnreadable(f"{key} is not said by language")
    return {str(language): " ".join(str(text).split()) for language, text in words.items()}
