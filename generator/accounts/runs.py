"""The files of a close as Parquet: lines, accounts of partners and the house, standing, figures, what is carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from generator.accounts.close import ABOUT, Close
from generator.accounts.house import house_table
from generator.accounts.keeping import (
    ADJUSTED,
    BALANCES,
    CARRIED,
    DUE,
    EARNED_POINTS,
    HAND,
    LEDGER,
    OWED_REWARDS,
    OWN,
    PAID,
    balances_table,
)
from generator.accounts.kept import Accounts, PeriodAccount
from generator.accounts.points_journal import journal_of
from generator.accounts.rewards import rewards_table
from generator.accounts.tables import table_bytes
from generator.rules.shortfall import unit_of_state
from generator.settlement.settle import PeriodResult
from generator.terms.programme import Programme

STANDING, FIGURES, STATEMENTS = "standing.parquet", "figures.parquet", "statements.parquet"

ISSUED = pa.schema(
    [
        pa.field("partner", pa.string()),
        pa.field("language", pa.string()),
        pa.field("title", pa.string()),
        pa.field("payout", pa.string()),
        pa.field("html", pa.string()),
    ],
    metadata={"statements": "1"},
)
"""The statements of a period as they were issued; `title` and `payout` are what an index says of them."""


def statements_table(statements: Sequence[tuple[str, str, str, str, str]]) -> pa.Table:
    """The rows of `ISSUED`."""
    columns: list[Sequence[str]] = list(zip(*statements, strict=True)) or [[]] * len(ISSUED)
    return pa.table([pa.array(one, pa.string()) for one in columns], schema=ISSUED)


def run_files(accounts: Accounts, account: PeriodAccount) -> dict[str, bytes]:
    """The files of the close of one period by their names."""
    result = next(one for one in accounts.settlement.results if one.period == account.period)
    ids = accounts.settlement.book.partners.arrow_ids()
    files = {
        LEDGER: table_bytes(account.lines),
        ADJUSTED: table_bytes(account.adjustments),
        BALANCES: table_bytes(balances_table(accounts, account)),
        PAID: table_bytes(account.payouts),
        DUE: table_bytes(account.dues),
        OWN: table_bytes(house_table(account.house)),
        STANDING: table_bytes(_standing(result, ids)),
        FIGURES: table_bytes(_figures(result, ids)),
    }
    if len(account.by_hand):
        files[HAND] = table_bytes(account.by_hand)
    if account.points is not None:
        files[EARNED_POINTS] = table_bytes(journal_of(account.points, ids))
    if account.rewards is not None:
        table = rewards_table(account.rewards, accounts.settlement.book.partners.ids)
        files[OWED_REWARDS] = table_bytes(table)
    # A programme of which no clause remembers anything closes without this file.
    return files | (
        {CARRIED: table_bytes(_carried(accounts.settlement.programme, result, ids))} if result.carried else {}
    )


def _standing(result: PeriodResult, ids: pa.Array) -> pa.Table:
    """partner, ladder, tier paid, tier achieved; one row a ladder for whoever belongs to the programme."""
    here = np.flatnonzero(result.figures.present)
    partners, ladders, paid, achieved = [], [], [], []
    for name, version in result.figures.ladder_versions.items():
        tiers = pa.array([tier.tier for tier in version.tiers])
        partners.append(ids.take(pa.array(here)))
        ladders.append(pa.array([name] * len(here), pa.string()))
        paid.append(tiers.take(pa.array(result.figures.tier_rank(name)[here])))
        achieved.append(tiers.take(pa.array(result.figures.tier_achieved(name)[here])))
    names = ["partner", "ladder", "paid", "achieved"]
    columns = (partners, ladders, paid, achieved)
    return pa.table([pa.chunked_array(one, pa.string()) for one in columns], names)


def _carried(programme: Programme, result: PeriodResult, ids: pa.Array) -> pa.Table:
    """partner, clause, state, unit, digits, opening, into, out_of, closing; a row where any of them is not 0.

    The figures are whole numbers of the last digit.
    """
    schema = pa.schema(
        [(name, pa.string()) for name in ("partner", "clause", "state", "unit")]
        + [("digits", pa.int8())]
        + [(name, pa.int64()) for name in ("opening", "into", "out_of", "closing")]
    )
    parts: list[pa.Table] = []
    titles = programme.titles()
    for (clause, state), one in result.carried.items():
        here = np.flatnonzero(np.any(one.columns, axis=0))
        unit = unit_of_state(programme.clauses[clause], state, titles)
        texts = [pa.array([name] * len(here), pa.string()) for name in (clause, state, unit)]
        digits = pa.array(np.full(len(here), one.digits, dtype=np.int8))
        figures = [pa.array(column[here]) for column in one.columns]
        parts.append(pa.table([ids.take(pa.array(here)), *texts, digits, *figures], schema=schema))
    return pa.concat_tables([schema.empty_table(), *parts])


def _figures(result: PeriodResult, ids: pa.Array) -> pa.Table:
    """partner, metric, value, digits, per: the value times 10**-digits, divided by `per` where there is one."""
    here = np.flatnonzero(result.figures.present)
    parts: list[pa.Table] = []
    schema = pa.schema(
        [
            ("partner", pa.string()),
            ("metric", pa.string()),
            ("value", pa.int64()),
            ("digits", pa.int8()),
            ("per", pa.int64()),
        ]
    )
    for name in result.figures.metric_names:
        column = result.figures.metric(name).of(here)
        count = len(here)
        per = pa.nulls(count, pa.int64()) if column.per is None else pa.array(column.per)
        digits = pa.array(np.full(count, column.digits, dtype=np.int8))
        names = pa.array([name] * count, pa.string())
        parts.append(pa.table([ids.take(pa.array(here)), names, column.values, digits, per], schema=schema))
    return pa.concat_tables([schema.empty_table(), *parts])


def close_of(
    accounts: Accounts,
    account: PeriodAccount,
    files: Mapping[str, bytes],
    inputs: Mapping[str, str],
    closes: Sequence[Close],
    on: date,
    known: date,
    engine: str,
) -> tuple[Close, dict[str, bytes]]:
    """The close of a period over its files, tied to the last of `closes`; and its files with `about.json`."""
    period = account.period
    editions = {
        result.edition.address: result.edition.hash
        for result in accounts.settlement.results
        if result.period == period
    }
    previous = closes[-1].digest if closes else ""
    programme = accounts.settlement.programme.file.programme
    bare = Close(
        programme,
        period.name,
        period.first,
        period.last,
        on,
        known,
        engine,
        editions,
        dict(inputs),
        run="",
        files={},
        previous=previous,
    )
    whole = {**files, ABOUT: bare.about()}
    return bare.with_files(whole), whole
