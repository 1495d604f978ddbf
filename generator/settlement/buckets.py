"""Buckets: the periods into which all records fall, with one bucket for everything older."""

from __future__ import annotations

from dataclasses import dataclass

from generator.terms.calendar import Period


@dataclass(frozen=True, slots=True)
class Buckets:
    """Bucket 0 holds all that is older; buckets 1 .. `back` the periods before the first settled one,
    and `back` + 1 .. the settled periods.
    """

    first: Period
    back: int
    settled: int

    @property
    def count(self) -> int:
        """How many buckets there are, bucket 0 included."""
        return 1 + self.back + self.settled

    def of_period(self, number: int) -> int:
        """The bucket of the settled period `number`, counted from 0."""
        return 1 + self.back + number

    def sql(self, column: str) -> str:
        """The bucket of a date column as an expression; dates after the last bucket give a larger number."""
        start = self.first.first
        month = start.year * 12 + start.month - 1 - self.back
        number = f"(year({column}) * 12 + month({column}) - {month})"
        return f"greatest({number}, 0)::integer"
