"""From a programme with all its versions to the editions that were, are and will be in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from generator.rules import MODULES
from generator.terms.ceiling import CeilingVersion, ceiling_sayings
from generator.terms.channels import ChannelsVersion, channels_sayings
from generator.terms.clause import ClauseVersion
from generator.terms.edition import Edition, Part
from generator.terms.ladder import LadderVersion
from generator.terms.ladder_saying import ladder_sayings
from generator.terms.measure import MeasureVersion, measure_sayings
from generator.terms.metric import MetricVersion, metric_sayings
from generator.terms.points import PointsVersion, points_sayings
from generator.terms.policy import PolicyVersion, policy_sayings
from generator.terms.programme import Programme
from generator.terms.recognition import BadgeVersion, CertificateVersion, LeaderboardVersion, WinnersVersion
from generator.terms.recognition_sayings import (
    badge_sayings,
    certificate_sayings,
    leaderboard_sayings,
    winners_sayings,
)
from generator.terms.reward import RewardVersion, reward_sayings
from generator.terms.saying import Sayings
from generator.terms.titles import Titles
from generator.terms.training import CourseVersion, CurriculumVersion
from generator.terms.training_saying import course_sayings, curriculum_sayings
from generator.terms.unit import UnitVersion, unit_sayings
from generator.terms.version import Version, boundaries, in_force, known_on


def sayings_of(programme: Programme, thing: str, version: Version, titles: Titles) -> Sayings:
    """What one version of one thing says."""
    name = thing.rsplit("/", 1)[-1]
    match version:
        case PolicyVersion():
            return policy_sayings(
                version, programme.file, titles, placement_columns(programme, version.announced)
            )
        case ChannelsVersion():
            return channels_sayings(version, programme.file.time_zone, titles)
        case PointsVersion():
            return points_sayings(version, titles)
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
        case RewardVersion():
            return reward_sayings(name, programme.rewards[name].type, version, titles)
        case CurriculumVersion():
            return curriculum_sayings(version, titles)
        case BadgeVersion():
            return badge_sayings(name, version, titles)
        case CertificateVersion():
            return certificate_sayings(name, version, titles)
        case WinnersVersion():
            return winners_sayings(name, version, titles)
        case LeaderboardVersion():
            return leaderboard_sayings(name, version, titles)
    assert isinstance(version, ClauseVersion)
    kind = programme.clauses[thing].kind
    sayings: Sayings = MODULES[kind].sayings(thing, version, titles.paying(version.pays_in))
    return sayings


def editions(programme: Programme, announced_by: date) -> tuple[Edition, ...]:
    """Every edition from the programme's first day on, of what has been announced by a date, oldest first.

    An edition that held a version which was corrected after it had begun has a further revision for each day on which
    such corrections were announced; they follow it.
    """
    known = [
        (thing, tuple(v for v in versions if v.announced <= announced_by))
        for thing, versions in programme.versions()
    ]
    first = programme.file.starts
    days = sorted({first} | {day for _, versions in known for day in boundaries(versions) if day > first})
    write = _Writer(programme)
    out: list[Edition] = []
    for number, day in enumerate(days):
        ends = days[number + 1] - timedelta(days=1) if number + 1 < len(days) else None
        news = {v.announced for _, versions in known for v in versions if v.correction and v.announced >= day}
        before: tuple[Part, ...] = ()
        revision = 0
        for when in (None, *sorted(news)):
            if when is None and day not in _days_before(known, day, first):
                continue
            parts = write.parts(known, day, day - timedelta(days=1) if when is None else when)
            if parts and parts != before:
                revision += 1
                corrected = when if revision > 1 else None
                out.append(Edition(day, ends, parts, programme.languages, revision, corrected))
            before = parts
    return tuple(out)


class _Writer:
    """Writes what versions say, each once."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._titles = programme.titles()
        self._said: dict[tuple[str, str], Part] = {}

    def parts(
        self, things: Sequence[tuple[str, tuple[Version, ...]]], day: date, known: date
    ) -> tuple[Part, ...]:
        """What is in force on a day as far as corrections are known on another."""
        found = [(thing, in_force(known_on(versions, known), day)) for thing, versions in things]
        return tuple(self._part(thing, version) for thing, version in found if version is not None)

    def _part(self, thing: str, version: Version) -> Part:
        key = (thing, version.address)
        if key not in self._said:
            sayings = sayings_of(self._programme, thing, version, self._titles)
            corrected = version.announced if version.correction else None
            self._said[key] = Part(thing, version.starts, sayings, version.revision, corrected)
        return self._said[key]


def _days_before(things: Sequence[tuple[str, tuple[Version, ...]]], day: date, first: date) -> set[date]:
    """The days on which editions began as far as that was known before a day: later corrections may bring others."""
    yesterday = day - timedelta(days=1)
    known = [
        v for _, versions in things for v in versions if v.correction is None or v.announced <= yesterday
    ]
    return {first} | boundaries(known)


def edition_on(all_editions: tuple[Edition, ...], on: date) -> Edition:
    """The edition in force on a date, in its last revision. Raises LookupError before the first."""
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
