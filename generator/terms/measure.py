"""Measures: one exact value for each row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.filters import Filters, say_filters
from generator.terms.pay import MONEY
from generator.terms.quantity import COUNT, PERCENT, Amount, Quantity, parse_quantity
from generator.terms.rounding import FigureRounding, say_rounding
from generator.terms.row_value import Value, say_value
from generator.terms.saying import Code, Sayings, SayingsBuilder
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates

TABLES = ("sales", "sale_lines", "returns", "events", "partners", "targets")
Table = Literal["sales", "sale_lines", "returns", "events", "partners", "targets"]
ERROR = "error"


class LookupRow(Frozen):
    """A row of a lookup: from `at_least` on the value is `value`."""

    at_least: Amount
    value: Amount = Field(alias="is")


def not_rising(rows: Sequence[LookupRow]) -> Iterator[Fault]:
    """A fault for each row of a lookup that does not start above the one before it."""
    for number, (before, after) in enumerate(pairwise(rows), 1):
        if after.at_least.value <= before.at_least.value:
            yield Fault(
                "bracket-not-ascending",
                "Each row must start higher than the one above.",
                at=("rows", number, "at_least"),
                label="this one starts at or below it",
                other=("rows", number - 1, "at_least"),
                other_label="the row above",
                consequence="A figure between the two could claim either row.",
                cure="Write the rows in rising order, or remove one.",
            )


def _unit(written: object) -> str:
    if isinstance(written, str) and written and written.replace("-", "").replace("_", "").isalnum():
        return written
    raise Fault(
        "unknown-unit",
        f"`{written}` is not a unit." if isinstance(written, str) else "This must be a unit.",
        consequence="Nobody could say what the figure counts.",
        cure="Units: `money`, `count`, `percent`, and those declared in programme.yaml.",
    )


def _zero(written: object) -> Quantity | Literal["error"]:
    if written == ERROR:
        return "error"
    return parse_quantity(written)


UnitName = Annotated[
    str, PlainValidator(_unit), WithJsonSchema({"type": "string", "examples": ["money", "count", "percent"]})
]
WhenZero = Annotated[
    Quantity | Literal["error"],
    PlainValidator(_zero),
    WithJsonSchema({"type": ["string", "number"], "examples": ["error", "0"]}),
]


class MeasureVersion(Version):
    """One dated definition: `value`, or `lookup` of a column in `rows`."""

    of: Table
    where: Filters = ()
    value: Value | None = None
    lookup: str | None = None
    rows: tuple[LookupRow, ...] = ()
    when_zero: WhenZero | None = None
    when_absent: Amount | None = None
    round: FigureRounding | None = None
    unit: UnitName

    @property
    def divides(self) -> bool:
        """Whether it is a quotient, which has no last decimal of its own."""
        return self.value is not None and self.value.divides

    @model_validator(mode="after")
    def _makes_sense(self) -> MeasureVersion:
        for fault in (*self._one_way(), *self._keys_of_quotients(), *self._keys_of_lookups()):
            raise fault
        return self

    def _one_way(self) -> Iterator[Fault]:
        if (self.value is None) == (self.lookup is None):
            yield Fault(
                "measure-unclear",
                "A measure has either `value` or `lookup` with its `rows`.",
                at=("lookup",) if self.lookup else (),
                other=("value",) if self.lookup else None,
                other_label="the value is said here already" if self.lookup else "",
                consequence="A value that cannot be computed cannot be paid.",
                cure="Keep one of the two." if self.lookup else "Write `value: amount`.",
            )

    def _keys_of_quotients(self) -> Iterator[Fault]:
        if self.divides and self.when_zero is None:
            yield Fault(
                "when-absent-missing",
                "A row whose divisor is zero has no quotient, and nothing says what holds then.",
                at=("value",),
                consequence="Partners could not tell what such a row is worth.",
                cure="Add `when_zero: error`, or the value that holds instead: `when_zero: 0`.",
            )
        if self.divides and self.round is None:
            yield Fault(
                "rounding-missing",
                "A quotient may have decimals without end, and nothing says how it is rounded.",
                at=("value",),
                consequence="Sums of such rows could be neither printed nor checked with a pocket calculator.",
                cure="Add `round: {digits: 2, mode: half_up}`.",
            )
        if self.when_zero is not None and not self.divides:
            yield _no_use("when_zero", "only a quotient has a divisor")
        percent = self.unit == PERCENT
        if self.divides and percent != (self.value is not None and self.value.operation == "ratio"):
            yield Fault(
                "wrong-unit",
                "A `ratio` is in percent, and a `quotient` is in another unit.",
                at=("unit",),
                consequence="One half could be read as half a percent.",
                cure="Write `unit: percent`." if not percent else "Write `ratio:` instead of `quotient:`.",
            )

    def _keys_of_lookups(self) -> Iterator[Fault]:
        if self.lookup is None:
            for key in ("rows", "when_absent"):
                if getattr(self, key):
                    yield _no_use(key, "only a `lookup` reads it")
            return
        if not self.rows:
            yield Fault(
                "table-empty",
                "A lookup has rows.",
                at=("lookup",),
                consequence="Every value would be absent.",
                cure="Add `rows: [{at_least: 0, is: 1}]`.",
            )
        if self.when_absent is None:
            yield Fault(
                "when-absent-missing",
                "A figure below the first row finds no value, and nothing says what holds then.",
                at=("lookup",),
                consequence="Partners could not tell what such a row is worth.",
                cure="Add the value that holds instead: `when_absent: 0`.",
            )
        yield from not_rising(self.rows)

    def quantities(self) -> Iterator[tuple[tuple[str | int, ...], Quantity]]:
        """Figures in the measure's own unit, with their places."""
        if isinstance(self.when_zero, Quantity):
            yield ("when_zero",), self.when_zero
        if self.when_absent is not None:
            yield ("when_absent",), self.when_absent
        for number, row in enumerate(self.rows):
            yield ("rows", number, "is"), row.value
        for at, operand in enumerate(self.value.operands if self.value else ()):
            if isinstance(operand, Quantity) and self.value is not None:
                yield ("value", *self.value.path(at)), operand


