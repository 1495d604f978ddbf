"""Buckets: the periods into which all records fall, with one bucket for everything older."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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

    def starts(self, bucket: int) -> date:
        """The first day of a bucket; bucket 0 has none, and `count` stands for all that is later."""
        return self.first.shifted(bucket - 1 - self.back).first

    def sql(self, column: str) -> str:
        """The bucket of a date column as an expression; dates after the last bucket give `count`."""
        return f"{self._between(column, 0, self.count)}::integer"

    def _between(self, column: str, low: int, high: int) -> str:
        """Halves the buckets by comparisons of dates, which cost less than taking years and months apart."""
        if low == high:
            return str(low)
        middle = (low + high + 1) // 2
        earlier, later = self._between(column, low, middle - 1), self._between(column, middle, high)
        return f"(CASE WHEN {column} < DATE '{self.starts(middle)}' THEN {earlier} ELSE {later} END)"
