"""Checks of what rules pay in: amounts in that unit, rates of what can be so many points, an account for points."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.worth import unit_of_base
from generator.source import Diagnostic, Fault, Step, find
from generator.terms.agreed import OfMetric
from generator.terms.amount import Amount, EachOf, RateOf, amount_unit
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY, reward_of
from generator.terms.programme import Programme
from generator.terms.quantity import COUNT, DURATIONS, PERCENT, POINTS, Quantity
from generator.terms.titles import Titles

Place = tuple[Step, ...]


def pay_faults(amount: Amount, path: Place, titles: Titles) -> Iterator[Fault]:
    """An amount in another unit than the rule pays in, or a plain one that is not above zero."""
    wanted = titles.pay_unit
    unit = amount_unit(amount, titles, wanted)
    if unit != wanted and not _as_many(amount, unit, titles):
        yield Fault(
            "wrong-unit",
            f"This amount is in `{unit}`, but the {_payer(titles)} in {_word(wanted)}.",
            at=path,
            consequence="It cannot be paid as it stands.",
            cure=_cure(amount, unit, titles),
        )
    elif isinstance(amount, Quantity) and amount.value <= 0:
        yield Fault(
            "figure-negative",
            "An amount that is paid is above zero.",
            at=path,
            consequence="Partners would be promised a payment that is none.",
            cure="Correct the figure.",
        )


def _as_many(amount: Amount, unit: str, titles: Titles) -> bool:
    """Whether a figure that is counted may stand for as many points or rewards."""
    if titles.pays_in == MONEY:
        return False
    if isinstance(amount, OfMetric):
        return unit == COUNT
    return isinstance(amount, RateOf) and is_counted(unit, titles)


def is_counted(unit: str, titles: Titles) -> bool:
    """Whether so many of a unit can be so many points: numbers, points, and units that a programme declares."""
    return unit not in (titles.currency, PERCENT, *DURATIONS)


def _payer(titles: Titles) -> str:
    return "programme pays" if titles.pays_in == MONEY else "rule pays"


def _word(unit: str) -> str:
    return f"`{unit}`" if reward_of(unit) else unit


def _cure(amount: Amount, unit: str, titles: Titles) -> str:
    if titles.pays_in == MONEY and unit == POINTS:
        return "Write `pays_in: points` in this version, or an amount of money."
    if titles.pays_in != MONEY and isinstance(amount, RateOf | OfMetric):
        return f"Write how many for how much: `{{amount: 1, each: {amount.metric}, every: 100}}`."
    return f"Write it in {_word(titles.pay_unit)}." if titles.pays_in == MONEY else "Write it without a unit."


def every_faults(amount: Amount, path: Place, titles: Titles) -> Iterator[Fault]:
    """`every` in another unit than its metric."""
    if isinstance(amount, EachOf) and amount.every is not None:
        own = titles.unit_of(f"metric/{amount.metric}")
        if amount.every.unit not in ("", own):
            yield Fault(
                "wrong-unit",
                f"This is in `{amount.every.unit}`, but the metric is in `{own}`.",
                at=(*path, "every"),
                consequence="Nobody could say how often it goes into the figure.",
                cure=f"Write it in `{own}`, or without a unit.",
            )


def without_account(
    programme: Programme, name: str, number: int, version: ClauseVersion
) -> Iterator[Diagnostic]:
    """A version that pays points and begins, or is announced, while there is no points account."""
    if POINTS not in version.units:
        return
    account = programme.points_on(version.starts)
    if (
        account is not None and programme.file.points is not None
    ):  # as it was announced first, before corrections
        account = next(one for one in programme.file.points.versions if one.starts == account.starts)
        if account.announced <= version.announced:
            return
    rows = range(1, len(getattr(version, "prizes", ())) + 1)
    prize = next((row for row in rows if version.unit_of_row(row) == POINTS), 0)
    path: Place = ("pays_in",)
    if prize and version.pays_in != POINTS:
        path = ("prizes", prize - 1, "pays_in")
    place = find(programme.trees[programme.clause_files[name]], ("versions", number, *path)).place
    if account is not None:
        yield Diagnostic(
            "announced-later",
            place,
            f"The points account is announced on {account.announced}, later than this version that pays into it.",
            consequence="Until then partners would read a rule without knowing what its points are good for.",
            cure=f"Announce both on one day: `announced: {version.announced}` at the points account.",
        )
        return
    yield Diagnostic(
        "points-without-account",
        place,
        f"This pays in points, and on {version.starts} there is no points account.",
        consequence="Nobody could say how long the points last, and what they are good for.",
        cure="Declare it in programme.yaml: `points: {title: {...}, versions: [...]}`.",
    )


def rate_faults(version: ClauseVersion, titles: Titles) -> Iterator[Fault]:
    """Rates of a base that cannot be so many points."""
    base = unit_of_base(version, titles)
    if version.pays_in != MONEY and base and not is_counted(base, titles):
        yield Fault(
            "rate-of-no-points",
            f"A rate of `{getattr(version, 'base', '')}` would give {_word(base)}, and the rule pays in "
            f"{_word(titles.pay_unit)}.",
            at=("base",) if getattr(version, "base", None) else ("rate",),
            consequence="Nobody could say how many points a share of it is.",
            cure=f"Take a base that is counted, or write how many for how much: "
            f"`{{amount: 1, each: {getattr(version, 'base', 'personal_volume')}, every: 100}}`.",
        )
