"""Who has passed which course: rows that reach the mark of their day, how long they are good, and those below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.audit.records import Records
from generator.audit.terms_training import Course, Mark, Marks, mark_on
from generator.audit.training_pages import DONE, EVENTS, PASSED

ATTENDED = "webinar_attended"

Key = tuple[str, str]  # partner and course


@dataclass(frozen=True)
class Try:
    """A row that would have passed a course, had its score reached the mark of its day."""

    day: date
    score: Fraction
    mark: Mark


@dataclass
class Passes:
    """Days on which each partner passed each course, with the tries that fell short, and what else was done."""

    days: dict[Key, list[date]]
    tries: dict[Key, list[Try]] = field(default_factory=dict)
    done: dict[Key, list[date]] = field(default_factory=dict)  # practice
    attended: dict[Key, list[date]] = field(default_factory=dict)  # webinars

    @classmethod
    def of(cls, records: Records, marks: Marks) -> Passes:
        """Collect the counted events that say what was passed, practised and attended."""
        found = cls({})
        name, event_column, subject_column = EVENTS
        table = records.tables.get(name)
        if table is None or not {event_column, subject_column} <= set(table.columns):
            return found
        event_at, subject_at = table.place(event_column), table.place(subject_column)
        for row in table.rows:
            if row.reason or row.day is None:
                continue
            event, key = row.cells[event_at], (row.partner, str(row.cells[subject_at]))
            if event == DONE:
                found.done.setdefault(key, []).append(row.day)
            elif event == ATTENDED:
                found.attended.setdefault(key, []).append(row.day)
            elif event == PASSED:
                mark = mark_on(marks.get(key[1], ()), row.day)
                score: Fraction | None = None
                if mark is not None and mark.column in table.digits:
                    at = table.place(mark.column)
                    score = table.amount(row, mark.column) if isinstance(row.cells[at], int) else None
                if mark is None or (score is not None and score >= mark.least):
                    found.days.setdefault(key, []).append(row.day)
                elif score is not None:
                    found.tries.setdefault(key, []).append(Try(row.day, score, mark))
        for days in (*found.days.values(), *found.done.values(), *found.attended.values()):
            days.sort()
        return found

    def until(self, partner: str, course: str, end: date) -> list[date]:
        """The days up to and including a day on which a partner passed a course."""
        return [day for day in self.days.get((partner, course), []) if day <= end]

    def valid(self, partner: str, courses: Iterable[Course], end: date) -> dict[str, bool]:
        """For each course whether a pass is still good on a day."""
        return {
            course.id: any(end <= course.through(day) for day in self.until(partner, course.id, end))
            for course in courses
        }

    def last_try(self, partner: str, course: str, end: date) -> Try | None:
        """The latest try up to a day that fell short, of one day the best."""
        found = [one for one in self.tries.get((partner, course), []) if one.day <= end]
        return max(found, key=lambda one: (one.day, one.score), default=None)

    def practised(self, partner: str, course: str, end: date) -> date | None:
        """The latest day up to a day on which practice was done."""
        return max((day for day in self.done.get((partner, course), []) if day <= end), default=None)

    def attended_in(self, partner: str, first: date, last: date) -> dict[str, date]:
        """The webinars that a partner attended in some days, each with the latest of them."""
        found: dict[str, date] = {}
        for (who, webinar), days in self.attended.items():
            within = [day for day in days if first <= day <= last]
            if who == partner and within:
                found[webinar] = within[-1]
        return found
