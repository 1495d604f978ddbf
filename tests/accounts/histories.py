"""Histories for tests: what was known when, as books in memory, and closes one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from generator.accounts.close import Close, read_chain
from generator.accounts.keeping import keep_accounts, read_booked
from generator.accounts.kept import Accounts
from generator.accounts.runs import close_of, run_files
from generator.accounts.store import CloseStore
from generator.book.outright import book_outright
from generator.rules.editions import editions
from generator.settlement.settle import Settlement, settle
from generator.terms.programme import Programme
from tests.settlement.projects import Project

COLUMNS: dict[str, Any] = {
    "partners": {"partner": "partner", "name": "name", "joined_on": "joined_on", "sponsor": "sponsor"},
    "sales": {
        "sale": "sale",
        "partner": "partner",
        "date": "date",
        "amount": {"column": "amount", "digits": 2},
    },
}
Row = dict[str, str]


def programme_at(
    folder: Path, carried: Mapping[str, Mapping[str, Any]] = MappingProxyType({}), **declared: Any
) -> Programme:
    """Slices by volume, a tier, and a bonus for each sale: lines that depend on totals, and lines for rows.

    `carried` has what the version of a clause says besides.
    """
    return Project(
        folder,
        {
            "volume": [{"from": "2026-01-01", "sum": "plain", "window": "period", "scope": "own"}],
            "total": [{"from": "2026-01-01", "sum": "plain", "window": "lifetime", "scope": "own"}],
        },
        {
            "growth": (
                "commission",
                [
                    {
                        "from": "2026-01-01",
                        **carried.get("growth", {}),
                        "per": "period",
                        "base": "volume",
                        "brackets": {
                            "applies_to": "slice",
                            "rows": [{"at_least": "0", "rate": "5 %"}, {"at_least": "100", "rate": "7.5 %"}],
                        },
                    }
                ],
            ),
            "loyal": (
                "commission",
                [
                    {
                        "from": "2026-01-01",
                        **carried.get("loyal", {}),
                        "per": "sale",
                        "source": {"sales": {}},
                        "base": "plain",
                        "earns": {"total": {"at_least": "150"}},
                        "as_of": "window_end",
                        "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "1 %"}]},
                    }
                ],
            ),
        },
        **declared,
    ).write_programme()


@dataclass
class Ground:
    """One programme, its partners, and the store of its closes."""

    programme: Programme
    store: CloseStore
    partners: Sequence[Row]
    con: duckdb.DuckDBPyConnection

    def settlement(self, sales: Sequence[Row], on: date) -> Settlement:
        """One settlement of what is known of sales; its book stays open."""
        rows = {"partners": list(self.partners), "sales": list(sales)}
        mapped = {
            "sources": [
                {"table": table, "files": f"{table}.csv", "columns": COLUMNS[table]} for table in rows
            ]
        }
        book = book_outright(self.con.cursor(), mapped, rows, on=on, languages=self.programme.languages)
        assert book is not None
        return settle(self.programme, book, editions(self.programme, on), on)

    def accounts(self, sales: Sequence[Row], on: date) -> Accounts:
        """The accounts as of a day over what is known of sales."""
        settlement = self.settlement(sales, on)
        return keep_accounts(settlement, read_booked(self.store, read_chain(self.store)))

    def close(self, sales: Sequence[Row], on: date) -> Close:
        """Close the open period over what is known of sales."""
        accounts = self.accounts(sales, on)
        account = accounts.open
        assert account is not None
        files = run_files(accounts, account)
        made, files = close_of(accounts, account, files, {}, read_chain(self.store), on, on, "test")
        self.store.write_run(files)
        self.store.seal(made.period, made.as_bytes())
        return made
