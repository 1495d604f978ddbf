"""Makes shards: takes a settlement apart into the statements of some partners for one period each."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from generator.accounts.kept import Accounts, PeriodAccount
from generator.rules.contract import Lines
from generator.rules.exact import Flags, Integers
from generator.settlement.rows import record_names
from generator.settlement.settle import PeriodResult, Settlement
from generator.statements.account import Adjusted, account_columns, adjusted_of, has_account, later_of
from generator.statements.beside import Beside, BesideReader
from generator.statements.by_hand import ByHand, by_hand_of
from generator.statements.carried import Changed, State, changed_before, moves_of
from generator.statements.exchanged import Exchanged, exchanged_of
from generator.statements.held import Held, held_of
from generator.statements.personal import Personal, of_some, personal_of
from generator.statements.points import PointsShown, points_of
from generator.statements.records import RecordBlock, RecordReader
from generator.statements.rewards import RewardsShown, rewards_of
from generator.statements.rows import TableRecords
from generator.statements.shard import IssuedShard, PeriodTerms, Shard, ShardLines, Terms
from generator.statements.told import Told, told_of
from generator.terms.calendar import Period, good_through
from generator.terms.text import Text

_PARTNERS = 500
"""So many statements make a shard; what a shard holds does not change what its statements say."""


class StatementMaker:
    """Makes the statements of a settlement, period by period, in the book's order of partners."""

    def __init__(self, accounts: Accounts, on: date, words: Mapping[str, Mapping[str, Any]]) -> None:
        settlement = accounts.settlement
        programme = settlement.programme
        self.accounts = accounts
        self.settlement = settlement
        self.on = on
        titles = programme.titles()
        units = {"money": programme.file.currency}
        individual = {n: units.get(one.unit, one.unit) for n, one in programme.file.individual.items()}
        self.terms = Terms(programme.file.currency, titles, words, individual, _titles(settlement))
        default = programme.languages[0]
        known = set(programme.languages)
        self.languages = [code if code in known else default for code in settlement.book.partners.language]
        places = {code: at for at, code in enumerate(programme.languages)}
        self._languages = np.array([places[code] for code in self.languages], dtype=np.int64)
        self._reader = RecordReader(settlement, titles, words)
        self._besides = BesideReader(settlement, on)

    def shards(self) -> Iterator[Shard | IssuedShard]:
        """The statements that the policy promises as values from which they are written, oldest period first.

        Those of closed periods come as they were issued.
        """
        size = len(self.settlement.book.partners.ids)
        before: Integers = np.zeros(size, dtype=np.int64)
        issued_before = np.zeros(size, dtype=np.bool_)
        for number, (result, account) in enumerate(
            zip(self.settlement.results, self.accounts.periods, strict=True)
        ):
            earned = account.movements.earned
            if account.state == "closed":
                issued_before = yield from self._again(account)
                before = earned
                continue
            terms = self._terms(result)
            issued = result.figures.present.copy()
            everyone = self.settlement.programme.policy(result.period.first).statements == "everyone"
            active = np.zeros(size, dtype=np.bool_)
            for one in result.clauses:
                active[one.lines.who[one.lines.who >= 0]] = True
            # A clause over a longer window pays people who left inside it.
            active |= has_account(account.movements)
            points = points_of(account.points)
            active[list(points)] = True
            rewards = rewards_of(account.rewards, size)
            active[list(rewards)] = True
            issued |= active
            adjusted = adjusted_of(self.accounts, account.period)
            held = held_of(self.accounts, account.period)
            by_hand = by_hand_of(self.accounts, account.period)
            exchanged = exchanged_of(self.accounts, account.period)
            changed = changed_before(self.accounts, account.period)
            rejected = self._reader.rejected(number)
            personal = personal_of(result.figures)
            beside = self._besides.of(number, ended=terms.state != "open")
            kinds = [kind for _, kind, _ in terms.clauses]
            names_of = partial(record_names, self.settlement.book)
            told = told_of(names_of, kinds, result)
            for block in self._reader.read(number):
                for records in block.tables:
                    active[records.who] = True
                if not everyone:
                    issued[block.first : block.last] &= active[block.first : block.last]
                for language, own in self._groups(block.first, issued[block.first : block.last]):
                    paid = [
                        amount if known else None
                        for amount, known in zip(
                            before[own].tolist(), issued_before[own].tolist(), strict=True
                        )
                    ]
                    yield self._shard(
                        result,
                        account,
                        terms,
                        language,
                        own,
                        paid,
                        block,
                        rejected,
                        personal,
                        told,
                        adjusted,
                        held,
                        by_hand,
                        exchanged,
                        changed,
                        beside,
                        points,
                        rewards,
                    )
            before, issued_before = earned, issued

    def _groups(self, first: int, issued: Flags) -> Iterator[tuple[str, Integers]]:
        """Partners that make a shard each, out of those from row `first` on, by language."""
        rows = first + np.flatnonzero(issued)
        spoken = self._languages[rows]
        for number, language in enumerate(self.settlement.programme.languages):
            mine = rows[spoken == number]
            for start in range(0, len(mine), _PARTNERS):
                yield language, mine[start : start + _PARTNERS]

    def _again(self, account: PeriodAccount) -> Generator[IssuedShard, None, Flags]:
        """The statements of a closed period as they were issued; returns who has one."""
        partners, name = self.settlement.book.partners, account.period.name
        later = later_of(self.accounts, account.period)
        issued = np.zeros(len(partners.ids), dtype=np.bool_)
        table = self.accounts.issued(account.period)
        rows = np.array([partners.row_of[one] for one in table["partner"].to_pylist()], dtype=np.int64)
        issued[rows] = True
        languages = table["language"].to_pylist()
        for language in dict.fromkeys(languages):
            mine = [at for at, one in enumerate(languages) if one == language]
            for start in range(0, len(mine), _PARTNERS):
                some = mine[start : start + _PARTNERS]
                part = table.take(some)
                own = rows[some].tolist()
                yield IssuedShard(
                    name,
                    language,
                    own,
                    part["partner"].to_pylist(),
                    partners.key_epoch[rows[some]].tolist(),
                    part["title"].to_pylist(),
                    part["payout"].to_pylist(),
                    part["html"].to_pylist(),
                    {at: later[row] for at, row in enumerate(own) if row in later},
                )
        return issued

    def _state(self, period: Period) -> str:
        if period == self.accounts.closing:
            return "closed"
        return "open" if self.on <= period.last else "ended"

    def _terms(self, result: PeriodResult) -> PeriodTerms:
        programme = self.settlement.programme
        period, figures = result.period, result.figures
        policy = programme.policy(period.first)
        after = date.fromordinal(period.last.toordinal() + 1)
        return PeriodTerms(
            period,
            self._state(period),
            good_through(after, policy.payout.within),
            result.edition.starts,
            result.edition.corrected,
            result.edition.address,
            result.edition.hash,
            tuple((one.clause, programme.clauses[one.clause].kind, one.version) for one in result.clauses),
            tuple((name, figures.metric(name).digits) for name in figures.metric_names),
            figures.ladder_versions,
            programme.file.rating if programme.file.rating in figures.metric_names else None,
            tuple(
                None if one.version.rowwise or one.version.per == "period" else one.window
                for one in result.clauses
            ),
            tuple(one.worth for one in result.clauses),
            tuple(one.unit for one in result.clauses),
            programme.ceilings_on(period.first),
        )

    def _shard(
        self,
        result: PeriodResult,
        account: PeriodAccount,
        terms: PeriodTerms,
        language: str,
        own: Integers,
        before: list[int | None],
        block: RecordBlock,
        rejected: Mapping[int, list[str]],
        personal: Mapping[int, Personal],
        told: Sequence[Told],
        adjusted: Mapping[int, Sequence[Adjusted]],
        held: Mapping[int, Sequence[Held]],
        by_hand: Mapping[int, Sequence[ByHand]],
        exchanged: Mapping[int, Exchanged],
        changed: Mapping[State, Changed],
        beside: Beside,
        points: Mapping[int, PointsShown],
        rewards: Mapping[int, RewardsShown],
    ) -> Shard:
        partners, figures = self.settlement.book.partners, result.figures
        rows = own.tolist()
        columns = [figures.metric(name) for name, _ in terms.metrics]
        return Shard(
            terms,
            language,
            rows,
            [partners.ids[row] for row in rows],
            [partners.names[row] for row in rows],
            partners.key_epoch[own].tolist(),
            before,
            [one.values[own].tolist() for one in columns],
            [None if one.per is None else one.per[own].tolist() for one in columns],
            {name: figures.tier_rank(name)[own].tolist() for name in terms.ladders},
            [_lines(one.lines, own, more) for one, more in zip(result.clauses, told, strict=True)],
            [part for table in block.tables if len((part := _records(table, own)).who)],
            [rejected.get(row, ()) for row in rows],
            of_some(personal, own),
            account.movements.paid[own].tolist(),
            account_columns(account.movements, own),
            {at: adjusted[row] for at, row in enumerate(rows) if row in adjusted} if adjusted else {},
            moves_of(result.carried, changed, self.settlement.programme.clauses, self.terms.titles, own),
            {at: held[row] for at, row in enumerate(rows) if row in held} if held else {},
            {at: by_hand[row] for at, row in enumerate(rows) if row in by_hand} if by_hand else {},
            {at: exchanged[row] for at, row in enumerate(rows) if row in exchanged} if exchanged else {},
            beside.of_some(own),
            {at: points[row] for at, row in enumerate(rows) if row in points} if points else {},
            {at: rewards[row] for at, row in enumerate(rows) if row in rewards} if rewards else {},
        )


