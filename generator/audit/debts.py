"""What guarantees pay and take back: the line of each period, and the debt that is carried through all of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.amounts import value_of
from generator.audit.calendar import Period, period_of
from generator.audit.counted_lines import counted_amounts
from generator.audit.kinds import Draft, Line, Part, Unit
from generator.audit.metrics import NotComputable
from generator.audit.pay_units import paid_unit, rounded_in
from generator.audit.standing import View, holds
from generator.audit.terms_money import Guarantee
from generator.audit.windows import places_in, windows_of_lines

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.promise import Clause, Edition

NONE = Fraction(0)
DEBT = "debt"
State = tuple[str, str]  # a rule, and the name of what it carries


@dataclass(frozen=True)
class Balance:
    """What one period does to a debt, and the line of the rule in it; or to something else that is carried."""

    opening: Fraction = NONE
    into: Fraction = NONE
    out: Fraction = NONE
    line: Line | None = None
    began: bool = False  # whether the debt has been opened for the partner, now or before
    unit: str = ""  # of what is no money

    @property
    def closing(self) -> Fraction:
        """What the next period opens with."""
        return self.opening + self.into - self.out

    @property
    def shows(self) -> bool:
        """Whether a statement shows it: where anything of it is not zero."""
        return any((self.opening, self.into, self.out, self.closing))


class Debts:
    """Debts by partner and rule, each worked out from the first settled period on."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[Balance]] = {}

    def of(self, account: Account, clause: str, place: int) -> Balance:
        """What a settled period does to the debt of a partner by a rule."""
        known = self._known.setdefault((account.partner.id, clause), [])
        while len(known) <= place:
            known.append(_next(account, clause, len(known), known[-1] if known else Balance()))
        return known[place]


def _next(account: Account, clause: str, place: int, before: Balance) -> Balance:
    """What a period does: it moves the debt where a window of the version that is in force for it ends in it."""
    reckoning = account.reckoning
    moved = Balance(before.closing, began=before.began)
    for version in reckoning.versions[clause]:
        if not isinstance(version.terms, Guarantee):
            continue
        for window in windows_of_lines(reckoning, version.terms.per, reckoning.settled[place]):
            joined = account.partner.joined
            if reckoning.version_for(clause, window.first, joined) is version and account.is_present(window):
                found = _over(account, version, window, moved, place)
                if moved.line is not None:
                    raise NotComputable(f"two windows of {clause} end in one period")
                moved = found
    return moved


def _over(account: Account, version: Clause, window: Period, before: Balance, place: int) -> Balance:
    """What one window does to a debt that stands at the end of what was before."""
    reckoning, terms = account.reckoning, version.terms
    assert isinstance(terms, Guarantee)
    edition = reckoning.edition_at(window.first)
    view = View(account.standing(window, edition), edition)
    places = places_in(reckoning, window)
    counted = sum(
        (one for at in places for one in counted_amounts(account, version, terms.counted, at)), NONE
    )
    least = value_of(terms.minimum, view)
    earned = terms.earns is None or holds(terms.earns, view.standing, edition)
    by = reckoning.rounded_by(version.paid_in, version, Unit(window, window.last), place) or edition
    steps = _Steps(version, view, window, counted, least, by)
    if not terms.recoverable:
        line = steps.paid() if counted < least and earned else None
        return Balance(before.closing, line=line, began=before.began)
    opening = before.closing if before.began else terms.opens
    left = account.partner.left
    leaves = left is not None and window.holds(left)
    into = out = NONE
    line = None
    if leaves and terms.on_leaving == "deducted":
        line = steps.deducted(opening)
        out = opening
    elif counted < least:
        line = steps.paid() if earned else None
        into = line.amount if line is not None else NONE
    elif counted > least:
        line = steps.repaid(opening)
        out = -line.amount if line is not None else NONE
    if (leaves and terms.on_leaving == "forgiven") or (
        terms.reset and period_of(window.first, terms.reset).last <= window.last
    ):
        out += opening + into - out
    return Balance(opening, into, out, line, began=True)


@dataclass(frozen=True)
class _Steps:
    """The line of one period with the steps that lead to it."""

    version: Clause
    view: View
    period: Period
    counted: Fraction
    least: Fraction
    by: Edition  # by which the line is rounded

    def paid(self) -> Line | None:
        """What is lacking."""
        return self._line(self.least - self.counted, False, ("least", self.least), ("counted", self.counted))

    def repaid(self, debt: Fraction) -> Line | None:
        """What lies above the minimum, and no more than the debt."""
        above = self.counted - self.least
        steps = (("counted", self.counted), ("least", self.least), ("above", above), ("debt", debt))
        return self._line(min(debt, above), True, *steps)

    def deducted(self, debt: Fraction) -> Line | None:
        """The whole debt."""
        return self._line(debt, True, ("debt", debt))

    def _line(self, exact: Fraction, taken: bool, *steps: tuple[str, Fraction]) -> Line | None:
        paid_in = self.version.paid_in
        amount = rounded_in(-exact if taken else exact, paid_in, self.by)
        if not amount:
            return None
        unit = Unit(self.period, self.period.last)
        parts = tuple(
            Part(number, None, None, value, what=what) for number, (what, value) in enumerate(steps, start=1)
        )
        units = paid_unit(paid_in, self.view.edition)
        draft = Draft(unit, exact, parts, self.counted, units, taken=taken, paid_in=paid_in)
        return Line(
            amount, exact, False, parts, self.counted, self.version, unit, draft=draft, view=self.view
        )
