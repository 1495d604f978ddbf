"""What a page defines of a figure: measures of a row, metrics of a partner, with windows, scopes and rounding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.audit.conditions import Condition
from generator.audit.records import Filter


@dataclass(frozen=True)
class Rounding:
    """To how many decimals of the printed figure, and what happens to a tie."""

    mode: str  # half_up | half_even | down
    digits: int

    def of(self, value: Fraction) -> Fraction:
        """A value rounded, alike for both signs."""
        scaled = abs(value) * 10**self.digits
        whole, rest = divmod(scaled.numerator, scaled.denominator)
        twice = 2 * rest
        tie = twice == scaled.denominator
        up_on_tie = self.mode == "half_up" or (self.mode == "half_even" and whole % 2 == 1)
        if self.mode != "down" and (twice > scaled.denominator or (tie and up_on_tie)):
            whole += 1
        result = Fraction(whole, 10**self.digits)
        return -result if value < 0 else result


@dataclass(frozen=True)
class Step:
    """A row of a lookup: from which value on, with its unit, and what it is then."""

    at_least: Fraction
    unit: str
    gives: Fraction


def looked_up(steps: tuple[Step, ...], value: Fraction) -> Fraction | None:
    """What the last row that begins at or below a value gives; None below the first row."""
    found: Fraction | None = None
    for step in steps:
        if step.at_least <= value:
            found = step.gives
    return found


@dataclass(frozen=True)
class Cell:
    """What a measure is made of: a column of the row, another measure of the same row, or a figure."""

    column: str = ""
    measure: str = ""
    figure: Fraction | None = None
    unit: str = ""  # of the figure


@dataclass(frozen=True)
class Measure:
    """One value a row: a cell, or two of them reckoned together."""

    id: str
    table: str
    operation: str  # value | sum | difference | product | quotient | ratio | capped | floored | lookup
    cells: tuple[Cell, ...]
    unit: str = ""
    where: tuple[Filter, ...] = ()
    steps: tuple[Step, ...] = ()
    absent: Fraction | None = None  # lookup: below the first row, or where the cell is empty
    when_zero: Fraction | None = None  # quotient, ratio: None is an error
    rounding: Rounding | None = None
    percent_is_share: bool = False  # "100 % counts as 1"


@dataclass(frozen=True)
class Window:
    """Which days a figure is taken over, seen from the window of whoever reads it."""

    kind: str = "period"
    count: int = 1
    unit: str = ""


@dataclass(frozen=True)
class Scope:
    """Whose figures are added up: of one tree, from one depth to another, with the tests of each person."""

    kind: str = "own"  # own | downline | leg | largest | smallest | programme | recruits | legs
    tree: str = ""
    first: int = 0
    last: int | None = None
    position: str = ""
    positions: tuple[str, ...] = ()
    no_leg: Fraction = Fraction(0)
    active_only: bool = False
    active: Condition | None = None
    broken: Condition | None = None


@dataclass(frozen=True)
class Having:
    """What a leg or a person must meet to be counted."""

    kind: str  # each | some | first | together
    condition: Condition | None = None
    metric: str = ""
    relation: str = ""
    bound: Fraction = Fraction(0)
    unit: str = ""


@dataclass(frozen=True)
class Operand:
    """What a derived metric is made of: a metric, now or some periods earlier, or a figure."""

    metric: str = ""
    shift: int = 0
    figure: Fraction = Fraction(0)
    unit: str = ""  # of the figure


ROWS = frozenset("sum count distinct new first last min max mean".split())


@dataclass(frozen=True)
class Metric:
    """One figure a partner and window: made of rows, of other metrics, or of the partner's place and dates."""

    id: str
    kind: str  # one of ROWS, or plus difference product quotient ratio capped floored lookup weighted age_of over
    #            members recruits legs
    table: str = ""
    window: Window = Window()
    measure: str = ""
    column: str = ""
    where: tuple[Filter, ...] = ()
    must: tuple[Filter, ...] | None = None  # what the row taken must meet; None where nothing is said of it
    unit: str = "count"
    absent: Fraction = Fraction(0)  # without counted rows, below the table, for whoever joins later
    rounding: Rounding | None = None
    scope: Scope = Scope()
    operands: tuple[Operand, ...] = ()
    weights: tuple[Fraction, ...] = ()  # in percent
    steps: tuple[Step, ...] = ()
    when_zero: Fraction | None = None
    percent_is_share: bool = False  # "100 % counts as 1"
    as_of: str = "last"
    having: tuple[Having, ...] = ()
