"""Shares the fund of a pool out among everybody in one window; what is left goes to the house, or to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.amounts import metrics_in, value_of
from generator.audit.calendar import Period
from generator.audit.everybody import Everybody
from generator.audit.kinds import Draft, Part, Unit
from generator.audit.kinds.level_commission import HOUSE
from generator.audit.kinds.pool import cut, shared_out
from generator.audit.metrics import NotComputable
from generator.audit.pay_units import rounding_in
from generator.audit.terms_network import Pool
from generator.audit.windows import window_before

if TYPE_CHECKING:
    from generator.audit.network import Network
    from generator.audit.promise import Clause

NONE = Fraction(0)


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


class Funds:
    """The funds of pools that keep what is left: each window is worked out after those before it."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.endless = False  # whether after every window there is another one, as in a worked example
        self._left: dict[tuple[str, Period], Fraction] = {}

    def drafts(self, version: Clause, terms: Pool, everybody: Everybody) -> dict[str, list[Draft]]:
        """The draft of each who has a part in a window, and that of the house, which stands under no name."""
        if not terms.kept:
            return pooled(terms, everybody, version.paid_in)[0]
        window = everybody.window
        found, left = pooled(terms, everybody, version.paid_in, self._before(version, terms, window))
        self._left[version.id, window] = left
        if self._goes_on(version, terms, window):
            return found
        digits = _digits(version.paid_in, everybody)
        return found | _to_house(cut(left, digits), Unit(window, window.last))

    def _before(self, version: Clause, terms: Pool, window: Period) -> Fraction:
        """What was left of the fund in the window before; nothing where that has not added to this one."""
        todo: list[tuple[Clause, Period]] = []
        before = self._giver(version, terms, window)
        giver = before
        while giver is not None and (giver[0].id, giver[1]) not in self._left:
            todo.append(giver)
            giver = self._giver(giver[0], terms, giver[1])
        for one in reversed(todo):
            self.network.drafts(*one)
        return NONE if before is None else self._left[before[0].id, before[1]]

    def _giver(self, version: Clause, terms: Pool, window: Period) -> tuple[Clause, Period] | None:
        """The window before with the version that keeps what is left of it."""
        before = window_before(self.network.reckoning, terms.per, window)
        found = None if before is None else self._keeping(version, terms, before.first)
        return None if before is None or found is None else (found, before)

    def _goes_on(self, version: Clause, terms: Pool, window: Period) -> bool:
        """Whether what is left of a window is added in the next one."""
        after = date.fromordinal(window.last.toordinal() + 1)
        return self.endless or self._keeping(version, terms, after) is not None

    def _keeping(self, version: Clause, terms: Pool, day: date) -> Clause | None:
        """The version of the rule in force on a day, if it keeps what is left; NotComputable if in another way."""
        found = self.network.reckoning.version_for(version.id, day, day)
        if found is None or not isinstance(found.terms, Pool) or not found.terms.kept:
            return None
        if found.terms.per != terms.per or found.paid_in != version.paid_in:
            raise NotComputable(f"the fund of {version.id} goes from one window or unit to another")
        return found


def pooled(
    terms: Pool, everybody: Everybody, paid_in: str = "", before: Fraction = NONE
) -> tuple[dict[str, list[Draft]], Fraction]:
    """The draft of each who has a part, and what is left of the fund; the house's, under no name, if that is it.

    `before` is what was left in the window before, where a pool keeps that.
    """
    window = everybody.window
    nobody = bool(metrics_in(terms.fund)) and not any(True for _ in everybody.joined())
    # A figure of people, and there is nobody yet: that is no figure.
    added = max(NONE if nobody else value_of(terms.fund, _Common(everybody)), NONE)
    fund = added + before
    if not fund:
        return {}, NONE
    weights, digits = _weights(terms, everybody), _digits(paid_in, everybody)
    unit = Unit(window, window.last)
    if not weights:
        return {} if terms.kept else _to_house(cut(fund, digits), unit), fund
    shared = shared_out(fund, weights, digits, terms.by_steps)
    units = everybody.edition.metrics[terms.by].unit if terms.by else "count"
    found = {} if terms.kept else _to_house(cut(shared.left, digits), unit)
    brought = (("added", added), ("brought", before)) if terms.kept else ()
    for who, portion in shared.portions.items():
        own = (("own", weights[who]),) if terms.by else ()
        steps = (*brought, ("whole", fund), *own, ("together", shared.together), ("part", portion.exact))
        parts = tuple(
            Part(at, None, None, value, what=what) for at, (what, value) in enumerate(steps, start=1)
        )
        found[who] = [Draft(unit, portion.given, parts, weights[who], units)]
    return found, shared.left


def _digits(paid_in: str, everybody: Everybody) -> int:
    """To how many decimals a part is cut."""
    by = everybody.reckoning.paid_with(everybody.window) if paid_in else everybody.edition
    return rounding_in(paid_in, by)[1]


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
