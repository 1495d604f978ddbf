"""Exchange rates: what one unit of a currency was worth on a day, exact."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import duckdb

from generator.book.files import DataFile
from generator.source import Diagnosed, Diagnostic, Place, did_you_mean
from generator.terms.currencies import RATES

if TYPE_CHECKING:
    from generator.book.taking import Part

_SHOWN = 5


@dataclass(frozen=True)
class Rates:
    """The rates of the table `rates`: one unit of a currency in the programme's own; `place` is where it is mapped.

    `digits` is how many decimals the rates have.
    """

    place: Place
    known: Mapping[tuple[str, date], Fraction] = field(default_factory=dict)
    digits: int = 0

    def latest(self, currency: str, on: date, days: int = 0) -> tuple[date, Fraction] | None:
        """The rate of a day with that day, or else the latest one of so many days before; None where there is none."""
        known = self._days.get(currency, [])
        at = bisect_right(known, on)
        if not at or (on - known[at - 1]).days > days:
            return None
        return known[at - 1], self.known[currency, known[at - 1]]

    def nearest(self, currency: str, on: date) -> str:
        """What there is instead of a missing rate, as the cure for it."""
        days = self._days.get(currency)
        if days:
            at = bisect_right(days, on)
            return f"Add the rate of {on} to the table `{RATES}`; the nearest one there is of {days[max(at - 1, 0)]}."
        written = currency.upper() if currency.upper() in self._days else ""
        if close := written or did_you_mean(currency, sorted(self._days)):
            return f"Did you mean `{close}`? Correct the currency, or add rates of `{currency}`."
        return f"Add a source `- {{table: {RATES}, ...}}` with rows of `{currency}`, or correct the currency."

    @cached_property
    def _days(self) -> Mapping[str, list[date]]:
        found: dict[str, list[date]] = {}
        for currency, on in sorted(self.known):
            found.setdefault(currency, []).append(on)
        return found


def read_rates(
    con: duckdb.DuckDBPyConnection, parts: Sequence[Part], files: Sequence[DataFile], nowhere: Place
) -> Rates:
    """The rates of all sources that have some. Raises Diagnosed: rate-unsound."""
    known: dict[tuple[str, date], Fraction] = {}
    first: dict[tuple[str, date], str] = {}
    wrong: list[str] = []
    digits = [part.typed.opened.source.columns["rate"].digits or 0 for part in parts]
    for part, places in zip(parts, digits, strict=True):
        rows = con.execute(
            f'SELECT currency, date, rate, "#file", "#row" FROM ({part.counted}) ORDER BY "#file", "#row"'
        ).fetchall()
        for currency, on, rate, file, row in rows:
            key, where = (str(currency), on), files[file].at(row)
            if rate <= 0:
                wrong.append(f"{where}: the rate is not above zero")
            if key in known:
                wrong.append(f"{where}: {currency} of {on} stands in {first[key]} too")
            known[key] = Fraction(rate, 10**places)
            first.setdefault(key, where)
    place = parts[0].typed.opened.place("files") if parts else nowhere
    if wrong:
        count = len(wrong)
        more = [f"... and {count - _SHOWN} more"] if count > _SHOWN else []
        raise Diagnosed(
            [
                Diagnostic(
                    "rate-unsound",
                    place,
                    "A rate cannot stand." if count == 1 else f"{count} rates cannot stand.",
                    consequence="\n".join(
                        [*wrong[:_SHOWN], *more, "Nobody could tell what a figure or a payout comes to."]
                    ),
                    cure="Give each currency one rate above zero for a day.",
                )
            ]
        )
    return Rates(place, known, max(digits, default=0))
