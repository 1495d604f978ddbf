"""What people booked: adjustments by hand, each under its reference, against what closes booked under it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from generator.book.by_hand import Adjustment
from generator.terms.calendar import Period
from generator.terms.programme import Programme

BY_HAND = pa.schema(
    [
        pa.field("reference", pa.string()),
        pa.field("partner", pa.string()),
        pa.field("date", pa.date32()),
        pa.field("owner", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("clause", pa.string()),
        pa.field("period", pa.string()),
        pa.field("was", pa.int64()),
        pa.field("now", pa.int64()),
        pa.field("amount", pa.int64()),
    ],
    metadata={"by_hand": "1"},
)
"""`reason` is JSON by language, `clause` and `period` are what an adjustment is about. `was` is what closes booked
under the reference for the partner, `now` what stands in the file, `amount` their difference."""

Row = dict[str, Any]


def booked_by_hand(
    programme: Programme,
    written: Sequence[Adjustment],
    booked: Iterable[pa.Table],
    period: Period,
    *,
    first: bool,
) -> pa.Table:
    """The rows of a period that is not closed; the `first` of these books what lies before it, too.

    `booked` are those of all closes.
    """
    found: dict[tuple[str, str], Row] = {}
    for row in (row for table in booked for row in table.to_pylist()) if first else ():
        known = found.setdefault((row["reference"], row["partner"]), {**row, "was": 0, "now": 0})
        known["was"] += row["amount"]
    for one in written:
        own = programme.cycle.period_of(one.day)
        if own == period or (first and own < period):
            key = one.reference, one.partner
            found[key] = _row(one) | {"was": found[key]["was"] if key in found else 0}
    for row in found.values():
        row["amount"] = row["now"] - row["was"]
    rows = [row for row in found.values() if row["amount"]]
    rows.sort(key=lambda row: (row["date"], row["reference"], row["partner"]))
    return pa.Table.from_pylist(rows, schema=BY_HAND)


def _row(one: Adjustment) -> Row:
    about = one.about
    reason = json.dumps(dict(one.reason.wordings), ensure_ascii=False, sort_keys=True)
    return {
        "reference": one.reference,
        "partner": one.partner,
        "date": one.day,
        "owner": one.owner,
        "reason": reason,
        "clause": about.clause if about else None,
        "period": about.period if about else None,
        "now": one.minor,
    }
