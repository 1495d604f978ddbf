"""Scenarios: worked examples with several partners, rows of tables, or several windows, and what must follow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.source import Fault, Step
from generator.terms.quantity import Quantity, parse_date, parse_quantity

HOUSE = "house"
TOTAL = "total"
TABLES = ("sales", "sale_lines", "returns", "events", "splits", "rates")
NAMING, RETURNING = "return_of", ("sales", "returns")
"""The column in which a return names its sale, and the tables in which returns stand."""
_FACTS = ("tier", "segment", "region", "sponsor", "placement", "position")
_LISTS = ("course", "but")
_DAYS = ("joined", "left")
_TEXTS = (*_FACTS, *_LISTS, *_DAYS)


@dataclass(frozen=True, slots=True)
class Person:
    """One invented partner: metrics and lines given outright, facts as text, courses passed and denied, days.

    Facts that are not given hold where a rule asks for them; metrics that are not given are computed from the rows
    of the example, and are 0 where it has none.
    """

    metrics: Mapping[str, Quantity] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    course: tuple[str, ...] | None = None
    but: tuple[str, ...] = ()
    joined: date | None = None
    left: date | None = None

    @property
    def tier(self) -> str | None:
        """The tier given."""
        return self.facts.get("tier")

    def lines_given(self, metrics: Collection[str]) -> Mapping[str, Quantity]:
        """What lines of clauses are given to come to: what is given and is none of the metrics."""
        return {name: figure for name, figure in self.metrics.items() if name not in metrics}


@dataclass(frozen=True, slots=True)
class Situation:
    """What an example starts from: `person` alone, or `partners` by name with rows of tables.

    `divides` are the figures that splits divide, `converts` those that stand in other currencies where a row names one.
    """

    person: Person | None = None
    partners: Mapping[str, Person] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    divides: tuple[str, ...] = ()
    converts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What must follow: `amount` for the only partner, or amounts by partner and clause (`house` and `total` too).

    What a clause carries may stand there by its name.
    """

    amount: Quantity | None = None
    amounts: Mapping[str, Mapping[str, Quantity]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Consecutive windows, each with its situation and its outcome; `in_steps` where they were written as steps."""

    steps: tuple[tuple[Situation, Outcome], ...]
    in_steps: bool = False

    def people(self) -> Iterator[tuple[tuple[Step, ...], Person]]:
        """Everyone of whom it speaks, window by window, with the place below the example."""
        for number, (situation, _) in enumerate(self.steps):
            above: tuple[Step, ...] = ("steps", number, "given") if self.in_steps else ("given",)
            if situation.person is not None:
                yield above, situation.person
            for name, person in situation.partners.items():
                yield (*above, "partners", name), person


def is_scenario(written: object) -> bool:
    """Whether an example is written with steps or with partners by name."""
    if not isinstance(written, dict):
        return False
    return "steps" in written or (isinstance(written.get("given"), dict) and "partners" in written["given"])


def parse_scenario(written: Mapping[str, object]) -> Scenario:
    """Read an example with steps or partners.

    Raises Fault: wrong-type, missing-key, and those of quantities and dates.
    """
    if "steps" not in written:
        return Scenario((_step(written, ()),))
    steps = written["steps"]
    if set(written) != {"steps"} or not isinstance(steps, list) or not steps:
        raise _unclear("`steps` needs a list of windows, each with `given` and `then`.", ("steps",))
    made = tuple(_step(one, ("steps", number)) for number, one in enumerate(steps))
    _stay_put(made)
    return Scenario(made, in_steps=True)


def _stay_put(steps: tuple[tuple[Situation, Outcome], ...]) -> None:
    """Raise Fault where a later window says something else of where a partner stands than the first one did."""
    first: dict[str, Person] = {}
    for number, (situation, _) in enumerate(steps):
        for name, person in situation.partners.items():
            known = first.setdefault(name, person)
            for key in ("sponsor", "placement", "position", "segment", "region"):
                if key in person.facts and person.facts[key] != known.facts.get(key):
                    raise _moved(name, key, number)
            for key, day, before in (
                ("joined", person.joined, known.joined),
                ("left", person.left, known.left),
            ):
                if day is not None and day != before:
                    raise _moved(name, key, number)


def _moved(name: str, key: str, number: int) -> Fault:
    return Fault(
        "example-unreadable",
        f"`{key}` of `{name}` is not what the first window says.",
        at=("steps", number, "given", "partners", name, key),
        consequence="Who stands where is one table of partners for all windows.",
        cure="Say it in the window that names the partner first, and nowhere else.",
    )


def _unclear(says: str, at: tuple[Step, ...] = ()) -> Fault:
    return Fault(
        "wrong-type",
        says,
        at=at,
        consequence="An example that cannot be worked witnesses nothing.",
        cure="Write `- {given: {personal_volume: 600 000}, then: 43 000}`.",
    )


def _step(written: object, at: tuple[Step, ...]) -> tuple[Situation, Outcome]:
    if not isinstance(written, dict) or set(written) - {"given", "then"} or "given" not in written:
        raise _unclear("An example has `given:` with its facts and `then:` with the amount.", at)
    if not isinstance(written["given"], dict):
        raise _unclear("An example has `given:` with its facts and `then:` with the amount.", at)
    if "then" not in written:
        raise Fault(
            "missing-key",
            "The key `then` is missing here.",
            at=at,
            consequence="Without it the example does not say what is paid.",
            cure="Add `then:` with the amount that you worked out by hand: `then: 43 000`.",
        )
    given, here = written["given"], (*at, "given")
    if "partners" not in given:
        person = _person(given, here)
        return Situation(person), _outcome(written["then"], (*at, "then"), several=False)
    partners = given["partners"]
    if not isinstance(partners, dict) or set(given) - {"partners", *_LISTED.values(), *TABLES}:
        known = ", ".join(f"`{table}`" for table in TABLES)
        raise _unclear(f"Beside `partners` an example may have rows of {known}.", here)
    people = {
        name: _person(facts if isinstance(facts, dict) else {}, (*here, "partners", name))
        for name, facts in partners.items()
    }
    rows = {table: _rows(given[table], table, (*here, table)) for table in TABLES if table in given}
    situation = Situation(None, people, rows, *(_figures(given, table, here) for table in _LISTED))
    return situation, _outcome(written["then"], (*at, "then"), several=True)


_LISTED = {"splits": "divides", "rates": "converts"}
"""Tables beside which stands a list of the figures that they change."""


def _figures(given: Mapping[str, object], table: str, at: tuple[Step, ...]) -> tuple[str, ...]:
    """The figures that splits divide, or that rates convert, where there are some."""
    key = _LISTED[table]
    named = given.get(key, [])
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        raise _unclear(f"`{key}` lists figures of sales, their lines or returns.", (*at, key))
    if bool(named) != (table in given):
        raise Fault(
            "missing-key",
            f"The key `{table if named else key}` is missing here.",
            at=at,
            consequence="Nobody could tell which figures are changed, or by what.",
            cure="Write `splits: [{sale: A, partner: anna, share: 60 %}, ...]` with `divides: [amount]` beside it."
            if table == "splits"
            else "Write `rates: [{currency: EUR, rate: 90.5}]` with `converts: [amount]` beside it.",
        )
    return tuple(named)


def _person(written: Mapping[str, object], at: tuple[Step, ...]) -> Person:
    metrics: dict[str, Quantity] = {}
    facts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    days: dict[str, date] = {}
    for key, value in written.items():
        here = (*at, key)
        if key in _LISTS:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise Fault(
                    "wrong-type",
                    f"`{key}` needs a list of courses.",
                    at=here,
                    consequence="Several courses may hold or not hold at once.",
                    cure=f"Write `{key}: [{value if isinstance(value, str) else '...'}]`.",
                )
            lists[key] = tuple(value)
        elif key in _TEXTS:
            if not isinstance(value, str):
                raise Fault(
                    "wrong-type",
                    f"`{key}` names one {key}." if key in _FACTS else f"`{key}` is one day.",
                    at=here,
                    consequence="A partner holds one tier of a ladder and stands at one place.",
                    cure=f"Write `{key}: silver`." if key == "tier" else f"Write one value after `{key}:`.",
                )
            if key in _DAYS:
                try:
                    days[key] = parse_date(value)
                except Fault as fault:
                    raise fault.under(*here) from None
            else:
                facts[key] = value
        else:
            metrics[key] = _quantity(value, here)
    return Person(
        metrics, facts, lists.get("course"), lists.get("but", ()), days.get("joined"), days.get("left")
    )


def _rows(written: object, table: str, at: tuple[Step, ...]) -> tuple[Mapping[str, str], ...]:
    if not isinstance(written, list) or not all(
        isinstance(row, dict) and all(isinstance(cell, str) for cell in row.values()) for row in written
    ):
        raise _unclear("Rows of a table are a list of columns with their values.", at)
    for number, row in enumerate(written):
        for key in _needed(table, row):
            if key not in row:
                raise Fault(
                    "missing-key",
                    f"The key `{key}` is missing here.",
                    at=(*at, number),
                    consequence="Nobody could tell whose row it is."
                    if key == "partner"
                    else "Nobody could tell of what this row speaks.",
                    cure="Add `partner:` with one of the partners of this example."
                    if key == "partner"
                    else f"Write `{_ROWS[table]}`.",
                )
    return tuple(written)


_NEEDED = {"splits": ("partner", "sale", "share"), "rates": ("currency", "rate")}
_ROWS = {"splits": "{sale: A, partner: anna, share: 60 %}", "rates": "{currency: EUR, rate: 90.5}"}


def _needed(table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that a row must have; a return that names its sale is its partner's."""
    if table in _NEEDED:
        return _NEEDED[table]
    return () if table in RETURNING and row.get(NAMING) else ("partner",)


def _outcome(written: object, at: tuple[Step, ...], *, several: bool) -> Outcome:
    if not isinstance(written, dict):
        if several:
            raise Fault(
                "wrong-type",
                "With several partners `then` says who earns what by which clause.",
                at=at,
                consequence="One amount could be anybody's.",
                cure="Write `then: {anna: {team-commission: 800}}`.",
            )
        return Outcome(_quantity(written, at))
    if not several:
        return Outcome(amounts={"": {key: _quantity(value, (*at, key)) for key, value in written.items()}})
    amounts: dict[str, dict[str, Quantity]] = {}
    for name, clauses in written.items():
        if not isinstance(clauses, dict):
            raise Fault(
                "wrong-type",
                "Each partner after `then` has clauses with their amounts.",
                at=(*at, name),
                consequence="One amount could be anybody's.",
                cure="Write `then: {anna: {team-commission: 800}}`.",
            )
        amounts[name] = {key: _quantity(value, (*at, name, key)) for key, value in clauses.items()}
    return Outcome(amounts=amounts)


def _quantity(value: object, at: tuple[Step, ...]) -> Quantity:
    try:
        return parse_quantity(value)
    except Fault as fault:
        raise fault.under(*at) from None
