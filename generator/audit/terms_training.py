"""What pages of training state: courses with their marks, practice and validity, and the paths of the curriculum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.audit.calendar import good_through
from generator.audit.conditions import Condition


@dataclass(frozen=True)
class Mark:
    """The least figure in a column of a row with which it passes a course; its unit is that in which it is printed."""

    column: str
    least: Fraction
    unit: str  # percent | count


@dataclass(frozen=True)
class Course:
    """A course and how long a pass is good for; None means for ever."""

    id: str
    term: int | None = None
    unit: str = ""
    mark: Mark | None = None
    lessons: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    quiz: Fraction | None = (
        None  # the share of right answers with which its quiz counts as passed, in percent
    )
    practice: str = ""  # mentor | manager | self, who checks it
    announced: date | None = None

    def through(self, day: date) -> date:
        """The last day on which a pass of a day is good."""
        return good_through(day, self.term, self.unit)


@dataclass(frozen=True)
class Curriculum:
    """Paths with their courses, in order, and what a mentor must meet."""

    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mentors: Condition | None = None


@dataclass(frozen=True)
class MarkSince:
    """The mark of one version of a course, from its first day on."""

    start: date
    revision: int
    mark: Mark | None


Marks = dict[str, tuple[MarkSince, ...]]  # of each course, the versions in the order in which they begin


def mark_on(versions: Sequence[MarkSince], day: date) -> Mark | None:
    """The mark by which a row of a day is judged: of the last version begun by then, else of the first one."""
    if not versions:
        return None
    begun: Iterable[MarkSince] = [one for one in versions if one.start <= day]
    if not begun:
        first = min(one.start for one in versions)
        begun = [one for one in versions if one.start == first]
    return max(begun, key=lambda one: (one.start, one.revision)).mark
