"""Tables by depth: what is paid so many steps up a tree, by depth alone or by the earner's tier and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.bracket import PointsFigure, tiers_not_rising
from generator.terms.quantity import COUNT, PERCENT, POINTS, Amount, Rate, Slug
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles

TreeName = Literal["sponsor", "placement"]


@dataclass(frozen=True, slots=True)
class Steps:
    """Depths from `first` to `last`, both included; `last` is None where there is no end."""

    first: int
    last: int | None

    def holds(self, depth: int) -> bool:
        """Whether a depth lies between them."""
        return self.first <= depth and (self.last is None or depth <= self.last)

    def meets(self, other: Steps) -> bool:
        """Whether some depth lies in both."""
        return (other.last is None or self.first <= other.last) and (
            self.last is None or other.first <= self.last
        )


def parse_steps(written: object) -> Steps:
    """Read `1`, `{from: 3, to: 5}` or `{from: 3}`. Raises Fault: wrong-type."""
    if isinstance(written, Steps):
        return written
    ends: list[object] = [written, written]
    if isinstance(written, dict) and "from" in written and set(written) <= {"from", "to"}:
        ends = [written["from"], written.get("to", "")]
    if all(isinstance(end, str) and re.fullmatch("[0-9]{0,4}", end) for end in ends) and ends[0]:
        found = Steps(int(str(ends[0])), int(str(ends[1])) if ends[1] else None)
        if found.last is None or found.first <= found.last:
            return found
    raise Fault(
        "wrong-type",
        "A depth is a whole number or a range that rises.",
        consequence="Nobody could say who stands there.",
        cure="Write `depth: 1` or `depth: {from: 3, to: 5}`.",
    )


def parse_dimensions(written: object) -> tuple[str, ...]:
    """Read `depth` or `[tier, depth]`. Raises Fault: table-unclear."""
    names = [written] if isinstance(written, str) else written
    if isinstance(names, list | tuple) and tuple(names) in (("depth",), ("tier", "depth")):
        return tuple(names)
    raise Fault(
        "table-unclear",
        "This table goes by depth, or by tier and depth.",
        consequence="Nobody could say which row applies to whom.",
        cure="Write `by: depth` or `by: [tier, depth]`.",
    )


AnySteps = Annotated[
    Steps, PlainValidator(parse_steps), WithJsonSchema({"type": ["integer", "string", "object"]})
]
DepthDimensions = Annotated[
    tuple[str, ...],
    PlainValidator(parse_dimensions),
    WithJsonSchema({"type": ["string", "array"], "examples": ["depth"]}),
]


class DepthRow(Frozen):
    """A row: a rate at one or several depths; a tier holds upward until the next row of the same depth.

    Where money gives points, `points` for `every` full sum of it stand in the place of the rate.
    """

    tier: Slug | None = None
    depth: AnySteps
    rate: Rate | None = None
    points: PointsFigure | None = None
    every: Amount | None = None
    name: Slug | None = None

    @model_validator(mode="after")
    def _one_figure(self) -> DepthRow:
        if self.rate is not None and (self.points is not None or self.every is not None):
            key = "points" if self.points is not None else "every"
            raise Fault(
                "row-pays-unclear",
                f"A row that pays a `rate` has no `{key}` besides.",
                at=(key,),
                other=("rate",),
                other_label="the rate",
                on_key=True,
                consequence="A partner could claim the one or the other.",
                cure="Keep one of them.",
            )
        if self.rate is None and (self.points is None or self.every is None):
            missing = "every" if self.points is not None else "points" if self.every is not None else "rate"
            raise Fault(
                "missing-key",
                f"The key `{missing}` is missing here.",
                consequence="Without it the programme says less than a partner needs to know.",
                cure=f"Add `{_WRITTEN[missing]}`.",
            )
        if self.every is not None and self.every.value <= 0:
            raise Fault(
                "figure-negative",
                "A full sum is more than nothing.",
                at=("every",),
                consequence="Nobody could say how many times it goes into the lines.",
                cure="Correct the figure, such as `every: 500`.",
            )
        return self

    @property
    def amount(self) -> None:
        """A row by depth holds no amount."""
        return

    @property
    def ratio(self) -> Fraction:
        """The rate as a factor. Raises ValueError in a row of points."""
        if self.rate is None:
            raise ValueError("a row of points has no rate")
        return self.rate.ratio

    @property
    def for_each_sum(self) -> tuple[Fraction, Fraction]:
        """The points, and the sum that is full for them. Raises ValueError in a row with a rate."""
        if self.points is None or self.every is None:
            raise ValueError("a row with a rate has no points")
        return self.points.value, self.every.value


_WRITTEN = {"rate": "rate: 7.5 %", "points": "points: 1", "every": "every: 100"}
"""How keys of a row may be written."""


class DepthTable(Frozen):
    """A table by depth, or by tier and depth; `applies_to: slice` adds up the rates of lower tiers."""

    by: DepthDimensions
    applies_to: Literal["whole", "slice"] = "whole"
    rows: tuple[DepthRow, ...]

    @model_validator(mode="after")
    def _complete(self) -> DepthTable:
        if not self.rows:
            raise Fault(
                "table-empty",
                "A table needs at least one row.",
                at=("rows",),
                consequence="A table without rows pays nothing to anybody.",
                cure="Write `rows: [{depth: 1, rate: 8 %}]`.",
            )
        self._alike()
        for number, row in enumerate(self.rows):
            self._check(number, row)
        if self.applies_to == "slice" and not self.by_tier:
            raise Fault(
                "table-unclear",
                "`applies_to: slice` adds up the rates of lower tiers, and this table goes by depth alone.",
                at=("applies_to",),
                consequence="There is nothing to add up.",
                cure="Remove it, or write `by: [tier, depth]`.",
            )
        return self

    def _alike(self) -> None:
        """Raise Fault where some rows hold a rate and others points, or where points would be added up."""
        odd = next((at for at, row in enumerate(self.rows) if (row.rate is None) != self.in_points), None)
        if odd is not None:
            raise Fault(
                "row-pays-unclear",
                "Some rows hold a rate, and others points for so much.",
                at=("rows", odd),
                other=("rows", 0),
                other_label="another form",
                consequence="The rows read lines in different units, and nobody could say which lines count.",
                cure="Write all rows in one form; the other one goes into a clause of its own.",
            )
        if self.in_points and self.applies_to == "slice":
            raise Fault(
                "table-unclear",
                "`applies_to: slice` adds up rates, and these rows hold points.",
                at=("applies_to",),
                consequence="Points for different sums cannot be added before it is known how often each is full.",
                cure="Remove it.",
            )

    def _check(self, number: int, row: DepthRow) -> None:
        if (row.tier is not None) != self.by_tier:
            raise Fault(
                "table-unclear",
                "Each row names a tier." if self.by_tier else "This table goes by depth alone.",
                at=("rows", number) if self.by_tier else ("rows", number, "tier"),
                consequence="Nobody could say for whom the row holds.",
                cure="Add `tier:` to the row."
                if self.by_tier
                else "Remove `tier`, or write `by: [tier, depth]`.",
            )
        for before, other in enumerate(self.rows[:number]):
            if other.tier == row.tier and other.depth.meets(row.depth):
                raise Fault(
                    "row-twice",
                    "Two rows hold for the same depth.",
                    at=("rows", number, "depth"),
                    other=("rows", before, "depth"),
                    other_label="the other row",
                    consequence="A partner could claim the better of the two.",
                    cure="Let each depth stand in one row, for each tier once.",
                )

    @property
    def by_tier(self) -> bool:
        """Whether the earner's tier takes part."""
        return len(self.by) > 1

    @property
    def in_points(self) -> bool:
        """Whether its rows hold points for every full sum, and no rates."""
        return self.rows[0].rate is None

    @property
    def last_depth(self) -> int | None:
        """The deepest depth of any row; None where one has no end."""
        ends = [row.depth.last for row in self.rows]
        return None if None in ends else max(end for end in ends if end is not None)

    def at(self, depth: int) -> list[int]:
        """The rows of a depth, as places in `rows`."""
        return [number for number, row in enumerate(self.rows) if row.depth.holds(depth)]


