"""Closes periods without pages and audit, for the gallery and for tests that need closed periods quickly."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.close import Close
from generator.accounts.kept import PeriodAccount
from generator.accounts.points import PointsAccount
from generator.rules.exact import Integers
from generator.terms.pay import MONEY
from generator.terms.quantity import POINTS, parse_quantity
from generator.workflow.build import lint
from generator.workflow.closable import known_by, period_called
from generator.workflow.close import Closing, closing
from generator.workflow.places import Places


def closed(places: Places, name: str, on: date | None = None, more: str | None = None) -> Close:
    """Close a period, by default on the first day on which it may be closed; `more` is added to each line kept."""
    if on is None:
        programme = lint(places, date.max).programme
        on = known_by(programme, period_called(programme, name), date.max) + timedelta(days=1)
    with closing(places, name, on) as ready:
        if more is not None:
            extra = int(parse_quantity(str(more)).value * 100)
            periods = [
                _with_more(one, extra, ready) if one is ready.account else one
                for one in ready.accounts.periods
            ]
            ready = replace(ready, accounts=replace(ready.accounts, periods=tuple(periods)))
        made, files = ready.close(ready.files([]))
        ready.write(files)
        ready.seal(made)
    return made


def _with_more(account: PeriodAccount, extra: int, ready: Closing) -> PeriodAccount:
    """The account as a program would keep it that gives so many minor units more with each line, and pays them.

    Of points it keeps so many more for each line, which stays what it is.
    """
    lines, moved = account.lines, account.movements
    at = lines.schema.get_field_index("amount")
    some = pc.equal(lines["unit"], MONEY)
    column = pc.if_else(some, pc.add(lines["amount"], pa.scalar(extra, pa.int64())), lines["amount"])
    row_of = ready.accounts.settlement.book.partners.row_of

    def more(unit: str) -> Integers:
        sums = np.zeros(len(moved.paid), dtype=np.int64)
        for partner in lines.filter(pc.equal(lines["unit"], unit))["partner"].to_pylist():
            sums[row_of[partner]] += extra
        return sums

    return replace(
        account,
        lines=lines.set_column(at, lines.schema.field(at), column),
        movements=replace(moved, earned=moved.earned + more(MONEY), paid=moved.paid + more(MONEY)),
        points=account.points and _with_more_points(account.points, more(POINTS)),
    )


def _with_more_points(account: PointsAccount, more: Integers) -> PointsAccount:
    *older, own = account.closing.batches
    batches = (*older, replace(own, left=own.left + more))
    moved = {**account.moved, "earned": account.moved["earned"] + more}
    return replace(account, closing=replace(account.closing, batches=batches), moved=moved)
