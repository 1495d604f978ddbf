"""Shares: the parts in which a line is due, each with its day, its amount and what becomes of it on that day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.keyed import KEY, NAMED
from generator.rules.exact import MINOR_DIGITS, SAFE, Coins, Flags, Integers, largest, round_all, round_one
from generator.settlement.ledger import HOUSE_NAME
from generator.settlement.settle import Settlement
from generator.terms.calendar import Period
from generator.terms.clause import ClauseVersion
from generator.terms.due import Due, due_day

State = Literal["released", "forfeited", "held"]
SHARES = pa.schema(
    [
        *NAMED,
        pa.field("share", pa.int16()),
        pa.field("due", pa.date32()),
        pa.field("due_period", pa.string()),
        pa.field("state", pa.string()),
        pa.field("amount", pa.int64()),
    ]
)
"""Only shares that are on hold first; `state` is what becomes of one in its due period, held where that is not settled.
"""
_COPIED = tuple(one.name for one in NAMED)
Judge = Callable[[Due, str, pa.Array], Flags]
"""Who meets the condition of a share at the end of a settled period, for partners by their names."""


def clauses_held(settlement: Settlement) -> tuple[str, ...]:
    """The clauses of which some version pays in shares."""
    clauses = settlement.programme.clauses.items()
    return tuple(name for name, clause in clauses if any(one.shares for one in clause.versions))


def shares(settlement: Settlement, lines: pa.Table) -> pa.Table:
    """The shares on hold of some lines, which have the columns of a key, `version`, `window_last`, `dated`, `amount`.

    Raises OverflowError.
    """
    parts = [SHARES.empty_table()]
    judged = _judge(settlement)
    settled = {result.period.name for result in settlement.results}
    for version, group in _by_version(settlement, lines):
        for origin in pc.unique(group["origin"]).to_pylist():
            some = group.filter(pc.equal(group["origin"], origin)).combine_chunks()
            parts += _of_lines(settlement, version, origin, some, judged, settled)
    return pa.concat_tables(parts)


def _by_version(settlement: Settlement, lines: pa.Table) -> Iterator[tuple[ClauseVersion, pa.Table]]:
    for name in clauses_held(settlement):
        some = lines.filter(
            pc.and_(pc.equal(lines["clause"], name), pc.not_equal(lines["partner"], HOUSE_NAME))
        )
        for version in settlement.programme.clauses[name].versions:
            if version.shares:
                yield version, some.filter(pc.equal(some["version"], version.starts))


def _of_lines(
    settlement: Settlement,
    version: ClauseVersion,
    origin: str,
    lines: pa.Table,
    judged: Judge,
    settled: set[str],
) -> Iterator[pa.Table]:
    """The shares on hold of the lines of one version, paid with one period."""
    programme = settlement.programme
    period = _named(settlement, origin)
    rounding = programme.policy(period.first).rounding
    amounts = split(lines["amount"].to_numpy(), version.shares, Coins(rounding.mode, rounding.digits))
    dated = lines["dated"].combine_chunks().dictionary_encode()
    for number, (one, amount) in enumerate(zip(version.shares, amounts, strict=True), 1):
        if one.after is None:
            continue
        days = [due_day(day, one.after) for day in dated.dictionary.to_pylist()]
        names = [max(period, programme.cycle.period_of(day)).name for day in days]
        due = pa.array(days, pa.date32()).take(dated.indices)
        in_period = pa.array(names, pa.string()).take(dated.indices)
        states = np.full(len(lines), "held", dtype=object)
        for name in set(names) & settled:
            there = pc.equal(in_period, name).to_numpy(zero_copy_only=False)
            met = judged(one, name, lines["partner"].combine_chunks().filter(pa.array(there)))
            states[there] = np.where(met, "released", "forfeited")
        columns = [lines[column] for column in _COPIED]
        numbers = pa.array(np.full(len(lines), number, dtype=np.int16))
        columns += [numbers, due, in_period, pa.array(states, pa.string()), pa.array(amount)]
        yield pa.table(columns, schema=SHARES)


def split(amounts: Integers, due: tuple[Due, ...], coins: Coins) -> list[Integers]:
    """Each amount in shares: all but the last are rounded, the last is what is left."""
    left = amounts.copy()
    out: list[Integers] = []
    coin = 10 ** (MINOR_DIGITS - coins.digits)
    for one in due[:-1]:
        times, divisor = (one.share.value / 100 / coin).as_integer_ratio()
        if largest(amounts) < SAFE // times:
            share = round_all(amounts * times, divisor, coins.mode) * coin
        else:
            exact = [round_one(amount * times, divisor, coins.mode) * coin for amount in amounts.tolist()]
            share = np.array(exact, dtype=np.int64)
        left = left - share
        out.append(share)
    return [*out, left]


def _judge(settlement: Settlement) -> Judge:
    ids = settlement.book.partners.arrow_ids()
    results = {result.period.name: result for result in settlement.results}
    known: dict[tuple[int, str], Flags] = {}

    def judged(one: Due, period: str, partners: pa.Array) -> Flags:
        if one.condition is None:
            return np.ones(len(partners), dtype=np.bool_)
        key = id(one.condition), period
        if key not in known:
            figures = results[period].figures
            known[key] = figures.holds(one.condition) & figures.present
        places = pc.index_in(partners, ids)
        # Nobody is left whom the book does not know: the balances refuse them.
        found: Flags = known[key][places.fill_null(0).to_numpy(zero_copy_only=False)]
        found &= pc.is_valid(places).to_numpy(zero_copy_only=False)
        return found

    return judged


def _named(settlement: Settlement, name: str) -> Period:
    return next(one.period for one in settlement.results if one.period.name == name)


def as_booked(made: pa.Table, booked: pa.Table, forgiven: Mapping[str, bool]) -> pa.Table:
    """Shares that keep what was booked of them in due periods whose later changes are forgiven."""
    kept = {name for name, one in forgiven.items() if one}
    if not kept:
        return made
    stood: dict[tuple[object, ...], str] = {}
    for row in booked.to_pylist():
        name = "released" if row["released"] else "forfeited" if row["forfeited"] else ""
        if name and row["due_period"] in kept:
            stood[_key(row)] = name
    states = [
        stood.get(_key(row), row["state"]) if row["due_period"] in kept else row["state"]
        for row in made.to_pylist()
    ]
    return made.set_column(
        made.schema.get_field_index("state"), SHARES.field("state"), pa.array(states, pa.string())
    )


def _key(row: Mapping[str, object]) -> tuple[object, ...]:
    return (*(row[name] for name in KEY), row["share"])