def depth_faults(table: DepthTable, titles: Titles) -> Iterator[Fault]:
    """Rows by tier in another order than that of one ladder; a tier may stand in several rows, one after the other."""
    yield from tiers_not_rising([row.tier for row in table.rows], titles, again=True)


def endless_depths(table: DepthTable) -> Iterator[Fault]:
    """A fault for each row without an end."""
    for number, row in enumerate(table.rows):
        if row.depth.last is None:
            yield Fault(
                "depth-without-end",
                "Here a depth needs an end.",
                at=("table", "rows", number, "depth"),
                consequence="The same figure would be paid for as often as people stand above it.",
                cure=f"Write `depth: {{from: {row.depth.first}, to: ...}}`. Only a table by tier and depth "
                "beside `less: {best_between: ...}` may go on without an end.",
            )


_AT = Text.of(en="{first}", ru="{first}")
_FROM_TO = Text.of(en="{first} to {last}", ru="от {first} до {last}")
_FROM = Text.of(en="{first} and deeper", ru="{first} и глубже")
_TIER = Text.of(en="{tier}", ru="{tier}")
_FOR_EVERY = Text.of(en="{amount} for every full {every}", ru="{amount} за каждые полные {every}")
_BY_DEPTH = Text.of(
    en="The row that applies is the row of the depth at which the earner stands.",
    ru="Применяется строка той глубины, на которой стоит получатель.",
)
_BY_TIER = Text.of(
    en="Of the rows of the depth at which the earner stands, the row that applies is that of the highest tier "
    "that is not above the earner's tier on the ladder {ladder}.",
    ru="Из строк той глубины, на которой стоит получатель, применяется строка самого высокого статуса, "
    "который не выше его статуса на лестнице «{ladder}».",
)
_NO_ROW = Text.of(
    en="Where no row applies, nothing is owed.",
    ru="Если ни одна строка не применяется, ничего не причитается.",
)


