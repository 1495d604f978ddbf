"""What two legs match window after window, and what is carried of each of them from one window to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.amounts import value_of
from generator.audit.calendar import Period
from generator.audit.debts import Balance
from generator.audit.kinds import Draft, Part, Unit
from generator.audit.pay_units import rounding_in
from generator.audit.standing import View, holds
from generator.audit.terms_legs import LEGS, Binary, matched
from generator.audit.units import worth_in
from generator.audit.windows import windows_ending_in

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.promise import Clause
    from generator.audit.reckoning import Reckoning

NONE = Fraction(0)


@dataclass(frozen=True)
class Turn:
    """What one window of a version gives."""

    version: Clause
    view: View
    draft: Draft


@dataclass(frozen=True)
class Carried:
    """What one period does to the rests of a partner's legs, and what is matched in it."""

    balances: Mapping[str, Balance] = field(default_factory=dict)  # by leg, of those that are carried
    turns: tuple[Turn, ...] = ()

    def by(self, version: Clause) -> list[Turn]:
        """What the windows of one version give."""
        return [turn for turn in self.turns if turn.version is version]


class Rests:
    """Rests of legs by partner and rule, each worked out from the first settled period on."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[Carried]] = {}

    def of(self, account: Account, clause: str, place: int) -> Carried:
        """What a settled period does to the rests of a partner's legs."""
        known = self._known.setdefault((account.partner.id, clause), [])
        while len(known) <= place:
            before = known[-1] if known else Carried(rests_of(account.reckoning, clause))
            known.append(_next(account, clause, len(known), before))
        return known[place]


def rests_of(reckoning: Reckoning, clause: str) -> dict[str, Balance]:
    """Every leg of which any version carries the rest, with nothing of it yet."""
    found: dict[str, Balance] = {}
    for version in reckoning.versions[clause]:
        if isinstance(version.terms, Binary):
            unit = reckoning.edition_at(version.start).metrics[version.terms.left].unit
            found |= {leg: Balance(unit=unit) for leg in version.terms.carried}
    return {leg: found[leg] for leg in LEGS if leg in found}


def _next(account: Account, clause: str, place: int, before: Carried) -> Carried:
    balances = {leg: Balance(one.closing, unit=one.unit) for leg, one in before.balances.items()}
    turns: list[Turn] = []
    for window, version in _windows(account, clause, account.reckoning.settled[place]):
        turn, after = _over(account, version, window, balances)
        balances = after
        if turn is not None:
            turns.append(turn)
    return Carried(balances, tuple(turns))


def _windows(account: Account, clause: str, period: Period) -> Iterator[tuple[Period, Clause]]:
    """The windows that end in a period while the partner belongs to the programme, each with its version."""
    reckoning = account.reckoning
    found: list[tuple[Period, Clause]] = []
    for version in reckoning.versions[clause]:
        if not isinstance(version.terms, Binary):
            continue
        for window in windows_ending_in(version.terms.per, period, ""):
            if window.first < reckoning.settled[0].first or not account.is_present(window):
                continue
            if reckoning.version_for(clause, window.first, account.partner.joined) is version:
                found.append((window, version))
    yield from sorted(found, key=lambda one: one[0].last)


def _over(
    account: Account, version: Clause, window: Period, before: Mapping[str, Balance]
) -> tuple[Turn | None, dict[str, Balance]]:
    """What one window gives, and where the rests stand after it."""
    terms = version.terms
    assert isinstance(terms, Binary)
    edition = account.reckoning.edition_at(window.first)
    view = View(account.standing(window, edition), edition)
    kept = {leg: before[leg].closing for leg in terms.carried}
    by = account.reckoning.paid_with(window) if version.paid_in else edition
    used = _used(terms, view, kept, rounding_in(version.paid_in, by)[1])
    left = account.partner.left
    balances: dict[str, Balance] = {}
    for leg, known in before.items():
        into, out = (view.metric(terms.leg(leg)), used[leg]) if leg in kept else (NONE, known.closing)
        if left is not None and window.holds(left):
            out = known.closing + into  # the rest lapses, whatever is used up of it
        balances[leg] = Balance(known.opening, known.into + into, known.out + out, unit=known.unit)
    draft = _drafted(terms, view, kept, used["matched"], Unit(window, window.last))
    return (None if draft is None else Turn(version, view, draft)), balances


def matched_alone(terms: Binary, view: View, unit: Unit, paid_in: str) -> Draft | None:
    """What one window gives before which nothing was carried."""
    kept = dict.fromkeys(terms.carried, NONE)
    return _drafted(
        terms, view, kept, _used(terms, view, kept, rounding_in(paid_in, view.edition)[1])["matched"], unit
    )


def _used(terms: Binary, view: View, kept: Mapping[str, Fraction], digits: int) -> dict[str, Fraction]:
    """What is matched, and under the name of each leg what is used up of it."""
    edition = view.edition
    if terms.earns is not None and not holds(terms.earns, view.standing, edition):
        return dict.fromkeys(("matched", *LEGS), NONE)
    volumes = {leg: view.metric(terms.leg(leg)) + kept.get(leg, NONE) for leg in LEGS}
    most: Fraction | None = None
    share = _share(terms, view)
    if terms.stops_at_cap and terms.carriers.cap is not None and share > 0:
        most = max(value_of(terms.carriers.cap, view), NONE) / share
    return matched(terms, volumes, most, digits)


def _share(terms: Binary, view: View) -> Fraction:
    """The money that one of the matched volume gives."""
    worth = worth_in(view.edition, terms.worth)
    return terms.rate / 100 * (1 if worth is None else worth)


def _drafted(
    terms: Binary, view: View, kept: Mapping[str, Fraction], volume: Fraction, unit: Unit
) -> Draft | None:
    """The draft of a matched volume with the steps that lead to it; None where nothing is matched."""
    if not volume:
        return None
    steps: list[tuple[str, Fraction]] = []
    for leg in LEGS:
        steps += [(f"carried_{leg}", kept[leg])] if leg in kept else []
        steps.append((leg, view.metric(terms.leg(leg))))
    steps += [("matched", volume), ("rate", terms.rate)]
    parts = tuple(Part(at, None, None, value, what=what) for at, (what, value) in enumerate(steps, start=1))
    units, worth = view.edition.metrics[terms.left].unit, worth_in(view.edition, terms.worth)
    return Draft(unit, volume * _share(terms, view), parts, volume, units, worth=worth)
