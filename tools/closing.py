"""Closes periods without pages and audit, for the gallery and for tests that need closed periods quickly."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.close import Close
from generator.accounts.kept import PeriodAccount
from generator.terms.quantity import parse_quantity
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
    """The account as a program would keep it that gives so many minor units more with each line, and pays them."""
    lines, moved = account.lines, account.movements
    at = lines.schema.get_field_index("amount")
    column = pc.add(lines["amount"], pa.scalar(extra, pa.int64()))
    row_of = ready.accounts.settlement.book.partners.row_of
    more = np.zeros(len(moved.paid), dtype=np.int64)
    for partner in lines["partner"].to_pylist():
        more[row_of[partner]] += extra
    return replace(
        account,
        lines=lines.set_column(at, lines.schema.field(at), column),
        movements=replace(moved, earned=moved.earned + more, paid=moved.paid + more),
    )
