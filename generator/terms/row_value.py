"""Values of a row: a column, or one operation on two columns, measures of the same table and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, did_you_mean
from generator.terms.quantity import Quantity, parse_quantity
from generator.terms.saying import Code, SayingsBuilder, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles

JOINING = ("sum", "difference", "product")
DIVIDING = ("quotient", "ratio")
BOUNDING = ("capped", "floored")
OPERATIONS = (*JOINING, *DIVIDING, *BOUNDING)


@dataclass(frozen=True, slots=True)
class OfMeasure:
    """The value of another measure of the same row."""

    name: str


Operand = str | OfMeasure | Quantity


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """One operand, or two joined by `operation`; a text is a column, a quantity stands only as a bound."""

    operands: tuple[Operand, ...]
    operation: str = ""

    @property
    def divides(self) -> bool:
        """Whether it is a quotient."""
        return self.operation in DIVIDING

    def measures(self) -> Iterator[tuple[int, str]]:
        """The measures it reads, with their places."""
        for at, one in enumerate(self.operands):
            if isinstance(one, OfMeasure):
                yield at, one.name

    def path(self, at: int) -> tuple[str | int, ...]:
        """Where an operand stands below `value:`."""
        return (self.operation, at) if self.operation else ()


def parse_value(written: object) -> ColumnValue:
    """Read `value:` of a measure. Raises Fault: wrong-type, unknown-key, and those of quantities."""
    if isinstance(written, str):
        return ColumnValue((written,))
    if isinstance(written, dict) and set(written) == {"measure"}:
        return ColumnValue((_operand(written),))
    if isinstance(written, dict) and len(written) == 1:
        operation, parts = next(iter(written.items()))
        near = did_you_mean(operation, OPERATIONS)
        if operation in OPERATIONS:
            if not isinstance(parts, list) or len(parts) != 2:
                raise _two_needed(operation)
            operands = []
            for at, part in enumerate(parts):
                try:
                    operands.append(_operand(part, bound=operation in BOUNDING and at == 1))
                except Fault as fault:
                    raise fault.under(operation, at) from None
            return ColumnValue(tuple(operands), operation)
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


def _operand(written: object, *, bound: bool = False) -> Operand:
    if isinstance(written, dict) and set(written) == {"measure"} and isinstance(written["measure"], str):
        return OfMeasure(written["measure"])
    if isinstance(written, str) and re.fullmatch("[a-z][a-z0-9_]*", written):
        return written
    if bound:
        return parse_quantity(written)
    raise Fault(
        "wrong-type",
        "A value is made of columns and of measures.",
        consequence="A value that cannot be computed cannot be paid.",
        cure="Write the name of a column, or `{measure: order_net}`.",
    )


def _two_needed(operation: str) -> Fault:
    example = "[amount, 1 000]" if operation in BOUNDING else "[amount, tax]"
    return Fault(
        "wrong-type",
        f"`{operation}` needs a list of {'a column and its bound' if operation in BOUNDING else 'two columns'}.",
        at=(operation,),
        consequence="With more or fewer nobody could say what is computed.",
        cure=f"Write `{operation}: {example}`.",
    )


Value = Annotated[ColumnValue, PlainValidator(parse_value), WithJsonSchema({"type": ["string", "object"]})]

_PHRASES = {
    "": (
        "{measure} is the value of <1> in a row of the table {table}.",
        "«{measure}» — значение столбца {first} в строке таблицы {table}.",
    ),
    "sum": (
        "{measure} is <1> plus <2> in a row of the table {table}.",
        "«{measure}» — <1> плюс <2> в строке таблицы {table}.",
    ),
    "difference": (
        "{measure} is <1> minus <2> in a row of the table {table}.",
        "«{measure}» — <1> минус <2> в строке таблицы {table}.",
    ),
    "product": (
        "{measure} is <1> multiplied by <2> in a row of the table {table}.",
        "«{measure}» — <1>, умноженный на <2>, в строке таблицы {table}.",
    ),
    "quotient": (
        "{measure} is <1> divided by <2> in a row of the table {table}.",
        "«{measure}» — <1>, делённый на <2>, в строке таблицы {table}.",
    ),
    "ratio": (
        "{measure} is <1> divided by <2> in a row of the table {table}, in percent.",
        "«{measure}» — <1>, делённый на <2>, в строке таблицы {table}, в процентах.",
    ),
    "capped": (
        "{measure} is the smaller of these in a row of the table {table}: <1> and <2>.",
        "«{measure}» — меньшее из перечисленного в строке таблицы {table}: <1> и <2>.",
    ),
    "floored": (
        "{measure} is the larger of these in a row of the table {table}: <1> and <2>.",
        "«{measure}» — большее из перечисленного в строке таблицы {table}: <1> и <2>.",
    ),
}
_OF_MEASURE = (
    "{measure} is the value of {first} in the same row of the table {table}.",
    "«{measure}» — значение показателя строки «{first}» в строке таблицы {table}.",
)
_KINDS = {
    "column": ("the column {%s}", "столбец {%s}"),
    "measure": ("{%s}", "показатель «{%s}»"),
    "bound": ("{%s}", "{%s}"),
}


def say_value(
    builder: SayingsBuilder, value: ColumnValue, measure: Slot, table: str, unit: str, titles: Titles
) -> None:
    """Add the sentence that says how the value of a row is made; a bound is the fact `bound` in `unit`."""
    slots: dict[str, Slot] = {"measure": measure, "table": Code(table)}
    phrase = _PHRASES[value.operation]
    if not value.operation and isinstance(value.operands[0], OfMeasure):
        phrase = _OF_MEASURE
    for mark, name, operand in zip(("<1>", "<2>"), ("first", "second"), value.operands, strict=False):
        if isinstance(operand, OfMeasure):
            kind, slots[name] = "measure", titles.ref(f"measure/{operand.name}")
        elif isinstance(operand, Quantity):
            kind, slots[name] = "bound", builder.fact("bound", operand.unit or unit, operand.value)
        else:
            kind, slots[name] = "column", Code(operand)
        words = _KINDS[kind]
        phrase = (phrase[0].replace(mark, words[0] % name), phrase[1].replace(mark, words[1] % name))
    builder.say("value", Text.of(en=phrase[0], ru=phrase[1]), **slots)
