"""Bases below zero that are carried: what each window adds to a shortfall, and what later ones take off it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period, period_of
from generator.audit.counted_lines import counted_amounts
from generator.audit.debts import Balance
from generator.audit.pay_units import paid_unit
from generator.audit.standing import holds
from generator.audit.terms import Commission
from generator.audit.terms_money import Deduction
from generator.audit.terms_network import AnyTerms, LevelCommission
from generator.audit.windows import places_in, windows_ending_in, windows_of_lines

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.promise import Clause, Edition
    from generator.audit.reckoning import Reckoning

SHORTFALL = "shortfall"
CARRY = "carry"
NONE = Fraction(0)

Carrying = Commission | LevelCommission | Deduction


def carries(terms: AnyTerms | None) -> bool:
    """Whether what a base lacks to zero is taken off it in later windows."""
    return isinstance(terms, Carrying) and terms.below_zero == CARRY


class Shortfalls:
    """Shortfalls by partner and rule, each worked out from the first settled period on."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[Balance]] = {}
        self._after: dict[tuple[str, str], list[tuple[Period, Fraction]]] = {}  # what windows leave of it

    def of(self, account: Account, clause: str, place: int) -> Balance:
        """What a settled period does to the shortfall of a partner by a rule."""
        key = (account.partner.id, clause)
        known = self._known.setdefault(key, [])
        while len(known) <= place:
            before = known[-1] if known else Balance(unit=_unit(account.reckoning, clause))
            known.append(self._next(account, clause, len(known), before))
        return known[place]

    def before(self, account: Account, clause: str, window: Period) -> Fraction:
        """The shortfall of a partner when a window begins that ends in a settled period."""
        settled = account.reckoning.settled
        place = next(at for at, one in enumerate(settled) if one.holds(window.last))
        self.of(account, clause, place)
        earlier = (
            left
            for one, left in reversed(self._after.get((account.partner.id, clause), []))
            if one.last < window.last
        )
        return next(earlier, NONE)

    def _next(self, account: Account, clause: str, place: int, before: Balance) -> Balance:
        """What a period does: the windows that end in it, one after the other."""
        reckoning, joined = account.reckoning, account.partner.joined
        moved = replace(before, opening=before.closing, into=NONE, out=NONE)
        for version, window in _windows(reckoning, clause, reckoning.settled[place]):
            if reckoning.version_for(clause, window.first, joined) is version and _concerns(
                account, version, window
            ):
                moved = _over(account, version, window, moved)
                self._after.setdefault((account.partner.id, clause), []).append((window, moved.closing))
        return moved


def _windows(reckoning: Reckoning, clause: str, period: Period) -> list[tuple[Clause, Period]]:
    """The windows of all versions that carry, in the order of their last days."""

    def found() -> Iterator[tuple[Clause, Period]]:
        for version in reckoning.versions[clause]:
            if not carries(version.terms):
                continue
            assert version.terms is not None
            if isinstance(version.terms, Deduction):
                windows = windows_of_lines(reckoning, version.terms.per, period)
            else:
                windows = list(windows_ending_in(version.terms.per, period, ""))
            yield from ((version, one) for one in windows if one.first >= reckoning.settled[0].first)

    return sorted(found(), key=lambda one: one[1].last)


def _concerns(account: Account, version: Clause, window: Period) -> bool:
    """Whether a window speaks of a partner at all; whether anything is earned in it does not matter."""
    if isinstance(version.terms, Commission):
        return account.is_present(window)
    if isinstance(version.terms, LevelCommission):
        return account.partner.joined <= window.last
    return True  # lines are read of whoever receives them


def _over(account: Account, version: Clause, window: Period, before: Balance) -> Balance:
    """What one window does to a shortfall."""
    terms, base = version.terms, _base(account, version, window)
    assert isinstance(terms, Carrying)
    into = before.into + max(-base, NONE)
    out = before.out + max(min(before.closing, base), NONE)
    moved = replace(before, into=into, out=out)
    if terms.reset and period_of(window.first, terms.reset).last <= window.last:
        moved = replace(moved, out=moved.out + moved.closing)
    return moved


def _base(account: Account, version: Clause, window: Period) -> Fraction:
    """What the base of a partner comes to in a window, by itself."""
    reckoning, terms = account.reckoning, version.terms
    edition = reckoning.edition_at(window.first)
    standing = account.standing(window, edition)
    if isinstance(terms, Deduction):
        asked = [one for one in (terms.whose, terms.earns) if one is not None]
        if terms.counted is None or not all(holds(one, standing, edition) for one in asked):
            return NONE
        places = places_in(reckoning, window)
        return sum(
            (one for at in places for one in counted_amounts(account, version, terms.counted, at)), NONE
        )
    if isinstance(terms, LevelCommission):
        if terms.source is not None:
            return reckoning.network.summed(version, terms, window).get(account.partner.id, NONE)
        return reckoning.bench.named(terms.base, edition, account.partner.id, window)
    assert isinstance(terms, Commission)
    return standing.metrics[terms.base]


def _unit(reckoning: Reckoning, clause: str) -> str:
    """The unit of the base, which is the same for all versions that carry."""
    version = next(one for one in reckoning.versions[clause] if carries(one.terms))
    return unit_of_base(version, reckoning.edition_at(version.start))


def unit_of_base(version: Clause, edition: Edition) -> str:
    """In what a shortfall is counted."""
    terms = version.terms
    if not isinstance(terms, Commission | LevelCommission):
        return paid_unit(version.paid_in, edition)
    kind, _, name = terms.base.rpartition("/")
    return edition.measures[name].unit if kind == "measure" else edition.metrics[name].unit
