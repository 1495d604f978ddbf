"""The days of a metric's window, counted back from the last day of the window of whoever reads it."""

from __future__ import annotations

from datetime import date, timedelta

from generator.audit.calendar import Period, Rhythm, add_months, earlier, good_through, period_of
from generator.audit.definitions import Window

CALENDAR = {"quarter": "quarter", "half_year": "half_year", "year": "year", "week": "week"}


class WindowUnknown(ValueError):
    """A window of a kind that cannot be counted."""


def days_of(window: Window, reader: Period, joined: date | None, rhythm: Rhythm) -> tuple[date, date] | None:
    """First and last day of a window; None where it holds no day at all.

    `reader` is the window of whoever asks: the period that is settled, or that of a rule. `joined` is the day on
    which the partner joined.
    """
    end = reader.last
    if window.kind == "period":
        return reader.first, end
    if window.kind == "last":
        return earlier(period_of(end, rhythm), window.count - 1, rhythm).first, end
    if window.kind == "before":
        one = earlier(period_of(end, rhythm), window.count, rhythm)
        return one.first, one.last
    if window.kind == "lifetime":
        return date.min, end
    if window.kind == "day":
        return end, end
    if window.kind in CALENDAR:
        return period_of(end, CALENDAR[window.kind]).first, end
    if joined is None or joined > end:
        return None
    if window.kind == "membership_year":
        return joined if (full := full_years(joined, end)) == 0 else add_months(joined, 12 * full), end
    if window.kind == "from_joining":
        return joined, min(end, good_through(joined, window.count, window.unit))
    raise WindowUnknown(f"the window {window.kind!r}")


def full_months(start: date, end: date) -> int:
    """How many months have become full on a day, counted from the day on which they began."""
    count = (end.year - start.year) * 12 + end.month - start.month
    return count if add_months(start, count) <= end else count - 1


def full_years(start: date, end: date) -> int:
    """How many years have become full on a day, counted from the day on which they began."""
    count = end.year - start.year
    return count if add_months(start, 12 * count) <= end else count - 1


def age(start: date, end: date, unit: str) -> int:
    """Whole years, months or days from a day to a day that is not before it."""
    if unit == "years":
        return full_years(start, end)
    if unit == "months":
        return full_months(start, end)
    if unit == "days":
        return (end - start) // timedelta(days=1)
    raise WindowUnknown(f"an age in {unit!r}")
