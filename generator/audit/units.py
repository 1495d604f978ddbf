"""Whether what a metric is made of exists in its edition, and is of units that can be reckoned together."""

from __future__ import annotations

from generator.audit.definitions import ROWS, Measure, Metric, Operand
from generator.audit.promise import Edition
from generator.audit.shapes import NotUnderstood

SAME = frozenset({"plus", "difference", "capped", "floored", "weighted", "over"})


def unit_of(operand: Operand, edition: Edition) -> str:
    """The unit of a figure that stands there, or of the metric that is named; NotUnderstood if there is none."""
    if not operand.metric:
        return operand.unit
    if operand.metric not in edition.metrics:
        raise NotUnderstood(f"the edition defines no metric {operand.metric!r}")
    return edition.metrics[operand.metric].unit


def check_measure(measure: Measure, edition: Edition) -> None:
    """Refuse a measure of other measures that do not exist, or of which the units do not go together."""
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


def check_units(metric: Metric, edition: Edition) -> None:
    """Refuse a metric of which the parts do not exist or do not make its unit."""
    for having in metric.having:
        if having.metric and unit_of(Operand(having.metric), edition) != having.unit:
            raise NotUnderstood(
                f"metric/{metric.id} compares {having.metric} with {having.bound} {having.unit}"
            )
    units = [unit_of(one, edition) for one in metric.operands]
    if metric.kind in ROWS or metric.kind == "age_of":
        return
    if not _fits(metric, units):
        raise NotUnderstood(f"metric/{metric.id} makes {metric.unit} of {' and '.join(units) or 'nothing'}")
    shares = {"product": "percent" in units, "quotient": units[1:] == ["percent"] != units[:1]}
    if shares.get(metric.kind, False) != metric.percent_is_share:
        raise NotUnderstood(f"metric/{metric.id} does not say what a percentage counts as")


def _fits(metric: Metric, units: list[str]) -> bool:
    if metric.kind in SAME:
        return bool(units) and all(unit == metric.unit for unit in units)
    if metric.kind in ("members", "recruits", "legs"):
        return metric.unit == "count"
    if metric.kind == "lookup":
        return all(step.unit == units[0] for step in metric.steps)
    if metric.kind == "ratio":
        return units[0] == units[1] and metric.unit == "percent"
    plain = {"count", "percent"}
    one, other = units
    if metric.kind == "quotient":
        return metric.unit == ("count" if one == other else one) and (one == other or other in plain)
    if metric.kind == "product":
        # A percentage of something is as much of it; a plain number makes a multiple of what it stands beside.
        whole = one if other in plain else other
        if {one, other} == plain:
            whole = "count"
        return bool(plain & {one, other}) and metric.unit == whole
    return False