def _no_use(key: str, why: str) -> Fault:
    return Fault(
        "option-without-use",
        f"`{key}` has no meaning here: {why}.",
        at=(key,),
        on_key=True,
        consequence="An option that does nothing looks like a promise.",
        cure=f"Remove `{key}`.",
    )


class Measure(Frozen):
    """A measure with its dated versions."""

    title: Wording
    versions: tuple[MeasureVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Measure:
        check_versions(self.versions)
        return self


_LOOKUP = Text.of(
    en="{measure} is read from rows by the column {column} in a row of the table {table}; "
    "the last row that the value reaches counts.",
    ru="«{measure}» определяется по столбцу {column} в строке таблицы {table}; "
    "действует последняя строка, которой значение достигло.",
)
_LOOKUP_ROW = Text.of(en="From {at_least} on it is {value}.", ru="От {at_least} и выше это {value}.")
_LOOKUP_ABSENT = Text.of(
    en="Below the first row, or where the cell is empty, it is {absent}.",
    ru="Ниже первой строки или при пустой ячейке это {absent}.",
)
_LINES = Text.of(
    en="A row of the table {table} has the partner, the date, the customer and the status of its sale, "
    "where it names none itself.",
    ru="Строка таблицы {table} берёт партнёра, дату, покупателя и статус у своего заказа, "
    "если в ней самой они не указаны.",
)
_ZERO = Text.of(en="Where the divisor is zero, it is {zero}.", ru="Если делитель равен нулю, это {zero}.")
_ZERO_ERROR = Text.of(
    en="A row whose divisor is zero is an error: nothing is settled until it is corrected.",
    ru="Строка, где делитель равен нулю, — ошибка: пока её не исправят, расчёт не делается.",
)
_MONEY = Text.of(en="It is money in {currency}.", ru="Это деньги в валюте {currency}.")
_NUMBER = Text.of(en="It is a number without a unit.", ru="Это число без единицы измерения.")
_PERCENT = Text.of(en="It is a percentage.", ru="Это проценты.")
_OTHER = Text.of(en="It is counted in {unit}.", ru="Это величина в единицах {unit}.")

_DECLARED = Text.of(
    en="It is counted in {title}, written {unit}.",
    ru="Это величина в единицах «{title}», обозначение — {unit}.",
)


def say_unit(builder: SayingsBuilder, unit: str, titles: Titles) -> None:
    """Add the sentence that names the unit: `money` or the currency, count, percent, or a declared unit."""
    if unit in (MONEY, titles.currency):
        builder.say("unit", _MONEY, currency=Code(titles.currency))
    elif unit == COUNT:
        builder.say("unit", _NUMBER)
    elif unit == PERCENT:
        builder.say("unit", _PERCENT)
    elif f"unit/{unit}" in titles.titles:
        builder.say("unit", _DECLARED, title=titles.ref(f"unit/{unit}"), unit=Code(unit))
    else:
        builder.say("unit", _OTHER, unit=Code(unit))


def say_lines(builder: SayingsBuilder, table: str) -> None:
    """Add, for lines of sales, what they take from their sale."""
    if table == "sale_lines":
        builder.say("lines", _LINES, table=Code(table))


def measure_sayings(name: str, version: MeasureVersion, titles: Titles) -> Sayings:
    """What the page of a measure says."""
    builder = SayingsBuilder(f"measure/{name}/{version.address}")
    say_dates(builder, version)
    measure = titles.ref(f"measure/{name}")
    unit = titles.currency if version.unit == MONEY else version.unit
    if version.value is not None:
        say_value(builder, version.value, measure, version.of, unit, titles)
    else:
        column = Code(str(version.lookup))
        builder.say("value", _LOOKUP, measure=measure, column=column, table=Code(version.of))
        for number, row in enumerate(version.rows, 1):
            at_least = builder.fact(f"row.{number}.at_least", row.at_least.unit or COUNT, row.at_least.value)
            value = builder.fact(f"row.{number}.is", row.value.unit or unit, row.value.value)
            builder.say(f"row.{number}", _LOOKUP_ROW, at_least=at_least, value=value)
    say_lines(builder, version.of)
    if version.where:
        say_filters(builder, version.where)
    if isinstance(version.when_zero, Quantity):
        zero = builder.fact("when_zero", version.when_zero.unit or unit, version.when_zero.value)
        builder.say("zero", _ZERO, zero=zero)
    elif version.when_zero is not None:
        builder.say("zero", _ZERO_ERROR)
    if version.when_absent is not None:
        absent: Fraction = version.when_absent.value
        builder.say(
            "absent", _LOOKUP_ABSENT, absent=builder.fact("absent", version.when_absent.unit or unit, absent)
        )
    say_unit(builder, unit, titles)
    say_rounding(builder, version.round)
    return builder.done()
