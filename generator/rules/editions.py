"""From a programme with all its versions to the editions that were, are and will be in force."""

from __future__ import annotations

from datetime import date, timedelta

from generator.rules import MODULES
from generator.terms.ceiling import CeilingVersion, ceiling_sayings
from generator.terms.edition import Edition, Part
from generator.terms.ladder import LadderVersion
from generator.terms.ladder_saying import ladder_sayings
from generator.terms.measure import MeasureVersion, measure_sayings
from generator.terms.metric import MetricVersion, metric_sayings
from generator.terms.policy import PolicyVersion, policy_sayings
from generator.terms.programme import Programme
from generator.terms.saying import Sayings
from generator.terms.titles import Titles
from generator.terms.training import CourseVersion, CurriculumVersion, course_sayings, curriculum_sayings
from generator.terms.unit import UnitVersion, unit_sayings
from generator.terms.version import Version, boundaries, in_force


def sayings_of(programme: Programme, thing: str, version: Version, titles: Titles) -> Sayings:
    """What one version of one thing says."""
    name = thing.rsplit("/", 1)[-1]
    match version:
        case PolicyVersion():
            return policy_sayings(
                version, programme.file, titles, placement_columns(programme, version.announced)
            )
        case MeasureVersion():
            return measure_sayings(name, version, titles)
        case MetricVersion():
            return metric_sayings(name, version, titles)
        case LadderVersion():
            return ladder_sayings(name, version, titles)
        case CeilingVersion():
            return ceiling_sayings(name, version, titles)
        case UnitVersion():
            return unit_sayings(name, version, titles)
        case CourseVersion():
            return course_sayings(name, version, titles)
        case CurriculumVersion():
            return curriculum_sayings(version, titles)
    kind = programme.clauses[thing].kind
    sayings: Sayings = MODULES[kind].sayings(thing, version, titles)
    return sayings


def editions(programme: Programme, announced_by: date) -> tuple[Edition, ...]:
    """Every edition from the programme's first day on, of what has been announced by a date, oldest first."""
    titles = programme.titles()
    known = [
        (thing, tuple(v for v in versions if v.announced <= announced_by))
        for thing, versions in programme.versions()
    ]
    first = programme.file.starts
    days = sorted({first} | {day for _, versions in known for day in boundaries(versions) if day > first})
    said: dict[tuple[str, date], Part] = {}
    out: list[Edition] = []
    for number, day in enumerate(days):
        parts: list[Part] = []
        for thing, versions in known:
            version = in_force(versions, day)
            if version is None:
                continue
            key = (thing, version.starts)
            if key not in said:
                said[key] = Part(thing, version.starts, sayings_of(programme, thing, version, titles))
            parts.append(said[key])
        if not parts:
            continue
        ends = days[number + 1] - timedelta(days=1) if number + 1 < len(days) else None
        out.append(Edition(day, ends, tuple(parts), programme.languages))
    return tuple(out)


def edition_on(all_editions: tuple[Edition, ...], on: date) -> Edition:
    """The edition in force on a date. Raises LookupError before the first."""
    started = [edition for edition in all_editions if edition.starts <= on]
    if not started:
        raise LookupError(f"no edition is in force on {on}")
    return started[-1]


def placement_columns(programme: Programme, announced_by: date) -> tuple[str, ...]:
    """The columns of the placement tree that anything announced by a day reads.

    What is announced later does not change what a policy says that is published already.
    """
    found: set[str] = set()
    for metric in programme.metrics.values():
        for version in metric.versions:
            if version.announced <= announced_by:
                found |= {"placement"} if "placement" in (version.scope.tree, version.tree) else set()
                found |= {"position"} if version.scope.position or version.scope.positions else set()
    for clause in programme.clauses.values():
        for rule in clause.versions:
            if rule.announced <= announced_by and getattr(rule, "tree", None) == "placement":
                found.add("placement")
    return tuple(name for name in ("placement", "position") if name in found)
