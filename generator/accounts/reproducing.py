"""Reproducing: a closed period settled again from the records kept with its close, held against its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.close import Close, read_file
from generator.accounts.differences import ADJUSTMENTS, adjustments
from generator.accounts.evidence import book_of
from generator.accounts.keeping import ADJUSTED, EARNED_POINTS, LEDGER, OWED_REWARDS
from generator.accounts.keyed import as_now, keyed_lines
from generator.accounts.points_again import points_otherwise
from generator.accounts.rewards_again import rewards_otherwise
from generator.accounts.store import CloseStore
from generator.accounts.tables import table_of_bytes
from generator.book.sources import Sources
from generator.settlement.settle import settle
from generator.terms.edition import Edition
from generator.terms.numerals import MINOR_DIGITS
from generator.terms.programme import Programme
from generator.terms.quantity import POINTS, REWARD


@dataclass(frozen=True)
class NotReproduced:
    """The first line of a close that this program computes otherwise from the same records by the same rules.

    `clause` is None where it is not a line, but what the account of points or rewards made of lines; figures are
    hundredths of the `unit`.
    """

    close: Close
    clause: str | None
    partner: str
    unit: str
    closed: int
    today: int


def same_rules(closes: Sequence[Close], editions: Sequence[Edition]) -> bool:
    """Whether the editions by which some periods were closed are what they were."""
    hashes = {one.address: one.hash for one in editions}
    return all(hashes.get(address) == kept for one in closes for address, kept in one.editions.items())


def first_difference(
    store: CloseStore,
    closes: Sequence[Close],
    programme: Programme,
    editions: Sequence[Edition],
    sources: Sources,
) -> NotReproduced | None:
    """What the last of `closes` holds and is not computed any more; None where all its lines are reproduced.

    `closes` are all up to that one, oldest first. Raises ChainBroken, Unreachable, and what settlement raises.
    """
    close = closes[-1]
    wanted = [name for name in close.files if name.startswith("records/")]
    files = {
        name: [read_file(store, one, name) for one in closes if name in one.files] for name in sorted(wanted)
    }
    stored = as_now(table_of_bytes(read_file(store, close, LEDGER)))
    journals, owed = (_kept(store, closes, name) for name in (EARNED_POINTS, OWED_REWARDS))
    changes = as_now(table_of_bytes(read_file(store, close, ADJUSTED)))
    changes = changes.filter(pc.invert(changes["forgiven"]))
    with book_of(duckdb.connect(), files, sources, programme.languages, close.known) as book:
        settlement = settle(programme, book, editions, close.last)
        lines = keyed_lines(
            settlement, [one for one in settlement.results if one.period.name == close.period]
        )
        otherwise = points_otherwise(settlement, journals, stored, close.period)
        rewards = rewards_otherwise(settlement, owed, journals, stored, changes, close.period)
    none = ADJUSTMENTS.empty_table()
    found = adjustments(lines, stored, none, {close.period: False}, tuple(programme.clauses)).slice(0, 1)
    for row in found.to_pylist():
        return NotReproduced(close, row["clause"], row["partner"], row["unit"], row["was"], row["now"])
    if otherwise is not None:
        partner, was, now = otherwise
        return NotReproduced(close, None, partner, POINTS, was, now)
    if rewards is not None:
        partner, reward, was, now = rewards
        coins = 10**MINOR_DIGITS
        return NotReproduced(close, None, partner, REWARD + reward, was * coins, now * coins)
    return None


def _kept(store: CloseStore, closes: Sequence[Close], name: str) -> dict[str, pa.Table]:
    """A file of the closes that have it, by their periods."""
    having = [one for one in closes if name in one.files]
    return {one.period: table_of_bytes(read_file(store, one, name)) for one in having}
