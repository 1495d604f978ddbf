"""Courses passed: for whom a course is passed and still valid on a day, and which results were not enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from generator.book.book import Book
from generator.rules.exact import Flags
from generator.terms.calendar import good_through
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from generator.terms.training import ATTENDED, PASSED, PRACTISED, SCORE, CourseVersion, mark_on

Days = npt.NDArray[np.datetime64]
Dated = tuple[npt.NDArray[np.int64], Days]
"""Partner rows, rising, and a day of each; the days of one partner rise."""


@dataclass(frozen=True, slots=True)
class Try:
    """A result that was not enough: when, how much, and what was needed."""

    day: date
    score: Fraction
    mark: Quantity


@dataclass(frozen=True)
class CoursePasses:
    """All passes by course: partner rows and the days on which they passed.

    `tries` are the results below the mark by course and partner row, by day and score; `practised` the practice done by
    course, and `attended` the webinars attended by name.
    """

    size: int
    passes: Mapping[str, Dated]
    tries: Mapping[str, Mapping[int, tuple[Try, ...]]] = field(default_factory=dict)
    practised: Mapping[str, Dated] = field(default_factory=dict)
    attended: Mapping[str, Dated] = field(default_factory=dict)

    @staticmethod
    def of(book: Book, programme: Programme) -> CoursePasses:
        """Read what the table `events` says of training; empty where there is no such table."""
        size = len(book.partners.ids)
        columns = book.tables["events"].columns if "events" in book.tables else {}
        if "subject" not in columns:
            return CoursePasses(size, {})
        scored = SCORE in columns and columns[SCORE].type == "decimal"
        unit = 10 ** columns[SCORE].digits if scored else 1
        rows = book.con.execute(
            f"""select e.event, e.subject::varchar, p.row, e.date, {"e." + SCORE if scored else "null"} as score
            from events e join partners p on p.partner_key = e.partner
            where e.event in ('{PASSED}', '{PRACTISED}', '{ATTENDED}') and e.subject is not null
            order by e.event, e.subject, p.row, e.date, score nulls first"""
        ).fetchall()
        found: dict[str, dict[str, tuple[list[int], list[date]]]] = {PASSED: {}, PRACTISED: {}, ATTENDED: {}}
        tries: dict[str, dict[int, list[Try]]] = {}
        for event, subject, row, day, units in rows:
            course = programme.courses.get(subject) if event == PASSED else None
            mark = None if course is None else mark_on(course.versions, day)
            if mark is not None:
                score = None if units is None else Fraction(units, unit)
                if score is None or score < mark.value:
                    if score is not None:
                        tries.setdefault(subject, {}).setdefault(row, []).append(Try(day, score, mark))
                    continue
            who, days = found[event].setdefault(subject, ([], []))
            who.append(row)
            days.append(day)
        told = {name: {row: tuple(some) for row, some in by.items()} for name, by in tries.items()}
        return CoursePasses(
            size, _dated(found[PASSED]), told, _dated(found[PRACTISED]), _dated(found[ATTENDED])
        )

    def valid(self, course: str, version: CourseVersion, on: date) -> Flags:
        """For whom the course is passed and still valid on a day."""
        out = np.zeros(self.size, dtype=np.bool_)
        if course not in self.passes:
            return out
        who, days = self.passes[course]
        last_day = np.datetime64(on)
        good = days <= last_day
        if version.valid_for is not None:
            through = {d: good_through(d, version.valid_for) for d in set(days.tolist())}
            good &= np.array([through[d] >= on for d in days.tolist()], dtype=np.bool_)
        out[who[good]] = True
        return out

    def latest(self, course: str, on: date) -> Days:
        """The latest day up to `on` on which each partner passed a course; NaT where there is none."""
        return self._latest(self.passes, course, on)

    def practice(self, course: str, on: date) -> Days:
        """The latest day up to `on` on which each partner did the practice of a course; NaT where there is none."""
        return self._latest(self.practised, course, on)

    def webinar(self, name: str, on: date) -> Days:
        """The latest day up to `on` on which each partner attended a webinar; NaT where there is none."""
        return self._latest(self.attended, name, on)

    def tried(self, course: str, row: int, on: date) -> Try | None:
        """The latest result below the mark up to `on`, of one day the highest; None where there is none."""
        some = self.tries.get(course, {}).get(row, ())
        return next((one for one in reversed(some) if one.day <= on), None)

    def _latest(self, rows: Mapping[str, Dated], name: str, on: date) -> Days:
        out = np.full(self.size, np.datetime64("NaT"), dtype="datetime64[D]")
        if name in rows:
            who, days = rows[name]
            until = days <= np.datetime64(on)
            out[who[until]] = days[until]  # days of one partner rise, and the last one stays
        return out


def _dated(rows: Mapping[str, tuple[list[int], list[date]]]) -> dict[str, Dated]:
    return {
        name: (np.array(who, dtype=np.int64), np.array(days, dtype="datetime64[D]"))
        for name, (who, days) in rows.items()
    }
