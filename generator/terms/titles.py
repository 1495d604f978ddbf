"""Names by which pages refer to things: titles, units and the ladder of each tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.terms.quantity import COUNT, Quantity
from generator.terms.saying import Ref
from generator.terms.text import Text


@dataclass(frozen=True, slots=True)
class Titles:
    """What a version needs to know of its neighbours to speak of them.

    `titles` maps thing ids (`metric/personal_volume`, `tier/silver`, `course/sales-basics`) to titles;
    `metric_units` maps metric names to `count`, the programme's currency or another unit; `ladder_of` maps tiers to
    ladders; `valued` are the declared units that are worth money; `after_debts` are clauses and addresses of versions
    that make no debts and follow versions that made them.
    """

    titles: Mapping[str, Text]
    metric_units: Mapping[str, str]
    ladder_of: Mapping[str, str]
    currency: str
    languages: tuple[str, ...]
    measure_units: Mapping[str, str] = field(default_factory=dict)
    valued: frozenset[str] = frozenset()
    after_debts: frozenset[tuple[str, str]] = frozenset()

    def unit_of(self, thing: str) -> str:
        """The unit of `metric/...` or `measure/...`; count where it is unknown."""
        kind, _, name = thing.partition("/")
        return (self.measure_units if kind == "measure" else self.metric_units).get(name, COUNT)

    def ref(self, thing: str) -> Ref:
        """A reference by title. Raises KeyError for an unknown thing."""
        return Ref(thing, self.titles[thing])

    def bound(self, metric: str, bound: Quantity) -> Quantity:
        """A bound of `metric`, its unit being the metric's where none is written."""
        return bound.with_unit(self.metric_units.get(metric, COUNT))

    def money(self, amount: Quantity) -> Quantity:
        """An amount in the programme's currency where none is written."""
        return amount.with_unit(self.currency)
