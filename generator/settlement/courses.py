"""Courses passed: for whom a course is passed and still valid on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from generator.book.book import Book
from generator.rules.exact import Flags
from generator.terms.calendar import good_through
from generator.terms.training import PASSED, CourseVersion

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class CoursePasses:
    """All passes by course: partner rows and the days on which they passed."""

    size: int
    passes: Mapping[str, tuple[npt.NDArray[np.int64], Days]]

    @staticmethod
    def of(book: Book) -> CoursePasses:
        """Read the passes from the table `events`; empty where there is no such table."""
        size = len(book.partners.ids)
        if "events" not in book.tables or "subject" not in book.tables["events"].columns:
            return CoursePasses(size, {})
        rows = book.con.execute(
            f"""select p.row, e.subject, e.date from events e join partners p on p.partner_key = e.partner
            where e.event = '{PASSED}' and e.subject is not null order by e.subject, p.row, e.date"""
        ).fetchall()
        passes: dict[str, tuple[list[int], list[date]]] = {}
        for row, course, day in rows:
            who, days = passes.setdefault(course, ([], []))
            who.append(row)
            days.append(day)
        return CoursePasses(
            size,
            {
                c: (np.array(w, dtype=np.int64), np.array(d, dtype="datetime64[D]"))
                for c, (w, d) in passes.items()
            },
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
        out = np.full(self.size, np.datetime64("NaT"), dtype="datetime64[D]")
        if course in self.passes:
            who, days = self.passes[course]
            until = days <= np.datetime64(on)
            out[who[until]] = days[until]  # days of one partner rise, and the last one stays
        return out
