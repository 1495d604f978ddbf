"""What the counted rows of one partner in one window come to: sums, numbers, extremes, the earliest, who is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from generator.audit.counting import NOTHING, Heap
from generator.audit.measuring import Ledger, NotComputable, Rows, Tested, moment

Days = tuple[date, date] | None
PICKED = frozenset({"min", "max", "first", "last"})


def heap_of(ledger: Ledger, partner: str, days: Days, keeps: Tested | None = None) -> Heap:
    """Sum and number of what one partner's rows bring: values for a sum or mean, rows, or names that are new."""
    rows = ledger.rows_of(partner, keeps)
    if rows is None or days is None:
        return NOTHING
    low, high = rows.between(*days)
    match ledger.metric.kind:
        case "sum":
            return Heap(rows.sum(low, high), high - low)
        case "mean":
            return Heap(
                rows.sum(low, high),
                sum(1 for value in rows.values[low:high] if value is not None),
            )
        case "count":
            return Heap(Fraction(high - low), high - low)
        case "distinct":
            return Heap(Fraction(len(_names(ledger, rows, low, high))), high - low)
        case "new":
            names = _names(ledger, rows, low, high)
            fresh = [name for name in names if _is_new(ledger, name, days)]
            return Heap(Fraction(len(fresh)), high - low)
        case _:
            raise NotComputable(f"the rows of {ledger.metric.id} cannot be added up")


def _names(ledger: Ledger, rows: Rows, low: int, high: int) -> set[object]:
    return {name for row in rows.rows[low:high] if (name := ledger.name(row)) not in ("", None)}


def _is_new(ledger: Ledger, name: object, days: tuple[date, date]) -> bool:
    first, last = days
    good = ledger.metric.must is None or ledger.good[name]
    return good and first <= ledger.earliest[name][0] <= last


def figure_of(ledger: Ledger, heap: Heap) -> Fraction | None:
    """The figure that added rows make; None where it is absent."""
    if heap.count == 0:
        return None
    return heap.total / heap.count if ledger.metric.kind == "mean" else heap.total


def picked(ledger: Ledger, partner: str, days: Days, keeps: Tested | None = None) -> Fraction | None:
    """The lowest, highest, earliest or latest value of one partner's rows; None where it is absent."""
    rows = ledger.rows_of(partner, keeps)
    if rows is None or days is None:
        return None
    low, high = rows.between(*days)
    kind = ledger.metric.kind
    found = [
        (row, value)
        for row, value in zip(rows.rows[low:high], rows.values[low:high], strict=True)
        if value is not None
    ]
    if not found:
        return None
    if kind in ("min", "max"):
        return _end(kind == "min", (value for _, value in found))
    when = (min if kind == "first" else max)(moment(row) for row, _ in found)
    at_once = [(row, value) for row, value in found if moment(row) == when]
    taken = _end(kind == "first", (value for _, value in at_once))
    if ledger.metric.must is not None:
        passes = ledger.taken()
        if not any(passes(row) for row, value in at_once if value == taken):
            return None
    return taken


def _end(lowest: bool, values: Iterable[Fraction]) -> Fraction:
    return min(values) if lowest else max(values)
