"""Closing a period: what was known by its day is settled, audited, and written down so that it never changes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import Any

from generator import __version__
from generator.accounts.close import ChainBroken, Close, check_files
from generator.accounts.records import records_since
from generator.accounts.runs import STATEMENTS, close_of, run_files, statements_table
from generator.accounts.store import AlreadyClosed, Unreachable, digest_of
from generator.accounts.tables import table_bytes, table_of_bytes
from generator.book.book import Book
from generator.book.reading import read_sources
from generator.settlement.settle import Settlement
from generator.source import Diagnosed
from generator.terms.calendar import Period
from generator.workflow.booking import Closes, accounts_of, damaged, read_closes, unreachable
from generator.workflow.build import (
    Progress,
    Read,
    Stopwatch,
    lint,
    read_again,
    read_records,
    settled,
    write_stage,
)
from generator.workflow.closable import already_closed, check_order, known_by, period_called
from generator.workflow.places import Places

CANDIDATE = "closing.json"
"""The close that is being made, in the private root of the stage, where the audit finds it."""


class NotClosed(Exception):
    """The audit does not agree with what would be closed; `answer` is what it says, in the form of `audit --json`."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        super().__init__(str(answer["verdict"]))


def close(places: Places, name: str, on: date, secret: bytes, progress: Progress) -> Close:
    """Close the period `name`: settle, audit, write. The published book stays as it is until the next build.

    Raises EmptyProgramme, Diagnosed (no-such-period, period-closed, period-gap, close-too-early...), NotClosed.
    """
    watch = Stopwatch(progress)
    read = lint(places, on)
    period = period_called(read.programme, name)
    known = known_by(read.programme, period, on)
    staged = Places.of(places.root, places.build / ".closing")
    try:
        with read_records(places, read.programme, known, known) as book:
            closes = read_closes(places, book.sources)
            check_order(read.programme, closes, period, on)
            # Everything as it was known on that day: later rules and records belong to later periods.
            then = lint(places, known)
            settlement = settled(then, book, known)
            return _close(staged, then, settlement, closes, period, on, known, secret, watch)
    finally:
        shutil.rmtree(staged.build, ignore_errors=True)


def _close(
    places: Places,
    read: Read,
    settlement: Settlement,
    closes: Closes,
    period: Period,
    on: date,
    known: date,
    secret: bytes,
    watch: Stopwatch,
) -> Close:
    accounts = replace(accounts_of(settlement, closes), closing=period)
    account = accounts.of(period)
    staged = write_stage(places, known, secret, read, accounts, watch)
    files = {
        **run_files(accounts, account),
        STATEMENTS: table_bytes(statements_table(staged.kept)),
        **_records(settlement.book, closes, period),
    }
    inputs = {file.name: digest_of(file.path.read_bytes()) for file in settlement.book.files}
    made = close_of(accounts, account, files, inputs, closes.chain, on, known, __version__)
    (places.stage / "private" / CANDIDATE).write_bytes(made.as_bytes())
    with watch.stage("audit"):
        answer = read_again(places, known, places.stage)
    if answer["verdict"] != "agrees":
        raise NotClosed(answer)
    with watch.stage("close"):
        try:
            closes.store.write_run(files)
            closes.store.seal(period.name, made.as_bytes())
        except AlreadyClosed:
            raise Diagnosed([already_closed(closes, period.name)]) from None
        except Unreachable as error:
            raise Diagnosed([unreachable(places, error)]) from error
    return made


def _records(book: Book, closes: Closes, period: Period) -> dict[str, bytes]:
    """The counted records of a close: what came and went in each table since the close before."""
    found: dict[str, bytes] = {}
    for table in book.tables:
        name = f"records/{table}.parquet"
        earlier = [table_of_bytes(one) for one in closes.files(name)]
        dated = None if table == "partners" else period.last
        found[name] = table_bytes(records_since(book.con, f'select * from "{table}"', earlier, dated))
    return found


def check_closes(places: Places, on: date) -> tuple[list[str], int]:
    """The names of closed periods, and how many files of theirs are what they were. Raises Diagnosed."""
    read = lint(places, on)
    closes = read_closes(places, read_sources(places.data, read.programme.languages))
    try:
        return [one.period for one in closes.chain], check_files(closes.store, closes.chain)
    except ChainBroken as broken:
        raise Diagnosed([damaged(broken)]) from broken
    except Unreachable as error:
        raise Diagnosed([unreachable(places, error)]) from error
