"""Buckets: the days between fixed boundaries into which all records fall, with one bucket for everything older."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from generator.terms.calendar import Span

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Buckets:
    """Bucket 0 holds all days before the first of the rising `boundaries`, bucket k those from the k-th on.

    Days from the last boundary on lie in no bucket.
    """

    boundaries: tuple[date, ...]

    @staticmethod
    def around(spans: Iterable[Span]) -> Buckets:
        """Buckets of which each of the spans is a row; a span from the first of all days on begins with bucket 0."""
        days: set[date] = set()
        for span in spans:
            days.add(span.last + _DAY)
            if span.first != date.min:
                days.add(span.first)
        return Buckets(tuple(sorted(days)))

    @property
    def count(self) -> int:
        """How many buckets there are, bucket 0 included."""
        return len(self.boundaries)

    def starts(self, bucket: int) -> date:
        """The first day of a bucket; bucket 0 has none, and `count` stands for all that is later."""
        return self.boundaries[bucket - 1]

    def rows(self, span: Span) -> range | None:
        """The buckets that a span is made of; None where it begins or ends inside one."""
        first = 0 if span.first == date.min else self._from(span.first)
        end = self._from(span.last + _DAY)
        return None if first is None or end is None else range(first, end)

    def _from(self, day: date) -> int | None:
        """The bucket that begins with a day."""
        at = bisect_left(self.boundaries, day)
        return at + 1 if at < len(self.boundaries) and self.boundaries[at] == day else None

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
