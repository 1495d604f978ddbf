"""Rates and splits that a scenario shows beside its rows: figures in other currencies, and sales made together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.audit.exchange import CURRENCY, RATES, convert, policies_of
from generator.audit.given import ALONE, Given, NotExecutable
from generator.audit.made_cells import day_of, plain_number, scaled
from generator.audit.promise import Edition
from generator.audit.records import Partner, RawTable, Row
from generator.audit.splitting import SPLITS, judge_splits, split

BESIDE = (SPLITS, RATES)  # tables of a scenario that are no records of a partner
CONVERTED = ("sales", "sale_lines", "returns", "events")


@dataclass(frozen=True)
class Beside:
    """What stands beside the rows of a scenario: rates and splits, and for which figures they are."""

    splits: Sequence[tuple[int, Mapping[str, str]]]  # window and cells
    rates: Sequence[tuple[int, Mapping[str, str]]]
    divides: frozenset[str]
    converts: frozenset[str]

    @classmethod
    def of(cls, given: Given) -> Beside:
        """Take it from a scenario."""
        rows = {
            name: [(number, cells) for table, number, cells in given.rows if table == name] for name in BESIDE
        }
        return cls(
            rows[SPLITS],
            rows[RATES],
            _named(rows[SPLITS], "divides"),
            _named(rows[RATES], "converts"),
        )

    def digits(self, edition: Edition) -> int:
        """The decimals that a converted figure has at least."""
        exchange = edition.policy.converts if edition.policy is not None else None
        return (exchange.digits or 0) if exchange is not None else 0

    def apply(
        self, tables: dict[str, RawTable], partners: Mapping[str, Partner], given: Given, edition: Edition
    ) -> None:
        """Convert and divide the rows of the tables."""
        if self.rates:
            tables[RATES] = _rates(self.rates, given)
            for name in CONVERTED:
                if name in tables:
                    tables[name].converts[name] = tuple(self.converts & set(tables[name].digits))
            convert(tables, policies_of([edition]))
            del tables[RATES]
        elif edition.policy is not None and edition.policy.converts is not None:
            _check_own(tables, edition.currency)
        if self.splits:
            splits, sales = _splits(self.splits, partners), tables.get("sales")
            judge_splits(splits, sales, partners)
            wrong = {row.reason for row in splits.rows} - {""}
            if wrong:
                raise NotExecutable(f"a split is none of a sale of the example: {', '.join(sorted(wrong))}")
            tables[SPLITS] = splits
            split(tables, self.divides, partners)
            del tables[SPLITS]


def _named(rows: Sequence[tuple[int, Mapping[str, str]]], column: str) -> frozenset[str]:
    """The figures that all rows of a table name alike."""
    told = {cells.get(column, "") for _, cells in rows}
    if len(told) > 1:
        raise NotExecutable(f"its rows name different figures under {column}")
    return frozenset(one for text in told for one in text.split(", ") if one)


def _check_own(tables: Mapping[str, RawTable], own: str) -> None:
    for table in tables.values():
        if table.name in CONVERTED and CURRENCY in table.columns:
            at = table.place(CURRENCY)
            if any(str(row.cells[at] or own) != own for row in table.rows):
                raise NotExecutable(f"a row of {table.name} names a currency, and there are no rates")


def _rates(rows: Sequence[tuple[int, Mapping[str, str]]], given: Given) -> RawTable:
    numbers = [plain_number(cells.get("rate", ""), "a rate") for _, cells in rows]
    digits = max(len(one.partition(".")[2]) for one in numbers)
    table = RawTable(RATES, ["date", CURRENCY, "rate"], {"rate": digits})
    known: set[tuple[str, date]] = set()
    for number, ((window, cells), text) in enumerate(zip(rows, numbers, strict=True), start=1):
        day = day_of(cells["date"]) if "date" in cells else given.windows[window].first
        name, value = cells.get(CURRENCY, ""), scaled(text, digits)
        if not name or value <= 0 or (name, day) in known:
            raise NotExecutable(f"the rate of {name or 'no currency'} on {day} is none, or there are two")
        known.add((name, day))
        row = Row(RATES, number, (day, name, value))
        row.day = day
        table.rows.append(row)
    return table


def _splits(rows: Sequence[tuple[int, Mapping[str, str]]], partners: Mapping[str, Partner]) -> RawTable:
    numbers = [plain_number(cells.get("share", "").removesuffix("%"), "a share") for _, cells in rows]
    digits = max(len(one.partition(".")[2]) for one in numbers)
    table = RawTable(SPLITS, ["sale", "partner", "share"], {"share": digits})
    known: set[tuple[str, str]] = set()
    for number, ((_, cells), text) in enumerate(zip(rows, numbers, strict=True), start=1):
        sale, partner = (
            cells.get("sale", ""),
            cells.get("partner", "") or (ALONE if ALONE in partners else ""),
        )
        if not sale or partner not in partners or (sale, partner) in known:
            raise NotExecutable(
                f"the split of {sale!r} is of {partner!r}, who is none of its people, or twice"
            )
        known.add((sale, partner))
        row = Row(SPLITS, number, (sale, partner, scaled(text, digits)))
        row.partner = partner
        table.rows.append(row)
    return table
