"""Shares the fund of a pool out among everybody in one window, and gives the house what is left."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.audit.amounts import metrics_in, value_of
from generator.audit.everybody import Everybody
from generator.audit.kinds import Draft, Part, Unit
from generator.audit.kinds.level_commission import HOUSE
from generator.audit.kinds.pool import cut, shared_out
from generator.audit.pay_units import rounding_in
from generator.audit.terms_network import Pool


@dataclass(frozen=True)
class _Common:
    """Figures of the whole programme, as an amount looks at them."""

    everybody: Everybody

    def metric(self, name: str) -> Fraction:
        """The figure that all have; where an example gives some of them another one, the highest."""
        return max(self.everybody.figures(name).values(), default=Fraction(0))

    def unit(self, metric: str) -> str:
        """The unit of a metric."""
        return self.everybody.edition.metrics[metric].unit

    def own(self, term: str) -> Fraction | None:
        """Nothing: a fund is nobody's own."""
        return None


def pooled(terms: Pool, everybody: Everybody, paid_in: str = "") -> dict[str, list[Draft]]:
    """The draft of each who has a part, and that of the house, which stands under no name."""
    edition, window = everybody.edition, everybody.window
    by = everybody.reckoning.paid_with(window) if paid_in else edition
    _, digits = rounding_in(paid_in, by)
    if metrics_in(terms.fund) and not any(True for _ in everybody.joined()):
        return {}  # a figure of people, and there is nobody yet
    fund = value_of(terms.fund, _Common(everybody))
    if fund <= 0:
        return {}
    weights = _weights(terms, everybody)
    unit = Unit(window, window.last)
    if not weights:
        return _to_house(cut(fund, digits), unit)
    shared = shared_out(fund, weights, digits, terms.by_steps)
    units = edition.metrics[terms.by].unit if terms.by else "count"
    found = _to_house(shared.house, unit)
    for who, portion in shared.portions.items():
        own = (("own", weights[who]),) if terms.by else ()
        steps = (("whole", fund), *own, ("together", shared.together), ("part", portion.exact))
        parts = tuple(
            Part(at, None, None, value, what=what) for at, (what, value) in enumerate(steps, start=1)
        )
        found[who] = [Draft(unit, portion.given, parts, weights[who], units)]
    return found


def _weights(terms: Pool, everybody: Everybody) -> dict[str, Fraction]:
    """How much of the fund each is due who earns it, in proportion; only what is above zero."""
    figures = everybody.figures(terms.by) if terms.by else dict.fromkeys(everybody.joined(), Fraction(1))
    return {
        who: figure
        for who, figure in figures.items()
        if figure > 0
        and everybody.belongs(who)
        and (terms.earns is None or everybody.holds(terms.earns, who))
    }


def _to_house(left: Fraction, unit: Unit) -> dict[str, list[Draft]]:
    return {HOUSE: [Draft(unit, left, (), Fraction(0))]} if left else {}
