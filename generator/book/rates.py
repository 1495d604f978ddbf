"""Exchange rates: what one unit of a currency was worth on a day, exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import duckdb

from generator.book.files import DataFile
from generator.source import Diagnosed, Diagnostic, Place, did_you_mean
from generator.terms.numerals import day

if TYPE_CHECKING:
    from generator.book.taking import Part

_SHOWN = 5


@dataclass(frozen=True)
class Rates:
    """The rates of the table `rates`: one unit of a currency in the programme's own; `place` is where it is mapped."""

    place: Place
    known: Mapping[tuple[str, date], Fraction] = field(default_factory=dict)

    def rate_on(self, currency: str, on: date) -> Fraction:
        """The rate of exactly this day. Raises Diagnosed rate-missing."""
        found = self.known.get((currency, on))
        if found is not None:
            return found
        days = sorted(known for code, known in self.known if code == currency)
        codes = sorted({code for code, _ in self.known})
        when = day(on, "en").replace("\u00a0", " ")
        if days:
            near = max((one for one in days if one < on), default=days[0])
            cure = f"Add the rate of {on} to the table `rates`; the nearest one there is of {near}."
        elif codes and (close := did_you_mean(currency, codes)):
            cure = (
                f"Did you mean `{close}`? Correct the currency of the partner, or add rates of `{currency}`."
            )
        else:
            cure = (
                f"Add a source `- {{table: rates, ...}}` with rows of `{currency}`, or correct the partner."
            )
        raise Diagnosed(
            [
                Diagnostic(
                    "rate-missing",
                    self.place,
                    f"There is no rate of {currency} on {when}.",
                    consequence="What is owed could not be paid in this currency; no other day's rate was promised.",
                    cure=cure,
                )
            ]
        )


def read_rates(
    con: duckdb.DuckDBPyConnection, parts: Sequence[Part], files: Sequence[DataFile], nowhere: Place
) -> Rates:
    """The rates of all sources that have some. Raises Diagnosed: rate-unsound."""
    known: dict[tuple[str, date], Fraction] = {}
    first: dict[tuple[str, date], str] = {}
    wrong: list[str] = []
    for part in parts:
        unit = 10 ** (part.typed.opened.source.columns["rate"].digits or 0)
        rows = con.execute(
            f'SELECT currency, date, rate, "#file", "#row" FROM ({part.counted}) ORDER BY "#file", "#row"'
        ).fetchall()
        for currency, on, rate, file, row in rows:
            key, where = (str(currency), on), files[file].at(row)
            if rate <= 0:
                wrong.append(f"{where}: the rate is not above zero")
            if key in known:
                wrong.append(f"{where}: {currency} of {on} stands in {first[key]} too")
            known[key] = Fraction(rate, unit)
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
                        [*wrong[:_SHOWN], *more, "Nobody could tell what a payout comes to."]
                    ),
                    cure="Give each currency one rate above zero for a day.",
                )
            ]
        )
    return Rates(place, known)