def _titles(settlement: Settlement) -> dict[tuple[str, str], Text]:
    """What the sources call their columns."""
    book = settlement.book
    named = ((table, column) for table, own in book.tables.items() for column in own.columns)
    found = ((place, book.column_title(*place)) for place in named)
    return {place: title for place, title in found if title is not None}


def _lines(lines: Lines, own: Integers, told: Told) -> ShardLines:
    """The lines of some partners, whose rows rise."""
    at, mine = _places(lines.who, own)
    return ShardLines(
        at,
        lines.base[mine],
        lines.base_digits,
        lines.row[mine],
        lines.capped[mine],
        lines.amount[mine],
        None if told.about is None else [told.about[place] for place in mine.tolist()],
        None if lines.base_per is None else lines.base_per[mine],
        None if told.parts is None else told.parts.of_lines(mine),
        {name: column.of(mine) for name, column in told.columns.items()},
        None if told.cuts is None else told.cuts[mine].tolist(),
    )


def _records(records: TableRecords, own: Integers) -> TableRecords:
    at, mine = _places(records.who, own)
    return replace(records.taken(mine), who=at)


def _places(who: Integers, own: Integers) -> tuple[Integers, Integers]:
    """Which of the rising rows `who` are among `own`, and at which place there."""
    first, last = np.searchsorted(who, (own[0], own[-1] + 1)).tolist()
    at = np.searchsorted(own, who[first:last])
    found = np.flatnonzero(own[at] == who[first:last])
    return at[found], first + found
