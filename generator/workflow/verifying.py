"""Verifying: closed periods settled again from their own records, so that no new program computes the past anew."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from generator.accounts.close import ChainBroken
from generator.accounts.reproducing import NotReproduced, first_difference, same_rules
from generator.accounts.store import CLOSED, CloseStore, Unreachable
from generator.book.sources import Sources
from generator.rules.editions import editions
from generator.source import Diagnosed, Diagnostic, Place
from generator.terms.numerals import MINOR_DIGITS, shown
from generator.terms.pay import pay_unit, reward_of
from generator.terms.programme import Programme
from generator.workflow.booking import Closes, damaged, unreachable
from generator.workflow.build import faults_of_records
from generator.workflow.places import Places


def check_reproduced(
    places: Places, programme: Programme, closes: Closes, sources: Sources, periods: Collection[str]
) -> tuple[str, ...]:
    """Settle some closed periods again from what is kept with them; returns those whose rules are what they were.

    Where a rule was corrected since, lines differ as they should, and nothing can be told of the program.
    Raises Diagnosed engine-changed, close-damaged, closes-unreachable.
    """
    again: list[str] = []
    for number, close in enumerate(closes.chain, 1):
        if close.period not in periods:
            continue
        chain = closes.chain[:number]
        then, now = programme.known_on(close.known), editions(programme, close.known)
        if not same_rules(chain, now):
            continue
        try:
            with faults_of_records(programme):
                found = first_difference(closes.store, chain, then, now, sources)
        except ChainBroken as broken:
            raise Diagnosed([damaged(broken)]) from broken
        except Unreachable as error:
            raise Diagnosed([unreachable(places, error)]) from error
        if found is not None:
            raise Diagnosed([_changed(closes.store, programme, found)])
        again.append(close.period)
    return tuple(again)


def _changed(store: CloseStore, programme: Programme, found: NotReproduced) -> Diagnostic:
    unit = pay_unit(found.unit, programme.file.currency)
    closed, today = (_shown(amount, unit) for amount in (found.closed, found.today))
    period = found.close.period
    by = f"by the clause `{found.clause}`" if found.clause else "in the points account"
    if not found.clause and reward_of(found.unit):
        by = f"in what is owed of `{reward_of(found.unit)}`"
    return Diagnostic(
        "engine-changed",
        Place(store.place(CLOSED, f"{period}.json"), 1, 1),
        f"{period} was closed with {closed} for the partner `{found.partner}` {by}, and the "
        f"same records and rules now give {today}.",
        consequence="The difference would be booked though nobody sold, returned or corrected anything: the program "
        f"computes otherwise than the one ({found.close.engine}) with which the period was closed.",
        cure="Take the program with which it was closed, and report this. If that one was wrong, repay what it cost "
        "by an adjustment by hand, with the reason.",
    )


def _shown(minor: int, unit: str) -> str:
    return shown(Fraction(minor, 10**MINOR_DIGITS), unit, "en", whole_money=False)
