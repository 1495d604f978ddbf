"""Units of metrics: what the figures of which a metric is made give, and where they do not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.source import Fault, Step
from generator.terms.derived import Age, Combined, Counted, LookedUp, Weighted
from generator.terms.measure import Measure
from generator.terms.metric import Metric, MetricVersion
from generator.terms.numerals import is_currency
from generator.terms.operand import MetricAt, Operand
from generator.terms.pay import MONEY
from generator.terms.quantity import COUNT, PERCENT, Quantity

_ALIKE = ("sum", "difference", "capped", "floored", "ratio")
"""Operations whose figures have one unit."""


def metric_units(
    metrics: Mapping[str, Metric], measures: Mapping[str, Measure], currency: str
) -> dict[str, str]:
    """The unit of each metric by its latest version; a count where metrics lead to themselves or nowhere."""
    known: dict[str, str] = {}
    waiting: set[str] = set()

    def unit(name: str) -> str:
        if name in known:
            return known[name]
        if name in waiting or name not in metrics:
            return COUNT
        waiting.add(name)
        version = metrics[name].versions[-1]
        if version.derived is None:
            measure = measures.get(version.measure or "")
            own = measure.versions[-1].unit if measure is not None else COUNT
            found = currency if own == MONEY else own
        else:
            found = _derived(version, [_unit(one, unit) for _, one in version.operands()])
        if found == COUNT and version.unit is not None:
            found = version.unit
        known[name] = found
        return found

    return {name: unit(name) for name in metrics}


def _unit(operand: Operand, unit: Callable[[str], str]) -> str:
    return operand.unit if isinstance(operand, Quantity) else unit(operand.metric)


def _derived(version: MetricVersion, units: Sequence[str]) -> str:
    """The unit that a derived metric has; `units` are those of what it is made of, empty of a bare constant."""
    match version.derived:
        case Combined("ratio"):
            return PERCENT
        case Combined("product"):
            return _product(*units)
        case Combined("quotient"):
            return _quotient(*units)
        case LookedUp(rows=rows):
            return rows[0].value.with_unit(COUNT).unit if rows else COUNT
        case Age(unit):
            return unit
        case Counted():
            return COUNT
    return next((one for one in units if one), COUNT)


def _product(first: str, second: str) -> str:
    first, second = first or COUNT, second or COUNT
    if first == PERCENT or (first == COUNT and second != PERCENT):
        return second  # a percentage of something is such a thing, also of a plain number
    if second in (COUNT, PERCENT):
        return first
    return first if is_currency(first) else second


def _quotient(first: str, second: str) -> str:
    first, second = first or COUNT, second or COUNT
    return COUNT if first == second else first


def unit_faults(name: str, version: MetricVersion, units: Mapping[str, str]) -> Iterator[Fault]:
    """Where the units of a derived metric do not fit together (wrong-unit); `units` are those of all metrics."""
    made = version.derived
    own = units[name]
    if version.unit not in (None, own):
        yield _misfit(
            ("unit",), f"This figure comes out in `{own}`; `unit` names what a plain number counts."
        )
    if made is None:
        return
    read = [(path, one, _unit(one, units.__getitem__)) for path, one in version.operands()]
    match made:
        case Combined(operation) if operation in _ALIKE:
            yield from _alike(read)
        case Combined("product"):
            one, two = (unit or COUNT for _, _, unit in read)
            if is_currency(one) and is_currency(two):
                yield _misfit(read[1][0], f"Money cannot be multiplied by money, and both are in `{two}`.")
        case Combined("quotient"):
            one, two = (unit or COUNT for _, _, unit in read)
            if is_currency(two) and one != two:
                yield _misfit(read[1][0], f"What is in `{one}` cannot be divided by money.")
        case LookedUp(rows=rows):
            for number, row in enumerate(rows):
                yield from _fits(row.at_least, read[0][2], ("rows", number, "at_least"))
                yield from _fits(row.value, own, ("rows", number, "is"))
        case Weighted():
            yield from _alike(read)
    if version.when_absent is not None:
        yield from _fits(version.when_absent, own, ("when_absent",))


def _alike(read: Sequence[tuple[tuple[Step, ...], Operand, str]]) -> Iterator[Fault]:
    first = next((unit for _, _, unit in read if unit), COUNT)
    for path, operand, unit in read:
        if (unit or first) != first:
            what = f"`{operand.metric}`" if isinstance(operand, MetricAt) else "This figure"
            yield _misfit(path, f"{what} is in `{unit}`, and what stands beside it is in `{first}`.")


def _fits(quantity: Quantity, unit: str, path: tuple[Step, ...]) -> Iterator[Fault]:
    if quantity.unit not in ("", unit):
        yield _misfit(path, f"This figure is in `{quantity.unit}`, and what it stands for is in `{unit}`.")


def _misfit(path: tuple[Step, ...], says: str) -> Fault:
    return Fault(
        "wrong-unit",
        says,
        at=path,
        consequence="Two units that do not fit together give a figure that means nothing.",
        cure="Take figures of units that fit, or turn one into the other with a `lookup` or a `ratio`.",
    )
