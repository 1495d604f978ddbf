"""Operands: what a derived metric is made of, other metrics, also of earlier periods, and constants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Step
from generator.terms.quantity import Quantity, parse_quantity
from generator.terms.saying import Phrase, SayingsBuilder, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles

MOST_BEFORE = 120
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_BEFORE = re.compile(r"([1-9][0-9]{0,2}) periods? before")


@dataclass(frozen=True, slots=True)
class MetricAt:
    """A metric of the same window, or of the period that lies `before` periods earlier."""

    metric: str
    before: int = 0


Operand = MetricAt | Quantity


def parse_operand(written: object, at: tuple[Step, ...] = ()) -> Operand:
    """Read `personal_volume`, `{personal_volume: 1 period before}`, `100 000`.

    Raises Fault: wrong-type, unknown-window, and those of quantities.
    """
    if isinstance(written, MetricAt | Quantity):
        return written
    if isinstance(written, str):
        if _NAME.fullmatch(written):
            return MetricAt(written)
        try:
            return parse_quantity(written)
        except Fault as fault:
            raise fault.under(*at) from None
    if isinstance(written, dict) and len(written) == 1:
        name, value = next(iter(written.items()))
        if name == "metric" and isinstance(value, str) and _NAME.fullmatch(value):
            raise Fault(
                "wrong-type",
                "In a list of figures a metric stands by its name.",
                at=at,
                consequence="Two ways of writing one thing look like two things.",
                cure=f"Write `{value}`.",
            )
        match = _BEFORE.fullmatch(value) if isinstance(value, str) else None
        if match and int(match[1]) <= MOST_BEFORE:
            return MetricAt(name, int(match[1]))
        raise Fault(
            "unknown-window",
            f"`{value}` does not say which period is meant."
            if isinstance(value, str)
            else "This must be a window.",
            at=(*at, name),
            consequence="Without it nobody can tell of when the figure is.",
            cure=f"Write `{{{name}: 1 period before}}`.",
        )
    raise Fault(
        "wrong-type",
        "A figure is made of metrics and constants.",
        at=at,
        consequence="A figure that cannot be computed cannot be paid.",
        cure="Write `personal_volume`, `{personal_volume: 1 period before}` or `100 000`.",
    )


def parse_operands(written: object) -> tuple[Operand, ...]:
    """Read a list of operands. Raises Fault: wrong-type and those of `parse_operand`."""
    if isinstance(written, tuple):
        return written
    if not isinstance(written, list) or not written:
        raise Fault(
            "wrong-type",
            "This must be a list of metrics.",
            consequence="A figure that cannot be computed cannot be paid.",
            cure=f"Write it as `[personal_volume, {written if isinstance(written, str) else 'group_volume'}]`.",
        )
    return tuple(parse_operand(one, (number,)) for number, one in enumerate(written))


AnyOperand = Annotated[
    Operand,
    PlainValidator(parse_operand),
    WithJsonSchema({"type": ["string", "object"], "examples": ["personal_volume"]}),
]
Operands = Annotated[
    tuple[Operand, ...],
    PlainValidator(parse_operands),
    WithJsonSchema({"type": "array", "examples": ["[personal_volume, group_volume]"]}),
]


_EARLIER = Text.of(en="{metric} {shift} earlier", ru="«{metric}» ({shift} назад)")
_METRIC = Text.of(en="{metric}", ru="«{metric}»")


def say_operand(builder: SayingsBuilder, name: str, operand: Operand, unit: str, titles: Titles) -> Slot:
    """What fills the hole of a sentence; a constant is the fact `name` in `unit`, a shift the fact `name.shift`."""
    if isinstance(operand, Quantity):
        return builder.fact(name, operand.with_unit(unit).unit, operand.value)
    metric = titles.ref(f"metric/{operand.metric}")
    if not operand.before:
        return Phrase(_METRIC, {"metric": metric})
    shift = builder.fact(f"{name}.shift", "periods", Fraction(operand.before))
    return Phrase(_EARLIER, {"metric": metric, "shift": shift})


def operand_unit(operand: Operand, titles: Titles, bare: str) -> str:
    """The unit in which an operand comes; a bare constant takes `bare`."""
    if isinstance(operand, Quantity):
        return operand.with_unit(bare).unit
    return titles.metric_units[operand.metric]
