"""What one statement says: a partner's result, lines, figures and records, as text ready to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from generator.statements.rows import RowWriter, ShownRecords, TableRecords, hash_of
from generator.statements.shard import Shard, ShardLine, Terms
from generator.statements.wording import Values, Wording
from generator.terms.numerals import MINOR_DIGITS


@dataclass(frozen=True)
class Statement:
    """One partner and period; `values` feed the template."""

    row: int
    partner: str
    period: str
    language: str
    values: Values


class StatementWriter:
    """Writes the statements of shards."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._rows = {code: RowWriter(code, terms.titles, words) for code, words in terms.words.items()}

    def write(self, shard: Shard) -> Iterator[Statement]:
        """The statements of one shard, in its order."""
        lines: list[list[ShardLine]] = [[] for _ in shard.rows]
        for clause, one in enumerate(shard.lines):
            for at, line in one.each(clause):
                lines[at].append(line)
        tables = self._tables(shard)
        spoken = {code: Wording(self.terms, shard.terms, code) for code in set(shard.languages)}
        for at, language in enumerate(shard.languages):
            yield self._statement(shard, at, spoken[language], lines[at], tables[at])

    def _tables(self, shard: Shard) -> list[dict[str, ShownRecords]]:
        """For each partner of a shard the tables that have records."""
        tables: list[dict[str, ShownRecords]] = [{} for _ in shard.rows]
        codes = sorted(set(shard.languages))
        for records in shard.records:
            parts = (
                [(codes[0], records)] if len(codes) == 1 else _by_language(records, shard.languages, codes)
            )
            for code, part in parts:
                for at, shown_ in self._rows[code].write(part).items():
                    tables[at][records.table] = shown_
        return tables

    def _statement(
        self,
        shard: Shard,
        at: int,
        say: Wording,
        lines: list[ShardLine],
        tables: dict[str, ShownRecords],
    ) -> Statement:
        period = shard.terms
        earned = sum(line.amount for line in lines)
        before = shard.before[at]
        partner = shard.partners[at]
        payout = say.money(earned, MINOR_DIGITS)
        values: Values = {
            **say.shared,
            "id": f"{partner}/{period.period.name}",
            "name": shard.names[at],
            "partner": partner,
            "earned": payout,
            "payout": payout,
            "change": None if before in (None, earned) else say.change(earned - int(before or 0)),
            "tiers": [say.tier(name, ranks[at]) for name, ranks in shard.ranks.items()],
            "lines": [say.line(line) for line in lines],
            "figures": [say.figure(number, values[at]) for number, values in enumerate(shard.metrics)],
            "courses": [
                say.course(name, passed_on)
                for name, days in shard.courses.items()
                if (passed_on := days[at]) is not None
            ],
            "tables": [
                {
                    "name": records.table,
                    "title": say.words[records.table],
                    "head": self._rows[say.language].head(records),
                    "rows": tables[records.table].html,
                }
                for records in shard.records
                if records.table in tables
            ],
            "not_counted": "".join(shard.rejected[at]),
            "records_hash": hash_of(tables),
        }
        return Statement(shard.rows[at], partner, period.period.name, say.language, values)


def _by_language(
    records: TableRecords, languages: Sequence[str], codes: Sequence[str]
) -> Iterator[tuple[str, TableRecords]]:
    spoken = np.array([codes.index(code) for code in languages])[records.who]
    for number, code in enumerate(codes):
        mine = spoken == number
        if mine.any():
            yield code, records.taken(mine)
