"""Whether what a metric is made of exists in its edition, and is of units that can be reckoned together."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.definitions import ROWS, Measure, Metric, Operand
from generator.audit.promise import Edition
from generator.audit.shapes import NotUnderstood

PLAIN = frozenset({"count", "percent", "days", "months", "years"})
SAME = frozenset({"plus", "difference", "capped", "floored", "weighted", "over"})


def unit_of(operand: Operand, edition: Edition) -> str:
    """The unit of a figure that stands there, or of the metric that is named; NotUnderstood if there is none."""
    if not operand.metric:
        return operand.unit
    if operand.metric not in edition.metrics:
        raise NotUnderstood(f"the edition defines no metric {operand.metric!r}")
    return edition.metrics[operand.metric].unit


def worth_in(edition: Edition, unit: str) -> Fraction | None:
    """What one of a declared unit is worth in an edition; None where no unit is named."""
    if not unit:
        return None
    worth = edition.units[unit].worth if unit in edition.units else None
    if worth is None:
        raise NotUnderstood(f"the edition of {edition.start} does not say what one {unit} is worth")
    return worth


def _check_declared(thing: str, unit: str, edition: Edition) -> None:
    """Refuse a unit that is neither one of every programme nor one that the edition declares."""
    if unit not in {*PLAIN, edition.currency, *edition.units}:
        raise NotUnderstood(f"{thing} is counted in {unit}, which the edition does not declare")


def check_measure(measure: Measure, edition: Edition) -> None:
    """Refuse a measure of other measures that do not exist, or of which the units do not go together."""
    _check_declared(f"measure/{measure.id}", measure.unit, edition)
    missing = [
        cell.measure for cell in measure.cells if cell.measure and cell.measure not in edition.measures
    ]
    if missing:
        raise NotUnderstood(f"the edition defines no measure {missing[0]!r}")
    units = [edition.measures[cell.measure].unit if cell.measure else "" for cell in measure.cells]
    same = measure.operation in ("value", "sum", "difference", "capped", "floored")
    if same and set(units) - {"", measure.unit}:
        raise NotUnderstood(
            f"measure/{measure.id} makes {measure.unit} of {' and '.join(filter(None, units))}"
        )
    asks = {"product": "percent" in units, "quotient": units[1:] == ["percent"] != units[:1]}
    if asks.get(measure.operation, False) != measure.percent_is_share:
        raise NotUnderstood(f"measure/{measure.id} does not say what a percentage counts as")


def check_tree(tree: str, edition: Edition, thing: str, *, position: bool = False) -> None:
    """Refuse a tree, or positions in it, of which the policy does not say where they stand."""
    columns = edition.trees.get(tree)
    if columns is None or (position and not columns.position):
        raise NotUnderstood(
            f"{thing} asks for the tree {tree!r}, and the policy does not say where it stands"
        )


def check_units(metric: Metric, edition: Edition) -> None:
    """Refuse a metric of which the parts do not exist or do not make its unit."""
    _check_declared(f"metric/{metric.id}", metric.unit, edition)
    scope = metric.scope
    if scope.tree:
        named = bool(scope.position or scope.positions)
        check_tree(scope.tree, edition, f"metric/{metric.id}", position=named)
    for having in metric.having:
        if having.metric and unit_of(Operand(having.metric), edition) != having.unit:
            raise NotUnderstood(
                f"metric/{metric.id} compares {having.metric} with {having.bound} {having.unit}"
            )
    units = [unit_of(one, edition) for one in metric.operands]
    if metric.kind in ("count", "distinct", "new") and metric.unit not in _numbers(edition):
        raise NotUnderstood(f"metric/{metric.id} is a number, and in {metric.unit}")
    if metric.kind in ROWS or metric.kind == "age_of":
        return
    if not _fits(metric, units, edition):
        raise NotUnderstood(f"metric/{metric.id} makes {metric.unit} of {' and '.join(units) or 'nothing'}")
    shares = {"product": "percent" in units, "quotient": units[1:] == ["percent"] != units[:1]}
    if shares.get(metric.kind, False) != metric.percent_is_share:
        raise NotUnderstood(f"metric/{metric.id} does not say what a percentage counts as")


def _numbers(edition: Edition) -> set[str]:
    """The units of plain numbers: none at all, and those that are worth nothing by themselves."""
    return {"count", *(unit.id for unit in edition.units.values() if unit.worth is None)}


def _fits(metric: Metric, units: list[str], edition: Edition) -> bool:
    numbers = _numbers(edition)
    if metric.kind in SAME:
        return bool(units) and all(unit == metric.unit for unit in units)
    if metric.kind in ("members", "recruits", "legs"):
        return metric.unit in numbers
    if metric.kind == "lookup":
        return all(step.unit == units[0] for step in metric.steps)
    if metric.kind == "ratio":
        return units[0] == units[1] and metric.unit == "percent"
    plain = {*numbers, "percent"}
    one, other = units
    if metric.kind == "quotient":
        return metric.unit == ("count" if one == other else one) and (one == other or other in plain)
    if metric.kind == "product":
        # A percentage of something is as much of it; a plain number makes a multiple of what it stands beside.
        whole = one if other in plain else other
        if {one, other} == {"count", "percent"}:
            whole = "count"
        elif {one, other} <= numbers:
            return metric.unit in {one, other, "count"}
        return bool(plain & {one, other}) and metric.unit == whole
    return False
