"""Conditions tested on the figures of a period, for all partners at once."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from generator.rules.contract import Figures
from generator.rules.exact import Flags, compared
from generator.terms.condition import AllOf, AnyOf, Condition, CoursePassed, MetricIs, NotSo


class Tested(Figures, Protocol):
    """What a condition asks."""

    def course_valid(self, course: str) -> Flags:
        """For whom the course is passed and valid at the period's end."""
        ...


def holds(condition: Condition, figures: Tested) -> Flags:
    """For whom a condition holds at the period's end."""
    match condition:
        case AllOf(inner):
            flags = np.ones(figures.size, dtype=np.bool_)
            for one in inner:
                flags &= holds(one, figures)
            return flags
        case AnyOf(inner):
            flags = np.zeros(figures.size, dtype=np.bool_)
            for one in inner:
                flags |= holds(one, figures)
            return flags
        case NotSo((inner_one,)):
            return ~holds(inner_one, figures)
        case CoursePassed(course):
            return figures.course_valid(course)
        case MetricIs(metric, compare, bound):
            return compared(figures.metric(metric), compare, bound.value)
    return figures.tier_rank(condition.tier) >= figures.rank_of(condition.tier)
