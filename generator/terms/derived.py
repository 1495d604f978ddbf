"""Derived metrics: figures made of other metrics, of counts of people, or of the day of joining."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from generator.source import Frozen, Step
from generator.terms.condition import Condition
from generator.terms.measure import LookupRow, Table
from generator.terms.operand import AnyOperand, MetricAt, Operand, Operands, parse_operands
from generator.terms.people import PEOPLE, AnyHaving, Having, People, conditions_of
from generator.terms.quantity import Rate, parse_slug
from generator.terms.scope import OWN, AnyScope, AnyTree, TreeName
from generator.terms.version import Version

PAIRS = ("difference", "product", "quotient", "ratio", "capped", "floored")
OTHERS = ("lookup", "weighted", "age_of")
AgeUnit = Literal["years", "months", "days"]
AsOf = Literal["window_end", "window_start"]
CountedTable = Table | People


class Part(Frozen):
    """A part of a weighted sum."""

    of: AnyOperand
    weight: Rate


@dataclass(frozen=True, slots=True)
class Combined:
    """Metrics and constants joined by an operation: sum, difference, product, quotient, ratio, capped, floored."""

    operation: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The value of the last row that begins at or below a metric."""

    of: Operand
    rows: tuple[LookupRow, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """The sum of parts, each multiplied by its weight (in percent)."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Age:
    """Whole years, months or days from joining to the first or the last day of the window."""

    unit: AgeUnit
    as_of: AsOf


@dataclass(frozen=True, slots=True)
class Counted:
    """How many legs, direct recruits, or members of a scope there are."""

    what: People
    tree: TreeName
    having: Having | None


Derived = Combined | LookedUp | Weighted | Age | Counted


def _sum_of(written: object) -> str | tuple[Operand, ...]:
    return parse_operands(written) if isinstance(written, list | tuple) else parse_slug(written)


SumOf = Annotated[
    str | tuple[Operand, ...],
    PlainValidator(_sum_of),
    WithJsonSchema({"type": ["string", "array"], "examples": ["some-name"]}),
]


class DerivedKeys(Version):
    """The keys of a metric's version that do not speak of rows, and those that may speak of either."""

    sum_of: SumOf | None = Field(default=None, alias="sum")
    count_of: CountedTable | None = Field(default=None, alias="count")
    difference: Operands | None = None
    product: Operands | None = None
    quotient: Operands | None = None
    ratio: Operands | None = None
    capped: Operands | None = None
    floored: Operands | None = None
    lookup: AnyOperand | None = None
    rows: tuple[LookupRow, ...] = ()
    weighted: tuple[Part, ...] | None = None
    age_of: Literal["joined_on"] | None = None
    age_in: AgeUnit | None = Field(default=None, alias="in")
    as_of: AsOf | None = None
    having: AnyHaving | None = None
    tree: AnyTree | None = None
    scope: AnyScope = OWN

    @property
    def sum(self) -> str | None:
        """The measure that is summed, of a metric made of rows."""
        return self.sum_of if isinstance(self.sum_of, str) else None

    @property
    def count(self) -> Table | None:
        """The table whose rows are counted, of a metric made of rows."""
        return None if self.count_of in PEOPLE else self.count_of  # type: ignore[return-value]  # not of people

    @property
    def derived_ways(self) -> list[str]:
        """The keys written here that make it a derived metric."""
        ways = [name for name in (*PAIRS, *OTHERS) if getattr(self, name) is not None]
        ways += ["sum"] if isinstance(self.sum_of, tuple) else []
        return [*ways, "count"] if self.count_of in PEOPLE else ways

    @cached_property
    def derived(self) -> Derived | None:
        """What it is made of where that is not rows."""
        if isinstance(self.sum_of, tuple):
            return Combined("sum", self.sum_of)
        for name in PAIRS:
            operands = getattr(self, name)
            if operands is not None:
                return Combined(name, operands)
        if self.lookup is not None:
            return LookedUp(self.lookup, self.rows)
        if self.weighted is not None:
            return Weighted(self.weighted)
        if self.age_of is not None:
            return Age(self.age_in or "years", self.as_of or "window_end")
        for what in PEOPLE:
            if self.count_of == what:
                tree = self.scope.tree if what == "members" else self.tree or "sponsor"
                return Counted(what, tree, self.having)
        return None

    def operands(self) -> Iterator[tuple[tuple[Step, ...], Operand]]:
        """Metrics and constants that it is made of, with their places."""
        match self.derived:
            case Combined(operation, operands):
                for number, one in enumerate(operands):
                    yield (operation, number), one
            case LookedUp(of):
                yield ("lookup",), of
            case Weighted(parts):
                for number, part in enumerate(parts):
                    yield ("weighted", number, "of"), part.of

    def conditions(self) -> Iterator[tuple[tuple[Step, ...], Condition]]:
        """Conditions on people, with the place below which their own places lie."""
        for condition in self.scope.conditions:
            yield ("scope",), condition
        for condition in conditions_of(self.having):
            yield ("having",), condition

    @property
    def may_be_absent(self) -> bool:
        """Whether there are partners for whom it cannot be computed."""
        match self.derived:
            case Combined("quotient" | "ratio", (_, divisor)):
                return isinstance(divisor, MetricAt)
            case LookedUp():
                return True
        return False
