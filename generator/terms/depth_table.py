"""Tables by depth: what is paid so many steps up a tree, by depth alone or by the earner's tier and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.bracket import tiers_not_rising
from generator.terms.quantity import COUNT, PERCENT, Quantity, Rate, Slug
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
    """A row: a rate at one or several depths; a tier holds upward until the next row of the same depth."""

    tier: Slug | None = None
    depth: AnySteps
    rate: Rate
    name: Slug | None = None

    @property
    def amount(self) -> None:
        """A row by depth holds no amount."""
        return

    @property
    def figure(self) -> Quantity:
        """What stands there."""
        return self.rate


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
    """Add `chosen` and `no_row`, and of each row the cells `row.N.tier`, `row.N.depth` and the fact `row.N.rate`."""
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
        builder.table_fact(f"row.{number}.rate", PERCENT, row.rate.value)
