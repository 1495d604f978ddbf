"""What a rule's page states, by kind: its table, its windows or rows, its amounts, and what any rule may carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from generator.audit.amounts import Amount
from generator.audit.conditions import Condition
from generator.audit.records import Filter


@dataclass(frozen=True)
class Bracket:
    """A row of a table: where it applies, and a rate in percent, an amount, or an amount for each unit."""

    at_least: Fraction | None = None
    tier: str | None = None
    rate: Fraction | None = None
    amount: Fraction | None = None
    each: Fraction | None = None
    pay: Amount | None = None  # a rate or an amount that is no printed figure
    only: bool = False  # the tier exactly, not upward to the next row
    segment: str = ""
    product: str = ""
    depth: tuple[int, int] | None = None
    when: Condition | None = None
    otherwise: bool = False
    times: Fraction | None = None  # a factor
    pays: str = ""  # rate | amount | each | times; said by the heading

    def __post_init__(self) -> None:
        if not self.pays:
            stated = {"rate": self.rate, "amount": self.amount, "each": self.each, "times": self.times}
            object.__setattr__(
                self, "pays", next((name for name, one in stated.items() if one is not None), "")
            )


# Of what a rule for each row may pay the earliest row alone, whoever has its lines.
OF_ROWS = ("customer", "sale", "event")


@dataclass(frozen=True)
class Carriers:
    """What works on what the table or amount gives, in the order in which it stands."""

    times: Amount | None = None
    floor: Amount | None = None
    cap: Amount | None = None
    limit: Amount | None = None
    limit_window: str = ""
    best_of: str = ""
    ceiling: str = ""
    once: str = ""  # partner | recruit | customer | sale | event
    once_within: str = ""


@dataclass(frozen=True)
class Due:
    """One share of each line: how much of it, how long it is on hold, and what must hold for it then."""

    share: Fraction  # of the line; all shares together are the whole of it
    after: int | None = None
    unit: str = "days"
    condition: Condition | None = None


@dataclass(frozen=True)
class RowSource:
    """The rows that are judged one by one."""

    table: str
    where: tuple[Filter, ...] = ()
    within: int | None = None  # from joining, in `within_unit`
    within_unit: str = "days"
    picks_by_row: bool = False
    as_of: str = "window_end"
    together: str = ""  # the window whose rows are taken together; nothing: each is judged by itself


@dataclass(frozen=True)
class RecruitFact:
    """The fact of a direct recruit for which a sponsor is paid: a sale, or a condition at the window's end."""

    first: str = ""  # "first_must": take the earliest, then test it; "first": the earliest that passes; "": a condition
    tests: tuple[Condition, ...] = ()  # of measures of the sale
    where: tuple[Filter, ...] = ()
    within: int | None = None
    within_unit: str = "days"
    condition: Condition | None = None


@dataclass(frozen=True)
class FixedBonus:
    """An amount for whoever meets a condition, for each window, row or recruit."""

    amount: Amount
    earns: Condition | None = None
    per: str = "period"
    source: RowSource | None = None
    recruit: RecruitFact | None = None
    carriers: Carriers = field(default_factory=Carriers)


@dataclass(frozen=True)
class Commission:
    """Rates or amounts on a metric or a measure of a row, by the rows of a table."""

    base: str
    chosen_by: str
    mode: str  # slice | whole | tier | table
    rows: tuple[Bracket, ...]
    earns: Condition | None = None
    below_zero: str = "zero"
    units: tuple[str, ...] = ()  # of the bounds of the rows
    per: str = "period"
    source: RowSource | None = None
    carriers: Carriers = field(default_factory=Carriers)
    past_only: bool = False  # a row for one tier only does not end the row below it
    worth: str = ""  # the declared unit that the base is in, where its worth makes money of it
    reset: str = ""  # the calendar window with which a shortfall that is carried is forgiven


@dataclass(frozen=True)
class Aim:
    """A figure with its target, and how much its attainment weighs; percentages are the printed numbers."""

    metric: str
    target: Amount
    weight: Fraction
    inverse: str = ""  # mirrored | target_over_actual, where less is better
    at_most: Fraction | None = None


@dataclass(frozen=True)
class Attainment:
    """A share of an amount by how far targets are attained."""

    pay: Amount  # at the target
    aims: tuple[Aim, ...]
    gate_each: Fraction | None = None
    gate_whole: Fraction | None = None
    rows: tuple[Bracket, ...] = ()  # factors of the overall attainment; none: it stands as it is
    mode: str = "slice"  # slice | whole
    earns: Condition | None = None
    per: str = "period"
    source: None = None
    carriers: Carriers = field(default_factory=Carriers)


Terms = FixedBonus | Commission | Attainment


@dataclass(frozen=True)
class Ceiling:
    """What several rules together may pay for a period, to a partner or to all."""

    id: str
    most: Amount
    programme: bool
    in_order: bool
