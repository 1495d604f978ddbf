"""Measures: one exact value for each row of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen, did_you_mean
from generator.terms.saying import Code, Sayings, SayingsBuilder
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates

TABLES = ("sales", "events", "partners")
Table = Literal["sales", "events", "partners"]
OPERATIONS = ("sum", "difference", "product")


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """A column, or two columns joined by `operation` (sum, difference, product)."""

    columns: tuple[str, ...]
    operation: str = ""


def _value(written: object) -> ColumnValue:
    if isinstance(written, str):
        return ColumnValue((written,))
    if isinstance(written, dict) and len(written) == 1:
        operation, columns = next(iter(written.items()))
        near = did_you_mean(operation, OPERATIONS)
        if operation in OPERATIONS:
            if isinstance(columns, list) and len(columns) == 2 and all(isinstance(c, str) for c in columns):
                return ColumnValue(tuple(columns), operation)
            raise Fault(
                "wrong-type",
                f"`{operation}` needs a list of two columns.",
                at=(operation,),
                consequence="With more or fewer nobody could say what is computed.",
                cure=f"Write `{operation}: [amount, tax]`.",
            )
        raise Fault(
            "unknown-key",
            f"`{operation}` is not an operation on columns.",
            at=(operation,),
            on_key=True,
            consequence="A value that cannot be computed cannot be paid.",
            cure=f"Did you mean `{near}`?" if near else "Operations: " + ", ".join(OPERATIONS) + ".",
        )
    raise Fault(
        "wrong-type",
        "The value of a measure is a column or one operation on two columns.",
        consequence="A value that cannot be computed cannot be paid.",
        cure="Write `value: amount` or `value: {difference: [amount, tax]}`.",
    )


Value = Annotated[ColumnValue, PlainValidator(_value), WithJsonSchema({"type": ["string", "object"]})]


class MeasureVersion(Version):
    """One dated definition of a measure."""

    of: Table
    value: Value
    unit: Literal["money", "count"]


class Measure(Frozen):
    """A measure with its dated versions."""

    title: Wording
    versions: tuple[MeasureVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Measure:
        check_versions(self.versions)
        return self


_VALUE = {
    "": Text.of(
        en="{measure} is the value of the column {first} in a row of the table {table}.",
        ru="«{measure}» — значение столбца {first} в строке таблицы {table}.",
    ),
    "sum": Text.of(
        en="{measure} is the column {first} plus the column {second} in a row of the table {table}.",
        ru="«{measure}» — столбец {first} плюс столбец {second} в строке таблицы {table}.",
    ),
    "difference": Text.of(
        en="{measure} is the column {first} minus the column {second} in a row of the table {table}.",
        ru="«{measure}» — столбец {first} минус столбец {second} в строке таблицы {table}.",
    ),
    "product": Text.of(
        en="{measure} is the column {first} multiplied by the column {second} in a row of the table {table}.",
        ru="«{measure}» — столбец {first}, умноженный на столбец {second}, в строке таблицы {table}.",
    ),
}
MONEY = Text.of(en="It is money in {currency}.", ru="Это деньги в валюте {currency}.")
NUMBER = Text.of(en="It is a number without a unit.", ru="Это число без единицы измерения.")
NOT_ROUNDED = Text.of(en="It is not rounded.", ru="Показатель не округляется.")


def say_unit(builder: SayingsBuilder, unit: str, titles: Titles) -> None:
    """Add the sentence that names the unit."""
    if unit == "money":
        builder.say("unit", MONEY, currency=Code(titles.currency))
    else:
        builder.say("unit", NUMBER)


def measure_sayings(name: str, version: MeasureVersion, titles: Titles) -> Sayings:
    """What the page of a measure says."""
    builder = SayingsBuilder(f"measure/{name}/{version.starts}")
    say_dates(builder, version)
    columns = {"first": Code(version.value.columns[0])}
    if version.value.operation:
        columns["second"] = Code(version.value.columns[1])
    builder.say(
        "value",
        _VALUE[version.value.operation],
        measure=titles.ref(f"measure/{name}"),
        table=Code(version.of),
        **columns,
    )
    say_unit(builder, version.unit, titles)
    builder.say("rounding", NOT_ROUNDED)
    return builder.done()