def say_depth_table(builder: SayingsBuilder, table: DepthTable, titles: Titles) -> None:
    """Add `chosen` and `no_row`, and of each row the cells `row.N.tier`, `row.N.depth` and the fact `row.N.rate`.

    Rows of points have the cell `row.N.points` in the place of the rate.
    """
    if table.by_tier:
        ladder = titles.ladder_of[str(table.rows[0].tier)]
        builder.say("chosen", _BY_TIER, ladder=titles.ref(f"ladder/{ladder}"))
    else:
        builder.say("chosen", _BY_DEPTH)
    builder.say("no_row", _NO_ROW)
    for number, row in enumerate(table.rows, 1):
        if row.tier is not None:
            builder.say(f"row.{number}.tier", _TIER, tier=titles.ref(f"tier/{row.tier}"))
        ends = {"first": builder.fact(f"row.{number}.from", COUNT, Fraction(row.depth.first))}
        if row.depth.last == row.depth.first:
            phrase = _AT
        elif row.depth.last is None:
            phrase = _FROM
        else:
            phrase = _FROM_TO
            ends["last"] = builder.fact(f"row.{number}.to", COUNT, Fraction(row.depth.last))
        builder.say(f"row.{number}.depth", phrase, **ends)
        if row.rate is not None:
            builder.table_fact(f"row.{number}.rate", PERCENT, row.rate.value)
            continue
        points, every = row.for_each_sum
        amount = builder.fact(f"row.{number}.amount", POINTS, points)
        full = builder.fact(f"row.{number}.every", titles.currency, every)
        builder.say(f"row.{number}.points", _FOR_EVERY, amount=amount, every=full)
