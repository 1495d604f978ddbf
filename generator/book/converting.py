"""Converting: figures that rows give in another currency become figures in the programme's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow as pa

from generator.book.book import BookColumn
from generator.book.files import DataFile
from generator.book.mapping import CURRENCY, RATE, RATE_DAY
from generator.book.rates import Rates
from generator.book.sources import Sources
from generator.book.sql import literal, one_row, quoted
from generator.book.taking import Part
from generator.source import Diagnostic, raise_if
from generator.terms.currencies import GIVEN, Conversions

NO_CONVERSIONS = Conversions("", ((date.min, None),))
_APPLIED, _LEARNT = "rates_applied", "rates_learnt"
_SHOWN = 5
_LARGEST = 2**62
_FILE = 2**40
"""A file has fewer rows than this."""


class Converting:
    """Converts the rows of sources that have a currency, by the rates of a book."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        rates: Rates,
        conversions: Conversions,
        files: Sequence[DataFile],
        sources: Sources,
    ) -> None:
        self._con = con
        self._rates = rates
        self._conversions = conversions
        self._files = files
        self._applied: set[tuple[str, date]] = set()
        figures = [one.columns[name].digits or 0 for one in sources.sources for name in one.converts or ()]
        self._digits = sorted(set(figures))
        if self._digits:
            units = "".join(f", {_unit(digits)} BIGINT, {_back(digits)} BIGINT" for digits in self._digits)
            con.execute(
                f"CREATE TEMP TABLE {_APPLIED} "
                f"(currency VARCHAR, counts_on DATE, rate BIGINT, day DATE, mode VARCHAR{units})"
            )

    def converted(self, parts: Sequence[Part]) -> tuple[list[Part], Mapping[str, BookColumn]]:
        """The parts of one table with their figures converted, and the columns that this adds to the table.

        Raises Diagnosed: rate-missing, conversion-missing, conversion-too-fine, figure-too-large.
        """
        names = dict.fromkeys(name for part in parts for name in _converts(part))
        if not names:
            return list(parts), {}
        by_source: dict[int, list[Part]] = {}
        for part in parts:
            if _converts(part):
                by_source.setdefault(part.number, []).append(part)
        raise_if([one for some in by_source.values() for one in self._learnt(some)])
        wide = [self._is_wide(part) for part in parts]
        added: dict[str, BookColumn] = {}
        for part in parts:
            for name in part.typed.readings:
                if name in names:
                    digits = part.typed.opened.source.columns[name].digits or 0
                    added.setdefault(f"{name}{GIVEN}", BookColumn("decimal", digits, "BIGINT"))
        added[RATE] = BookColumn("decimal", self._rates.digits, "BIGINT")
        added[RATE_DAY] = BookColumn("date", sql_type="DATE")
        return [self._with_rates(part, one) for part, one in zip(parts, wide, strict=True)], added

    def _learnt(self, parts: Sequence[Part]) -> list[Diagnostic]:
        """Look up the rates that the rows of a source ask for; says what is missing."""
        opened = parts[0].typed.opened
        wrong = self._too_fine(parts[0])
        if wrong:
            return wrong
        rows = " UNION ALL ".join(
            f'SELECT {quoted(CURRENCY)}::VARCHAR AS named, date, "#file"::BIGINT * {_FILE} + "#row" AS place '
            f"FROM ({part.counted}) WHERE {_foreign('', self._conversions.currency)}"
            for part in parts
        )
        asked = self._con.execute(
            f"SELECT named, date, min(place) AS place FROM ({rows}) GROUP BY named, date ORDER BY place"
        ).fetchall()
        learnt: list[tuple[object, ...]] = []
        unruled: list[str] = []
        missing: list[tuple[str, str, date]] = []
        for currency, on, place in asked:
            if (currency, on) in self._applied:
                continue
            where = self._files[place // _FILE].at(place % _FILE)
            rule = self._conversions.on(on)
            if rule is None:
                unruled.append(f"{where}: {currency} of {on}")
                continue
            found = self._rates.latest(currency, rule.day(on), rule.days)
            if found is None:
                missing.append((f"{where}: {currency} of {rule.day(on)}", currency, rule.day(on)))
                continue
            self._applied.add((currency, on))
            scaled = int(found[1] * 10**self._rates.digits)
            units = [value for digits in self._digits for value in self._units(digits, rule.rounding.digits)]
            learnt.append((currency, on, scaled, found[0], rule.rounding.mode, *units))
        self._apply(learnt)
        place = opened.place("files")
        if unruled:
            wrong.append(
                Diagnostic(
                    "conversion-missing",
                    place,
                    "Rows are in another currency, and the policy of their day does not say how it is converted.",
                    consequence="\n".join(
                        [*_some(unruled), "They would be counted as the programme's money."]
                    ),
                    cure="Write in that version of the policy:\n"
                    "  currencies: {sales: {rate_of: day_of_sale, rounding: {mode: half_even, digits: 2}}}",
                )
            )
        if missing:
            _, currency, on = missing[0]
            wrong.append(
                Diagnostic(
                    "rate-missing",
                    place,
                    "The rate of a day is missing."
                    if len(missing) == 1
                    else f"The rates of {len(missing)} days are missing.",
                    consequence="\n".join(
                        [*_some([one for one, _, _ in missing]), "No other day's rate was promised."]
                    ),
                    cure=self._rates.nearest(currency, on),
                )
            )
        return wrong

    def _apply(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Keep what was learnt where rows are joined with it."""
        if rows:
            names = [str(one[0]) for one in self._con.execute(f"DESCRIBE {_APPLIED}").fetchall()]
            self._con.register(_LEARNT, pa.table([list(column) for column in zip(*rows, strict=True)], names))
            self._con.execute(f"INSERT INTO {_APPLIED} FROM {_LEARNT}")
            self._con.unregister(_LEARNT)

    def _units(self, digits: int, kept: int) -> tuple[int | None, int | None]:
        """By what the product of a figure and a rate is divided, and the whole number multiplied again."""
        if kept > digits:  # nothing is converted by it: figures with so few digits are refused
            return None, None
        return 10 ** (digits + self._rates.digits - kept), 10 ** (digits - kept)

    def _too_fine(self, part: Part) -> list[Diagnostic]:
        """Figures with fewer decimals than what they are converted to."""
        opened = part.typed.opened
        finest = max(
            (one.rounding.digits for _, one in self._conversions.dated if one is not None), default=0
        )
        return [
            Diagnostic(
                "conversion-too-fine",
                opened.place("columns", name),
                f"Converted figures are rounded to {finest} decimals, and `{name}` has "
                f"{opened.source.columns[name].digits or 'none'}.",
                consequence="What was promised could not be held in this column.",
                cure=f"Write `digits: {finest}` here, or round to fewer in the policy.",
            )
            for name in _converts(part)
            if (opened.source.columns[name].digits or 0) < finest
        ]

    def _is_wide(self, part: Part) -> bool:
        """Whether products of figures and rates need more than 64 bits, which is slow. Raises Diagnosed."""
        names = _converts(part)
        if not names:
            return False
        sizes = [f"max(abs(c.{quoted(name)}::HUGEINT) * r.rate)" for name in names]
        products = one_row(self._con, f"SELECT {', '.join(sizes)} FROM {self._joined(part)}")
        if max(size or 0 for size in products) < _LARGEST:
            return False
        results = [f"max({self._size(part, name, wide=True)})" for name in names]
        found = one_row(self._con, f"SELECT {', '.join(results)} FROM {self._joined(part)}")
        opened = part.typed.opened
        raise_if(
            [
                Diagnostic(
                    "figure-too-large",
                    opened.place("columns", name),
                    f"`{name}` of a row is too large when it is converted.",
                    consequence="With larger figures money could not be computed exactly.",
                    cure="Correct the figure, the currency or the rate.",
                )
                for name, size in zip(names, found, strict=True)
                if (size or 0) >= _LARGEST
            ]
        )
        return True

    def _with_rates(self, part: Part, wide: bool) -> Part:
        """The part with converted figures and what they were converted from."""
        names = _converts(part)
        if not names:
            return part
        replaced, given = [], []
        for name in names:
            column = f"c.{quoted(name)}"
            value = f"(sign({column}) * {self._size(part, name, wide=wide)})::BIGINT"
            replaced.append(f"CASE WHEN r.rate IS NULL THEN {column} ELSE {value} END AS {quoted(name)}")
            given.append(f"CASE WHEN r.rate IS NOT NULL THEN {column} END AS {quoted(name + GIVEN)}")
        sql = (
            f"SELECT c.* REPLACE ({', '.join(replaced)}), {', '.join(given)}, r.rate AS {quoted(RATE)}, "
            f"r.day AS {quoted(RATE_DAY)} FROM {self._joined(part)}"
        )
        # Every figure of the table is read from here: a join for each of them would take longer than all of them.
        table = f"converted_{part.typed.opened.key}"
        self._con.execute(f"CREATE TEMP TABLE {table} AS {sql}")
        return replace(
            part,
            counted=f"SELECT * FROM {table}",
            added=(*(f"{name}{GIVEN}" for name in names), RATE, RATE_DAY),
        )

    def _joined(self, part: Part) -> str:
        foreign = _foreign("c.", self._conversions.currency)
        return (
            f"({part.counted}) c LEFT JOIN {_APPLIED} r ON {foreign} "
            f"AND r.currency = c.{quoted(CURRENCY)}::VARCHAR AND r.counts_on = c.date"
        )

    def _size(self, part: Part, name: str, *, wide: bool) -> str:
        """SQL: the converted figure without its sign, rounded by the mode of its rate."""
        digits = part.typed.opened.source.columns[name].digits or 0
        figure = f"c.{quoted(name)}::{'HUGEINT' if wide else 'BIGINT'}"
        size, unit = f"(abs({figure}) * r.rate)", f"r.{_unit(digits)}"
        whole, rest = f"({size} // {unit})", f"(2 * ({size} % {unit}))"
        up = (
            f"CASE WHEN r.mode = 'down' THEN 0 WHEN {rest} > {unit} THEN 1 WHEN {rest} < {unit} THEN 0 "
            f"WHEN r.mode = 'half_up' THEN 1 ELSE {whole} % 2 END"
        )
        return f"(({whole} + {up}) * r.{_back(digits)})"


def _converts(part: Part) -> tuple[str, ...]:
    """The figures of a part that are converted: none where nothing says their currency."""
    return (part.typed.opened.source.converts or ()) if CURRENCY in part.typed.readings else ()


def _foreign(prefix: str, currency: str) -> str:
    column = f"{prefix}{quoted(CURRENCY)}"
    return f"({column} IS NOT NULL AND {column}::VARCHAR <> {literal(currency)})"


def _unit(digits: int) -> str:
    return f"over_{digits}"


def _back(digits: int) -> str:
    return f"back_{digits}"


def _some(lines: Sequence[str]) -> list[str]:
    more = [f"... and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return [*lines[:_SHOWN], *more]
