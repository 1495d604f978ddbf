"""Certificates issued: who has passed the course of each, under which number, and until when it is valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from generator.settlement.figures import PeriodFigures
from generator.terms.calendar import good_through
from generator.terms.programme import Programme
from generator.terms.version import in_force


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate of one partner: of which course, since when, under which number, and its last day if it has one."""

    certificate: str
    course: str
    day: date
    number: str
    through: date | None


def issued_of(programme: Programme, figures: PeriodFigures) -> dict[int, list[Issued]]:
    """The certificates that statements for the period of some figures show, by partner row, in the file's order."""
    out: dict[int, list[Issued]] = {}
    ids = figures.book.partners.ids
    for name, certificate in programme.recognition.certificates.items():
        version = in_force(certificate.versions, figures.edition)
        if version is None:
            continue
        course = in_force(programme.courses[version.course].versions, figures.edition)
        days = figures.passes.latest(version.course, figures.span.last)
        for row in np.flatnonzero(figures.course_valid(version.course)).tolist():
            day: date = days[row].item()
            through = (
                None if course is None or course.valid_for is None else good_through(day, course.valid_for)
            )
            number = f"{version.prefix}-{ids[row]}-{day:%Y%m%d}"
            out.setdefault(row, []).append(Issued(name, version.course, day, number, through))
    return out
