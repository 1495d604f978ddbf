"""Checks of measures: names that lead nowhere, values made of themselves, figures in another unit."""

from __future__ import annotations

from collections.abc import Iterator

from generator.source import Diagnostic, Step, did_you_mean, find
from generator.terms.measure import MeasureVersion
from generator.terms.metric import MetricVersion
from generator.terms.pay import MONEY
from generator.terms.programme import Programme
from generator.terms.quantity import COUNT, DURATIONS, PERCENT, Quantity

FILE = "metrics.yaml"


def measure_references(programme: Programme) -> Iterator[Diagnostic]:
    """Every fault of measures, and of the figures that stand in for an absent metric."""
    units = (MONEY, COUNT, PERCENT, *programme.file.units)
    for name, measure in programme.measures.items():
        for number, version in enumerate(measure.versions):
            above: tuple[Step, ...] = ("measures", name, "versions", number)
            if version.unit not in units:
                yield _unknown_unit(programme, (*above, "unit"), version.unit, units)
                continue
            yield from _made_of(programme, name, above, version)
            unit = programme.file.currency if version.unit == MONEY else version.unit
            for path, quantity in version.quantities():
                yield from _fits(programme, (*above, *path), quantity, unit)
    metric_units = programme.metric_units()
    for name, metric in programme.metrics.items():
        for number, made in enumerate(metric.versions):
            yield from _units_of(programme, ("metrics", name, "versions", number), made, units)
            if made.of_rows and made.when_absent is not None:
                path = ("metrics", name, "versions", number, "when_absent")
                yield from _fits(programme, path, made.when_absent, metric_units[name])


def _units_of(
    programme: Programme, above: tuple[Step, ...], made: MetricVersion, units: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """Units of a metric, and of figures that it is made of, which nobody declared."""
    if made.unit is not None and made.unit not in units:
        yield _unknown_unit(programme, (*above, "unit"), made.unit, units)
    figures = [(path, one) for path, one in made.operands() if isinstance(one, Quantity)]
    for number, row in enumerate(made.rows):
        figures += [(("rows", number, "at_least"), row.at_least), (("rows", number, "is"), row.value)]
    known = (*units, *DURATIONS, programme.file.currency, "")
    for path, quantity in figures:
        if quantity.unit not in known:
            yield _unknown_unit(programme, (*above, *path), quantity.unit, units)


def _made_of(
    programme: Programme, name: str, above: tuple[Step, ...], version: MeasureVersion
) -> Iterator[Diagnostic]:
    """Other measures of the same table, none of which is made of this one."""
    if version.value is None:
        return
    for at, other in version.value.measures():
        place = find(programme.trees[FILE], (*above, "value", *version.value.path(at), "measure")).place
        if other not in programme.measures:
            near = did_you_mean(other, list(programme.measures))
            known = ", ".join(f"`{one}`" for one in programme.measures)
            yield Diagnostic(
                "unknown-measure",
                place,
                f"There is no measure `{other}`.",
                consequence="The rule would rest on something that nobody defined.",
                cure=f"Did you mean `{near}`?" if near else f"Known: {known}.",
            )
        elif any(one.of != version.of for one in programme.measures[other].versions):
            yield Diagnostic(
                "wrong-type",
                place,
                f"`{other}` is a value of another table, not of `{version.of}`.",
                consequence="The two values do not stand in one row.",
                cure=f"Use a measure of `{version.of}`.",
            )
        elif (wrong := _unit_refused(programme, version, other)) is not None:
            yield Diagnostic(
                "wrong-unit",
                place,
                f"`{other}` is in `{wrong}`, which does not go into this value.",
                consequence="Two units cannot be added, and a percentage in a product could mean itself or its share.",
                cure=f"Use a measure in `{version.unit}`, or columns; a share of a metric is made in a metric.",
            )
        elif (ring := _ring(programme, name, other)) and name == min(ring):  # told once for all of the ring
            yield Diagnostic(
                "measure-cycle",
                place,
                f"`{name}` is made of itself: {' <- '.join(f'`{one}`' for one in ring)}.",
                consequence="Its value could never be found.",
                cure="Let one of them read columns alone.",
            )


def _unit_refused(programme: Programme, version: MeasureVersion, other: str) -> str | None:
    """The unit of another measure that cannot be joined by the operation; None where it can."""
    assert version.value is not None
    scaling = version.value.operation in ("product", "quotient", "ratio")
    for one in programme.measures[other].versions:
        if one.unit == PERCENT if scaling else one.unit != version.unit:
            return one.unit
    return None


def _ring(programme: Programme, name: str, other: str) -> list[str]:
    """The way from a measure over another one back to itself; empty where there is none."""
    ways = [[name, other]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == name:
            return way
        if way[-1] in seen or way[-1] not in programme.measures:
            continue
        seen.add(way[-1])
        for version in programme.measures[way[-1]].versions:
            ways += [[*way, further] for _, further in version.value.measures()] if version.value else []
    return []


def _fits(
    programme: Programme, path: tuple[Step, ...], quantity: Quantity, unit: str
) -> Iterator[Diagnostic]:
    if quantity.unit not in ("", unit):
        yield Diagnostic(
            "wrong-unit",
            find(programme.trees[FILE], path).place,
            f"This figure is in `{quantity.unit}`, but it stands for one in `{unit}`.",
            consequence="Two units cannot be added or compared.",
            cure=f"Write it in `{unit}`, or without a unit.",
        )


def _unknown_unit(
    programme: Programme, path: tuple[Step, ...], unit: str, units: tuple[str, ...]
) -> Diagnostic:
    near = did_you_mean(unit, units)
    return Diagnostic(
        "unknown-unit",
        find(programme.trees[FILE], path).place,
        f"`{unit}` is not a unit of this programme.",
        consequence="Nobody could say what the figure counts.",
        cure=f"Did you mean `{near}`?" if near else "Units: " + ", ".join(f"`{one}`" for one in units) + ".",
    )
