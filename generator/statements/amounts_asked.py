"""Amounts that lines show worked out: factors, floors and caps, and figures that differ from partner to partner."""

from __future__ import annotations

from generator.rules.amounts import amount_values
from generator.rules.contract import Figures
from generator.rules.exact import Column, Integers
from generator.terms.agreed import Individual, OfMetric
from generator.terms.amount import Amount, EachOf, RateOf
from generator.terms.carried import SHORTFALL, states_of
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY
from generator.terms.quantity import Quantity
from generator.terms.walking import WalkingVersion

PLAIN = ("fixed_bonus", "commission", "level_commission", "matching")
"""Kinds of which plain versions are shown by base, row and rate alone."""


def reads_metric(amount: Amount) -> str:
    """The metric by which an amount is worked out; empty for none."""
    return amount.metric if isinstance(amount, OfMetric | RateOf | EachOf) else ""


def row_figures(kind: str, version: ClauseVersion) -> tuple[Amount, ...]:
    """What the rows of a commission pay, the amount of a bonus, or what a deduction takes."""
    if kind == "fixed_bonus":
        return (version.amount,)  # type: ignore[attr-defined]
    if kind == "deduction":
        return (version.figure,)  # type: ignore[attr-defined]
    return tuple(row.figure for row in version.rows) if kind == "commission" else ()  # type: ignore[attr-defined]


def is_carried(version: ClauseVersion) -> bool:
    """Whether a factor, a floor, or a cap that is no plain figure, changes what the kind gives."""
    cap = version.cap
    odd = cap is not None and not cap.per and not isinstance(cap.amount, Quantity)
    return version.times is not None or version.floor is not None or odd


def sets_off(version: ClauseVersion) -> bool:
    """Whether what was carried below zero is taken off the bases of its lines, each the own one."""
    return SHORTFALL in states_of(version) and not isinstance(version, WalkingVersion)


def needs_words(kind: str, version: ClauseVersion) -> bool:
    """Whether lines of a version may show more than base x rate of rows that are the same for everyone."""
    if kind not in PLAIN or is_carried(version) or sets_off(version) or version.pays_in != MONEY:
        return True
    figures = row_figures(kind, version)
    if kind == "commission" and version.rows[0].pays != "amount":  # type: ignore[attr-defined]
        plain = all(isinstance(one, Quantity) for one in figures)
        return version.rows[0].pays == "each" or version.divided or not plain  # type: ignore[attr-defined]
    return any(map(reads_metric, figures))


def asked(kind: str, version: ClauseVersion) -> dict[str, Amount]:
    """The amounts of a version by the names that lines give them.

    `times`, `floor`, `cap`, `minimum`, `at_target`, `fund`, and `row.1` and so on for what rows pay.
    Those that are the same for everyone are left out, except in what is carried.
    """
    carried = {
        "times": version.times,
        "floor": version.floor,
        "minimum": getattr(version, "minimum", None),
        "at_target": getattr(version, "amount_at_target", None),
        "fund": getattr(version, "fund", None),
    }
    found = {name: amount for name, amount in carried.items() if amount is not None}
    if version.cap is not None and not version.cap.per and not isinstance(version.cap.amount, Quantity):
        found["cap"] = version.cap.amount
    for number, figure in enumerate(row_figures(kind, version), 1):
        if not isinstance(figure, Quantity):
            found[f"row.{number}"] = figure
    return found


def columns_of(kind: str, version: ClauseVersion, figures: Figures, who: Integers) -> dict[str, Column]:
    """The value of each amount asked for each of some partners, under `NAME.of` that of the metric it reads."""
    out: dict[str, Column] = {}
    for name, amount in asked(kind, version).items():
        out[name] = amount_values(amount, figures).of(who)
        metric = reads_metric(amount)
        if metric and not isinstance(amount, OfMetric):
            out[f"{name}.of"] = figures.metric(metric).of(who)
    return out


def own_figure(amount: Amount) -> Quantity | None:
    """The figure that is written in an amount, where there is one."""
    match amount:
        case RateOf(rate, _):
            return rate
        case EachOf(figure, _, _):
            return figure
        case Individual(_, default):
            return default
        case OfMetric():
            return None
    return amount
