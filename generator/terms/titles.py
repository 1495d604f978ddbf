"""Names by which pages refer to things: titles, units and the ladder of each tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.terms.pay import MONEY, pay_unit, reward_of
from generator.terms.quantity import COUNT, Quantity
from generator.terms.saying import Ref
from generator.terms.text import Text


@dataclass(frozen=True, slots=True)
class Titles:
    """What a version needs to know of its neighbours to speak of them.

    `titles` maps thing ids (`metric/personal_volume`, `tier/silver`, `course/sales-basics`) to titles;
    `metric_units` maps metric names to `count`, the programme's currency or another unit; `ladder_of` maps tiers to
    ladders; `valued` are the declared units that are worth money; `after_debts` are clauses and addresses of versions
    that make no debts and follow versions that made them; `pays_in` is what the rule that is spoken of pays in.
    """

    titles: Mapping[str, Text]
    metric_units: Mapping[str, str]
    ladder_of: Mapping[str, str]
    currency: str
    languages: tuple[str, ...]
    measure_units: Mapping[str, str] = field(default_factory=dict)
    valued: frozenset[str] = frozenset()
    after_debts: frozenset[tuple[str, str]] = frozenset()
    pays_in: str = MONEY

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

    def paying(self, pays_in: str) -> Titles:
        """The same for a rule that pays in something: money, points, or a reward."""
        return self if pays_in == self.pays_in else replace(self, pays_in=pays_in)

    @property
    def pay_unit(self) -> str:
        """The unit of the amounts of the rule that is spoken of: the currency, points, or that of a reward."""
        return pay_unit(self.pays_in, self.currency)

    def named(self, text: str, unit: str, language: str) -> str:
        """A figure as it is printed, with the name of the reward behind it where it counts one."""
        reward = reward_of(unit)
        return f"{text} × {self.titles[f'reward/{reward}'][language]}" if reward else text

    def money(self, amount: Quantity) -> Quantity:
        """An amount in the programme's currency where none is written."""
        return amount.with_unit(self.currency)
