"""What a scenario gives, in plain values: people with facts and figures by window, and rows with their days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from generator.audit.calendar import Period, period_of
from generator.audit.numerals import read
from generator.audit.pay_units import paid_unit
from generator.audit.promise import Edition
from generator.audit.scenario_pages import Person, Scenario, Tagged
from generator.audit.standing import ladder_of
from generator.audit.terms_network import Contest

HOUSE = "house"
CARRIED = "carried/"  # before the name of what the rule itself carries, as it stands at the end of a window
ALONE = "the partner"  # stands for the one partner of an example that names nobody
PLACE = ("sponsor", "placement", "position", "region")

Said = tuple[Fraction, str]  # an amount and its unit


class NotExecutable(ValueError):
    """An example does not say what is needed to execute it."""


@dataclass
class Facts:
    """What one window gives of one person beside rows."""

    metrics: dict[str, Fraction] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)  # ladder -> tier
    missing: set[str] = field(default_factory=set)  # courses that are not passed
    lines: dict[str, Said] = field(default_factory=dict)  # rule -> what its lines come to


@dataclass
class Member:
    """Somebody of a scenario: place and dates, and what each window gives."""

    name: str
    place: dict[str, str] = field(default_factory=dict)  # sponsor, placement, position, region, segment
    dates: dict[str, date] = field(default_factory=dict)  # joined, left
    facts: dict[int, Facts] = field(default_factory=dict)  # by window


@dataclass
class Given:
    """A scenario as it is executed: its windows, its people, and the amounts that it names in each window."""

    windows: list[Period]
    members: dict[str, Member]
    then: list[dict[tuple[str, str], Said]]  # by window: (person, clause or `total`) -> amount
    rows: list[tuple[str, int, dict[str, str]]]  # table, window, cells

    def window_of(self, day: date) -> int | None:
        """Which window a day lies in."""
        return next((at for at, one in enumerate(self.windows) if one.holds(day)), None)


def windows_from(edition: Edition, count: int) -> list[Period]:
    """So many periods, from the first one that begins with or after an edition."""
    assert edition.policy is not None
    rhythm = edition.policy.period
    period = period_of(edition.start, rhythm)
    found: list[Period] = []
    while len(found) < count:
        if period.first >= edition.start:
            found.append(period)
        period = period_of(date.fromordinal(period.last.toordinal() + 1), rhythm)
    return found


def given_by(scenario: Scenario, edition: Edition, carried: Mapping[str, str]) -> Given:
    """Read what a scenario gives; NotExecutable or Unreadable where that cannot be.

    `carried` says in which units stands what the rule itself carries.
    """
    if scenario.wrong:
        raise NotExecutable(scenario.wrong)
    titles = {title: thing for thing, title in edition.titles.get(scenario.language, {}).items()}
    given = Given(windows_from(edition, len(scenario.windows)), {}, [], [])
    for number, window in enumerate(scenario.windows):
        amounts: dict[tuple[str, str], Said] = {}
        units = units_of(edition, carried)
        for shown in window.people:
            person = shown if shown.name else _alone(shown)
            if person.wrong:
                raise NotExecutable(f"{person.wrong} of {person.name} stands beside another name")
            for clause, amount, unit in _amounts(person, units, scenario.language):
                if (person.name, clause) in amounts:
                    raise NotExecutable(f"it names two amounts for {person.name} by {clause}")
                amounts[person.name, clause] = amount, unit
            if person.name == HOUSE:
                if person.given:
                    raise NotExecutable("it gives the house something")
                continue
            _take(given, number, person, edition, titles, scenario.language)
        if len({one.name for one in window.people}) != len(window.people):
            raise NotExecutable("it names somebody twice in one window")
        if not amounts:
            raise NotExecutable("it names no amount")
        given.then.append(amounts)
        given.rows += [(table, number, cells) for table, cells in window.rows]
    if ALONE in given.members and len(given.members) > 1:
        raise NotExecutable("it names some of its people, and one it does not")
    for member in given.members.values():
        for tree in ("sponsor", "placement"):
            if member.place.get(tree, member.name) not in given.members:
                raise NotExecutable(f"{member.place[tree]!r} is none of its people")
    return given


def _alone(person: Person) -> Person:
    """The one partner of an example, who is given no name."""
    if any(what == "name" for what, _, _ in person.given):
        raise NotExecutable("somebody is named who stands for nobody")
    return replace(person, name=ALONE, given=(("name", "", ALONE), *person.given))


def units_of(edition: Edition, carried: Mapping[str, str]) -> dict[str, set[str]]:
    """In what each amount that a scenario names may be: that of a contest in the unit of any of its prizes."""
    found = {name: {one} for name, one in {"total": edition.currency, **carried}.items()}
    for name, clause in edition.clauses.items():
        terms = clause.terms
        own = terms.units_of_prizes if isinstance(terms, Contest) else {clause.paid_in}
        found[name] = {paid_unit(one, edition) for one in own}
    return found


def _amounts(
    person: Person, units: Mapping[str, set[str]], language: str
) -> Iterator[tuple[str, Fraction, str]]:
    for clause, unit, text in person.then:
        if unit not in units.get(clause, ()):
            raise NotExecutable(f"{clause} in {unit} is no rule that pays, and nothing that this one carries")
        yield clause, _number(text, language, unit), unit


def _number(text: str, language: str, unit: str) -> Fraction:
    value = read(text, language, unit).value
    if not isinstance(value, Fraction):
        raise NotExecutable(f"{text!r} is no figure")
    return value


def _take(
    given: Given,
    number: int,
    person: Person,
    edition: Edition,
    titles: Mapping[str, str],
    language: str,
) -> None:
    known = person.name in given.members
    member = given.members.setdefault(person.name, Member(person.name))
    facts = member.facts[number] = Facts()
    place: dict[str, str] = {}
    dates: dict[str, date] = {}
    called = [text for what, _, text in person.given if what == "name"]
    if called != [person.name]:
        raise NotExecutable(f"{person.name!r} is called {called}")
    for one in person.given:
        what, unit, text = one
        if what in PLACE:
            place[what] = text
        elif what == "segment":
            place[what] = _named(one, titles)
            if place[what] not in edition.segments.values():
                raise NotExecutable(f"nobody belongs to the segment {text!r}")
        elif what in ("joined", "left"):
            day = read(text, language, "date").value
            assert isinstance(day, date)
            dates[what] = day
        elif what.startswith("metric/"):
            metric = edition.metrics.get(what.removeprefix("metric/"))
            if metric is None or metric.unit != unit or metric.id in facts.metrics:
                raise NotExecutable(f"{what} in {unit} is no figure of the edition")
            facts.metrics[metric.id] = _number(text, language, unit)
        elif what.startswith("line/"):
            rule = what.removeprefix("line/")
            if rule not in edition.clauses or unit not in units_of(edition, {})[rule] or rule in facts.lines:
                raise NotExecutable(f"{what} in {unit} is what no rule of the edition pays")
            facts.lines[rule] = _number(text, language, unit), unit
        elif what == "tier":
            tier = _named(one, titles)
            facts.tiers[ladder_of(tier, edition).id] = tier
        elif what in ("course", "but"):
            for title in text.split(", "):
                course = _named((what, unit, title), titles, "course")
                if course not in edition.courses:
                    raise NotExecutable(f"no course is called {title!r}")
                if what == "but":
                    facts.missing.add(course)
        elif what != "name":
            raise NotExecutable(f"it gives {what}")
    # Who somebody stands below, and since when, is said where the person is named for the first time.
    if known:
        later = {**place, **{what: day.isoformat() for what, day in dates.items()}}
        first = {**member.place, **{what: day.isoformat() for what, day in member.dates.items()}}
        changed = sorted(what for what in later if later[what] != first.get(what))
        if changed:
            raise NotExecutable(f"{', '.join(changed)} of {person.name} is not what the first window says")
    member.place.update(place)
    member.dates.update(dates)


def _named(one: Tagged, titles: Mapping[str, str], kind: str = "") -> str:
    """The id of a thing by the title under which it is shown."""
    what, _, text = one
    kind = kind or what
    thing = titles.get(text, "")
    if not thing.startswith(f"{kind}/"):
        raise NotExecutable(f"no {kind} is called {text!r}")
    return thing.removeprefix(f"{kind}/")
