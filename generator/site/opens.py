"""What a course opens: the statuses, rules and further courses in force that name it in their conditions."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator.rules.held_conditions import courses_tested
from generator.site.desk import Desk
from generator.site.markup import Pen
from generator.terms.atoms import CoursePassed, atoms
from generator.terms.clause import ClauseVersion
from generator.terms.ladder import LadderVersion
from generator.terms.training import CourseVersion
from generator.terms.version import Version


def opened(desk: Desk, pen: Pen, course: str) -> str:
    """The part of a course's page on what it opens; empty where nothing names it."""
    rows = "".join(_rows(desk, pen, course))
    if not rows:
        return ""
    return (
        f'\n<div class="pb-opens" data-opens="{course}" markdown="1">\n\n## {desk.words["opens"]}\n\n'
        f"<p>{desk.words['opens_lead']}</p>\n\n<ul>\n{rows}</ul>\n\n</div>\n"
    )


def _rows(desk: Desk, pen: Pen, course: str) -> Iterator[str]:
    for name in desk.programme.ladders:
        version = _in_force(desk, f"ladder/{name}")
        if isinstance(version, LadderVersion):
            for tier in version.tiers:
                if tier.reach is not None and CoursePassed(course) in atoms(tier.reach):
                    granted = ", ".join(
                        pen.ref(desk.titles.ref(f"privilege/{privilege}")) for privilege in tier.privileges
                    )
                    ref = pen.ref(desk.titles.ref(f"tier/{tier.tier}"))
                    ladder = escape(desk.title(f"ladder/{name}"))
                    more = f": {granted}" if granted else ""
                    yield f'<li data-opens-tier="{tier.tier}">{ladder} {ref}{more}</li>\n'
    for name in desk.programme.clauses:
        version = _in_force(desk, name)
        if isinstance(version, ClauseVersion) and course in courses_tested(version):
            ref = pen.ref(desk.titles.ref(name))
            yield f'<li data-opens-rule="{name}">{desk.words["opens_rule"]} {ref}</li>\n'
    for name in desk.programme.courses:
        version = _in_force(desk, f"course/{name}")
        if isinstance(version, CourseVersion) and course in version.requires:
            ref = pen.ref(desk.titles.ref(f"course/{name}"))
            yield f'<li data-opens-course="{name}">{desk.words["opens_course"]} {ref}</li>\n'


def _in_force(desk: Desk, thing: str) -> Version | None:
    part = desk.current.get(thing)
    return None if part is None else desk.version(part)
