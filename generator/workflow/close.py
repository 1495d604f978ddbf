"""Closing a period: what was known by its day is settled, audited, and written down so that it never changes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from generator import __version__
from generator.accounts.close import ChainBroken, Close, check_files
from generator.accounts.evidence import record_files
from generator.accounts.kept import Accounts, PeriodAccount
from generator.accounts.runs import STATEMENTS, close_of, run_files, statements_table
from generator.accounts.store import AlreadyClosed, Unreachable, digest_of
from generator.accounts.tables import table_bytes
from generator.book.reading import SOURCES, read_sources
from generator.source import Diagnosed
from generator.statements.sealer import KeptStatement
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
from generator.workflow.payable import check_payable
from generator.workflow.places import Places
from generator.workflow.totals import check_totals
from generator.workflow.verifying import check_reproduced

CANDIDATE = "closing.json"
"""The close that is being made, in the private root of the stage, where the audit finds it."""
_STAGED = ".closing."


class NotClosed(Exception):
    """The audit does not agree with what would be closed; `answer` is what it says, in the form of `audit --json`."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        super().__init__(str(answer["verdict"]))


@dataclass(frozen=True)
class Closing:
    """A period that may be closed, settled with what was known by its day."""

    places: Places
    read: Read
    accounts: Accounts
    closes: Closes
    period: Period
    on: date
    known: date

    @property
    def account(self) -> PeriodAccount:
        """The account of the period."""
        return self.accounts.of(self.period)

    def files(self, statements: Sequence[KeptStatement]) -> dict[str, bytes]:
        """The files of the close."""
        return {
            **run_files(self.accounts, self.account),
            STATEMENTS: table_bytes(statements_table(statements)),
            **record_files(
                self.accounts.settlement.book, self.period.last, lambda name: list(self.closes.files(name))
            ),
        }

    def close(self, files: Mapping[str, bytes]) -> tuple[Close, dict[str, bytes]]:
        """The close over its files, not written yet; and all that is to be written."""
        book = self.accounts.settlement.book
        read = {file.name: file.path for file in book.files}
        read |= {name: Path(tree.place.path) for name, tree in book.agreements.trees.items()}
        read[SOURCES] = self.places.data / SOURCES
        inputs = {name: digest_of(path.read_bytes()) for name, path in read.items()}
        chain, known = self.closes.chain, self.known
        return close_of(self.accounts, self.account, files, inputs, chain, self.on, known, __version__)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write the files of the run; nothing is closed by that. Raises Diagnosed: closes-unreachable."""
        try:
            self.closes.store.write_run(files)
        except Unreachable as error:
            raise Diagnosed([unreachable(self.places, error)]) from error

    def seal(self, made: Close) -> None:
        """Write the close itself over files that are written. Raises Diagnosed: period-closed, closes-unreachable."""
        try:
            self.closes.store.seal(made.period, made.as_bytes())
        except AlreadyClosed:
            raise Diagnosed([already_closed(self.closes, made.period)]) from None
        except Unreachable as error:
            raise Diagnosed([unreachable(self.places, error)]) from error


@contextmanager
def closing(places: Places, name: str, on: date) -> Iterator[Closing]:
    """All that a close needs besides pages.

    Raises EmptyProgramme, Diagnosed: no-such-period, period-closed, period-gap, close-too-early,
    control-total-differs, rate-missing, engine-changed...
    """
    read = lint(places, on)
    period = period_called(read.programme, name)
    known = known_by(read.programme, period, on)
    with read_records(places, read.programme, known, known) as book:
        closes = read_closes(places, book.sources)
        check_order(read.programme, closes, period, on)
        # Everything as it was known on that day: later rules and records belong to later periods.
        then = lint(places, known)
        accounts = accounts_of(
            settled(then, book, known), closes, max(known - timedelta(days=1), period.last)
        )
        made = Closing(places, then, replace(accounts, closing=period), closes, period, on, known)
        check_totals(accounts, period)
        check_payable(accounts, period)
        changed = set(made.account.adjustments["origin"].to_pylist())
        changed |= set(made.account.points.adjusted if made.account.points else ())
        check_reproduced(places, read.programme, closes, book.sources, changed)
        yield made


def close(places: Places, name: str, on: date, secret: bytes, progress: Progress) -> Close:
    """Close the period `name`: settle, write its files, audit, seal. The published book stays until the next build.

    Raises what `closing` raises, and NotClosed.
    """
    watch = Stopwatch(progress)
    staged = Places.of(places.root, _own_folder(places.build))
    try:
        with watch.stage("settle"), closing(places, name, on) as ready:
            kept = write_stage(staged, ready.known, secret, ready.read, ready.accounts, watch).kept
            made, files = ready.close(ready.files(kept))
            (staged.stage / "private" / CANDIDATE).write_bytes(made.as_bytes())
            # The audit reads them where they will lie for ever; what it does not agree with, no close ever names.
            with watch.stage("write"):
                ready.write(files)
            with watch.stage("audit"):
                answer = read_again(staged, ready.known, staged.stage, ready.known)
            if answer["verdict"] != "agrees":
                raise NotClosed(answer)
            with watch.stage("close"):
                ready.seal(made)
            return made
    finally:
        shutil.rmtree(staged.build, ignore_errors=True)


def check_closes(places: Places, on: date, *, settle: bool = False) -> Checked:
    """See that every closed file is what it was; with `settle` also that each close is reproduced.

    Raises Diagnosed: close-damaged, closes-unreachable, engine-changed.
    """
    programme = lint(places, on).programme
    sources = read_sources(places.data, programme.languages)
    closes = read_closes(places, sources)
    periods = [one.period for one in closes.chain]
    try:
        files = check_files(closes.store, closes.chain)
    except ChainBroken as broken:
        raise Diagnosed([damaged(broken)]) from broken
    except Unreachable as error:
        raise Diagnosed([unreachable(places, error)]) from error
    again = check_reproduced(places, programme, closes, sources, set(periods)) if settle else ()
    return Checked(tuple(periods), files, again)


def _own_folder(build: Path) -> Path:
    """A folder of this process for what is staged; those of processes that were killed are removed."""
    for path in build.glob(f"{_STAGED}*"):
        try:
            os.kill(int(path.name.removeprefix(_STAGED)), 0)
        except ProcessLookupError:
            shutil.rmtree(path, ignore_errors=True)
        except (OSError, ValueError):  # somebody else's process, or no folder of ours
            continue
    return build / f"{_STAGED}{os.getpid()}"


@dataclass(frozen=True)
class Checked:
    """Closed periods, how many files of theirs are what they were, and the periods that were settled again."""

    periods: tuple[str, ...]
    files: int
    settled_again: tuple[str, ...]
